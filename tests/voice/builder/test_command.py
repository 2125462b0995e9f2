"""``en-indgang speech build``: its options, what it says is missing, and the card it writes."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from voice.builder import command
from voice.builder.card import write_card
from voice.builder.recipe import QUICK, Recipe
from voice.builder.speech_making import planned
from voice.builder.texts import Texts

ROOT = Path(__file__).parents[3]


def recipe_of(*arguments: str) -> Recipe:
    return command._recipe(command._parser().parse_args(arguments))


def run(*arguments: object, path: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own; ``path`` is the only folder in which programs are found."""
    environment = {**os.environ, "COLUMNS": "400", **({} if path is None else {"PATH": str(path)})}
    return subprocess.run(
        [sys.executable, "-m", "voice.builder.command", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a folder with programs of the right names: enough to be found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("fstconvert", "festival"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return folder


def test_help_names_every_option_and_builds_nothing() -> None:
    done = run("--help")
    assert done.returncode == 0
    for option in (
        "--out",
        "--hours",
        "--epochs",
        "--seed",
        "--quick",
        "--again",
        "--recordings",
        "--aligner",
    ):
        assert option in done.stdout


def test_an_unknown_option_is_refused() -> None:
    done = run("--quik")
    assert done.returncode == 2
    assert "--quik" in done.stderr


def test_missing_programs_are_named_with_the_packages_that_hold_them(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = run("--work", tmp_path / "work", "--out", tmp_path / "out", path=tmp_path / "nothing")
    assert done.returncode == 1
    assert "fstconvert is missing: apt-get install libfst-tools libfst22-plugins-base" in done.stderr
    assert "festival is missing: apt-get install festival festvox-suopuhe-lj" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "work").exists()


def test_a_quick_build_needs_no_recorded_voices(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = run("--quick", path=tmp_path / "nothing")
    assert done.returncode == 1
    assert "festival" not in done.stderr
    texts = Texts(citizen=[["ja", "tak"]], everyday=[["det", "regner"]], addresses=[["a", "b"]])
    assert not any(u.voice.startswith("festival:") for u in planned(texts, ["ja"], QUICK, ["rv000"]))


def test_missing_recordings_are_told_before_an_hour_of_speaking(tmp_path: Path, tools: Path) -> None:
    options = ("--recordings", tmp_path / "gone", "--aligner", tmp_path / "none", "--work", tmp_path / "work")
    done = run(*options, path=tools)
    assert done.returncode == 1
    assert f"{tmp_path / 'gone'} is no folder" in done.stderr
    assert f"{tmp_path / 'none'} holds no model to align with" in done.stderr
    assert not (tmp_path / "work").exists()


def test_without_options_the_recipe_is_the_full_one() -> None:
    assert recipe_of() == Recipe()


def test_options_change_the_recipe_and_nothing_else() -> None:
    changed = recipe_of("--hours", "2.5", "--epochs", "1", "--seed", "7")
    assert (changed.hours, changed.training.epochs) == (2.5, 1.0)
    assert (changed.seed, changed.training.seed) == (7, 7)
    assert changed.shape == Recipe().shape
    assert changed.training.learning_rate == Recipe().training.learning_rate


def test_quick_is_a_small_recipe_whose_length_can_still_be_chosen() -> None:
    assert recipe_of("--quick") == QUICK
    assert recipe_of("--quick", "--hours", "0.1").hours == 0.1
    assert QUICK.hours < 1 < Recipe().hours
    assert QUICK.shape.width < Recipe().shape.width


@pytest.mark.parametrize("people", ["", "3 recordings (0.01 h) used"])
def test_the_card_says_what_the_model_was_made_of(people: str, tmp_path: Path) -> None:
    write_card(tmp_path, Recipe(seed=4, hours=11.5), 12345, 9.87, people, date(2026, 3, 1))
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    for fact in ("2026-03-01", "11.5 hours", "150 random voices", "12,345", "9.9 MB", "| Seed | 4 |", "18%"):
        assert fact in card
    assert "{" not in card
    assert "does not understand people" in card
    assert ("recordings (0.01 h)" in card) == bool(people)
    assert json.loads((tmp_path / "build.json").read_text())["seed"] == 4

"""``en-indgang speech build``: from text to a model folder."""

import argparse
import importlib.util
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from voice.builder.diphone_voices import VOICES
from voice.builder.errors import CannotBuild
from voice.builder.recipe import QUICK, Recipe

ROOT = Path(__file__).resolve().parents[2]
Report = Callable[[str, float, str], None]
SHIPPED = ROOT / "voice" / "model" / "danish"
_MODULES = ("kaldi_native_fbank", "pywrapfst", "soundfile")
_PACKAGES = {
    "fstconvert": "libfst-tools libfst22-plugins-base",
    "festival": " ".join(["festival", *(voice.package for voice in VOICES)]),
}
_STEPS = {
    "text": "Texts",
    "lexicon": "Words and pronunciations",
    "speech": "Speaking",
    "people": "Recordings",
    "network": "Training",
    "noise": "Training in noise",
    "graph": "Graph",
}


def main(arguments: list[str]) -> int:
    """Build a model; return the exit status. What is missing is said in one sentence, with how to get it."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True)
    recipe = _recipe(options)
    if missing := [*_missing(persons=recipe.person_share > 0), *_not_there(options)]:
        console.print("\n".join(missing), style="red", highlight=False)
        return 1
    began = time.monotonic()
    try:
        _build(options, recipe, console)
    except CannotBuild as error:
        console.print(str(error), style="red", highlight=False)
        return 1
    minutes = (time.monotonic() - began) / 60
    console.print(f"{options.out}: built in {minutes:.0f} minutes. Try it: en-indgang speech evaluate --help")
    return 0


def _build(options: argparse.Namespace, recipe: Recipe, console: Console) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    from voice.builder.stages import Build

    work = options.work or ROOT / ".indgang" / "speech" / f"seed-{options.seed}-{recipe.hours:g}h"
    if options.again:
        shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    (work / "recipe.json").write_text(json.dumps(recipe.card), encoding="utf-8")
    day = datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    with _bars(console) as progress:
        build = Build(ROOT, work, recipe, progress, options.workers, options.go_on_from)
        build.everything(options.out, day, options.recordings, options.aligner)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="en-indgang speech build",
        description="Build the Danish Vosk model. Steps that are done are kept in the work folder, so that a"
        " build that was stopped goes on. Under an hour on two cores.",
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / ".indgang" / "speech" / "model", help="model folder"
    )
    parser.add_argument("--hours", type=float, help="hours of speech to make (12)")
    parser.add_argument("--epochs", type=float, help="times that all of it is heard (3.5)")
    parser.add_argument("--noise-epochs", type=float, help="times that it is heard again in noise (5)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another model (1)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that speak")
    parser.add_argument("--work", type=Path, help="work folder; .indgang/speech/… by default")
    parser.add_argument("--again", action="store_true", help="begin anew, forget what the work folder holds")
    parser.add_argument("--quick", action="store_true", help="a few minutes, to see that every part works")
    parser.add_argument(
        "--recordings",
        type=Path,
        help="folder of human recordings: NST, Common Voice, CoRal-TTS, or wav and txt",
    )
    parser.add_argument(
        "--go-on-from",
        type=Path,
        metavar="MODEL",
        help="model folder whose network goes on through the rounds in noise, instead of a new one",
    )
    parser.add_argument(
        "--aligner",
        type=Path,
        default=SHIPPED,
        help="model folder that aligns the recordings (the shipped one)",
    )
    return parser


def _recipe(options: argparse.Namespace) -> Recipe:
    recipe = QUICK if options.quick else Recipe()
    training = replace(recipe.training, seed=options.seed)
    if options.epochs is not None:
        training = replace(training, epochs=options.epochs)
    in_noise = replace(recipe.in_noise, seed=options.seed)
    if options.noise_epochs is not None:
        in_noise = replace(in_noise, epochs=options.noise_epochs)
    hours = recipe.hours if options.hours is None else options.hours
    return replace(recipe, seed=options.seed, hours=hours, training=training, in_noise=in_noise)


def _missing(*, persons: bool) -> list[str]:
    sentences = []
    if not all(importlib.util.find_spec(module) for module in _MODULES):
        sentences.append('The builder needs more packages: pip install "en-indgang[speech-build]"')
    tools = ("fstconvert", "festival") if persons else ("fstconvert",)
    sentences += [
        f"{tool} is missing: apt-get install {_PACKAGES[tool]}"
        for tool in tools
        if shutil.which(tool) is None
    ]
    return sentences


def _not_there(options: argparse.Namespace) -> list[str]:
    """Say now what would else stop the build after an hour of speaking."""
    sentences = []
    if options.go_on_from is not None and not (options.go_on_from / "am" / "final.mdl").is_file():
        sentences.append(f"{options.go_on_from} holds no model: --go-on-from takes a built one.")
    if options.recordings is None:
        return sentences
    if not options.recordings.is_dir():
        sentences.append(f"{options.recordings} is no folder: --recordings takes one that holds recordings.")
    if not (options.aligner / "am" / "final.mdl").is_file():
        sentences.append(f"{options.aligner} holds no model to align with: --aligner takes a built one.")
    return sentences


@contextmanager
def _bars(console: Console) -> Iterator[Report]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<26}"),
        BarColumn(),
        TextColumn("{task.percentage:>4.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[word]}"),
    )
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: str, share: float, word: str) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(_STEPS.get(step, step), total=1.0, word="")
            bars.update(tasks[step], completed=share, word=word)
            if not console.is_terminal and share in (0.0, 1.0):
                console.print(
                    f"{_STEPS.get(step, step)} {'done' if share else 'begun'}. {word}", highlight=False
                )

        yield report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

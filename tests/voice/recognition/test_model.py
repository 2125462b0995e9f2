"""Folders that are no Vosk model, told before Vosk dies of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from voice.recognition.errors import ModelBroken, ModelMissing
from voice.recognition.model import check_folder, takes_grammars
from voice.recognition.settings import SHIPPED_MODEL, HearingSettings, hearing_settings_from_env
from voice.recognition.start import open_recogniser

FST = (2125659606).to_bytes(4, "little") + b"..."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a model with run-time grammars."""
    files = {"am/final.mdl": b"x", "conf/mfcc.conf": b"x", "graph/HCLr.fst": FST, "graph/Gr.fst": FST}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_a_whole_folder_passes(folder: Path) -> None:
    check_folder(folder)
    assert takes_grammars(folder)


def test_a_ready_made_graph_takes_no_grammars(folder: Path) -> None:
    (folder / "graph" / "HCLG.fst").write_bytes(FST)
    check_folder(folder)
    assert not takes_grammars(folder)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda folder: (folder / "am" / "final.mdl").unlink(), "final.mdl"),
        (lambda folder: (folder / "conf" / "mfcc.conf").write_bytes(b""), "mfcc.conf"),
        (lambda folder: (folder / "graph" / "Gr.fst").unlink(), "Gr.fst is missing"),
        (lambda folder: (folder / "graph" / "HCLr.fst").unlink(), "no graph"),
        (
            lambda folder: (folder / "graph" / "HCLr.fst").write_bytes(b"version https://git-lfs"),
            "is no graph",
        ),
        (lambda folder: (folder / "graph" / "Gr.fst").write_bytes(b"12"), "is no graph"),
    ],
)
def test_a_damaged_folder_is_told_with_what_to_do(
    folder: Path, damage: Callable[[Path], object], says: str
) -> None:
    damage(folder)
    with pytest.raises(ModelBroken, match=rf"{says}.*INDGANG_VOSK_MODEL"):
        check_folder(folder)


def test_a_folder_that_vosk_cannot_load_is_an_error_and_not_a_crash(folder: Path) -> None:
    with pytest.raises(ModelBroken, match="cannot load"):
        open_recogniser(HearingSettings(vosk_model=folder, second_pass=False))


def test_no_folder_is_told_with_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="speech build"):
        open_recogniser(HearingSettings(vosk_model=tmp_path / "none"))


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    settings = hearing_settings_from_env(
        {"INDGANG_VOSK_MODEL": str(tmp_path), "INDGANG_SECOND_PASS": "0", "INDGANG_SECOND_PASS_THREADS": "4"}
    )
    assert (settings.vosk_model, settings.second_pass, settings.second_pass_threads) == (tmp_path, False, 4)
    assert hearing_settings_from_env({}).vosk_model == SHIPPED_MODEL


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("INDGANG_SECOND_PASS", "ja"),
        ("INDGANG_SECOND_PASS_THREADS", "0"),
        ("INDGANG_SECOND_PASS_THREADS", "²"),
    ],
)
def test_a_setting_that_cannot_be_used_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(ValueError, match=variable):
        hearing_settings_from_env({variable: value})

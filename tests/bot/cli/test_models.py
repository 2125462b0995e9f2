"""Which model fits the repository: training again only when something has changed."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from bot.cli import models
from bot.cli.models import BrokenModel, ModelCard


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in models.TRAINED_FROM + models.TRAINED_WITH:
        path = tmp_path / name
        if path.suffix:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("content")
        else:
            path.mkdir(parents=True, exist_ok=True)
            (path / "one.yml").write_text("content")
    return tmp_path


def model(root: Path, name: str = "one", fingerprint: str | None = None, *names: str) -> Path:
    folder = root / "models"
    folder.mkdir(exist_ok=True)
    archive = folder / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for member in names or ("metadata.json",):
            tar.addfile(tarfile.TarInfo(member), io.BytesIO())
    card = ModelCard(
        fingerprint or models.fingerprint(root), "own", "3.6.21", "2026-11-21T08:00:00+01:00", 30.0
    )
    models.write_card(archive, card)
    return archive


def test_a_model_of_the_same_data_fits(root: Path) -> None:
    archive = model(root)
    assert models.fitting_model(root / "models", root) == archive
    card = models.read_card(archive)
    assert card is not None
    assert card.danish_pipeline == "own"


@pytest.mark.parametrize(
    "changed", ["nlu/data/one.yml", "stories/one.yml", "bot/domain.yml", "nlu/danish/one.yml"]
)
def test_a_change_of_data_or_of_its_code_makes_it_unfit(root: Path, changed: str) -> None:
    model(root)
    (root / changed).write_text("other content")
    assert models.fitting_model(root / "models", root) is None


def test_a_new_file_and_a_renamed_one_make_it_unfit(root: Path) -> None:
    model(root)
    (root / "nlu/data/two.yml").write_text("")
    assert models.fitting_model(root / "models", root) is None
    (root / "nlu/data/two.yml").unlink()
    (root / "nlu/data/one.yml").rename(root / "nlu/data/three.yml")
    assert models.fitting_model(root / "models", root) is None


def test_a_file_that_is_no_source_changes_nothing(root: Path) -> None:
    archive = model(root)
    (root / "nlu/danish/one.pyc").write_bytes(b"compiled")
    assert models.fitting_model(root / "models", root) == archive


def test_a_damaged_model_is_named(root: Path) -> None:
    archive = model(root)
    archive.write_bytes(archive.read_bytes()[:40])
    with pytest.raises(BrokenModel, match=r"one\.tar\.gz is damaged"):
        models.fitting_model(root / "models", root)
    archive.write_bytes(b"")
    with pytest.raises(BrokenModel):
        models.check_archive(archive)


def test_an_archive_of_something_else_is_no_model(root: Path) -> None:
    with pytest.raises(BrokenModel, match="no Rasa model"):
        models.check_archive(model(root, "holiday", None, "photo.jpg"))


def test_a_model_without_a_card_or_with_a_broken_one_is_not_trusted_to_fit(root: Path) -> None:
    archive = model(root)
    models.card_path(archive).write_text("{")
    assert models.fitting_model(root / "models", root) is None
    models.card_path(archive).unlink()
    assert models.fitting_model(root / "models", root) is None


def test_only_the_newest_of_ours_are_kept(root: Path) -> None:
    archives = [model(root, f"model-{number}") for number in range(5)]
    for age, archive in enumerate(archives):
        os.utime(archive, (age, age))
    own = root / "models" / "by-hand.tar.gz"
    own.write_bytes(b"")
    models.keep_newest(root / "models", keep=2)
    assert sorted(path.name for path in (root / "models").iterdir()) == [
        "by-hand.tar.gz",
        "model-3.json",
        "model-3.tar.gz",
        "model-4.json",
        "model-4.tar.gz",
    ]

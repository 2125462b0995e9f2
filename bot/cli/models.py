"""Trained models: which one fits what is in the repository, and which Danish pipeline it was trained with."""

import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from bot.supervisor.settings import REPOSITORY
from nlu.pipeline.danish import danish_model_in_use

MODELS = REPOSITORY / "bot" / "models"
TRAINED_FROM = ("bot/config.yml", "bot/domain.yml", "nlu/data", "stories", "nlu/gazetteer")
"""Data that a model is made from."""
TRAINED_WITH = ("nlu/components", "nlu/danish", "nlu/pipeline", "bot/rasa/agenda_policy.py")
"""Code that has a part in the training, or whose settings the model carries."""
_SUFFIXES = {".yml", ".yaml", ".csv", ".py", ".json", ".txt"}


class BrokenModel(Exception):
    """A model file that Rasa could not load. The text names it."""


@dataclass(frozen=True)
class ModelCard:
    """What is known of a model; lies beside it as JSON."""

    fingerprint: str
    """Of everything it was trained from; equal means that training again would change nothing."""
    danish_pipeline: str
    """The Danish spaCy pipeline that was installed when it was trained."""
    rasa: str
    """Rasa's version."""
    trained_at: str
    """ISO 8601."""
    training_seconds: float


def fingerprint(root: Path = REPOSITORY) -> str:
    """Hash everything that a model is made from (SHA-256, hexadecimal)."""
    total = hashlib.sha256()
    for path in _sources(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root)} {content}\n".encode())
    total.update(f"rasa {version('rasa')} numpy {version('numpy')} {danish_model_in_use()}".encode())
    return total.hexdigest()


def fitting_model(models: Path = MODELS, root: Path = REPOSITORY) -> Path | None:
    """Return the newest model trained from what is in the repository now, or None.

    Raises ``BrokenModel`` when that model's file is damaged.
    """
    wanted = fingerprint(root)
    archives = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for archive in archives:
        card = read_card(archive)
        if card and card.fingerprint == wanted:
            check_archive(archive)
            return archive
    return None


def check_archive(archive: Path) -> None:
    """Read the whole archive, which takes milliseconds. Raises ``BrokenModel``."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            names = {member.name.removeprefix("./") for member in tar}
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise BrokenModel(f"the model {archive.name} is damaged ({type(error).__name__})") from None
    if "metadata.json" not in names:
        raise BrokenModel(f"the model {archive.name} is no Rasa model")


def card_path(archive: Path) -> Path:
    """Where the card of a model lies."""
    return archive.with_name(archive.name.removesuffix(".tar.gz") + ".json")


def read_card(archive: Path) -> ModelCard | None:
    """Return the card, or None for a model trained by other means (``rasa train``)."""
    try:
        content = json.loads(card_path(archive).read_text(encoding="utf-8"))
        return ModelCard(**content)
    except (OSError, ValueError, TypeError):
        return None


def write_card(archive: Path, card: ModelCard) -> None:
    """Lay the card beside the model."""
    text = json.dumps(asdict(card), ensure_ascii=False, indent=2) + "\n"
    card_path(archive).write_text(text, encoding="utf-8")


def forget(archive: Path) -> None:
    """Remove a model and its card."""
    archive.unlink(missing_ok=True)
    card_path(archive).unlink(missing_ok=True)


def keep_newest(models: Path = MODELS, keep: int = 3) -> None:
    """Remove all but the newest models of ours; those without a card are somebody's own and stay."""
    ours = [path for path in models.glob("*.tar.gz") if card_path(path).exists()]
    for old in sorted(ours, key=lambda path: path.stat().st_mtime, reverse=True)[keep:]:
        forget(old)


def _sources(root: Path) -> Iterator[Path]:
    for name in sorted(TRAINED_FROM + TRAINED_WITH):
        place = root / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (file for file in files if file.is_file() and file.suffix in _SUFFIXES)

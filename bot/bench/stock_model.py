"""The stock Rasa's model: trained once for the data there is."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from bot.bench.stock_project import write_stock_project
from bot.cli.steps import Step
from bot.cli.training import run_rasa_train
from bot.supervisor.settings import REPOSITORY

_DATA = REPOSITORY / "nlu" / "data"


def stock_model(folder: Path, epochs: int, texts: int, log: Path) -> Path:
    """Return the model in ``folder``, training it first where the data has changed. Raises ``StepFailed``."""
    write_stock_project(folder, _DATA, epochs, texts)
    name = f"stock-{_fingerprint(folder)}"
    archive = folder / "models" / f"{name}.tar.gz"
    if archive.exists():
        return archive
    with Step(f"Training the stock Rasa ({epochs} epochs, {texts} texts an intent)") as step:
        step.result = "kept until the data or these numbers change"
        run_rasa_train(
            step,
            [
                *("--config", str(folder / "config.yml"), "--domain", str(folder / "domain.yml"), "--data"),
                *(str(folder / name) for name in ("nlu.yml", "rules.yml", "stories.yml")),
                *("--out", str(archive.parent), "--fixed-model-name", name, "--skip-validation"),
            ],
            log,
            root=folder,
        )
    return archive


def _fingerprint(folder: Path) -> str:
    total = hashlib.sha256(version("rasa").encode())
    for name in ("config.yml", "nlu.yml", "domain.yml", "rules.yml", "stories.yml"):
        total.update((folder / name).read_bytes())
    return total.hexdigest()[:12]

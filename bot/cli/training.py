"""Training: ``rasa train`` in a process of its own, with its progress and without its noise."""

import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from bot.cli import models
from bot.cli.models import BrokenModel, ModelCard
from bot.cli.steps import Step, StepFailed, say
from bot.supervisor.children import quiet_environment
from bot.supervisor.process import killed_with_us
from bot.supervisor.settings import REPOSITORY
from nlu.pipeline.danish import danish_model_in_use

_COMPONENT = re.compile(r"(?:train component|train) '(\w+)'")
_SHOWN_LINES = 15


def model_for_serving(*, log: Path) -> Path:
    """Return a model that fits the repository; train one where there is none."""
    with Step("Model") as step:
        try:
            found = models.fitting_model()
            step.result = f"{found.name} fits" if found else "none fits the data"
        except BrokenModel as error:
            found, step.result = None, f"{error}: training anew"
    return found or train(log=log)


def train(*, log: Path, folder: Path = models.MODELS, root: Path = REPOSITORY) -> Path:
    """Train and return the model's archive, its card beside it. Raises ``StepFailed``."""
    # Read first: what changes while the training runs is not in the model.
    mark = models.fingerprint(root)
    folder.mkdir(parents=True, exist_ok=True)
    name = time.strftime("%Y%m%d-%H%M%S") + f"-{mark[:8]}"
    began = time.monotonic()
    with Step("Training the model") as step:
        run_rasa_train(
            step,
            [
                *(
                    "--config",
                    "bot/config.yml",
                    "--domain",
                    "bot/domain.yml",
                    "--data",
                    "nlu/data",
                    "stories",
                ),
                *("--out", str(folder), "--fixed-model-name", name),
            ],
            log,
            root=root,
        )
        archive = folder / f"{name}.tar.gz"
        if not archive.exists():
            raise StepFailed(f"rasa train ended without a model: see {log}")
        step.result = f"{archive.name} ({archive.stat().st_size / 1e6:.1f} MB)"
    card = ModelCard(
        fingerprint=mark,
        danish_pipeline=danish_model_in_use(),
        rasa=version("rasa"),
        trained_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        training_seconds=round(time.monotonic() - began, 1),
    )
    models.write_card(archive, card)
    models.keep_newest(folder)
    say(f"  Danish pipeline: {card.danish_pipeline}")
    return archive


def run_rasa_train(step: Step, arguments: Sequence[str], log: Path, *, root: Path) -> None:
    """Run ``rasa train``, its output in ``log``. Raises ``StepFailed`` with its last lines."""
    command = [sys.executable, "-m", "rasa", "train", *arguments]
    environment = {**quiet_environment(), "LOG_LEVEL": "INFO"}
    log.parent.mkdir(parents=True, exist_ok=True)
    last: deque[str] = deque(maxlen=_SHOWN_LINES)
    with (
        log.open("w", encoding="utf-8", buffering=1) as file,
        subprocess.Popen(  # noqa: S603
            command,
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=killed_with_us(),
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                file.write(line)
                last.append(line.rstrip())
                if found := _COMPONENT.search(line):
                    step.detail(found[1])
        except KeyboardInterrupt:
            process.terminate()
            raise
    if process.returncode:
        raise StepFailed("\n".join([f"rasa train failed; the whole log is {log}. Its last lines:", *last]))

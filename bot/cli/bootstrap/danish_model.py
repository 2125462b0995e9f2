"""spaCy's Danish model, where it can be had quickly. It is a release asset, not a registry package."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

from bot.cli.bootstrap.commands import run_tool
from bot.cli.bootstrap.places import TOOLS, VENV, VENV_PYTHON, Stamp
from bot.cli.bootstrap.python310 import ensure_uv
from bot.cli.steps import Step, StepFailed, say

NAME = "da_core_news_sm"
URL = (
    "https://github.com/explosion/spacy-models/releases/download/"
    "da_core_news_sm-3.4.0/da_core_news_sm-3.4.0-py3-none-any.whl"
)
"""The release for the spaCy 3.4 of requirements.lock."""
LIMIT_SECONDS = 8.0
"""For the whole download: the project's own pipeline is there, and nobody should wait."""
AGAIN_AFTER_SECONDS = 24 * 3600.0
"""A try that failed is not repeated before this."""
_CHUNK_BYTES = 256 * 1024
_LARGEST_BYTES = 60_000_000


def try_danish_model() -> None:
    """Install it where it is missing and was not looked for today. Never fails: the own pipeline is there."""
    if any(VENV.glob(f"lib/*/site-packages/{NAME}-*.dist-info")) or _tried_today():
        return
    trouble = ""
    with Step("Danish language model") as step:
        wheel = TOOLS / "downloads" / URL.rpartition("/")[2]
        try:
            download(URL, wheel, LIMIT_SECONDS)
            install = ("pip", "install", "--no-deps", "--python", str(VENV_PYTHON), str(wheel))
            run_tool([ensure_uv(), *install], step, failure="not installable")
            step.result = NAME
        except (OSError, StepFailed) as error:
            trouble = _reason(error)
            step.result = "the project's own"
        finally:
            wheel.unlink(missing_ok=True)
    if trouble:
        Stamp(TOOLS, NAME).set(str(time.time()))
        say(f"  {NAME} could not be fetched ({trouble}): the project's own Danish pipeline is used.")


def download(url: str, path: Path, seconds: float) -> None:
    """Fetch a file within a time limit for all of it. Raises ``OSError`` (``urllib`` errors are such)."""
    deadline = time.monotonic() + seconds
    path.parent.mkdir(parents=True, exist_ok=True)
    request = urllib.request.Request(url, headers={"User-Agent": "en-indgang"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=seconds) as answer, path.open("wb") as file:  # noqa: S310
        while chunk := answer.read(_CHUNK_BYTES):
            file.write(chunk)
            if time.monotonic() > deadline:
                raise TimeoutError(f"not done after {seconds:.0f} s")
            if file.tell() > _LARGEST_BYTES:
                raise OSError("larger than it can be")


def _reason(error: Exception) -> str:
    """A few words: urllib wraps the error of the network once or twice."""
    inner = getattr(error, "reason", error)
    return str(getattr(inner, "strerror", None) or inner).splitlines()[0]


def _tried_today() -> bool:
    try:
        return time.time() - float(Stamp(TOOLS, NAME).read()) < AGAIN_AFTER_SECONDS
    except ValueError:
        return False

"""How well the line hears: word errors by condition, errands understood, speed and memory of the recogniser.

    voice.evaluation.speaking ──► sounds ──► bot.bench.speech_measure, on one core ──► measured.json
                                             └── /model/parse of the running house

Processes of their own, so that memory is the recogniser's alone, and espeak-ng is started once in each.
"""

import asyncio
import json
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.steps import StepFailed
from voice.recognition.errors import HearingError
from voice.recognition.model import check_folder
from voice.recognition.settings import HearingSettings, hearing_settings_from_env

WANTED = {
    "in domain, telephone": 5.0,
    "in domain, telephone, noise 10 dB": 8.0,
    "free sentences, telephone": 15.0,
}
"""Word error rates not to be exceeded, in percent, by condition."""
MEASURED = "measured.json"
"""The result, in the folder of the sounds."""


@dataclass(frozen=True)
class SpeechBenchSettings:
    """How much is measured."""

    sentences: int = 50
    """A condition."""
    seed: int = 1
    """Of sentences, voices and noise."""


@dataclass(frozen=True)
class Heard:
    """One condition. Rates are shares: 0.05 is 5 %."""

    condition: str
    clips: int
    words: int
    word_errors: float
    """Word error rate."""
    interval_95: tuple[float, float] | None
    """Of that rate, over speakers."""
    errands: float | None
    """Understood as the written sentence is; None: no language understanding was asked."""
    errands_and_values: float | None
    right_errands: float | None = None
    """Right errands from speech, as a share of those that the written sentences give."""


@dataclass(frozen=True)
class SpeechResult:
    """What was measured."""

    conditions: tuple[Heard, ...]
    work_a_second: float
    """Seconds of one core for a second of sound."""
    model_mib: float
    """Memory (PSS) that loading the model adds."""
    ear_mib: float
    """And each call."""
    load_average: float
    """Of the machine, over one minute, at the end."""

    @property
    def calls_a_core(self) -> float:
        """Calls that one core decodes in real time, if all callers spoke all the time."""
        return 1.0 / self.work_a_second if self.work_a_second > 0 else 0.0


def why_no_speech(settings: HearingSettings | None = None) -> str | None:
    """Return a sentence that says why nothing can be measured; None where it can."""
    try:
        check_folder((settings or hearing_settings_from_env()).vosk_model)
    except HearingError as error:
        return str(error)
    return None


async def speech(settings: SpeechBenchSettings, rasa: str) -> SpeechResult:
    """Speak, hear and compare, in processes of their own; ``rasa``: address of the running language server.

    Raises ``StepFailed`` with the last lines of a process that fails.
    """
    with tempfile.TemporaryDirectory(prefix="indgang-speech-") as scratch:
        limits = ("--limit", str(settings.sentences), "--seed", str(settings.seed))
        await python("voice.evaluation.speaking", scratch, *limits)
        await python("bot.bench.speech_measure", scratch, "--rasa", rasa)
        return result_from(json.loads((Path(scratch) / MEASURED).read_text(encoding="utf-8")))


async def python(*module: str) -> None:
    """Run a module with arguments to its end. Raises ``StepFailed`` where its status is not 0."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *module),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        last = "\n".join(errors.decode(errors="replace").splitlines()[-8:])
        raise StepFailed(f"python -m {module[0]} ended with status {process.returncode}:\n{last}")


def result_from(content: dict[str, Any]) -> SpeechResult:
    """Return the result that a measuring process wrote."""
    conditions = tuple(
        Heard(**{**row, "interval_95": tuple(row["interval_95"]) if row["interval_95"] else None})
        for row in content["conditions"]
    )
    return SpeechResult(**{**content, "conditions": conditions})

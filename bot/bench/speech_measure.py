"""Measures the recogniser in a process of its own, on one core: sounds in, ``measured.json`` out.

    python -m bot.bench.speech_measure FOLDER [--rasa URL]

FOLDER holds sounds and ``manifest.jsonl``, as ``python -m voice.evaluation.speaking FOLDER`` writes them.
Speed is counted in processor time, so that it does not depend on what else the machine does.
"""

import argparse
import json
import os
import sys
import time
import wave
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.bench.memory import resident_mib
from bot.bench.speech import MEASURED, Heard, SpeechResult
from bot.cli.steps import say
from voice.recognition.evaluate.engines import VoskWhole, feed
from voice.recognition.evaluate.errands import Parse, parser_at
from voice.recognition.evaluate.manifest import BadRow, Clip, read_manifest
from voice.recognition.evaluate.report import summary
from voice.recognition.evaluate.run import Measured, Plan, run
from voice.recognition.evaluate.sound import read_wav
from voice.recognition.kept_sound import Pcm
from voice.recognition.model import VoskModel
from voice.recognition.settings import HearingSettings, hearing_settings_from_env
from voice.recognition.vosk_engine import SpokenModel, VoskEar

_EARS = 8
"""Calls whose memory is measured at once."""
_RATE_HZ = 8000
"""Of a call."""


def measure(
    manifest: Path,
    load: Callable[[], SpokenModel],
    parse: Parse | None,
    memory_mib: Callable[[], float],
    clock: Callable[[], float] = time.thread_time,
) -> SpeechResult:
    """Measure everything that ``manifest`` lists. Raises ``ValueError`` where nothing of it can be used."""
    rows = list(read_manifest(manifest))
    sound = _first_sound(rows)
    if sound is None:
        raise ValueError(f"{manifest} lists no sound that can be used.")
    before = memory_mib()
    model = load()
    _hold_ears(model, sound, 1, lambda: None)  # What the first call makes for all stays with the model.
    model_mib = memory_mib() - before
    ear_mib = _memory_of_an_ear(model, sound, memory_mib)
    measured = Measured()
    for rate_hz, clips in _by_rate(rows).items():
        # Each at the rate it was recorded at: the telephone's sound is not made wider than it was.
        found = run(clips, Plan([VoskWhole(model, clock)], rate_hz, parse))
        measured.outcomes += found.outcomes
        measured.bad_rows += found.bad_rows
    found_all = summary(measured)["engines"]["vosk"]
    return SpeechResult(
        tuple(_heard(name, row) for name, row in found_all["conditions"].items() if name != "all"),
        work_a_second=found_all["real_time_factor"],
        model_mib=round(model_mib, 1),
        ear_mib=round(ear_mib, 1),
        load_average=round(os.getloadavg()[0], 1),
    )


def _heard(name: str, row: dict[str, Any]) -> Heard:
    interval = row["interval_95"]
    return Heard(
        name,
        row["clips"],
        row["words"],
        row["wer"],
        (interval[0], interval[1]) if interval else None,
        row.get("errands_understood"),
        row.get("errands_and_values_understood"),
        row["errands_right_from_speech"] / said if (said := row.get("errands_right_from_text")) else None,
    )


def _by_rate(rows: Sequence[Clip | BadRow]) -> dict[int, list[Clip | BadRow]]:
    rates: dict[int, list[Clip | BadRow]] = {}
    for row in rows:
        rates.setdefault(_rate_of(row), []).append(row)
    return rates


def _rate_of(row: Clip | BadRow) -> int:
    if isinstance(row, Clip):
        # What is no WAV file is told of by name when it is read.
        with suppress(OSError, EOFError, wave.Error), wave.open(str(row.audio), "rb") as file:
            return 16000 if file.getframerate() >= 16000 else _RATE_HZ
    return _RATE_HZ


def _first_sound(rows: Sequence[Clip | BadRow]) -> Pcm | None:
    for row in rows:
        if isinstance(row, Clip):
            with suppress(ValueError):
                return read_wav(row.audio, _RATE_HZ)
    return None


def _memory_of_an_ear(model: SpokenModel, sound: Pcm, memory_mib: Callable[[], float]) -> float:
    """What a call that hears adds, with the whole of an utterance in its lattice."""
    before = memory_mib()
    added: list[float] = []
    _hold_ears(model, sound, _EARS, lambda: added.append(memory_mib() - before))
    return added[0] / _EARS


def _hold_ears(model: SpokenModel, sound: Pcm, count: int, look: Callable[[], None]) -> None:
    ears = [VoskEar(model, _RATE_HZ, HearingSettings(), None) for _ in range(count)]
    for ear in ears:
        feed(ear.hear, sound, _RATE_HZ)
    look()
    for ear in ears:
        ear.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a folder of sounds with its ``manifest.jsonl``; return 0."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.speech_measure", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rasa", help="address of a running Rasa; without it no errands are compared")
    options = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    try:
        result = measure(
            options.folder / "manifest.jsonl",
            lambda: VoskModel(hearing_settings_from_env().vosk_model),
            parser_at(options.rasa) if options.rasa else None,
            lambda: resident_mib([os.getpid()]),
        )
    except ValueError as error:
        say(str(error), sys.stderr)
        return 1
    text = json.dumps(asdict(result), ensure_ascii=False, indent=2)
    (options.folder / MEASURED).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Many calls at once on the telephone line, watched from outside: gaps, first sound, processor, memory.

python -m bot.bench.voice --calls 15        starts a house of its own
make bench                                  measures it beside the rest
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.bench.memory import resident_mib, with_children
from bot.bench.statistics import percentile
from voice.line.caller import Caller
from voice.priority import as_a_clock
from voice.synthesis.choose import SynthesisSettings, voice_from_settings
from voice.synthesis.protocol import Speech, Voice
from voice.transports.audiosocket import RATE_HZ

SENTENCES = (
    "Hvornår har Borgerservice åbent?",
    "Jeg vil gerne have nogle flere bioposer.",
    "Min nabos hæk vokser ud over fortovet.",
    "Hvor afleverer jeg gammel maling?",
    "Hvordan fornyer jeg mit pas?",
)
_GAP_MS = 40.0
"""What the line must not exceed."""
_PAUSE_SECONDS = 1.2
"""Quiet after which a caller takes the word."""
_FRAME_SECONDS = 0.02


@dataclass(frozen=True)
class VoiceBenchSettings:
    """How much is measured."""

    calls: int = 15
    """At once."""
    seconds: float = 60.0
    """How long each lasts."""


@dataclass(frozen=True)
class VoiceResult:
    """What was seen."""

    calls: int
    frames: int
    gap_worst_ms: float
    gap_p99_ms: float
    gaps_too_long: int
    """Gaps between two frames of one call longer than 40 ms, as they arrived here."""
    watcher_worst_ms: float
    """How late this process itself woke up at worst: a gap can be the watcher's own."""
    first_sound_p50_ms: float | None
    first_sound_p95_ms: float | None
    answers: int
    """Things said that were answered with sound."""
    cores: float
    """Processor time of the voice process and the one that hears, in cores."""
    cores_in_all: float
    """Of all processes of the house."""
    memory_mib: float
    """PSS of the voice process and the one that hears, with all calls up."""
    hearing_mib: float
    """Of that, the process that hears."""
    cut_off: int
    """Calls that the line ended too early."""
    load_average: float
    """Of the machine, over one minute, at the end."""


async def sentences_spoken() -> list[bytes]:
    """Return the callers' sentences as sound, made before anything is measured."""
    voice = voice_from_settings(SynthesisSettings())
    try:
        return [await _sound_of(voice, text) for text in SENTENCES]
    finally:
        await voice.close()


async def _sound_of(voice: Voice, text: str) -> bytes:
    return b"".join([piece async for piece in voice.speak(Speech(text), RATE_HZ)])


async def many_calls(
    host: str, port: int, voice_pid: int, pids: Sequence[int], settings: VoiceBenchSettings
) -> VoiceResult:
    """Hold ``calls`` at once and measure. The line listens on ``host`` and ``port``."""
    spoken = await sentences_spoken()
    with as_a_clock():
        return await _watched(host, port, voice_pid, pids, settings, spoken)


async def _watched(
    host: str,
    port: int,
    voice_pid: int,
    pids: Sequence[int],
    settings: VoiceBenchSettings,
    spoken: Sequence[bytes],
) -> VoiceResult:
    watcher = _Watcher()
    watching = asyncio.create_task(watcher.run())
    before, all_before, began = _cpu_seconds([voice_pid]), _cpu_seconds(pids), time.monotonic()
    calls = [
        asyncio.create_task(_one_call(host, port, spoken, place, settings.seconds))
        for place in range(settings.calls)
    ]
    await asyncio.sleep(settings.seconds * 0.8)
    memory = resident_mib([voice_pid])
    hearing = resident_mib(with_children({voice_pid}) - {voice_pid})
    held = await asyncio.gather(*calls)
    elapsed = time.monotonic() - began
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    gaps = [gap for caller, _ in held for gap in caller.heard.gaps_ms]
    firsts = [ms for caller, _ in held for ms in caller.heard.first_sounds_ms]
    return VoiceResult(
        calls=settings.calls,
        frames=len(gaps) + len(held),
        gap_worst_ms=round(max(gaps, default=0.0), 1),
        gap_p99_ms=round(percentile(gaps, 0.99), 1) if gaps else 0.0,
        gaps_too_long=sum(gap > _GAP_MS for gap in gaps),
        watcher_worst_ms=round(watcher.worst_ms, 1),
        first_sound_p50_ms=round(percentile(firsts, 0.5)) if firsts else None,
        first_sound_p95_ms=round(percentile(firsts, 0.95)) if firsts else None,
        answers=len(firsts),
        cores=round((_cpu_seconds([voice_pid]) - before) / elapsed, 2),
        cores_in_all=round((_cpu_seconds(pids) - all_before) / elapsed, 2),
        memory_mib=round(memory, 1),
        hearing_mib=round(hearing, 1),
        cut_off=sum(not whole for _, whole in held),
        load_average=round(os.getloadavg()[0], 1),
    )


def rows(result: VoiceResult) -> list[tuple[str, str]]:
    """Return label and value of each row."""
    first = "–"
    if result.first_sound_p50_ms is not None:
        first = (
            f"{result.first_sound_p50_ms:.0f} / {result.first_sound_p95_ms:.0f} ms, {result.answers} answers"
        )
    return [
        ("calls at once", f"{result.calls}, {result.cut_off} cut off"),
        ("gap between frames", f"P99 {result.gap_p99_ms:.0f}, worst {result.gap_worst_ms:.0f} ms"),
        ("  longer than 40 ms", f"{result.gaps_too_long} of {result.frames}"),
        ("  the watcher's own", f"worst {result.watcher_worst_ms:.0f} ms late"),
        ("end of speech to first sound", f"P50 / P95 {first}"),
        ("processor", f"{result.cores:.2f} cores; the whole house {result.cores_in_all:.2f}"),
        ("memory (PSS)", f"{result.memory_mib:.0f} MiB, {result.hearing_mib:.0f} of it to hear"),
        ("load of the machine", f"{result.load_average:.1f} on {os.cpu_count()} cores"),
    ]


class _Watcher:
    """How late this process wakes up."""

    def __init__(self) -> None:
        self.worst_ms = 0.0

    async def run(self) -> None:
        while True:
            due = time.monotonic() + _FRAME_SECONDS
            await asyncio.sleep(_FRAME_SECONDS)
            self.worst_ms = max(self.worst_ms, 1000.0 * (time.monotonic() - due))


async def _one_call(
    host: str, port: int, spoken: Sequence[bytes], place: int, seconds: float
) -> tuple[Caller, bool]:
    """Hold one call; return it, and whether it lasted as long as it should."""
    # They begin one after the other, so that they do not walk in step.
    await asyncio.sleep(place * 0.137)
    caller = Caller(host, port, str(uuid.uuid4()))
    async with caller:
        said = place
        while caller.now < seconds and not caller.over.is_set():
            await asyncio.sleep(0.05)
            if caller.heard.last_sound_at is not None and caller.quiet_seconds >= _PAUSE_SECONDS:
                await caller.say(spoken[said % len(spoken)])
                said += 1
                await _answered(caller, seconds)
        return caller, not caller.over.is_set()


async def _answered(caller: Caller, seconds: float) -> None:
    asked = caller.now
    while caller.now < seconds and not caller.over.is_set() and caller.now - asked < 10.0:
        if (caller.heard.last_sound_at or 0.0) > asked:
            return
        await asyncio.sleep(0.02)


def _cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time of processes and what they started (proc(5), fields 14 and 15 of ``stat``)."""
    ticks = 0
    for pid in with_children(set(pids)):
        with suppress(OSError):
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _alone(settings: VoiceBenchSettings) -> int:
    from bot.bench.houses import our_house
    from bot.cli.steps import Step, say
    from bot.cli.training import model_for_serving
    from bot.supervisor.children import why_no_voice
    from bot.supervisor.settings import house_settings_from_env

    missing = why_no_voice()
    if missing is not None:
        say(missing)
        return 1
    model = model_for_serving(log=house_settings_from_env().logs / "train.log")
    with tempfile.TemporaryDirectory(prefix="indgang-bench-") as scratch:
        async with our_house(Path(scratch) / "state", model) as house:
            with Step(f"{settings.calls} calls at once"):
                pids = house.pids()
                result = await many_calls(
                    "127.0.0.1", house.voice_port, pids["voice"], list(pids.values()), settings
                )
    for label, value in rows(result):
        say(f"  {label:<32}{value}")
    return 1 if result.cut_off else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a house of its own, and print."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.voice", description=__doc__)
    parser.add_argument("--calls", type=int, default=VoiceBenchSettings.calls, help="at once")
    parser.add_argument(
        "--seconds", type=float, default=VoiceBenchSettings.seconds, help="how long each lasts"
    )
    chosen = parser.parse_args(arguments)
    return asyncio.run(_alone(VoiceBenchSettings(chosen.calls, chosen.seconds)))


if __name__ == "__main__":
    sys.exit(main())

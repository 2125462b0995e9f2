"""``en-indgang bench``: measure both, print them side by side, keep the numbers."""

import json
import os
import platform
import tempfile
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.bench.houses import Started, our_house, stock_house
from bot.bench.load import many_at_once, one_after_the_other
from bot.bench.memory import resident_mib
from bot.bench.report import side_by_side
from bot.bench.speech import SpeechBenchSettings, SpeechResult, speech, why_no_speech
from bot.bench.statistics import Latency
from bot.bench.stock_model import stock_model
from bot.bench.targets import Gateway, StockRasa, Target
from bot.bench.voice import VoiceBenchSettings, VoiceResult, many_calls
from bot.cli.steps import Step, say
from bot.cli.training import model_for_serving
from bot.supervisor.settings import house_settings_from_env

_TURN_SECONDS = 60.0


@dataclass(frozen=True)
class BenchSettings:
    """How much is measured."""

    rounds: int = 30
    """Conversations of seven turns, one after the other."""
    citizens: int = 32
    """At once."""
    seconds: float = 20.0
    """How long they talk."""
    epochs: int = 3
    """Of the stock Rasa's neural parts. Its default is 100: hours of training, and the same time a turn."""
    texts: int = 50
    """That the stock Rasa learns of an intent, at most: with all of ours one epoch had not ended after 8
    minutes.
    """
    stock: bool = True
    """Whether the stock Rasa is measured too."""
    voice: VoiceBenchSettings | None = field(default_factory=VoiceBenchSettings)
    """Calls on the telephone line; None: not measured."""
    speech: SpeechBenchSettings | None = field(default_factory=SpeechBenchSettings)
    """What the recogniser hears; None: not measured."""


@dataclass(frozen=True)
class Result:
    """One of the two."""

    name: str
    ready_seconds: float
    """From the start of the processes until all answer."""
    sequential: Latency
    by_kind: dict[str, Latency]
    concurrent: Latency
    turns_per_second: float
    unanswered: int
    memory_mib: float
    """PSS of all processes after the load."""
    processes: int
    voice: VoiceResult | None = None
    """The telephone line under load, where there is one."""
    speech: SpeechResult | None = None
    """What its recogniser hears."""


async def bench(settings: BenchSettings) -> int:
    """Measure, print, and write ``bench/<time>.json`` in the state folder."""
    house = house_settings_from_env()
    folder = house.state_dir / "bench"
    model = model_for_serving(log=house.logs / "train.log")
    results = []
    with tempfile.TemporaryDirectory(prefix="indgang-bench-") as scratch:
        started = our_house(Path(scratch) / "state", model)
        results.append(await _measure("Én Indgang", started, Gateway, settings))
        if settings.stock:
            stock = folder / "stock"
            trained = stock_model(stock, settings.epochs, settings.texts, house.logs / "train-stock.log")
            started = stock_house(Path(scratch) / "stock", stock, trained)
            results.append(await _measure("Stock Rasa", started, StockRasa, settings))
    side_by_side(results, settings)
    _write(folder, settings, results)
    return 1 if any(result.unanswered for result in results[:1]) else 0


async def _measure(
    name: str,
    house: AbstractAsyncContextManager[Started],
    kind: "type[Gateway] | type[StockRasa]",
    settings: BenchSettings,
) -> Result:
    with Step(f"{name}: start") as step:
        started = await house.__aenter__()
        step.result = f"ready after {started.ready_seconds:.1f} s"
    try:
        timeout = aiohttp.ClientTimeout(total=_TURN_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
            target: Target = kind(session, started.url)
            with Step(f"{name}: one after the other") as step:
                await one_after_the_other(target, 2)
                alone = await one_after_the_other(target, settings.rounds)
                step.result = f"{len(alone.durations)} turns"
            with Step(f"{name}: {settings.citizens} at once") as step:
                crowd = await many_at_once(target, settings.citizens, settings.seconds)
                step.result = f"{len(crowd.durations)} turns"
        voice = await _calls(name, started, settings)
        heard = await _speech(name, started, settings) if kind is Gateway else None
        pids = started.pids()
        return Result(
            name=name,
            ready_seconds=round(started.ready_seconds, 1),
            sequential=Latency.of(alone.durations),
            by_kind={kind: Latency.of(seconds) for kind, seconds in alone.seconds.items()},
            concurrent=Latency.of(crowd.durations),
            turns_per_second=round(crowd.turns_per_second, 1),
            unanswered=alone.unanswered + crowd.unanswered,
            memory_mib=round(resident_mib(pids.values())),
            processes=len(pids),
            voice=voice,
            speech=heard,
        )
    finally:
        await house.__aexit__(None, None, None)


async def _calls(name: str, started: Started, settings: BenchSettings) -> VoiceResult | None:
    pids = started.pids()
    if settings.voice is None or "voice" not in pids:
        return None
    with Step(f"{name}: {settings.voice.calls} calls at once") as step:
        found = await many_calls(
            "127.0.0.1", started.voice_port, pids["voice"], list(pids.values()), settings.voice
        )
        step.result = f"{found.answers} answers"
    return found


async def _speech(name: str, started: Started, settings: BenchSettings) -> SpeechResult | None:
    if settings.speech is None:
        return None
    missing = why_no_speech()
    if missing is not None:
        say(f"Speech is not measured. {missing}")
        return None
    with Step(f"{name}: what is heard") as step:
        found = await speech(settings.speech, started.rasa_url)
        step.result = f"{sum(heard.clips for heard in found.conditions)} sentences"
    return found


def _write(folder: Path, settings: BenchSettings, results: Sequence[Result]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    time = datetime.now().astimezone()
    content: dict[str, Any] = {
        "time": time.isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "settings": asdict(settings),
        "results": [asdict(result) for result in results],
    }
    path = folder / f"{time:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

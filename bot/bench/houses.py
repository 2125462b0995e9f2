"""Starts what is measured on free ports and stops it again."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.steps import StepFailed
from bot.supervisor import core
from bot.supervisor.children import children, quiet_environment
from bot.supervisor.house import RunningHouse
from bot.supervisor.ports import free_port
from bot.supervisor.process import ChildSpec
from bot.supervisor.settings import PORTS, REPOSITORY, HouseSettings


class Started:
    """A house that answers."""

    def __init__(
        self,
        url: str,
        ready_seconds: float,
        pids: Callable[[], dict[str, int]],
        voice_port: int = 0,
        rasa_url: str = "",
    ) -> None:
        self.url = url
        self.voice_port = voice_port
        """Of the telephone line; 0 where the house has none."""
        self.rasa_url = rasa_url
        self.ready_seconds = ready_seconds
        self.pids = pids


@asynccontextmanager
async def our_house(state_dir: Path, model: Path) -> AsyncIterator[Started]:
    """Én Indgang, every process of it."""
    settings = HouseSettings({name: free_port() for name in PORTS}, state_dir)
    async with _running(settings, children(settings, model), settings.url("gateway")) as started:
        yield started


@asynccontextmanager
async def stock_house(state_dir: Path, folder: Path, model: Path) -> AsyncIterator[Started]:
    """A stock Rasa with its REST channel and SQLite tracker store."""
    (folder / "tracker.db").unlink(missing_ok=True)
    settings = HouseSettings({"rasa": free_port()}, state_dir)
    command = [
        *(sys.executable, "-m", "rasa", "run", "--quiet", "--interface", settings.host),
        *("--port", str(settings.ports["rasa"]), "--model", str(model)),
        *("--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")),
    ]
    url = settings.url("rasa")
    spec = ChildSpec("stock", tuple(command), url + "/", quiet_environment(), REPOSITORY)
    async with _running(settings, [spec], url) as started:
        yield started


@asynccontextmanager
async def _running(settings: HouseSettings, specs: Sequence[ChildSpec], url: str) -> AsyncIterator[Started]:
    ready: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def hear(effect: core.Effect, last_lines: Sequence[str]) -> None:
        if isinstance(effect, core.AllReady) and not ready.done():
            ready.set_result(effect.seconds)
        if isinstance(effect, core.GaveUp) and not ready.done():
            ready.set_exception(StepFailed("\n".join([f"{effect.child} does not start:", *last_lines])))

    # Loading neural models takes its time: three minutes before it counts as silent.
    house = RunningHouse(settings, specs, hear, core.Patience(ready_seconds=180.0))
    running = asyncio.create_task(house.run())
    try:
        yield Started(url, await ready, house.pids, settings.ports.get("voice", 0), settings.url("rasa"))
    finally:
        house.stop()
        await running

"""A house of small real programs: started, watched, started again, stopped, and none left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.supervisor import core
from bot.supervisor.house import AlreadyRunning, RunningHouse, lock_state
from bot.supervisor.process import ChildSpec
from bot.supervisor.settings import PORTS, HouseSettings
from tests.ports import kept_port

QUICK = core.Patience(
    first_backoff_seconds=0.01, longest_backoff_seconds=0.02, deaths_allowed=2, stop_seconds=0.3
)

SERVER = """
    import http.server, sys
    print("serving", flush=True)
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
        def log_message(self, *_): pass
    http.server.HTTPServer(("127.0.0.1", {port}), Quiet).serve_forever()
"""
STUBBORN = "\n    import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + SERVER
PARENT_OF_ONE = """
    import subprocess, sys, os, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    open({note!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
    time.sleep(600)
"""


MakeProgram = Callable[[str, str], ChildSpec]


class Heard:
    """What the supervisor told, and a way to wait for something to be told."""

    def __init__(self) -> None:
        self.effects: list[core.Effect] = []
        self.lines: list[str] = []
        self._news = asyncio.Event()

    def __call__(self, effect: core.Effect, last_lines: Sequence[str]) -> None:
        self.effects.append(effect)
        self.lines = list(last_lines)
        self._news.set()

    async def wait_for(self, kind: type[core.Effect], times: int = 1) -> None:
        async def heard() -> None:
            while sum(isinstance(effect, kind) for effect in self.effects) < times:
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(heard(), 15)


@pytest.fixture
def settings(tmp_path: Path) -> HouseSettings:
    return HouseSettings({name: kept_port() for name in PORTS}, tmp_path / "state")


@pytest.fixture
def program(tmp_path: Path) -> MakeProgram:
    def make(name: str, source: str) -> ChildSpec:
        port = kept_port()
        script = tmp_path / f"{name}.py"
        script.write_text(textwrap.dedent(source).format(port=port, note=str(tmp_path / "note")))
        address = f"http://127.0.0.1:{port}/"
        return ChildSpec(name, (sys.executable, "-S", str(script)), address, dict(os.environ), tmp_path)

    return make


async def test_the_house_becomes_ready_and_stops_with_status_0(
    settings: HouseSettings, program: MakeProgram
) -> None:
    heard = Heard()
    house = RunningHouse(settings, [program("one", SERVER), program("two", SERVER)], heard, QUICK)
    running = asyncio.create_task(house.run())
    await heard.wait_for(core.AllReady)
    house.stop()
    assert await asyncio.wait_for(running, 10) == 0
    assert (settings.logs / "one.log").read_text() == "serving\n"


async def test_a_child_that_is_killed_comes_back(settings: HouseSettings, program: MakeProgram) -> None:
    heard = Heard()
    house = RunningHouse(settings, [program("one", SERVER)], heard, QUICK)
    running = asyncio.create_task(house.run())
    await heard.wait_for(core.AllReady)
    os.kill(house.pids()["one"], signal.SIGKILL)
    await heard.wait_for(core.BecameReady, times=2)
    assert core.Died("one", -9, 0.01) in heard.effects
    house.stop()
    assert await asyncio.wait_for(running, 10) == 0


async def test_a_child_that_keeps_crashing_ends_the_house_with_its_last_words(
    settings: HouseSettings, program: MakeProgram
) -> None:
    heard = Heard()
    specs = [program("steady", SERVER), program("broken", "print('no such model')\nraise SystemExit(3)")]
    house = RunningHouse(settings, specs, heard, QUICK)
    assert await asyncio.wait_for(house.run(), 15) == 1
    assert heard.effects[-1] == core.GaveUp("broken", 3, 3)
    assert heard.lines == ["no such model"]


async def test_a_program_that_is_not_there_is_given_up_with_a_reason(
    settings: HouseSettings, program: MakeProgram, tmp_path: Path
) -> None:
    heard = Heard()
    spec = ChildSpec("gone", (str(tmp_path / "missing"),), "http://127.0.0.1:1/", {}, tmp_path)
    assert await asyncio.wait_for(RunningHouse(settings, [spec], heard, QUICK).run(), 15) == 1
    assert "No such file" in heard.lines[-1]


async def test_a_child_that_ignores_the_wish_to_stop_is_killed(
    settings: HouseSettings, program: MakeProgram
) -> None:
    heard = Heard()
    house = RunningHouse(settings, [program("stubborn", STUBBORN)], heard, QUICK)
    running = asyncio.create_task(house.run())
    await heard.wait_for(core.AllReady)
    house.stop()
    assert await asyncio.wait_for(running, 10) == 0


async def test_what_a_child_started_itself_ends_with_it(
    settings: HouseSettings, program: MakeProgram, tmp_path: Path
) -> None:
    heard = Heard()
    house = RunningHouse(settings, [program("family", PARENT_OF_ONE)], heard, QUICK)
    running = asyncio.create_task(house.run())
    pids = await _note(tmp_path / "note")
    house.stop()
    await asyncio.wait_for(running, 10)
    await _until(lambda: not any(_alive(pid) for pid in pids))


async def test_the_children_end_when_the_supervisor_is_killed(
    settings: HouseSettings, program: MakeProgram, tmp_path: Path
) -> None:
    spec = program("family", PARENT_OF_ONE)
    main = tmp_path / "main.py"
    main.write_text(
        textwrap.dedent(
            f"""
            import asyncio, os
            from pathlib import Path
            from bot.supervisor.house import RunningHouse
            from bot.supervisor.process import ChildSpec
            from bot.supervisor.settings import HouseSettings
            here = Path({str(tmp_path)!r})
            spec = ChildSpec("family", {spec.command!r}, {spec.ready!r}, dict(os.environ), here)
            settings = HouseSettings({dict(settings.ports)!r}, Path({str(settings.state_dir)!r}))
            async def main():
                await RunningHouse(settings, [spec], lambda *_: None).run()
            asyncio.run(main())
            """
        )
    )
    supervisor = subprocess.Popen([sys.executable, str(main)], cwd=Path(__file__).parents[3])
    child, _ = await _note(tmp_path / "note")
    supervisor.kill()
    supervisor.wait()
    await _until(lambda: not _alive(child))
    # The grandchild is nobody's any more in this harsh case; only the direct child hears the kernel's signal.
    os.kill(int((tmp_path / "note").read_text().split()[1]), signal.SIGKILL)


def test_a_second_house_in_the_same_state_folder_is_refused(settings: HouseSettings) -> None:
    with lock_state(settings), pytest.raises(AlreadyRunning, match=f"pid {os.getpid()}"):
        lock_state(settings)
    lock_state(settings).close()


async def _note(path: Path) -> tuple[int, int]:
    await _until(lambda: path.exists() and len(path.read_text().split()) == 2)
    first, second = path.read_text().split()
    return int(first), int(second)


async def _until(true: Callable[[], bool]) -> None:
    async def poll() -> None:
        while not true():
            await asyncio.sleep(0.02)

    await asyncio.wait_for(poll(), 15)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"

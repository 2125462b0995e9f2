"""One child: its log may fail it, and whoever looks whether it answers may be stopped."""

import asyncio
import os
import sys
from pathlib import Path
from typing import IO

import aiohttp

from bot.supervisor.logfile import LogFile
from bot.supervisor.process import ChildSpec, Process
from bot.supervisor.ready import answers


class OnAFullDisk(LogFile):
    def _open(self) -> IO[bytes]:
        return Path("/dev/full").open("ab", buffering=0)


async def test_a_child_whose_log_cannot_be_written_runs_to_its_end(tmp_path: Path) -> None:
    # More than the pipe and the reader hold between them.
    talks = "for n in range(20_000): print('a line of the log', n)"
    spec = ChildSpec("one", (sys.executable, "-c", talks), "tcp://127.0.0.1:1", dict(os.environ), tmp_path)
    log = OnAFullDisk(tmp_path / "logs" / "one.log")
    process = await Process.spawn(spec, log)
    try:
        assert await asyncio.wait_for(process.wait(), 30) == 0
    finally:
        process.signal(9)
        log.close()
    assert log.last_lines()[-1] == "a line of the log 19999"


async def test_whoever_asks_whether_a_child_answers_can_be_stopped_in_any_moment() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    address = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    ends = set()
    async with aiohttp.ClientSession() as session, server:
        for turns in [*range(30)] * 10:
            asking = asyncio.create_task(answers(session, address))
            for _ in range(turns):
                await asyncio.sleep(0)
            was_done = asking.done()
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            ends.add((was_done, asking.cancelled()))
    assert ends <= {(True, False), (False, True)}
    assert (False, True) in ends

"""``en-indgang chat`` and ``en-indgang ask``."""

import asyncio
import json
import sys
import threading
from collections.abc import Iterable
from typing import Any

from bot.cli.client import ApiClient
from bot.cli.rendering import Part, choices, lines_of
from bot.cli.steps import say

_LOOK_SECONDS = 1.0
"""How often the chat looks for what comes by itself: after a login, or from a person."""
_GOODBYES = {"exit", "quit", ":q"}


async def ask(address: str, text: str, *, as_json: bool) -> int:
    """Send one message and print what is answered; as JSON, the gateway's whole answer."""
    async with ApiClient(address) as client:
        await client.begin()
        answer = await client.say(text)
    if as_json:
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        show(answer["parts"])
    return 0


async def chat(address: str) -> int:
    """Talk until the input ends. A number chooses a button."""
    async with ApiClient(address) as client:
        await client.begin()
        say("(A number chooses a button. Open a login link in a browser. Ctrl-D ends the conversation.)\n")
        offered = show(_parts(await client.news()))
        typed = _typed_lines()
        while True:
            prompt()
            reading = asyncio.ensure_future(typed.get())
            while not (await asyncio.wait({reading}, timeout=_LOOK_SECONDS))[0]:
                if came := _parts(await client.news()):
                    say("")
                    offered = show(came) or offered
                    prompt()
            line = reading.result()
            if line is None or line.strip() in _GOODBYES:
                say("")
                return 0
            if not line.strip():
                continue
            await client.say(chosen(line.strip(), offered))
            offered = show(_parts(await client.news()))


def show(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Print parts; return the buttons of the last one that had any."""
    offered: list[tuple[str, str]] = []
    for part in parts:
        offered = choices(part) or offered
        for line in lines_of(part):
            say(line)
    say("")
    return offered


def chosen(line: str, offered: list[tuple[str, str]]) -> str:
    """Return what to send: the button's text where the line is the number of one."""
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(offered):
        return offered[int(line) - 1][1]
    return line


def prompt() -> None:
    """Ask for the next line where somebody sits there."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()


def _parts(messages: Iterable[dict[str, Any]]) -> list[Part]:
    found = (message.get("part") or {"type": "text", "text": message.get("text")} for message in messages)
    return list(found)


def _typed_lines() -> "asyncio.Queue[str | None]":
    """Lines of the standard input as they come, then None. The thread never holds up the end."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return queue

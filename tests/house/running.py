"""Starts the house on free ports, and is a citizen with an HTTP client."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

ROOT = Path(__file__).resolve().parents[2]
MONDAY_MORNING = "2026-11-23T08:30"
START_SECONDS = 120
MODULES = {
    "gateway": b"bot.gateway",
    "stubs": b"actions.fagsystemer.stubs",
    "rasa": b"rasa",
    "actions": b"rasa_sdk",
}
"""What tells a child by its command line."""
NAMES = ("GATEWAY", "VOICE", "VOICE_WEB", "RASA", "ACTIONS", "STUBS", "SMTP")


class House:
    """All processes under the supervisor. ``state`` is their state folder."""

    def __init__(self, state: Path, model: Path) -> None:
        self.state = state
        ports = dict(zip(NAMES, free_ports(len(NAMES)), strict=True))
        self.gateway = f"http://127.0.0.1:{ports['GATEWAY']}"
        self.rasa = f"http://127.0.0.1:{ports['RASA']}"
        self.stubs = f"http://127.0.0.1:{ports['STUBS']}"
        self.environment = {
            **os.environ,
            **{f"INDGANG_{name}_PORT": str(port) for name, port in ports.items()},
            "INDGANG_STATE_DIR": str(state),
            "INDGANG_NOW": MONDAY_MORNING,
        }
        self.output = (state / "serve.out").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", "--model", str(model)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def wait_until_ready(self) -> None:
        """Wait for the health page to call everything well; raises with what the house printed."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if requests.get(f"{self.gateway}/healthz", timeout=2).json()["status"] == "ok":
                    return
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise RuntimeError(f"The house did not start:\n{(self.state / 'serve.out').read_text()}")

    def stop(self) -> int:
        """Stop as Ctrl-C does; return the exit status."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()
            self.output.close()

    def pid_of(self, name: str) -> int:
        """Return the process of a child: ``gateway``, ``stubs``, ``rasa`` …, as its command line tells."""
        supervisor = self.process.pid
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        for child in children:
            command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            if MODULES[name] in command:
                return int(child)
        raise AssertionError(f"no process of {name} found")

    def reset(self) -> None:
        requests.post(f"{self.stubs}/_reset", timeout=5).raise_for_status()

    def read(self, path: str) -> Any:
        return requests.get(f"{self.stubs}{path}", headers={"X-Test-Read": "1"}, timeout=5).json()

    def fault(self, system: str, mode: str, ms: int = 0) -> None:
        requests.put(
            f"{self.stubs}/_faults/{system}", json={"mode": mode, "ms": ms}, timeout=5
        ).raise_for_status()


class Citizen:
    """A citizen with a script: one conversation over the public API."""

    def __init__(self, house: House) -> None:
        self.house = house
        opened = requests.post(f"{house.gateway}/api/conversations", timeout=10)
        opened.raise_for_status()
        self.id, token = opened.json()["id"], opened.json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        self.url = f"{house.gateway}/api/conversations/{self.id}"
        self.parts: list[dict[str, Any]] = []

    def says(self, text: str) -> str:
        """Send a message; return the texts of the answer."""
        answer = requests.post(f"{self.url}/messages", json={"text": text}, headers=self.headers, timeout=30)
        answer.raise_for_status()
        self.parts = answer.json()["parts"]
        return "\n".join(part.get("text", "") for part in self.parts)

    def logs_in(self, citizen: str, decision: str = "approve") -> str:
        """Follow the login link as a browser does; return what was said meanwhile."""
        before = len(self.transcript())
        link = next(part["url"] for part in self.parts if part["type"] == "login")
        browser = requests.Session()
        page = browser.get(link, timeout=10)
        action = unescape(re.search(r'<form[^>]*action="([^"]*)"', page.text).group(1))  # type: ignore[union-attr]
        hidden = dict(
            re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', page.text)
        )
        browser.post(
            urljoin(page.url, action), {**hidden, "citizen": citizen, "decision": decision}, timeout=20
        )
        return "\n".join(self.transcript()[before:])

    def look(self) -> dict[str, Any]:
        return dict(requests.get(self.url, headers=self.headers, timeout=10).json())

    def transcript(self) -> list[str]:
        return [str((m.get("part") or m).get("text") or "") for m in self.look()["messages"]]

    @property
    def errands(self) -> list[tuple[str, str]]:
        return [(errand["intent"], errand["state"]) for errand in self.look()["errands"]]


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on right now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()

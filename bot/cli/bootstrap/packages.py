"""The virtual environment with exactly the packages of requirements.lock, checked by their hashes."""

from __future__ import annotations

from bot.cli.bootstrap.commands import output_of, run_tool
from bot.cli.bootstrap.places import ROOT, VENV, VENV_PYTHON, Stamp, digest
from bot.cli.bootstrap.python310 import ensure_python, ensure_uv, is_usable
from bot.cli.steps import Step

LOCK = ROOT / "requirements.lock"


def ensure_packages() -> None:
    """Make the environment, or bring it up to date. Raises ``StepFailed``."""
    # Scripts in the environment name its folder: one that was copied elsewhere is made anew.
    locked = f"{VENV} {digest([LOCK])}"
    project = f"{VENV} {_project_table()}"
    packages_done, project_done = Stamp(VENV, "packages"), Stamp(VENV, "project")
    if packages_done.is_for(locked) and project_done.is_for(project) and VENV_PYTHON.exists():
        return
    uv = ensure_uv()
    stamped_elsewhere = packages_done.read() and not packages_done.read().startswith(f"{VENV} ")
    if stamped_elsewhere or not is_usable(str(VENV_PYTHON)):
        python = ensure_python(uv)
        with Step("Virtual environment") as step:
            command = [uv, "venv", "--clear", "--python", python, str(VENV)]
            run_tool(command, step, failure=f"{VENV} could not be made.")
            step.result = output_of([str(VENV_PYTHON), "--version"]) or ""
    if not packages_done.is_for(locked):
        with Step("Packages of requirements.lock") as step:
            # Compiled now: without bytecode the first start of Rasa takes 20 s longer.
            sync = ("pip", "sync", "--require-hashes", "--compile-bytecode", "--python", str(VENV_PYTHON))
            failure = "The packages could not be installed; is the package index reachable?"
            run_tool([uv, *sync, str(LOCK)], step, failure=failure, cwd=ROOT)
            step.result = f"{len(list(VENV.glob('lib/*/site-packages/*.dist-info')))} packages"
    with Step("en-indgang, the command") as step:
        # Its build backend is in the lock as well, so that nothing is fetched unseen.
        install = ("pip", "install", "--no-deps", "--no-build-isolation", "--python", str(VENV_PYTHON))
        run_tool([uv, *install, "--editable", str(ROOT)], step, failure="The project could not be installed.")
    packages_done.set(locked)
    project_done.set(project)


def _project_table() -> str:
    """The part of pyproject.toml that an installation depends on; the tools' settings come after it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return text.split("[tool.uv]")[0]

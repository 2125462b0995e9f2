"""Chromium, which the tests of the page run in."""

from __future__ import annotations

import os
import shutil

from bot.cli.bootstrap.commands import run_tool
from bot.cli.steps import Step, StepFailed

NAMES = ("chromium", "chromium-browser", "google-chrome")


def ensure_chromium() -> None:
    """Install it on a Debian where we may; elsewhere say what is missing. Raises ``StepFailed``."""
    if any(shutil.which(name) for name in NAMES):
        return
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        raise StepFailed(
            "The tests of the page need Chromium: install it (Debian: apt-get install chromium)."
        )
    with Step("Chromium for the tests") as step:
        failure = "Chromium could not be installed with apt-get."
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run_tool([apt, "update", "-q"], step, failure=failure, environment=quiet)
        install = ("install", "-y", "-q", "--no-install-recommends", "chromium")
        run_tool([apt, *install], step, failure=failure, environment=quiet)

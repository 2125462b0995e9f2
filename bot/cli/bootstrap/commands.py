"""Runs a tool, shows its latest line beside the step, and keeps its last words for when it fails."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.cli.steps import Step, StepFailed

_LAST_LINES = 12


def run_tool(
    command: Sequence[str],
    step: Step,
    *,
    failure: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run to the end. Raises ``StepFailed`` with ``failure`` (a sentence) and the tool's last lines."""
    last: deque[str] = deque(maxlen=_LAST_LINES)
    try:
        process = subprocess.Popen(  # noqa: S603
            list(command),
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            errors="replace",
        )
    except OSError as error:
        raise StepFailed(f"{failure} ({command[0]}: {error.strerror})") from None
    with process:
        try:
            for line in process.stdout or ():
                if line.strip():
                    last.append(line.rstrip())
                    step.detail(line.strip())
        except KeyboardInterrupt:
            process.terminate()
            raise
    if process.returncode:
        raise StepFailed("\n".join([failure, *(f"  | {line}" for line in last)]))


def output_of(command: Sequence[str], seconds: float = 20.0) -> str | None:
    """Return what a quick command prints, or None when it cannot be run or fails."""
    try:
        done = subprocess.run(  # noqa: S603
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None

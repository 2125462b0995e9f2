"""``python -m bot.cli.audit``: known vulnerabilities of the packages in requirements.lock.

What Rasa holds at an old release, and we have looked at, stands with its reason under
``[tool.indgang.audit.accepted]`` in pyproject.toml; it is counted and does not fail the check.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from bot.cli.steps import Step, say
from bot.supervisor.settings import REPOSITORY

_LIMIT_SECONDS = 180.0


@dataclass(frozen=True)
class Verdict:
    """What a report of pip-audit means."""

    failures: Sequence[str]
    """One line for each vulnerability that nobody has accepted."""
    accepted: Sequence[str]
    """Name and ids of the accepted ones."""
    looked_up: int
    """Packages that the database knows."""
    unknown: int
    """Packages that could not be looked up."""


def judge(report: Mapping[str, Any], accepted: Mapping[str, str]) -> Verdict:
    """Sort the findings of a report. ``accepted``: package → reason."""
    failures, excused, looked_up, unknown = [], [], 0, 0
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unknown += 1
            continue
        looked_up += 1
        for finding in package["vulns"]:
            line = f"{package['name']} {package['version']}: {finding['id']}"
            if package["name"] in accepted:
                excused.append(line)
            else:
                fixed = ", ".join(finding.get("fix_versions") or ["no release yet"])
                failures.append(f"{line}, fixed in {fixed}")
    return Verdict(failures, excused, looked_up, unknown)


def accepted_packages(pyproject: Path = REPOSITORY / "pyproject.toml") -> dict[str, str]:
    """Read the packages whose vulnerabilities are accepted, and why."""
    settings = tomli.loads(pyproject.read_text(encoding="utf-8"))
    return dict(settings["tool"]["indgang"]["audit"]["accepted"])


def main() -> int:
    """Return 1 where a vulnerability is not accepted; 0 too where the database cannot be reached."""
    with Step("Dependency audit") as step:
        report = _report()
        if report is None:
            step.result = "skipped: the vulnerability database cannot be reached"
            return 0
        verdict = judge(report, accepted_packages())
        if not verdict.looked_up:
            step.result = "skipped: the package index here has no vulnerability data"
            return 0
        step.result = (
            f"{verdict.looked_up} packages, {len(verdict.failures)} to mend, {len(verdict.accepted)} accepted"
        )
    if verdict.unknown:
        say(f"  {verdict.unknown} packages could not be looked up.")
    for line in verdict.failures:
        say(f"  {line}")
    if verdict.failures:
        say("  `make lock` takes newer releases; what Rasa holds back is accepted in pyproject.toml.")
    return 1 if verdict.failures else 0


def _report() -> dict[str, Any] | None:
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(REPOSITORY / "requirements.lock")),
        *("--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"),
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=_LIMIT_SECONDS, check=False, cwd=REPOSITORY
        )
        report = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return report if isinstance(report, dict) else None


if __name__ == "__main__":
    sys.exit(main())

"""What ``make check`` makes of other tools' reports."""

import shutil
from pathlib import Path

import pytest

from actions.routing.current import ROUTING_FOLDER
from bot.cli.audit import accepted_packages, judge
from bot.cli.bootstrap.packages import LOCK
from bot.cli.validate import troubles_in, validate_routing


def test_a_vulnerability_nobody_accepted_is_a_failure_with_the_release_that_mends_it() -> None:
    report = {
        "dependencies": [
            {"name": "sanic", "version": "21.12.2", "vulns": [{"id": "CVE-1", "fix_versions": ["22.6.1"]}]},
            {"name": "yarl", "version": "1.0", "vulns": [{"id": "CVE-2", "fix_versions": ["1.1"]}]},
            {"name": "idna", "version": "3.0", "vulns": []},
            {"name": "own", "skip_reason": "not found"},
        ]
    }
    verdict = judge(report, {"sanic": "loopback only"})
    assert verdict.failures == ["yarl 1.0: CVE-2, fixed in 1.1"]
    assert verdict.accepted == ["sanic 21.12.2: CVE-1"]
    assert (verdict.looked_up, verdict.unknown) == (3, 1)


def test_every_accepted_package_is_installed_and_has_a_reason() -> None:
    lock = LOCK.read_text()
    for package, reason in accepted_packages().items():
        assert f"\n{package}==" in lock, package
        assert len(reason) > 10


def test_a_wrong_routing_table_is_told_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROUTING_FOLDER, tmp_path / "routing")
    assert validate_routing(tmp_path / "routing") == 0
    assert "sound" in capsys.readouterr().out
    (tmp_path / "routing" / "holidays.yml").write_text("closing_days: 7\n", encoding="utf-8")
    assert validate_routing(tmp_path / "routing") == 1
    assert "holidays.yml:1: a list is missing here" in capsys.readouterr().out


def test_rasas_findings_are_told_from_its_noise() -> None:
    unsaid = "is listed in the domain file, but is not found in the NLU training data."
    output = "\n".join(
        [
            "x/validation.py:134: UserWarning: pkg_resources is deprecated as an API.",
            f"io.py:100: UserWarning: The intent 'event_login_done' {unsaid}",
            f"io.py:100: UserWarning: The intent 'pas' {unsaid}",
            "2026-11-21 INFO rasa.validator - Validating utterances...",
            "2026-11-21 ERROR rasa.validator - The action 'action_x' is used, but is not listed.",
        ]
    )
    found = troubles_in(output)
    assert len(found) == 2
    assert "'pas'" in found[0]
    assert "action_x" in found[1]

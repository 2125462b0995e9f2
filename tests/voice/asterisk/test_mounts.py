"""A command in the Debian folder sees what was bound for it; the machine sees nothing of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from voice.asterisk.debian import PHONE, Debian, DebianSettings, found
from voice.asterisk.errors import ExchangeError
from voice.asterisk.exchange import stop
from voice.asterisk.mounts import environment


def test_a_folder_is_bound_for_the_command_alone(debian: Debian, tmp_path: Path) -> None:
    (tmp_path / "a file with 'quotes'").write_text("inside")
    command = debian.command(["cat", f"{PHONE}/a file with 'quotes'"], {tmp_path: PHONE})
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout == "inside"
    assert str(debian.root) not in Path("/proc/self/mounts").read_text()
    assert not list((debian.root / PHONE[1:]).iterdir())


def test_what_the_command_started_ends_with_it(debian: Debian) -> None:
    # The shell ignores the polite request, and so does its child: both end all the same.
    script = "trap '' TERM; (trap '' TERM; exec sleep 1234567) & echo started; wait"
    process = subprocess.Popen(
        debian.command(["sh", "-c", script]), env=environment(), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    stop(process, seconds=0.5)
    process.stdout.close()
    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [command for command in running if b"1234567" in command and b"sleep" in command]


def test_a_secret_of_this_machine_does_not_get_in(debian: Debian, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING_SECRET", "abc")
    done = subprocess.run(
        debian.command(["env"]), env=environment(KNOWN="1"), capture_output=True, text=True, check=True
    )
    assert "KNOWN=1" in done.stdout
    assert "SOMETHING_SECRET" not in done.stdout


def test_a_debian_that_was_not_finished_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "debian" / "bin").mkdir(parents=True)
    with pytest.raises(ExchangeError, match="setup"):
        found(tmp_path)


def test_a_debian_with_other_packages_is_not_used(debian: Debian) -> None:
    folder = debian.root.parent
    assert found(folder) == debian
    with pytest.raises(ExchangeError, match="setup"):
        found(folder, DebianSettings(packages=("asterisk", "something-else")))

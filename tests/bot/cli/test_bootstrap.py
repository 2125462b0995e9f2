"""Setting up a machine: what is found, what is remembered, and how long is waited."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli.bootstrap.commands import output_of, run_tool
from bot.cli.bootstrap.danish_model import download
from bot.cli.bootstrap.packages import LOCK
from bot.cli.bootstrap.places import ROOT, Stamp, digest
from bot.cli.bootstrap.python310 import is_usable
from bot.cli.steps import Step, StepFailed


def test_the_lock_file_pins_every_package_by_hash_and_names_no_host() -> None:
    lock = LOCK.read_text()
    assert "://" not in lock
    assert "--index-url" not in lock
    pinned = [line for line in lock.splitlines() if line and line[0].isalnum()]
    assert len(pinned) > 100
    assert all("==" in line and line.endswith("\\") for line in pinned)


def test_the_set_up_needs_nothing_that_is_not_in_python() -> None:
    """It runs before anything is installed: with an empty search path and no site packages."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); import bot.cli.bootstrap.__main__",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_this_python_is_usable_and_another_is_not() -> None:
    assert is_usable(sys.executable)
    assert not is_usable("/bin/true")
    assert not is_usable("/no/such/python3.10")


def test_a_stamp_remembers_what_it_was_set_for(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "new", "packages")
    assert not stamp.is_for("a")
    stamp.set("a")
    assert stamp.is_for("a")
    assert not stamp.is_for("b")


def test_a_digest_follows_names_and_contents() -> None:
    one, both = digest([ROOT / "Makefile"]), digest([ROOT / "Makefile", LOCK])
    assert one == digest([ROOT / "Makefile"])
    assert one != both
    assert digest([ROOT / "no such file"]) == digest([])


def test_a_tool_that_fails_is_a_sentence_and_its_last_words() -> None:
    script = "print('first'); print('the cause'); raise SystemExit(3)"
    with pytest.raises(StepFailed) as trouble:
        run_tool([sys.executable, "-c", script], Step("x"), failure="It could not be done.")
    assert str(trouble.value).splitlines() == ["It could not be done.", "  | first", "  | the cause"]


def test_a_tool_that_is_missing_is_a_sentence_too() -> None:
    with pytest.raises(StepFailed, match="It could not be done"):
        run_tool(["/no/such/tool"], Step("x"), failure="It could not be done.")
    assert output_of(["/no/such/tool"]) is None
    assert output_of(["/bin/false"]) is None


def test_a_server_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(OSError, match="timed out"):
            download(f"http://127.0.0.1:{silent.getsockname()[1]}/x.whl", tmp_path / "x.whl", 0.2)
        assert time.monotonic() - began < 2

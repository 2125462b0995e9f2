"""The service as a process: it starts, says so, and stops when asked to."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ports import kept_port

COMMAND = [sys.executable, "-m", "actions.fagsystemer.stubs"]
REPOSITORY = Path(__file__).resolve().parents[3]


def environment(state_dir: Path, **changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "INDGANG_STATE_DIR": str(state_dir),
        "INDGANG_STUBS_PORT": str(kept_port()),
        "INDGANG_SMTP_PORT": str(kept_port()),
        **changes,
    }


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_quietly(tmp_path: Path, ending: signal.Signals) -> None:
    env = environment(tmp_path)
    with subprocess.Popen(
        COMMAND, env=env, cwd=REPOSITORY, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(ending)
        rest, trouble = process.communicate(timeout=15)
    assert first == f"Fagsystemer (opdigtede): http://127.0.0.1:{env['INDGANG_STUBS_PORT']}\n"
    assert (process.returncode, rest, trouble) == (0, "", "")


@pytest.mark.parametrize("taken", ["INDGANG_STUBS_PORT", "INDGANG_SMTP_PORT"])
def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path, taken: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupant:
        port = str(occupant.getsockname()[1])
        done = subprocess.run(
            COMMAND,
            env=environment(tmp_path, **{taken: port}),
            cwd=REPOSITORY,
            text=True,
            capture_output=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 1
    assert port in done.stderr
    assert "optaget" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"INDGANG_STUBS_PORT": "otte"},
        {"INDGANG_SMTP_PORT": "70000"},
        {"INDGANG_NOW": "i går"},
        {"INDGANG_STATE_DIR": "/dev/null/mappe"},
    ],
)
def test_a_setting_that_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    done = subprocess.run(
        COMMAND,
        env=environment(tmp_path, **changes),
        cwd=REPOSITORY,
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert next(iter(changes)) in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1

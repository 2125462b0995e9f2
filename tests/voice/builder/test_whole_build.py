"""A whole build of the smallest kind, from text to a folder that plain Vosk loads."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.voice.builder.test_graph import ROOT, run, spoken

pytestmark = [
    pytest.mark.skipif("CI" not in os.environ, reason="a whole build takes two minutes: CI=1 runs it"),
    pytest.mark.skipif(
        shutil.which("fstconvert") is None, reason="apt-get install libfst-tools libfst22-plugins-base"
    ),
]


def test_one_command_builds_a_model_that_vosk_loads(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    options = ["--quick", "--hours", "0.02", "--work", str(tmp_path / "work"), "--out", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "voice.builder.command", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads((folder / "build.json").read_text())["hours"] == 0.02
    assert "Traceback" not in done.stderr
    heard = run("hear", folder, spoken("ja tak", tmp_path / "said.wav"))
    assert all(heard["known"][word] > 0 for word in ("ja", "nej", "tak", "hus", "ikke", "i"))
    assert set(heard["grammar"]) <= {"ja", "nej", "tak", "[unk]"}

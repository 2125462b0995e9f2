"""The stock servers' logs say where something went wrong and never what a citizen wrote."""

import subprocess
import sys
from pathlib import Path

SECRET = "Byvej 54"
SERVER = f'''
import logging, sys, warnings
logging.basicConfig(format="%(message)s", stream=sys.stdout, level=logging.INFO)
logging.getLogger("rasa.core").error("Failed on {SECRET}")
logging.getLogger("bot.rasa.channel").error("a turn broke: %s", "KeyError")
warnings.simplefilter("default")
warnings.warn("an old package", DeprecationWarning)
try:
    try:
        raise KeyError("{SECRET}")
    except KeyError as error:
        raise RuntimeError("body: {SECRET}") from error
except RuntimeError:
    logging.getLogger("rasa.core").exception("Encountered {SECRET}")
print("arguments", sys.argv[1:], __name__)
'''


def output_of(tmp_path: Path, source: str, *arguments: str) -> str:
    (tmp_path / "server_under_test.py").write_text(source)
    done = subprocess.run(
        [sys.executable, "-m", "bot.supervisor.quietly", "server_under_test", *arguments],
        cwd=Path(__file__).parents[3],
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=20,
    )
    return done.stdout


def test_what_was_written_is_left_out_and_the_place_is_kept(tmp_path: Path) -> None:
    output = output_of(tmp_path, SERVER)
    assert SECRET not in output
    assert "ERROR rasa.core server_under_test:4 <module>" in output
    assert "RuntimeError at" in output
    assert "KeyError at" in output
    assert "server_under_test.py:10 <module>" in output


def test_our_own_messages_stay_and_old_packages_are_silent(tmp_path: Path) -> None:
    output = output_of(tmp_path, SERVER)
    assert "ERROR bot.rasa.channel a turn broke: KeyError" in output
    assert "an old package" not in output


def test_the_server_sees_its_own_arguments_and_runs_as_main(tmp_path: Path) -> None:
    assert "arguments ['run', '--port', '1'] __main__" in output_of(tmp_path, SERVER, "run", "--port", "1")


def test_a_server_that_cannot_start_still_says_why(tmp_path: Path) -> None:
    output = output_of(tmp_path, "raise SystemExit('Failed to find the channel.')")
    assert output.strip() == "Failed to find the channel."

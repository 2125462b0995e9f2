"""What the supervisor writes: logs that end, and Rasa's configuration with the ports in use."""

import sys
from pathlib import Path

import yaml

from bot.supervisor.children import children, ports_needed
from bot.supervisor.logfile import LogFile
from bot.supervisor.rasa_files import PARSE_CHANNEL, write_rasa_files
from bot.supervisor.settings import HouseSettings, house_settings_from_env


def settings_in(folder: Path) -> HouseSettings:
    return house_settings_from_env({"INDGANG_STATE_DIR": str(folder), "INDGANG_ACTIONS_PORT": "7055"})


def test_rasa_is_told_where_the_action_server_is(tmp_path: Path) -> None:
    endpoints, credentials = write_rasa_files(settings_in(tmp_path))
    written = yaml.safe_load(endpoints.read_text())
    original = yaml.safe_load(Path("bot/endpoints.yml").read_text())
    assert written["action_endpoint"]["url"] == "http://127.0.0.1:7055/webhook"
    assert written["tracker_store"] == original["tracker_store"]
    channels = yaml.safe_load(credentials.read_text())
    assert PARSE_CHANNEL in channels
    assert set(yaml.safe_load(Path("bot/credentials.yml").read_text())) < set(channels)


def test_every_process_listens_on_loopback_and_says_nothing_of_citizens(tmp_path: Path) -> None:
    specs = {spec.name: spec for spec in children(settings_in(tmp_path), tmp_path / "model.tar.gz")}
    assert {"stubs", "actions", "rasa", "gateway"} <= set(specs)
    rasa = specs["rasa"]
    assert rasa.command[:2] == (sys.executable, "-m")
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert "--enable-api" not in rasa.command
    for spec in specs.values():
        assert spec.environment["SANIC_HOST"] == "127.0.0.1"
        assert spec.environment["RASA_TELEMETRY_ENABLED"] == "false"
        assert spec.environment["LOG_LEVEL"] == "WARNING"
        assert "PYTHONDONTWRITEBYTECODE" not in spec.environment


def test_the_mail_sink_is_among_the_ports_that_must_be_free(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    needed = ports_needed(settings, children(settings, tmp_path / "model.tar.gz"))
    assert {"gateway", "rasa", "actions", "stubs", "smtp"} <= set(needed)
    assert needed["actions"] == 7055


def test_a_log_keeps_its_size_and_its_last_lines(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "one.log", max_bytes=1000, last_lines=2)
    for number in range(500):
        log.write(f"line {number}\n".encode())
    log.close()
    assert log.last_lines() == ["line 498", "line 499"]
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2
    assert max(sizes) < 1100
    assert {oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {"0o600"}


def test_a_log_that_was_there_is_continued(tmp_path: Path) -> None:
    for word in (b"first\n", b"second\n"):
        log = LogFile(tmp_path / "one.log")
        log.write(word)
        log.close()
    assert (tmp_path / "one.log").read_text() == "first\nsecond\n"

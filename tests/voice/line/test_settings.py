"""The voice process's settings: from the environment, with a sentence for what cannot be used."""

import json
import logging
from io import StringIO
from pathlib import Path

import pytest

from voice.line.farewells import all_farewells, farewell
from voice.line.logs import LOGGER, JsonFormatter, call_name, log_error, log_event
from voice.settings import voice_settings_from_env

TOKEN = {"INDGANG_OPERATOR_TOKEN": "abcdefghijklmnop"}


def test_without_variables_the_ports_are_those_of_the_readme() -> None:
    settings = voice_settings_from_env(TOKEN)
    assert (settings.host, settings.port, settings.web_port) == ("127.0.0.1", 9092, 9093)
    assert settings.gateway.url == "http://127.0.0.1:8080"


def test_the_environment_is_listened_to(tmp_path: Path) -> None:
    settings = voice_settings_from_env(
        {
            **TOKEN,
            "INDGANG_VOICE_PORT": "7001",
            "INDGANG_VOICE_WEB_PORT": "7002",
            "INDGANG_GATEWAY_PORT": "7003",
            "INDGANG_VOICE_CALLS": "5",
            "INDGANG_VOSK_MODEL": str(tmp_path),
        }
    )
    assert (settings.port, settings.web_port, settings.calls.most) == (7001, 7002, 5)
    assert settings.gateway.url == "http://127.0.0.1:7003"
    assert settings.hearing.vosk_model == tmp_path


@pytest.mark.parametrize("token", ["", "short", "with a space in it....", "æøåæøåæøåæøåæøåæøå"])
def test_a_token_that_could_be_guessed_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(ValueError, match="INDGANG_OPERATOR_TOKEN") as error:
        voice_settings_from_env({"INDGANG_OPERATOR_TOKEN": token})
    assert not token or token not in str(error.value)


@pytest.mark.parametrize("value", ["0", "-1", "65536", "x", "²", "80 80"])
def test_a_port_that_is_none_is_named(value: str) -> None:
    with pytest.raises(ValueError, match="INDGANG_VOICE_WEB_PORT"):
        voice_settings_from_env({**TOKEN, "INDGANG_VOICE_WEB_PORT": value})


def test_the_token_is_not_shown_with_the_settings() -> None:
    assert TOKEN["INDGANG_OPERATOR_TOKEN"] not in repr(voice_settings_from_env(TOKEN))


def test_farewells_are_danish_unless_the_caller_speaks_something_known() -> None:
    assert farewell("busy") == farewell("busy", "fi") != farewell("busy", "en")
    assert farewell("stopping") in all_farewells()


def test_a_log_holds_no_message_of_an_exception_and_no_uuid() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    LOGGER.addHandler(handler)
    level = LOGGER.level
    LOGGER.setLevel(logging.INFO)
    other = logging.getLogger("some.library")
    other.addHandler(handler)
    try:
        log_event("call_began", call=call_name("3f0c0d9e-5d7e-4c1a-9d7f-0a1b2c3d4e5f"))
        try:
            raise ValueError("my address is Byvej 54")
        except ValueError as error:
            log_error("call_broke", error)
        other.warning("cannot parse: Byvej 54")
    finally:
        LOGGER.setLevel(level)
        LOGGER.removeHandler(handler)
        other.removeHandler(handler)
    text = stream.getvalue()
    assert "Byvej" not in text
    assert "3f0c0d9e" not in text
    began, broke, library = (json.loads(line) for line in text.splitlines())
    assert began["event"] == "call_began"
    assert broke["exception"]["type"] == "ValueError"
    assert library["event"] == "library_record"

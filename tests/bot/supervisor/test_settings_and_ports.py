"""Ports and folders from the environment, and what is said when a port is taken."""

import os
import socket
from pathlib import Path

import pytest

from bot.supervisor.ports import PortInUse, check_ports, free_port, holder, is_free
from bot.supervisor.settings import house_settings_from_env


def test_without_variables_the_ports_are_those_of_the_readme() -> None:
    settings = house_settings_from_env({})
    assert dict(settings.ports) == {
        "gateway": 8080,
        "voice": 9092,
        "voice_web": 9093,
        "rasa": 5005,
        "actions": 5055,
        "stubs": 8090,
        "smtp": 8025,
    }
    assert settings.state_dir.name == ".indgang"
    assert settings.url("gateway") == "http://127.0.0.1:8080"


def test_the_children_are_told_the_same_ports_and_folder(tmp_path: Path) -> None:
    settings = house_settings_from_env({"INDGANG_RASA_PORT": "7001", "INDGANG_STATE_DIR": str(tmp_path)})
    told = settings.environment()
    assert told["INDGANG_RASA_PORT"] == "7001"
    assert told["INDGANG_STATE_DIR"] == str(tmp_path)
    assert house_settings_from_env(told) == settings


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "80 80", "²"])
def test_a_port_that_is_none_is_named_with_its_variable(value: str) -> None:
    with pytest.raises(ValueError, match="INDGANG_STUBS_PORT"):
        house_settings_from_env({"INDGANG_STUBS_PORT": value})


def test_two_listeners_cannot_have_the_same_port() -> None:
    with pytest.raises(ValueError, match="INDGANG_ACTIONS_PORT and INDGANG_RASA_PORT are both 5005"):
        house_settings_from_env({"INDGANG_ACTIONS_PORT": "5005"})


def test_a_port_in_use_is_one_sentence_with_who_has_it_and_what_to_set() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert not is_free(port)
        assert str(os.getpid()) in (holder(port) or "")
        with pytest.raises(PortInUse) as trouble:
            check_ports({"gateway": port, "rasa": free_port()})
    assert str(trouble.value).count("\n") == 0
    assert f"Port {port} is in use" in str(trouble.value)
    assert "INDGANG_GATEWAY_PORT" in str(trouble.value)


def test_free_ports_are_no_trouble() -> None:
    port = free_port()
    assert is_free(port)
    assert holder(port) is None
    check_ports({"gateway": port})

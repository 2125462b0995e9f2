"""Settings come from the environment, in one place, and are checked there."""

import pytest

from actions.fagsystemer import FagsystemSettings, connect
from actions.fagsystemer.settings import SYSTEMS

read = FagsystemSettings.from_environment


def test_without_an_environment_the_stubs_are_on_this_machine() -> None:
    settings = read({})
    assert settings == FagsystemSettings()
    assert settings.base_url("cura") == "http://127.0.0.1:8090/cura"
    assert (settings.smtp_host, settings.smtp_port) == ("127.0.0.1", 8025)
    assert (settings.timeout_seconds, settings.budget_seconds) == (2.0, 4.5)


def test_the_port_of_the_stubs_moves_every_system() -> None:
    settings = read({"INDGANG_STUBS_PORT": "9999"})
    for name in SYSTEMS:
        assert settings.base_url(name) == f"http://127.0.0.1:9999/{name}"


def test_a_base_address_goes_before_the_port() -> None:
    settings = read({"INDGANG_FAGSYSTEM_URL": "https://fag.example/api/", "INDGANG_STUBS_PORT": "9999"})
    assert settings.base_url("affald") == "https://fag.example/api/affald"


def test_one_system_can_live_elsewhere() -> None:
    settings = read({"INDGANG_CURA_URL": "https://cura.example/v2/"})
    assert settings.base_url("cura") == "https://cura.example/v2"
    assert settings.base_url("affald") == "http://127.0.0.1:8090/affald"


def test_mail_and_timeout_are_read() -> None:
    settings = read(
        {
            "INDGANG_SMTP_HOST": "mail.example",
            "INDGANG_SMTP_PORT": "25",
            "INDGANG_MAIL_FROM": "svar@example.dk",
            "INDGANG_FAGSYSTEM_TIMEOUT_SECONDS": "0.5",
        }
    )
    assert (settings.smtp_host, settings.smtp_port) == ("mail.example", 25)
    assert (settings.mail_from, settings.timeout_seconds) == ("svar@example.dk", 0.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INDGANG_STUBS_PORT", "otte"),
        ("INDGANG_SMTP_PORT", "25.5"),
        ("INDGANG_FAGSYSTEM_TIMEOUT_SECONDS", "hurtigt"),
    ],
)
def test_a_value_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        read({name: value})


@pytest.mark.parametrize(
    "name", ["timeout_seconds", "budget_seconds", "breaker_failures", "breaker_rest_seconds"]
)
def test_a_limit_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        FagsystemSettings(**{name: 0})  # type: ignore[arg-type]


def test_connecting_needs_no_event_loop_and_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_STUBS_PORT", "not a port")
    with pytest.raises(ValueError, match="INDGANG_STUBS_PORT"):
        connect()
    monkeypatch.setenv("INDGANG_STUBS_PORT", "9999")
    assert connect().home_care is not None

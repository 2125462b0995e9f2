"""Settings from the environment, and the texts of the pages."""

from pathlib import Path
from typing import get_args

import pytest

from bot.gateway.login.pages import TEXTS
from bot.gateway.login.protocol import FailureReason
from bot.gateway.login.settings import NSIS_HIGH, NSIS_SUBSTANTIAL, LoginSettings, login_settings_from_env


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "ACR"):
        monkeypatch.delenv(f"INDGANG_OIDC_{name}", raising=False)
    monkeypatch.delenv("INDGANG_STUBS_PORT", raising=False)


def test_without_settings_it_is_the_demonstration_broker(tmp_path, monkeypatch):
    settings = login_settings_from_env("http://127.0.0.1:8080/", tmp_path)
    assert settings.issuer == "http://127.0.0.1:8090/mitid"
    assert settings.redirect_uri == "http://127.0.0.1:8080/login/callback"
    assert settings.client_secret == (tmp_path / "oidc-client-secret").read_text()
    assert settings.accepted_levels == {NSIS_SUBSTANTIAL, NSIS_HIGH}
    monkeypatch.setenv("INDGANG_STUBS_PORT", "9090")
    assert login_settings_from_env("http://x", tmp_path).issuer == "http://127.0.0.1:9090/mitid"


def test_any_broker_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("INDGANG_OIDC_ISSUER", "https://broker.example/")
    monkeypatch.setenv("INDGANG_OIDC_CLIENT_ID", "kk")
    monkeypatch.setenv("INDGANG_OIDC_CLIENT_SECRET", "hemmelig")
    monkeypatch.setenv("INDGANG_OIDC_ACR", "")
    settings = login_settings_from_env("https://chat.example", tmp_path)
    assert (settings.issuer, settings.client_id) == ("https://broker.example", "kk")
    assert settings.client_secret == "hemmelig"
    assert settings.accepted_levels == frozenset()


def test_a_broker_across_the_network_must_be_reached_by_https():
    with pytest.raises(ValueError, match="https://"):
        LoginSettings("http://x", Path(), "http://broker.example", "client", "secret")


def test_every_reason_has_a_page_and_every_page_a_whole_sentence():
    assert set(get_args(FailureReason)) <= TEXTS.keys()
    for name, entry in TEXTS.items():
        assert entry.text.endswith("."), name
        assert not entry.heading.endswith("."), name
        assert 200 <= entry.status < 600

"""Settings from the environment, what is believed of an employee's claims, and the texts of the pages."""

from pathlib import Path
from typing import get_args

import pytest

from actions.fagsystemer.stubs.mitid.settings import broker_settings_from_env
from bot.gateway.desk.sign_in import DeskSettings, Employee, desk_settings_from_env
from bot.gateway.desk.sign_in.employee import employee_of
from bot.gateway.desk.sign_in.pages import TEXTS
from bot.gateway.login.errors import LoginError
from bot.gateway.login.protocol import FailureReason
from bot.gateway.personal_service.models import Person


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ACR", "ROLE"):
        monkeypatch.delenv(f"INDGANG_DESK_{name}", raising=False)


def test_without_settings_it_is_the_demonstration_broker_as_that_knows_us(tmp_path):
    settings = desk_settings_from_env("http://127.0.0.1:8080/", tmp_path, {"INDGANG_STUBS_PORT": "9090"})
    broker = broker_settings_from_env(tmp_path)
    client = broker.client(settings.client_id)
    assert client
    assert (client.people, client.secret) == ("employee", settings.client_secret)
    assert settings.client_secret != broker.client_secret
    assert settings.issuer == "http://127.0.0.1:9090/mitid"
    assert settings.redirect_uri == f"http://127.0.0.1:8080{client.redirect_path}"
    assert settings.role == "service_desk"


def test_any_broker_and_any_role_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("INDGANG_DESK_OIDC_CLIENT_SECRET", "hemmelig")
    environment = {
        "INDGANG_DESK_OIDC_ISSUER": "https://broker.example/",
        "INDGANG_DESK_OIDC_CLIENT_ID": "kk",
        "INDGANG_DESK_OIDC_ACR": "one, two",
        "INDGANG_DESK_ROLE": "KK-Servicedesk",
    }
    settings = desk_settings_from_env("https://chat.example", tmp_path, environment)
    assert (settings.issuer, settings.client_id) == ("https://broker.example", "kk")
    assert (settings.client_secret, settings.role) == ("hemmelig", "KK-Servicedesk")
    assert settings.accepted_levels == {"one", "two"}
    assert list(tmp_path.iterdir()) == []


def test_a_broker_across_the_network_must_be_reached_by_https():
    with pytest.raises(ValueError, match="INDGANG_DESK_OIDC_ISSUER skal begynde med https://"):
        DeskSettings("http://x", Path(), "http://broker.example", "client", "secret")


def test_a_desk_for_everyone_is_refused():
    with pytest.raises(ValueError, match="INDGANG_DESK_ROLE"):
        DeskSettings("http://x", Path(), "https://broker.example", "client", "secret", role="")


@pytest.mark.parametrize(
    "roles",
    [None, "service_desk", {"service_desk": True}, 7, [["service_desk"]], [None], ["service_desk" * 20]],
)
def test_what_is_no_list_of_roles_gives_no_role(roles):
    assert employee_of({"sub": "s", "name": "Mette Holst", "roles": roles}, "roles").roles == frozenset()


def test_the_good_roles_of_a_list_count():
    claims = {"sub": "s", "name": "Mette Holst", "groups": ["service_desk", 7, "", "service_desk"]}
    assert employee_of(claims, "groups") == Employee("s", "Mette Holst", frozenset({"service_desk"}))


@pytest.mark.parametrize("name", [None, "", "   ", 7, ["Mette"], "\u202e\u200b\n"])
def test_an_employee_without_a_name_is_not_let_in(name):
    with pytest.raises(LoginError) as failure:
        employee_of({"sub": "s", "name": name, "roles": ["service_desk"]}, "roles")
    assert failure.value.reason == "bad_answer"


@pytest.mark.parametrize(
    ("name", "shown", "first"),
    [
        ("  Mette\n Holst ", "Mette Holst", "Mette"),
        ("Mette\u202e Holst\u0000", "Mette Holst", "Mette"),
        ("Åse-Marie Ærø", "Åse-Marie Ærø", "Åse-Marie"),
        ("Cher", "Cher", "Cher"),
        ("A " + "b" * 200, "A " + "b" * 98, "A"),
    ],
)
def test_a_name_is_one_short_line_of_what_can_be_seen(name, shown, first):
    employee = employee_of({"sub": "s", "name": name}, "roles")
    assert (employee.name, Person(employee.id, employee.name).first_name) == (shown, first)


def test_every_reason_has_a_page_and_every_page_a_whole_sentence():
    reasons = set(get_args(FailureReason)) - {"ticket_expired", "ticket_used"}  # only links have tickets
    assert reasons <= TEXTS.keys()
    for name, entry in TEXTS.items():
        assert entry.text.endswith("."), name
        assert not entry.heading.endswith("."), name
        assert 200 <= entry.status < 600

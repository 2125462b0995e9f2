"""What is written for Asterisk, and what is refused before it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voice.asterisk.configuration import filled_in, write_configuration
from voice.asterisk.errors import ExchangeError
from voice.asterisk.settings import ExchangeSettings, exchange_settings_from_env, operator_token

TWO = (("borgerservice", "sip:queue@192.0.2.7:5060"), ("opkraevning", "sips:debts@sbc.example"))


def written(folder: Path, settings: ExchangeSettings) -> dict[str, str]:
    write_configuration(folder, settings)
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_every_word_of_every_template_is_filled_in(tmp_path: Path) -> None:
    files = written(tmp_path, ExchangeSettings())
    assert not [name for name, text in files.items() if re.search(r"@[A-Z_]+@", text)]


def test_the_ports_are_where_asterisk_looks_for_them(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        ExchangeSettings(sip_port=1111, line_port=2222, gateway_port=3333, rtp_first_port=4444, rtp_ports=10),
    )
    assert "bind = 127.0.0.1:1111" in files["pjsip.conf"]
    assert "LINE = 127.0.0.1:2222" in files["extensions.conf"]
    assert "GATEWAY = http://127.0.0.1:3333/api/calls" in files["extensions.conf"]
    assert 'url = "http://127.0.0.1:3333/api/calls/$call"' in files["announce"]
    assert "rtpstart = 4444\nrtpend = 4453" in files["rtp.conf"]


def test_each_target_has_an_extension_a_queue_and_a_telephone(tmp_path: Path) -> None:
    files = written(tmp_path, ExchangeSettings(targets=TWO))
    for name, contact in TWO:
        assert f"exten => {name},1,Gosub(rung,s,1({name}))" in files["extensions.conf"]
        assert f"[{name}](target)\nmember => PJSIP/{name}" in files["queues.conf"]
        assert f"contact = {contact}" in files["pjsip.conf"]


def test_a_trunk_that_was_filled_in_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "pjsip_trunk.conf").write_text("; by hand\n")
    write_configuration(tmp_path, ExchangeSettings())
    assert (tmp_path / "pjsip_trunk.conf").read_text() == "; by hand\n"


def test_the_token_is_in_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_OPERATOR_TOKEN", "a-secret-of-the-operator")
    assert not [text for text in written(tmp_path, ExchangeSettings()).values() if "a-secret" in text]


def test_nothing_that_is_loaded_writes_a_call_down(tmp_path: Path) -> None:
    loaded = re.findall(r"^load = (\S+)\.so", written(tmp_path, ExchangeSettings())["modules.conf"], re.M)
    assert "app_audiosocket" in loaded
    assert not [
        name for name in loaded if re.match(r"cdr_|cel_|app_(mix)?monitor|app_record|app_voicemail", name)
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"targets": (("borgerservice", "sip:x@y\nexten => s,1,System(id)"),)}, "SIP address"),
        ({"targets": (("borgerservice", "PJSIP/trunk"),)}, "SIP address"),
        (
            {"targets": (("Borger,service", "sip:x@192.0.2.1"),), "fallback": "Borger,service"},
            "name a target",
        ),
        ({"fallback": "somebody"}, "fallback"),
        ({"host": "0.0.0.0\nbind = 1"}, "IP address"),
        ({"sip_port": 0}, "port"),
        ({"rtp_first_port": 65500, "rtp_ports": 200}, "port"),
    ],
)
def test_what_a_configuration_file_would_misread_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ExchangeError, match=said):
        ExchangeSettings(**changes)  # type: ignore[arg-type]


def test_a_template_that_asks_for_something_unknown_is_an_error() -> None:
    with pytest.raises(ExchangeError, match="@TYPO@"):
        filled_in("a = @TYPO@", {"OTHER": "1"})


def test_the_ports_of_the_house_are_those_of_the_exchange() -> None:
    env = {"INDGANG_VOICE_PORT": "1", "INDGANG_GATEWAY_PORT": "2", "INDGANG_SIP_PORT": "3"}
    settings = exchange_settings_from_env(env)
    assert (settings.line_port, settings.gateway_port, settings.sip_port) == (1, 2, 3)
    with pytest.raises(ExchangeError, match="INDGANG_SIP_PORT"):
        exchange_settings_from_env({"INDGANG_SIP_PORT": "5062x"})


def test_the_token_comes_from_the_environment_else_from_what_the_gateway_keeps(tmp_path: Path) -> None:
    kept = {"INDGANG_STATE_DIR": str(tmp_path)}
    with pytest.raises(ExchangeError, match="INDGANG_OPERATOR_TOKEN"):
        operator_token(kept)
    (tmp_path / "operator-token").write_text("kept-by-the-gateway\n")
    assert operator_token(kept) == "kept-by-the-gateway"
    assert (
        operator_token({**kept, "INDGANG_OPERATOR_TOKEN": "from-the-environment"}) == "from-the-environment"
    )
    with pytest.raises(ExchangeError, match="16"):
        operator_token({"INDGANG_OPERATOR_TOKEN": "two words and some more"})

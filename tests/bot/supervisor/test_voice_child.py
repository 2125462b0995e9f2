"""The voice line among the children: there with a model, and the operator's token where it belongs."""

from pathlib import Path

import pytest

from bot.supervisor.children import children, ports_needed, why_no_voice
from bot.supervisor.settings import house_settings_from_env
from voice.recognition.model import check_folder
from voice.settings import voice_settings_from_env

_FST = (2125659606).to_bytes(4, "little") + bytes(60)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder that looks like a Vosk model from outside."""
    folder = tmp_path / "model"
    for name, content in (("am/final.mdl", b"x"), ("conf/mfcc.conf", b"x"), ("graph/HCLG.fst", _FST)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    check_folder(folder)
    return folder


def test_with_a_model_the_line_is_started_and_has_two_ports(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDGANG_VOSK_MODEL", str(model))
    monkeypatch.delenv("INDGANG_OPERATOR_TOKEN", raising=False)
    settings = house_settings_from_env({"INDGANG_STATE_DIR": str(tmp_path / "state")})
    specs = {spec.name: spec for spec in children(settings, tmp_path / "m.tar.gz")}
    assert specs["voice"].command[-1] == "voice"
    assert specs["voice"].ready == "http://127.0.0.1:9093/healthz"
    assert {"voice", "voice_web"} <= set(ports_needed(settings, list(specs.values())))
    # What the supervisor passes on is what the process can start with.
    found = voice_settings_from_env(specs["voice"].environment)
    assert (found.port, found.web_port, found.hearing.vosk_model) == (9092, 9093, model)


@pytest.mark.parametrize("given", [None, "a-token-of-the-operator-that-was-configured"])
def test_one_token_is_for_gateway_and_line_and_no_other_process_has_it(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    monkeypatch.setenv("INDGANG_VOSK_MODEL", str(model))
    if given is None:
        monkeypatch.delenv("INDGANG_OPERATOR_TOKEN", raising=False)
    else:
        monkeypatch.setenv("INDGANG_OPERATOR_TOKEN", given)
    settings = house_settings_from_env({"INDGANG_STATE_DIR": str(tmp_path / "state")})
    tokens = {
        spec.name: spec.environment.get("INDGANG_OPERATOR_TOKEN")
        for spec in children(settings, tmp_path / "m.tar.gz")
    }
    assert tokens["gateway"] == tokens["voice"] is not None
    assert len(str(tokens["gateway"])) >= 32
    assert given in (None, tokens["gateway"])
    assert {tokens[name] for name in ("stubs", "actions", "rasa")} == {None}


def test_without_a_model_the_chat_runs_and_it_is_said_why_the_telephone_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDGANG_VOSK_MODEL", str(tmp_path / "none"))
    settings = house_settings_from_env({"INDGANG_STATE_DIR": str(tmp_path / "state")})
    assert "voice" not in {spec.name for spec in children(settings, tmp_path / "m.tar.gz")}
    assert "en-indgang speech build" in str(why_no_voice())

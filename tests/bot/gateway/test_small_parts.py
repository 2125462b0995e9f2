"""The pure pieces: text cleaning, rate limit, listener, tokens, settings, texts."""

import asyncio
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway import texts
from bot.gateway.errors import STATUS, ApiError
from bot.gateway.limits import RateLimiter
from bot.gateway.live import Listener
from bot.gateway.settings import gateway_settings_from_env
from bot.gateway.text import clean
from bot.gateway.tokens import signing_key

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_what_is_left_of_any_text_can_be_kept_and_shown(text: str) -> None:
    try:
        kept = clean(text, 2000)
    except ApiError:
        assert not any(character.isalnum() for character in text)
        return
    assert kept.strip() == kept
    assert not CONTROLS.search(kept)
    kept.encode("utf-8")
    assert clean(kept, 2000) == kept


@given(st.integers(1, 20), st.lists(st.floats(0, 5), max_size=60))
def test_no_more_gets_through_than_burst_and_rate_allow(burst: int, gaps: list[float]) -> None:
    limiter, now, passed = RateLimiter(burst, 2.0), 0.0, 0
    for gap in gaps:
        now += gap
        passed += limiter.take("a", now) == 0
    assert passed <= burst + now * 2.0 + 1e-6


def test_after_the_wait_it_tells_there_is_room_again() -> None:
    limiter = RateLimiter(1, 0.25)
    assert limiter.take("a", 0.0) == 0
    assert limiter.take("a", 1.0) == 3
    assert limiter.take("b", 1.0) == 0
    assert limiter.take("a", 4.0) == 0


def test_keys_that_are_quiet_are_forgotten() -> None:
    limiter = RateLimiter(1, 1.0)
    for number in range(10_001):
        limiter.take(str(number), now=float(number > 9_999) * 60)
    assert len(limiter._buckets) == 1


async def test_a_listener_that_cannot_keep_up_is_ended_rather_than_given_holes() -> None:
    listener = Listener(0)
    for seq in range(1, 400):
        listener.put({"type": "message", "message": {"seq": seq}})
    assert await asyncio.wait_for(listener.next(), 1) is None


async def test_a_listener_never_gets_a_number_twice() -> None:
    listener = Listener(5)
    for seq in (4, 5, 6, 6, 7):
        listener.put({"type": "message", "message": {"seq": seq}})
    listener.put({"type": "pong"})
    frames = [await listener.next() for _ in range(3)]
    assert [frame["message"]["seq"] for frame in frames[:2] if frame] == [6, 7]
    assert frames[2] == {"type": "pong"}


def test_a_signing_key_is_made_once_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "state" / "gateway.key"
    assert signing_key(path) == signing_key(path)
    path.write_bytes(b"short")
    with pytest.raises(ValueError, match="beskadiget"):
        signing_key(path)


def test_every_error_code_has_a_danish_text_and_every_text_a_code() -> None:
    assert set(texts._read("texts.yml")["errors"]) == set(STATUS)


def test_every_notice_and_greeting_exists_in_both_languages() -> None:
    for words in texts._read("texts.yml")["notices"].values():
        assert set(words) == {"da", "en"}
    for language in ("da", "en"):
        assert [part["type"] for part in texts.greeting(language)] == ["text", "buttons"]


def test_settings_come_from_the_environment_with_defaults_for_one_machine(tmp_path: Path) -> None:
    settings = gateway_settings_from_env({"INDGANG_STATE_DIR": str(tmp_path)})
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.rasa_url == "http://127.0.0.1:5005"
    assert settings.fagsystem_url == "http://127.0.0.1:8090"
    assert settings.origins == {"http://127.0.0.1:8080"}
    changed = gateway_settings_from_env(
        {
            "INDGANG_STATE_DIR": str(tmp_path),
            "INDGANG_GATEWAY_PORT": "9000",
            "INDGANG_RASA_PORT": "9005",
            "INDGANG_PUBLIC_URL": "https://indgang.example/",
            "INDGANG_MORE_ORIGINS": "https://www.kk.dk, ",
        }
    )
    assert changed.secure
    assert changed.port == 9000
    assert changed.rasa_url.endswith(":9005")
    assert changed.origins == {"https://indgang.example", "https://www.kk.dk"}


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80.5"])
def test_a_port_that_is_none_is_told_in_danish(tmp_path: Path, port: str) -> None:
    with pytest.raises(ValueError, match="INDGANG_GATEWAY_PORT skal være et portnummer"):
        gateway_settings_from_env({"INDGANG_STATE_DIR": str(tmp_path), "INDGANG_GATEWAY_PORT": port})

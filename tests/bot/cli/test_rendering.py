"""Parts as lines on a terminal."""

import pytest

from bot.cli.rendering import lines_of
from bot.cli.talk import chosen


def test_a_text_is_broken_at_the_width_of_a_page() -> None:
    lines = lines_of({"type": "text", "text": "ord " * 60 + "\n\nslut"})
    assert max(map(len, lines)) <= 88
    assert lines[-2:] == ["", "slut"]


def test_buttons_are_numbered_and_a_number_chooses_one() -> None:
    part = {
        "type": "buttons",
        "text": "Hvilken?",
        "buttons": [{"title": "Ja", "text": "ja tak"}, {"title": "Nej"}],
    }
    assert lines_of(part) == ["Hvilken?", "  [1] Ja", "  [2] Nej"]
    offered = [("Ja", "ja tak"), ("Nej", "Nej")]
    assert chosen("1", offered) == "ja tak"
    assert chosen("3", offered) == "3"
    assert chosen("²", offered) == "²"
    assert chosen("hej", offered) == "hej"


def test_a_receipt_shows_its_number_and_every_fact() -> None:
    part = {
        "type": "receipt",
        "text": "",
        "title": "Kvittering",
        "number": "A-1",
        "facts": [{"label": "Til", "value": "Byvej 54"}],
    }
    assert "  ┌ Kvittering · A-1" in lines_of(part)
    assert "  │ Til: Byvej 54" in lines_of(part)


def test_a_login_shows_its_address() -> None:
    part = {
        "type": "login",
        "text": "Log ind",
        "title": "MitID",
        "url": "http://127.0.0.1:8080/login?ticket=x",
    }
    assert lines_of(part)[-1] == "  → MitID: http://127.0.0.1:8080/login?ticket=x"


def test_a_hand_over_names_queue_topics_and_waiting_time() -> None:
    part = {
        "type": "handoff",
        "text": "Jeg stiller dig videre.",
        "queue": {"id": "q", "name": "Borgerservice"},
    }
    part |= {"topics": ["Regning"], "receipt": "H-1", "wait_minutes": 4}
    assert lines_of(part)[1:] == ["  ⇒ Borgerservice · H-1", "  │ Regning", "  │ ca. 4 min."]


@pytest.mark.parametrize("bad", ["\x1b[2J", "\r", "\x07", "\u202e", "\x9b31m"])
def test_text_from_outside_cannot_steer_the_terminal(bad: str) -> None:
    part = {
        "type": "receipt",
        "text": f"a{bad}b",
        "title": bad,
        "number": bad,
        "facts": [{"label": bad, "value": bad}],
    }
    assert bad[0] not in "".join(lines_of(part))


def test_an_unknown_part_shows_its_text() -> None:
    assert lines_of({"type": "hologram", "text": "Hej"}) == ["Hej"]

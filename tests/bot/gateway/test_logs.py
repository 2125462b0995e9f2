"""The log tells what happened, never what was said or by whom."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.gateway.login.state import LOGIN
from bot.gateway.logs import LOGGER, log_event, log_to
from tests.bot.gateway.fake_rasa import HangUp, Raw, done, part
from tests.bot.gateway.house import House


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything the process logs, as it would stand on stderr."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, LOGGER.level)
    stream = io.StringIO()
    log_to(stream)
    yield stream
    root.handlers[:], root.level, LOGGER.level = before[0], before[1], before[2]


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def test_a_turn_is_one_line_with_numbers_and_codes(house: House, log: io.StringIO) -> None:
    chat = await house.begin()
    await chat.say("Hej")
    (turn,) = [line for line in lines(log) if line.get("event") == "turn"]
    assert turn["outcome"] == "answered"
    assert turn["kind"] == "message"
    assert turn["parts"] == 1
    assert isinstance(turn["ms"], float)
    assert turn["conversation"] != chat.id
    routes = [line["route"] for line in lines(log) if line.get("event") == "request"]
    assert routes == ["/api/conversations", "/api/conversations/{conversation}/messages"]


async def test_no_word_id_token_or_ticket_of_a_citizen_is_logged(
    house: House, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = {"part": {"type": "login", "text": "Kirsten Larsen kommer", "title": "MitID"}}
    house.rasa.script = lambda turn: [login, part("Byvej 54"), done()]
    chat = await house.begin()
    link = (await chat.say("min mor hedder Gudrun", client_id="klient-7")).json["parts"][0]["url"]
    await house.app[LOGIN].conversations.bind_identity(chat.id, "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01")
    socket = await house.socket(chat)
    await socket.send(type="message", text="Gudrun igen")
    await socket.messages(2)
    async with house.http.get(link, allow_redirects=False):
        pass
    for steps in ([HangUp()], [Raw(b"Gudrun\n")], [{"error": {"code": "Gudrun"}}]):
        house.rasa.script = lambda turn, steps=steps: steps  # type: ignore[misc]
        await chat.say("Gudrun")
    await chat.call("POST", "/messages", data=b'{"text": "Gudrun')
    await house.call("GET", "/api/Gudrun?text=Gudrun")

    async def broken(*_: object) -> None:
        raise RuntimeError("Gudrun")

    monkeypatch.setattr(house.app[LOGIN].conversations._store, "start_answer", broken)  # type: ignore[attr-defined]
    await chat.say("Gudrun")
    written = log.getvalue()
    assert "RuntimeError" in written
    ticket = link.partition("ticket=")[2]
    for secret in ("Gudrun", "Kirsten", "Byvej", chat.id, chat.token, ticket, "7c1b7f0e", "klient-7"):
        assert secret not in written


def test_what_other_libraries_say_is_reduced_to_where_they_said_it(log: io.StringIO) -> None:
    logging.getLogger("some.library").warning("could not send %s to %s", "Gudrun", "Byvej 54")
    (line,) = lines(log)
    assert line["event"] == "library_record"
    assert str(line["at"]).startswith("test_logs:")
    assert "Gudrun" not in log.getvalue()
    assert "could not" not in log.getvalue()


def test_an_exception_is_logged_by_type_and_place(log: io.StringIO) -> None:
    try:
        raise ValueError("Gudrun")
    except ValueError as error:
        log_event("broke", error=error)
    (line,) = lines(log)
    assert line["exception"]["type"] == "ValueError"  # type: ignore[index]
    assert "Gudrun" not in log.getvalue()

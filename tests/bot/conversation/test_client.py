"""The turn client against a scripted Rasa."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.conversation.client import (
    AssistantError,
    AssistantFailedError,
    AssistantGarbledError,
    AssistantSlowError,
    AssistantUnavailableError,
    Event,
    TurnClient,
    TurnContext,
    Utterance,
)
from bot.conversation.parts import TurnDone
from tests.bot.gateway.fake_rasa import FakeRasa, HangUp, Raw, Refuse, Step, Wait, done, part

CONTEXT = TurnContext("c-1", "citizen-1", "voice", "da")
HELLO = Utterance("Hej", "c-1:3")


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    fake = FakeRasa()
    yield fake
    await fake.stop()


@pytest.fixture
async def client(rasa: FakeRasa) -> AsyncIterator[TurnClient]:
    client = TurnClient(await rasa.start(), timeout_seconds=0.5)
    await client.open()
    yield client
    await client.close()


async def said(client: TurnClient, happening: Utterance | Event = HELLO) -> list[object]:
    async with contextlib.aclosing(client.turn(CONTEXT, happening)) as turn:
        return [line async for line in turn]


async def test_a_turn_yields_its_parts_and_how_it_ended(client: TurnClient, rasa: FakeRasa) -> None:
    rasa.script = lambda turn: [part("Et"), part("To"), done(expects="address", language="en")]
    assert await said(client) == [
        {"type": "text", "text": "Et"},
        {"type": "text", "text": "To"},
        TurnDone((), "address", "bot", "en"),
    ]
    assert rasa.turns == [
        {
            "sender": "c-1",
            "text": "Hej",
            "message_id": "c-1:3",
            "metadata": {
                "citizen": "citizen-1",
                "channel": "voice",
                "language": "da",
                "state": "bot",
                "topics_off": [],
                "waits": {},
            },
        }
    ]


async def test_an_event_goes_with_its_reason_if_it_has_one(client: TurnClient, rasa: FakeRasa) -> None:
    await said(client, Event("login_failed", "refused"))
    await said(client, Event("login_done"))
    first, second = rasa.turns
    assert (first["event"], first["reason"]) == ("login_failed", "refused")
    assert "reason" not in second
    assert "text" not in first


async def test_a_part_is_there_before_the_next_is_said(client: TurnClient, rasa: FakeRasa) -> None:
    go_on = asyncio.Event()
    rasa.script = lambda turn: [part("Et"), Wait(go_on), part("To"), done()]
    seen = []
    async with contextlib.aclosing(client.turn(CONTEXT, HELLO)) as turn:
        async for line in turn:
            seen.append(line)
            go_on.set()
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ([HangUp()], AssistantUnavailableError),
        ([Refuse(503)], AssistantFailedError),
        ([{"error": {"code": "turn_failed"}}], AssistantFailedError),
        ([part("Hej")], AssistantGarbledError),
        ([Raw(b"nonsense\n")], AssistantGarbledError),
        ([Raw(b"x" * 1_500_000)], AssistantGarbledError),
        ([Wait(asyncio.Event()), done()], AssistantSlowError),
    ],
)
async def test_every_trouble_has_its_own_error(
    client: TurnClient, rasa: FakeRasa, steps: list[Step], error: type[AssistantError]
) -> None:
    rasa.script = lambda turn: steps
    with pytest.raises(error):
        await said(client)


async def test_rasa_gone_is_unavailable(client: TurnClient, rasa: FakeRasa) -> None:
    await rasa.stop()
    with pytest.raises(AssistantUnavailableError):
        await said(client)


async def test_rasas_own_reason_is_kept(client: TurnClient, rasa: FakeRasa) -> None:
    rasa.script = lambda turn: [{"error": {"code": "no_answer"}}]
    with pytest.raises(AssistantFailedError) as failed:
        await said(client)
    assert failed.value.reason == "no_answer"


async def test_a_stream_that_stays_open_after_the_end_is_not_waited_for(
    client: TurnClient, rasa: FakeRasa
) -> None:
    never = asyncio.Event()
    rasa.script = lambda turn: [part("Hej"), done(), Wait(never)]
    assert len(await said(client)) == 2
    never.set()

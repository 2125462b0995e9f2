"""The voice process's client and the gateway understand each other."""

from collections.abc import AsyncIterator

from aiohttp import ClientSession

from tests.bot.gateway.calls.phone import CALL, calls_of, dialogue, next_step, record
from tests.bot.gateway.house import OPERATOR_TOKEN, House
from voice.conversation import (
    Done,
    Ended,
    Failed,
    FromConversation,
    Happened,
    Lost,
    Part,
    Say,
    TransferTo,
    Welcome,
)
from voice.line.gateway_client import GatewayConversation, GatewaySettings


async def until(incoming: AsyncIterator[FromConversation], kind: type) -> list[FromConversation]:
    """Return what comes, up to the first of this kind."""
    came: list[FromConversation] = []
    async for what in incoming:
        came.append(what)
        if isinstance(what, kind):
            break
    return came


def say(id: str, text: str) -> Say:
    return Say(id, text, 0.9, 100.0, 600.0)


async def test_a_whole_call_through_a_restart_to_a_person(house: House) -> None:
    house.rasa.script = dialogue
    async with ClientSession() as session:
        line = GatewayConversation(CALL, session, GatewaySettings(house.url, OPERATOR_TOKEN))
        incoming = line.incoming()
        (welcome,) = await until(incoming, Welcome)
        assert isinstance(welcome, Welcome)
        assert "robot" in welcome.parts[0]["speech"]
        await line.tell(say("1", "Hvilken dag?"))
        part, done = await until(incoming, Done)
        assert isinstance(part, Part)
        assert isinstance(done, Done)
        assert (part.id, done.id, done.expects, done.choices) == ("1", "1", "choice", ("I morgen", "Torsdag"))

        await house.restart()
        lost, back = (await until(incoming, Lost))[-1], (await until(incoming, Welcome))[-1]
        assert isinstance(lost, Lost)
        assert isinstance(back, Welcome)
        assert back.resumed
        assert [what.id for what in await until(incoming, Done) if isinstance(what, Done)] == [None]

        await line.tell(say("2", ""))
        (failed,) = await until(incoming, Failed)
        assert isinstance(failed, Failed)
        assert failed.id == "2"
        await line.tell(Happened("wants_person", {"by": "key"}))
        assert (await until(incoming, TransferTo))[-1] == TransferTo("hjemmeplejen", "hjemmeplejen")
        await line.tell(Ended("transferred"))
        await line.close()
    while (await record(house))["ended"] is None:
        pass
    assert await next_step(house) == "dial:hjemmeplejen"
    assert not calls_of(house)._live

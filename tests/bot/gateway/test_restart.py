"""What is left when the gateway stops and starts again."""

import asyncio

from tests.bot.gateway.fake_rasa import FakeRasa, Wait, done, part
from tests.bot.gateway.house import House


async def test_the_conversation_goes_on_after_a_restart(house: House) -> None:
    errands = [{"intent": "bioposer_bestil", "state": "parked"}]
    house.rasa.script = lambda turn: [part("Hvad er din adresse?"), done(errands=errands, expects="address")]
    chat = await house.begin()
    await chat.say("Bestil bioposer")
    before = await chat.read()
    await house.restart()
    assert await chat.read() == before
    assert before["errands"] == errands
    await chat.say("Byvej 54")
    assert house.rasa.texts == ["Bestil bioposer", "Byvej 54"]


async def test_one_who_waited_through_a_restart_is_told_to_send_again(house: House) -> None:
    never = asyncio.Event()
    house.rasa.script = lambda turn: [part("Jeg ser efter"), Wait(never), done()]
    chat = await house.begin()
    socket = await house.socket(chat, last_seq=2)
    await socket.send(type="message", text="Først", client_id="m-1")
    await socket.send(type="message", text="Dernæst", client_id="m-2")
    await socket.messages(3)
    await house.restart()
    never.set()
    transcript = await chat.transcript()
    assert sorted(transcript[:3]) == ["assistant: Jeg ser efter", "citizen: Dernæst", "citizen: Først"]
    assert [line for line in transcript[3:] if "afbrudt" in line] == transcript[3:]
    assert len(transcript) == 5
    house.rasa.script = FakeRasa().script
    assert (await chat.say("Dernæst", client_id="m-2")).texts == ["Svar på: Dernæst"]
    await house.restart()
    assert len(await chat.transcript()) == 6


async def test_the_files_are_for_the_owner_alone(house: House) -> None:
    await house.begin()
    for name in ("conversations.sqlite3", "gateway.key"):
        assert (house.settings.state_dir / name).stat().st_mode & 0o077 == 0


async def test_neither_token_nor_session_lies_in_the_files(house: House) -> None:
    async with house.http.post("/api/conversations") as response:
        begun, session = await response.json(), response.cookies["indgang"].value.split(".")[0]
    await house.stop()
    for file in house.settings.state_dir.iterdir():
        content = file.read_bytes() if file.is_file() else b""
        assert begun["token"].encode() not in content
        assert session.encode() not in content
    await house.start()

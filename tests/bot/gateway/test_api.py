"""The chat over HTTP: what a script meets."""

import re
from datetime import datetime

from tests.bot.gateway.fake_rasa import done, part
from tests.bot.gateway.house import House


async def test_a_conversation_begins_with_who_speaks_and_what_happens_to_what_you_write(house: House) -> None:
    answer = await house.call("POST", "/api/conversations")
    assert answer.status == 201
    assert len(answer.json["token"]) >= 43
    assert answer.json["id"] not in answer.json["token"]
    assert answer.json["state"] == "bot"
    assert answer.json["identity"] == {"level": "none"}
    assert answer.json["max_chars"] == 2000
    assert datetime.fromisoformat(answer.json["expires_at"]).tzinfo is not None
    first, choices = answer.json["parts"]
    for word in ("robot", "gemt", "CPR", "medarbejder"):
        assert word in first["text"]
    assert 2 <= first["text"].count(". ") + 1 <= 4
    assert choices["type"] == "buttons"
    assert all(button["title"] and button["text"] for button in choices["buttons"])


async def test_a_conversation_can_begin_in_english(house: House) -> None:
    chat = await house.begin(json={"language": "en"})
    assert "robot" in chat.begun["parts"][0]["text"]
    assert "person" in chat.begun["parts"][0]["text"]
    await chat.say("Hello")
    assert house.rasa.turns[0]["metadata"]["language"] == "en"


async def test_no_two_conversations_share_an_id_or_a_token(house: House) -> None:
    chats = [await house.begin() for _ in range(20)]
    assert len({chat.id for chat in chats} | {chat.token for chat in chats}) == 40


async def test_a_message_is_answered_with_the_parts_rasa_says(house: House) -> None:
    house.rasa.script = lambda turn: [
        part("Ja, hvad er din adresse?"),
        {"part": {"type": "link", "text": "Læs mere", "title": "kk.dk", "url": "https://www.kk.dk"}},
        done(errands=[{"intent": "bioposer_bestil", "state": "open"}], expects="address"),
    ]
    chat = await house.begin()
    answer = await chat.say("Jeg er løbet tør for bioposer")
    assert answer.status == 200
    assert [p["type"] for p in answer.json["parts"]] == ["text", "link"]
    assert answer.json["errands"] == [{"intent": "bioposer_bestil", "state": "open"}]
    assert answer.json["expects"] == "address"
    assert "code" not in answer.json
    assert house.rasa.turns == [
        {
            "sender": chat.id,
            "text": "Jeg er løbet tør for bioposer",
            "message_id": f"{chat.id}:3",
            "metadata": {
                "citizen": None,
                "channel": "chat",
                "language": "da",
                "state": "bot",
                "topics_off": [],
                "waits": {},
            },
        }
    ]


async def test_the_transcript_holds_everything_in_order_with_numbers_and_times(house: House) -> None:
    chat = await house.begin()
    await chat.say("Hej", client_id="a-1")
    read = await chat.read()
    assert read["id"] == chat.id
    assert read["language"] == "da"
    assert [m["seq"] for m in read["messages"]] == [1, 2, 3, 4]
    assert [m["from"] for m in read["messages"]] == ["assistant", "assistant", "citizen", "assistant"]
    assert read["messages"][2]["text"] == "Hej"
    assert read["messages"][2]["client_id"] == "a-1"
    assert read["messages"][3]["part"] == {"type": "text", "text": "Svar på: Hej"}
    assert all(datetime.fromisoformat(m["time"]).tzinfo for m in read["messages"])
    assert [m["seq"] for m in (await chat.read(after=2))["messages"]] == [3, 4]


async def test_the_state_and_the_errands_are_those_rasa_told_last(house: House) -> None:
    errands = [{"intent": "mitid_hjaelp", "state": "handed_over"}]
    house.rasa.script = lambda turn: [
        part("Jeg stiller dig videre."),
        done(errands=errands, state="waiting_for_person"),
    ]
    chat = await house.begin()
    await chat.say("Jeg vil tale med en")
    read = await chat.read()
    assert read["state"] == "waiting_for_person"
    assert read["errands"] == errands


async def test_nothing_can_be_said_in_a_closed_conversation(house: House) -> None:
    house.rasa.script = lambda turn: [part("Farvel"), done(state="closed")]
    chat = await house.begin()
    await chat.say("Farvel")
    answer = await chat.say("Er du der?")
    assert (answer.status, answer.code) == (409, "conversation_closed")
    assert house.rasa.texts == ["Farvel"]
    assert (await chat.read())["state"] == "closed"


async def test_a_login_part_gets_a_link_that_works_once_and_is_not_stored(house: House) -> None:
    house.rasa.script = lambda turn: [
        {"part": {"type": "login", "text": "Log ind", "title": "Log ind med MitID"}},
        done(expects="login"),
    ]
    chat = await house.begin()
    (login,) = (await chat.say("Aflys min tid")).json["parts"]
    assert re.fullmatch(re.escape(house.url) + r"/login\?ticket=[A-Za-z0-9_-]{20,}", login["url"])
    shown_later = (await chat.read())["messages"][-1]["part"]
    assert shown_later["url"].startswith(f"{house.url}/login?ticket=")
    assert shown_later["url"] != login["url"]
    for file in house.settings.state_dir.glob("conversations.sqlite3*"):
        assert b"ticket=" not in file.read_bytes()


async def test_a_part_of_a_kind_the_gateway_does_not_know_comes_through(house: House) -> None:
    house.rasa.script = lambda turn: [{"part": {"type": "map", "text": "Her", "place": {"x": 1}}}, done()]
    assert (await (await house.begin()).say("Hvor?")).json["parts"] == [
        {"type": "map", "text": "Her", "place": {"x": 1}}
    ]

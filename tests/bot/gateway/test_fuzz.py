"""Any body gets an answer of ours."""

import asyncio
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.errors import STATUS
from tests.bot.gateway.fake_rasa import FakeRasa
from tests.bot.gateway.house import House

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
MESSAGE = st.fixed_dictionaries({}, optional={"text": JSON, "client_id": JSON, "other": JSON})
BODY = st.binary(max_size=300) | (JSON | MESSAGE).map(lambda value: json.dumps(value).encode())


async def send_all(folder: Path, bodies: list[bytes]) -> list[tuple[int, Any]]:
    rasa = FakeRasa()
    house = House(folder, rasa, await rasa.start())
    await house.start()
    await house.restart(message_burst=10**6)
    chat = await house.begin()
    socket = await house.socket(chat, last_seq=2)
    await socket.until("welcome")
    answers = []
    for body in bodies:
        answer = await chat.call("POST", "/messages", data=body)
        answers.append((answer.status, answer.json))
        begun = await house.call("POST", "/api/conversations", data=body)
        answers.append((begun.status, begun.json))
        await socket.socket.send_str(body.decode("utf-8", "replace"))
    await socket.send(type="ping")
    await socket.until("pong")
    seqs = [message["seq"] for message in (await chat.read())["messages"]]
    assert seqs == list(range(1, len(seqs) + 1))
    await house.stop()
    await rasa.stop()
    return answers


@settings(max_examples=8, deadline=None)
@given(bodies=st.lists(BODY, min_size=10, max_size=25))
def test_whatever_the_body_the_answer_is_parts_or_a_known_error(
    tmp_path_factory: Any, bodies: list[bytes]
) -> None:
    for status, answer in asyncio.run(send_all(tmp_path_factory.mktemp("fuzz"), bodies)):
        if "error" in answer:
            assert STATUS[answer["error"]["code"]] == status < 500
            assert answer["error"]["text"]
        else:
            assert status in (200, 201)
            assert answer["parts"]

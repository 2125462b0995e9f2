"""Whatever happens in whatever order, also at once: nothing is lost or told twice, and one party answers."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.models import Conversation
from bot.conversation.store import ConversationStore, NewConversation
from bot.gateway.clock import Clock
from bot.gateway.errors import ApiError
from bot.gateway.live import LiveConversations
from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.models import Packet, Person
from bot.gateway.personal_service.ownership import conversation_state
from bot.gateway.personal_service.routed_queues import RoutedQueues
from bot.gateway.personal_service.service import PersonalService
from bot.gateway.personal_service.store import ServiceStore
from bot.gateway.transcript import Transcript

CONVERSATION = "c"
PEOPLE = [Person("m", "Mette Holst"), Person("o", "Omar Said")]
PACKET = Packet("k", "K-1", "borgerservice", "normal", "asked_for_person", ())
QUEUES = ["borgerservice", "jobcenter"]
acts = st.tuples(
    st.sampled_from(
        [
            "hand_over",
            "take",
            "take",
            "say",
            "say",
            "citizen",
            "assistant",
            "move",
            "give_back",
            "close",
            "withdraw",
            "call_back",
            "again",
        ]
    ),
    st.integers(0, 1),
)
rounds = st.lists(st.lists(acts, min_size=1, max_size=4), min_size=1, max_size=8)


@dataclass
class Said:
    """What was taken in, by whom."""

    citizen: list[str]
    person: list[str]
    assistant: list[str]


class Scene:
    """One conversation with everyone who may act in it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "conversations.sqlite3"
        self.said = Said([], [], [])
        self.seen: list[int] = []
        """Numbers of the messages that the citizen's page has been told, in the order of their coming."""
        self._packets = 0
        self._words = 0

    async def open(self) -> None:
        self.store, self.cases = ConversationStore(self._path), ServiceStore(self._path)
        await self.store.open()
        await self.cases.open()
        self.lives = LiveConversations()
        self.transcript = Transcript(self.store, lambda _: "")
        self.board = Board(RoutedQueues(), lambda: 0.0)
        self.service = PersonalService(
            self.cases, self.board, self.transcript, self.lives, Clock(wall=lambda: 0.0), 2000, 120.0
        )
        await self.service.open()
        self.live = self.lives.get(CONVERSATION)
        last = self.seen[-1] if self.seen else 0
        missed, self._page = await self.transcript.follow(self.live, last, 1)
        self.seen += [message.seq for message in missed]

    async def looks(self) -> None:
        """The citizen's page takes in what it has been told so far."""
        self._page.put({"type": "pong"})
        while (frame := await self._page.next()) is not None and frame["type"] != "pong":
            if frame["type"] == "message":
                self.seen.append(frame["message"]["seq"])

    async def close(self) -> None:
        await self.cases.close()
        await self.store.close()

    async def stored(self) -> Conversation:
        stored = await self.store.get(CONVERSATION)
        assert stored is not None
        return stored

    async def act(self, act: str, who: int) -> None:
        """Do it, or be refused: both are right, half of it is not."""
        person, case = PEOPLE[who], self._latest()
        self._words += 1
        words = f"{act} {self._words}"
        try:
            if act == "hand_over":
                self._packets += 1
                # Each packet is told twice.
                key = f"p{self._packets // 2}"
                await self.service.hand_over(await self.stored(), PACKET, key, identified=False)
            elif act == "citizen":
                if await self.transcript.write_unless("closed", self.live, "citizen", text=words):
                    self.said.citizen.append(words)
            elif act == "assistant":
                part = {"type": "text", "text": words}
                self.said.assistant.append(words)
                said = await self.transcript.write_unless("with_person", self.live, "assistant", part=part)
                if said is None and not await self.service.note_by_assistant(CONVERSATION, words):
                    await self.transcript.write(self.live, "assistant", part=part)
            elif act == "withdraw":
                await self.service.withdraw(CONVERSATION, tell=True)
            elif act == "call_back":
                await self.service.call_back_ordered(CONVERSATION, f"call_back:{who}")
            elif case is None:
                return
            elif act in ("say", "again"):
                told = words if act == "say" else "det samme"
                await self.service.say(case, person, told, told.replace(" ", "-"))
                if told not in self.said.person:
                    self.said.person.append(told)
            elif act == "take":
                await self.service.take(case, person)
            elif act == "move":
                await self.service.move(case, person, QUEUES[self._words % 2])
            elif act == "give_back":
                await self.service.give_back(case, person)
            elif act == "close":
                await self.service.close(case, person, "loest")
        except ApiError:
            return

    def _latest(self) -> str | None:
        cases = [case.id for case in self.board.all() if case.ownership.is_open]
        return cases[-1] if cases else None


async def _play(folder: Path, course: list[list[tuple[str, int]]], restarts: set[int]) -> None:
    scene = Scene(folder)
    await scene.open()
    await scene.store.begin(NewConversation(CONVERSATION, b"t", None, False, "chat", "da", 0.0))
    for number, together in enumerate(course):
        if number in restarts:
            await scene.close()
            await scene.open()
        await asyncio.gather(*(scene.act(act, who) for act, who in together))
        await _check(scene)
    await scene.close()


async def _check(scene: Scene) -> None:
    stored = await scene.stored()
    everything = await scene.cases.cases(-1.0)
    open_cases = [case for case in everything if case.ownership.is_open]
    assert len(open_cases) <= 1
    last_case = next((case for case in everything if case.ownership.state == "closed"), None)
    deciding = last_case or next(iter(open_cases), None)
    assert stored.state == conversation_state(deciding.ownership if deciding else None)
    assert [(case.id, case.ownership) for case in scene.board.all() if case.ownership.is_open] == [
        (case.id, case.ownership) for case in open_cases
    ]
    messages = await scene.store.messages(CONVERSATION)
    assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
    await scene.looks()
    assert scene.seen == [message.seq for message in messages]
    assert Counter(m.text for m in messages if m.sender == "citizen") == Counter(scene.said.citizen)
    assert Counter(m.text for m in messages if m.sender == "person") == Counter(scene.said.person)
    own = "assistant "
    shown = [m.part["text"] for m in messages if m.part and m.part["text"].startswith(own)]
    noted = [
        note.text
        for case in everything
        for note in await scene.cases.notes(case.id)
        if note.text.startswith(own)
    ]
    assert Counter(shown + noted) == Counter(scene.said.assistant)


@settings(max_examples=80, deadline=None)
@given(rounds, st.sets(st.integers(0, 7), max_size=3))
def test_nothing_is_lost_or_told_twice_and_there_is_one_owner(
    course: list[list[tuple[str, int]]], restarts: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_play(Path(folder), course, restarts))

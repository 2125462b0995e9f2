"""The whole assistant in one process, for scripted conversations: real Rasa, real model, real journeys.

Only the back offices are fakes, and the action server is called without HTTP. What a citizen writes goes
through the gateway's own turn protocol (`bot.rasa.channel`), so a test reads as the conversation does.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any
from unittest import mock

import rasa.utils.endpoints
from rasa.core.agent import Agent
from rasa_sdk.executor import ActionExecutor

from actions.dialogue import journey as journey_module
from actions.dialogue.agenda import Agenda
from bot.rasa.channel import PartStream, read_turn, summary_of
from bot.rasa.tracker_store import ConversationTrackerStore
from tests.actions.fakes import FakeFagsystemer, fake_fagsystemer


class ActionsInProcess(rasa.utils.endpoints.EndpointConfig):
    """The stock action executor behind the interface of Rasa's HTTP endpoint."""

    def __init__(self) -> None:
        super().__init__(url="http://in-process/webhook")
        self.executor = ActionExecutor()
        self.executor.register_package("actions.journeys")

    async def request(self, *args: Any, json: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        return copy.deepcopy(await self.executor.run(copy.deepcopy(json)))


class Assistant:
    """One running assistant; each conversation gets its own fakes."""

    def __init__(self, model: Path, state: Path) -> None:
        self.state = state
        self.model = model
        self.endpoint = ActionsInProcess()
        self.start()

    def start(self) -> None:
        """Load the model and open the conversation store, as a fresh Rasa server does."""
        store = ConversationTrackerStore(path=str(self.state / "conversations.sqlite"))
        self.agent = Agent.load(str(self.model), tracker_store=store, action_endpoint=self.endpoint)

    def conversation(
        self, name: str, citizen: str | None = None, call: dict[str, Any] | None = None
    ) -> Conversation:
        return Conversation(self, name, citizen, call)


class Conversation:
    """One citizen's chat. ``reply`` is the last answer's parts, ``text`` their words."""

    def __init__(
        self, assistant: Assistant, name: str, citizen: str | None, call: dict[str, Any] | None = None
    ) -> None:
        self.assistant = assistant
        self.name = name
        self.citizen = citizen
        self.call = call
        """What the gateway tells of the telephone call; None in the chat."""
        self.told: dict[str, Any] = {}
        """What else the gateway tells with every turn: ``state``, ``topics_off``."""
        self.systems: FakeFagsystemer = fake_fagsystemer()
        self.reply: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {}

    async def says(self, text: str) -> str:
        """Send a message; return everything the assistant answers, a line a part."""
        return await self._turn({"text": text})

    async def logs_in(self, citizen: str) -> str:
        self.citizen = citizen
        return await self._turn({"event": "login_done"})

    async def fails_to_log_in(self, reason: str) -> str:
        return await self._turn({"event": "login_failed", "reason": reason})

    async def nobody_comes(self) -> str:
        """Nobody has taken the case for a while."""
        return await self._turn({"event": "person_missing"})

    async def _turn(self, body: dict[str, Any]) -> str:
        channel = {"channel": "chat"} if self.call is None else {"channel": "voice", **self.call}
        body = {**body, "sender": self.name, "metadata": {"citizen": self.citizen, **channel, **self.told}}
        message = read_turn(body)
        stream = PartStream()
        message.output_channel = stream
        with mock.patch.object(journey_module, "fagsystemer", return_value=self.systems):
            await self.assistant.agent.handle_message(message)
        self.reply = [stream.queue.get_nowait() for _ in range(stream.queue.qsize())]
        tracker = await self.assistant.agent.tracker_store.retrieve(self.name)
        self.agenda = Agenda.from_dict(tracker.get_slot("agenda"))
        self.state = summary_of(self.agenda)
        return self.text

    @property
    def text(self) -> str:
        return "\n".join(str(part.get("text", "")) for part in self.reply)

    def parts(self, kind: str) -> list[dict[str, Any]]:
        return [part for part in self.reply if part["type"] == kind]

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for part in self.parts("buttons") for button in part["buttons"]]

    @property
    def errands(self) -> list[tuple[str, str]]:
        return [(errand["intent"], errand["state"]) for errand in self.state["errands"]]

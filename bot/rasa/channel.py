"""The channel between the gateway and Rasa: one turn in, a stream of parts out.

``POST /webhooks/indgang/turn`` takes ``{"sender", "text" | "event", "reason"?, "message_id"?, "metadata"?}``
and answers NDJSON: ``{"part": …}`` as each is said, then one ``{"done": {errands, expects, state,
language, handover?, withdrawn?, call_back?, feedback?}}`` or ``{"error": {"code"}}``. A turn that comes
again with the ``message_id`` of the last one is answered again, not run again. It listens on loopback for
the gateway alone.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda
from actions.dialogue.phrases import small_talk_by_ear
from actions.dialogue.said import parts_of

logger = logging.getLogger(__name__)

EVENTS = frozenset({"login_done", "login_failed", "logged_out", "person_missing"})
REASON = re.compile(r"[a-z_]{1,40}")
LEADING_COMMAND = re.compile(r"^[\s/]+")
END = None


class TurnChannel(InputChannel):  # type: ignore[misc]
    """Gives Rasa what the gateway sends, and the gateway what the assistant says."""

    @classmethod
    def name(cls) -> str:
        return "indgang"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("indgang_turns", type(self).__name__)

        turns = OneTurnAtATime()

        @routes.get("/")  # type: ignore[untyped-decorator]
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/turn")  # type: ignore[untyped-decorator]
        async def turn(request: Request) -> HTTPResponse | None:
            try:
                message = read_turn(request.json)
            except ValueError as error:
                return response.json({"error": {"code": "bad_turn", "text": str(error)}}, status=400)
            stream = PartStream()
            message.output_channel, message.input_channel = stream, self.name()
            trackers = request.app.ctx.agent.tracker_store
            running = asyncio.create_task(turns.run(on_new_message, message, stream, trackers))
            answer = await request.respond(content_type="application/x-ndjson")
            while (part := await stream.queue.get()) is not END:
                await answer.send(line({"part": part}))
            if not await running:
                await answer.send(line({"error": {"code": "turn_failed"}}))
            elif not stream.said and "event" not in request.json:
                await answer.send(line({"error": {"code": "no_answer"}}))
            else:
                tracker = await trackers.retrieve(message.sender_id)
                agenda = Agenda.from_dict(tracker.get_slot("agenda") if tracker else None)
                await answer.send(line({"done": summary_of(agenda)}))
            await answer.eof()
            return None

        return routes


class OneTurnAtATime:
    """Runs the turns of a conversation one after the other, each message once.

    Rasa's own lock sleeps a whole second when a second message comes while the first is handled.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        message: UserMessage,
        stream: PartStream,
        trackers: TrackerStore,
    ) -> bool:
        """Let Rasa handle the message; False when it broke. The stream is always ended."""
        lock = self._locks.setdefault(message.sender_id, asyncio.Lock())
        try:
            async with lock:
                answered = replies_to(message.message_id, await trackers.retrieve(message.sender_id))
                if answered is None:
                    await on_new_message(message)
                else:
                    for part in answered:
                        stream.put(part)
        except Exception as error:
            # The text of an unforeseen error may quote the citizen: only its kind is logged.
            logger.error("a turn broke: %s", type(error).__name__)
            return False
        finally:
            stream.queue.put_nowait(END)
        return True


def replies_to(message_id: str, tracker: DialogueStateTracker | None) -> list[parts.Part] | None:
    """Return what was answered to the message if it is the last one handled, else None."""
    replies: list[parts.Part] = []
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, BotUttered):
            replies = parts_of(event.as_dict()) + replies
        elif isinstance(event, UserUttered) and not event.parse_data.get("floor"):
            return replies if event.message_id == message_id else None
    return None


def read_turn(body: Any) -> UserMessage:
    """Turn a request body into Rasa's message. Raises ``ValueError`` saying what does not fit."""
    if not isinstance(body, dict) or not isinstance(body.get("sender"), str) or not body["sender"]:
        raise ValueError("the body must be a JSON object with a sender")
    metadata = body.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise ValueError("metadata must be an object")
    event = body.get("event")
    if event is not None:
        if event not in EVENTS:
            raise ValueError("unknown event")
        reason = str(body.get("reason") or "other")
        if not REASON.fullmatch(reason):
            raise ValueError("the reason must be a short word")
        text = f"/event_{event}" + (json.dumps({"reason": reason}) if event == "login_failed" else "")
    elif isinstance(body.get("text"), str):
        text = harmless(body["text"])
    else:
        raise ValueError("text or event is needed")
    message_id = body.get("message_id")
    if message_id is not None and not isinstance(message_id, str):
        raise ValueError("message_id must be a string")
    return UserMessage(text, sender_id=body["sender"], metadata=metadata, message_id=message_id)


def harmless(text: str) -> str:
    """Take the power of a Rasa command from a citizen's words: "/restart" is just "restart"."""
    return LEADING_COMMAND.sub("", text).strip() or "-"


def summary_of(agenda: Agenda) -> dict[str, Any]:
    """Return what the gateway keeps of the conversation's state after a turn."""
    state = "closed" if agenda.closed else "waiting_for_person" if agenda.handed_over else "bot"
    expects = agenda.question.expects if agenda.question else None
    if expects is None and agenda.waiting_for_login():
        expects = "login"
    done = {"errands": agenda.public_errands(), "expects": expects, "state": state, "language": "da"}
    return done | personal_service(agenda)


def personal_service(agenda: Agenda) -> dict[str, Any]:
    """Return what a turn's end tells of handing over (``bot/gateway/desk/README.md``), only what holds.

    The packet and the answer to "kunne du bruge svaret?" are told again each turn, the rest once.
    """
    told: dict[str, Any] = {}
    if agenda.handover:
        told["handover"] = agenda.handover
    if "withdrawn" in agenda.news:
        told["withdrawn"] = True
    if "call_back" in agenda.news:
        told["call_back"] = {key: agenda.call_back[key] for key in ("id", "receipt", "queue")}
    if agenda.feedback:
        told["feedback"] = agenda.feedback
    return told


def line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


class PartStream(OutputChannel):  # type: ignore[misc]
    """Collects what Rasa says, part by part, for the one turn it belongs to."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[parts.Part | None] = asyncio.Queue()
        self.said = 0

    @classmethod
    def name(cls) -> str:
        return "indgang"

    def put(self, part: parts.Part) -> None:
        self.said += 1
        self.queue.put_nowait(part)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        self.put(parts.text(text, small_talk_by_ear(kwargs.get("utter_action"))))

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        choices = [
            (str(button["title"]), str(button.get("payload") or button["title"])) for button in buttons
        ]
        self.put(parts.buttons(text, choices))

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        for part in json_message.get("parts", []):
            self.put(part)

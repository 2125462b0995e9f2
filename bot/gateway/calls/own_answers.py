"""What only the gateway can do for a caller, since it alone knows the number: an SMS, a call back."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from actions.fagsystemer import Fagsystemer
from actions.fagsystemer.contact_centre import CallBackReceipt
from actions.fagsystemer.errors import FagsystemError, Refused, Uncertain
from bot.conversation.models import JsonObject
from bot.gateway.calls.call_back import CallBackOffer, Move
from bot.gateway.calls.names import is_danish
from bot.gateway.calls.texts import call_text

WANTS_SMS = re.compile(
    r"\bsms\w*\b|\b(?:send|sende|sender|tekst)\b.{0,25}\b(?:link\w*|besked|mobil\w*)\b", re.IGNORECASE
)
"""Said after a link was offered. Without one it means nothing here and goes to the assistant."""

Parts = Callable[[], Awaitable[list[JsonObject]]]


@dataclass(frozen=True)
class OwnAnswer:
    """Something that the gateway answers itself."""

    text: str
    """What was said, as it may be kept."""
    parts: Parts
    """Does it, and gives the answer."""


class CallBackWait(Protocol):
    """The wait for a person that a call-back ends."""

    async def contact(self) -> str | None:
        """Return what the contact centre calls it; None where it does not know of it."""
        ...

    async def ended(self, outcome: str, call_back: str | None) -> None:
        """Nobody waits any longer: ``ordered`` with the call-back's id, or why there is none."""
        ...


class OwnAnswers:
    """The gateway's own part in one call."""

    def __init__(
        self, systems: Fagsystemer, call: str, number: str | None, page: str, wait: CallBackWait
    ) -> None:
        self._systems = systems
        self._wait = wait
        self._call = call
        self.number = number if is_danish(number) else None
        """The caller's own (E.164), where they can be sent a text message and called back."""
        self._page = page
        self._queue = ""
        self.offer: CallBackOffer | None = None
        """The offer to be called back, while it stands."""

    @property
    def reachable(self) -> bool:
        """Whether a text message can be sent."""
        return self.number is not None

    def offer_call_back(self, queue: str) -> JsonObject:
        """Offer that ``queue`` calls back; return the question."""
        self._queue = queue
        self.offer = CallBackOffer(self.number)
        return _part(self.offer.question, self.offer.choices)

    def taken(self, text: str, link: JsonObject | None, *, unknown: bool) -> OwnAnswer | None:
        """Return the answer to what was said when it is the gateway's to give.

        ``link`` is the last one that was offered; ``unknown`` says that the caller cannot be identified, and
        so may be sent to the page.
        """
        if self.offer is not None:
            about_number = self.offer.asked == "number"
            move = self.offer.answered(text)
            if move is not None:
                kept = call_text("call_back", "hidden") if about_number and move.call else text
                return OwnAnswer(kept, lambda: self._moved(move))
            self.offer = None
        if WANTS_SMS.search(text) and (link is not None or unknown):
            return OwnAnswer(text, lambda: self._sms_asked_for(link))
        return None

    async def send_sms(self, link: JsonObject | None) -> tuple[str, JsonObject]:
        """Send a link, or the way to the page; return how it went, and the part that says so.

        The same link is sent once a call, however often it is asked for. A link that logs somebody in is
        never sent: a number can be shown by others than its owner.
        """
        title, url = call_text("sms", "front_title"), self._page
        if link is not None:
            title, url = str(link.get("title") or ""), str(link["url"])
        outcome = await self._send(title, url)
        return outcome, _part(call_text("sms", outcome))

    async def _sms_asked_for(self, link: JsonObject | None) -> list[JsonObject]:
        return [(await self.send_sms(link))[1]]

    async def _send(self, title: str, url: str) -> str:
        if self.number is None:
            return "no_number"
        key = f"call-{self._call}-{hashlib.sha256(url.encode()).hexdigest()[:16]}"
        body = call_text("sms", "body", title=title, url=url)
        try:
            await self._systems.text_messages.send(self.number, body, key)
        except Uncertain:
            return "uncertain"
        except FagsystemError:
            return "failed"
        return "sent"

    async def _moved(self, move: Move) -> list[JsonObject]:
        text, call_back, outcome = move.text, None, move.ends
        if move.call is not None:
            outcome, call_back = await self._ask_for_call(move.call)
            text = call_text("call_back", outcome)
        if move.over:
            self.offer = None
            await self._wait.ended(outcome, call_back)
        return [_part(text)]

    async def _ask_for_call(self, number: str) -> tuple[str, str | None]:
        """Order it; return how that went and the call-back's id."""
        contact = await self._wait.contact()
        try:
            try:
                receipt = await self._order(number, contact)
            except Refused as refusal:
                if contact is None or refusal.code != "unknown_handoff":
                    raise
                receipt = await self._order(number, None)
        except Uncertain:
            return "uncertain", None
        except FagsystemError:
            return "failed", None
        return "ordered", receipt.id

    async def _order(self, number: str, contact: str | None) -> CallBackReceipt:
        # One call-back for each wait: a caller who was put through twice may be called back for both.
        key = f"call-{self._call}-back" + (f"-{contact}" if contact else "")
        reason = call_text("call_back", "reason")
        return await self._systems.contact_centre.request_call_back(self._queue, number, reason, key, contact)


def _part(text: str, choices: tuple[str, ...] = ()) -> JsonObject:
    if not choices:
        return {"type": "text", "text": text}
    return {"type": "buttons", "text": text, "buttons": [{"title": each, "text": each} for each in choices]}

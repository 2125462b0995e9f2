"""All calls: announced by the exchange, opened by the line, and over in the end whatever happens."""

import asyncio
from dataclasses import dataclass

from bot.conversation.models import JsonObject, Language
from bot.gateway.calls.endings import Endings
from bot.gateway.calls.live_call import LiveCall
from bot.gateway.calls.models import CallRecord
from bot.gateway.calls.outlet import OVER
from bot.gateway.calls.services import Services
from bot.gateway.calls.spoken_part import spoken_banner
from bot.gateway.calls.texts import call_text
from bot.gateway.errors import ApiError


@dataclass(frozen=True)
class Opened:
    """A call on the line, and the frame that greets it."""

    live: LiveCall
    welcome: JsonObject


class Calls:
    """Calls by UUID. An unknown one is an anonymous caller's; one that is over may be used again."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store
        self._transfers = services.transfers
        self._live: dict[str, LiveCall] = {}
        self.endings = Endings(services, lambda call: call in self._live)
        self._by_conversation: dict[str, LiveCall] = {}
        self._opening = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()
        self._began = services.clock.monotonic()

    # The exchange

    async def announce(self, call: str, number: str | None) -> CallRecord:
        """Note who calls before the call comes; the same again changes nothing. Raises ``ApiError``."""
        async with self._opening:
            record = await self._store.get(call)
            if call in self._live and number != self._services.callers.number(call):
                raise ApiError("call_under_way")
            if record is None or record.over:
                record = await self._store.begin(call, "phone", self._services.clock.wall())
            self._services.callers.note(call, number)
        return record

    async def bind(self, call: str, conversation: str) -> None:
        """Begin a call in the browser, in a conversation that it has already."""
        await self._store.begin(call, "browser", self._services.clock.wall())
        await self._store.change(call, conversation=conversation)

    async def unbind(self, call: str) -> None:
        """Take back a call in the browser that came to nothing."""
        await self._store.forget(call)

    async def next_step(self, call: str) -> str:
        """Return what the dialplan does when the line has let go: ``hangup`` or ``dial:<target>``."""
        record = await self._store.get(call)
        if record is None or not record.transferring:
            return "hangup"
        await self._transfers.dialled(record)
        return f"dial:{record.target}"

    async def shown(self, call: str) -> JsonObject:
        """Return the record in its public shape. Raises ``ApiError`` ``call_not_found``."""
        record = await self._store.get(call)
        if record is None:
            raise ApiError("call_not_found")
        turns = await self._store.turns(call)
        return {
            "id": record.id,
            "channel": record.channel,
            "conversation": record.conversation,
            "state": record.state,
            "identity": record.identity,
            "turns": [turn.to_json() for turn in turns],
            "latencies": await self._store.times(call),
            "transfer": await self._transfers.shown(record),
            "engine": next((turn.engine for turn in reversed(turns) if turn.engine is not None), None),
            "legs": record.leg,
            "ended": record.end_reason if record.ended_at is not None else None,
            "recording_consent": record.consent,
        }

    # The line

    def told(self, conversation: str) -> JsonObject:
        """Return what the dialogue is told of the call that a conversation is in."""
        live = self._by_conversation.get(conversation)
        return live.told if live is not None else {}

    def call_of(self, conversation: str) -> str | None:
        """Return the UUID of the telephone call that a conversation is, while it is on the line."""
        live = self._by_conversation.get(conversation)
        return live.id if live is not None and live.channel == "phone" else None

    async def open(self, call: str) -> Opened:
        """Put a call on the line, or back on it. Raises ``ApiError``."""
        async with self._opening:
            live = self._live.get(call)
            if live is not None:
                return await self._back(live)
            record = await self._store.get(call)
            if record is None or record.over:
                record = await self._store.begin(call, "phone", self._services.clock.wall())
            if record.conversation is None:
                return await self._first(record)
            if record.channel == "browser" and record.leg == 0:
                return await self._joined(record, record.conversation)
            return await self._again(record, record.conversation)

    async def _first(self, record: CallRecord) -> Opened:
        conversations = self._services.conversations
        begun = await conversations.begin("da", "the voice line", None, browser=False, channel="voice")
        await self._store.change(record.id, conversation=begun.id, leg=1, state="greeting")
        live = await self._put(record, begun.id, leg=1)
        live.approval.ask()
        parts = [message.part for message in begun.messages if message.part is not None]
        banner = self._services.people.switches.banner
        if banner is not None:
            # Before the question, which is answered: what comes behind it would be talked over.
            house = self._services.house.public_url
            parts.insert(max(1, len(parts) - 1), spoken_banner(banner, house))
        return Opened(live, _welcome(live, "da", parts))

    async def _joined(self, record: CallRecord, conversation: str) -> Opened:
        """Join the chat that the browser has open: greeted there already, so only a word is said."""
        await self._store.change(record.id, leg=1, state="greeting")
        live = await self._put(record, conversation, leg=1)
        language = (await live.stored()).language
        return Opened(live, _welcome(live, language, [_greeting(call_text("browser_greeting"))]))

    async def _again(self, record: CallRecord, conversation: str) -> Opened:
        """The gateway was restarted meanwhile, or a transferred call has come back."""
        came_back = record.ended_at is not None
        leg = record.leg + 1 if came_back else record.leg
        await self._store.change(record.id, leg=leg, state="greeting", ended_at=None, end_reason=None)
        if came_back:
            await self._transfers.not_answered(record.id)
        case = self._transfers.case_of(conversation)
        live = await self._put(record, conversation, leg=leg)
        stored = await live.stored()
        logged_in = self._services.conversations.turns.standing(stored)["identity"]["level"] == "mitid"
        live.approval.state = "approved" if logged_in else "none"
        if not logged_in and record.identity in ("pending", "none"):
            live.approval.ask()
        opened = Opened(live, _welcome(live, stored.language, [], resumed=True))
        # An offer that a restart cut off is made again: it stands for as long as the case waits.
        failed = record.outcome == "failed" or came_back
        waits = case is not None and case.is_waiting and case.id == record.case_id
        if stored.state != "closed" and failed and (waits or came_back):
            live.spawn(live.offer_call_back(record.queue or ""))
        else:
            live.spawn(self._standing(live))
        return opened

    async def _back(self, live: LiveCall) -> Opened:
        stored = await live.stored()
        live.spawn(self._standing(live))
        return Opened(live, _welcome(live, stored.language, [], resumed=True))

    async def _standing(self, live: LiveCall) -> None:
        before = await self._store.get(live.id)
        await live.complete(None)
        if before is not None and before.transferring:
            live.tell_transfer(before.target or "", before.queue or "")

    async def _put(self, record: CallRecord, conversation: str, *, leg: int) -> LiveCall:
        live = LiveCall(self._services, record, conversation, leg)
        self._live[record.id] = self._by_conversation[conversation] = live
        self._services.metrics.open_lines.inc()
        self.lost(live)  # Until its socket stands.
        await live.listen()
        return live

    async def transferred(self, live: LiveCall, outcome: str) -> None:
        """The line knows how a transfer went, without the call having left it."""
        record = await self._store.get(live.id)
        if record is None or not record.transferring:
            return
        if outcome == "failed":
            await self._transfers.not_answered(live.id)
            await live.offer_call_back(record.queue or "")
        else:
            await self._transfers.answered(live.id)
            await self._store.change(live.id, gone=True)

    def is_lost(self, call: str) -> bool:
        """Say whether the call's line is gone, and waited for."""
        live = self._live.get(call)
        return live is not None and live.lost_at is not None

    def lost(self, live: LiveCall) -> None:
        """The line's socket is gone: wait for it to come back."""
        live.lost_at = self._services.clock.monotonic()

    async def end(self, live: LiveCall, reason: str) -> None:
        """End a call. What made it somebody's is forgotten, unless it may come back from a transfer.

        It is ended to the last step even when whoever asked for it is gone, as a line is that has let go.
        """
        ending = asyncio.get_running_loop().create_task(self._end(live, reason))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        await asyncio.shield(ending)

    async def _end(self, live: LiveCall, reason: str) -> None:
        if self._live.pop(live.id, None) is None:
            return
        if self._by_conversation.get(live.conversation) is live:
            del self._by_conversation[live.conversation]
        self._services.metrics.open_lines.dec()
        self._services.metrics.calls.labels(live.channel, reason).inc()
        await live.leave()
        await self.endings.let_go(live.id, reason)
        live.outlet.close(OVER)

    # Time

    async def sweep(self) -> None:
        """End what has waited too long: lost lines, announced calls that never came, transfers gone well."""
        settings, clock = self._services.settings, self._services.clock
        now, wall = clock.monotonic(), clock.wall()
        for live in list(self._live.values()):
            if live.lost_at is not None and now - live.lost_at >= settings.resume_seconds:
                await self.end(live, "line_lost")
        restarted = now - self._began < settings.resume_seconds
        for record in await self._store.open_calls():
            if record.id in self._live:
                continue
            if record.ended_at is not None:
                await self.endings.look_after(record, wall - record.ended_at)
            elif record.leg == 0:
                if wall - record.at >= settings.announced_seconds:
                    await self.endings.let_go(record.id, "never_came")
            elif not restarted:
                await self.endings.let_go(record.id, "line_lost")
        await self._transfers.sweep(settings.transfer_seconds)

    async def close(self) -> None:
        """The gateway stops: let go of every call; the lines come back to the next one."""
        await asyncio.gather(*self._ending, return_exceptions=True)
        for live in list(self._live.values()):
            await live.leave()
        self._live.clear()


def _greeting(text: str) -> JsonObject:
    return {"type": "text", "text": text, "speech": text}


def _welcome(
    live: LiveCall, language: Language, parts: list[JsonObject], *, resumed: bool = False
) -> JsonObject:
    return {
        "type": "welcome",
        "conversation": live.conversation,
        "language": language,
        "identity": live.approval.state,
        "parts": parts,
        "resumed": resumed,
    }

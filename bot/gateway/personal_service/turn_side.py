"""Personal service as the turns see it (``bot.gateway.turns.PersonalSide``)."""

import hashlib
import json
import logging

from actions.dialogue.danish import day_and_time
from bot.conversation.models import Conversation, JsonObject, Language, State
from bot.conversation.parts import MisshapenError, TurnDone
from bot.conversation.store import ConversationStore
from bot.gateway.clock import Clock
from bot.gateway.errors import ApiError
from bot.gateway.live import LiveConversation
from bot.gateway.logs import log_event
from bot.gateway.personal_service.feedback import FeedbackBox, feedback_of
from bot.gateway.personal_service.models import Case
from bot.gateway.personal_service.notices import service_notice
from bot.gateway.personal_service.packet import own_packet, packet_of
from bot.gateway.personal_service.service import PersonalService
from bot.gateway.personal_service.switches import Switches
from bot.gateway.tokens import log_name
from bot.gateway.transcript import Transcript
from nlu.clock import now

_MOST_NOTED_CHARS = 1500


class TurnSide:
    """Carries out what the dialogue wants of people at the end of a turn."""

    def __init__(
        self,
        service: PersonalService,
        switches: Switches,
        box: FeedbackBox,
        store: ConversationStore,
        transcript: Transcript,
        clock: Clock,
        identity_idle_seconds: float,
    ) -> None:
        self._service = service
        self._switches = switches
        self._box = box
        self._store = store
        self._transcript = transcript
        self._clock = clock
        self._idle = identity_idle_seconds

    @property
    def topics_off(self) -> tuple[str, ...]:
        """Enquiries that are left to people for now."""
        return self._switches.topics_off

    @property
    def waits(self) -> JsonObject:
        """Minutes that a newcomer would wait, by queue that somebody answers for."""
        return self._service.board.waits()

    def standing(self, conversation: Conversation) -> JsonObject:
        """Return ``waiting``, ``person`` and ``banner``."""
        banner = self._switches.banner
        return {
            **self._service.board.standing(conversation),
            "banner": banner.to_json() if banner else None,
        }

    async def after_turn(self, live: LiveConversation, done: TurnDone, told: State, turn: str) -> None:
        """Open a case, end the wait, keep the feedback. What has the wrong shape is logged and left."""
        stored = await self._stored(live)
        # Rasa's word against what it was told: one who stopped waiting meanwhile has not asked anew.
        anew = told == "bot" and done.hands_over
        try:
            await self._hand_over(stored, done, turn if anew else None)
            if done.call_back is not None:
                key = f"call_back:{done.call_back.get('id') or _digest(done.call_back)}"
                await self._service.call_back_ordered(live.id, key)
            elif done.withdrawn and stored.state == "waiting_for_person":
                await self._service.withdraw(live.id, tell=False)
            if done.feedback is not None:
                await self._box.put_once(stored, feedback_of(done.feedback), done.feedback.get("n"))
        except (MisshapenError, ApiError) as error:
            # The turn itself was answered; this must not take the answer back.
            log_event(
                "personal_service_refused", level=logging.ERROR, conversation=log_name(live.id), error=error
            )
        if done.state == "closed" and stored.state == "closed" and stored.channel == "chat":
            part = {"type": "feedback", "text": service_notice("feedback", stored.language)}
            await self._transcript.write(live, "assistant", part=part)

    async def _hand_over(self, stored: Conversation, done: TurnDone, anew: str | None) -> None:
        """Open or add to a case. ``anew`` names the turn in which a person was asked for; None in others."""
        identified = self._identified(stored)
        if done.handover is not None:
            packet = packet_of(done.handover)
            if packet.contact_id:
                keys = [f"contact:{packet.contact_id}"]
            else:
                # The contact centre has not named it, so it is known by what is in it. A second wish with the
                # same in it is told from a packet that is only told again by the turn it comes in.
                keys = [f"own:{_digest(done.handover)}"]
                if anew:
                    keys.insert(0, f"own:{anew}")
            await self._service.hand_over(stored, packet, *keys, identified=identified)
        elif anew and stored.state == "bot":
            # A dialogue that says no more than that: the errands are all there is to tell.
            packet = own_packet(stored, self._service.board.queues.fallback, "asked_for_person")
            await self._service.hand_over(stored, packet, f"own:{anew}", identified=identified)

    async def assistant_failed(self, live: LiveConversation, code: str) -> None:
        """Open the chat to people, with a note of what was not answered."""
        stored = await self._stored(live)
        if stored.state != "bot":
            return
        failed = service_notice("assistant_failed_note", "da")
        packet = own_packet(stored, self._service.board.queues.fallback, "assistant_failed", (failed,))
        key = f"own:failed-{await self._store.last_seq(live.id)}"
        case = await self._service.hand_over(stored, packet, key, identified=self._identified(stored))
        if case is not None and stored.channel == "chat":
            await self._transcript.write(live, "system", text=self._instead(case, stored.language))

    def _instead(self, case: Case, language: Language) -> str:
        """Say who helps instead, and when: nobody is promised outside the opening hours."""
        queues, queue = self._service.board.queues, case.ownership.queue
        opens = queues.opens_at(queue)
        if opens is None:
            return service_notice("assistant_failed", language)
        when = day_and_time(opens.date(), opens.time(), now())
        return service_notice("assistant_failed_closed", language, queue=queues.name(queue), opens=when)

    async def unsaid(self, live: LiveConversation, part: JsonObject) -> None:
        """Leave the person a note of what the assistant was about to say: it may tell of an act."""
        texts = [str(part.get("text") or part.get("title") or "").strip()]
        if part.get("number"):
            texts.append(f"({part['number']})")
        said = " ".join(text for text in texts if text)
        note = service_notice("unsaid", "da", text=said[:_MOST_NOTED_CHARS])
        if said and not await self._service.note_by_assistant(live.id, note):
            # The person has gone again in this very moment, so it can be said after all.
            await self._transcript.write(live, "assistant", part=part)

    async def _stored(self, live: LiveConversation) -> Conversation:
        stored = await self._store.get(live.id)
        if stored is None:
            raise LookupError("a live conversation is not in the store")
        return stored

    def _identified(self, stored: Conversation) -> bool:
        seen = stored.identity_seen
        return stored.citizen is not None and seen is not None and self._clock.wall() - seen < self._idle


def _digest(value: JsonObject) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]

"""What can happen to a case, each as one act: kept durably first, then told to everyone whom it concerns."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.conversation.models import Conversation, JsonObject, Message
from bot.gateway.clock import Clock
from bot.gateway.errors import ApiError
from bot.gateway.live import LiveConversation, LiveConversations
from bot.gateway.personal_service import ownership as own
from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.changes import Change, Line, carry_out, note_event, refusal
from bot.gateway.personal_service.models import ASSISTANT, Case, Note, Packet, Person
from bot.gateway.personal_service.notices import service_notice
from bot.gateway.personal_service.ownership import NotPossibleError, Outcome, Ownership, step
from bot.gateway.personal_service.packet import merged
from bot.gateway.personal_service.store import ServiceStore
from bot.gateway.text import clean
from bot.gateway.transcript import Transcript
from nlu.clock import now

LATEST = 20
"""How many conversations the expected wait is reckoned from."""


class PersonalService:
    """Cases and what becomes of them. ``open`` before use."""

    def __init__(
        self,
        store: ServiceStore,
        board: Board,
        transcript: Transcript,
        lives: LiveConversations,
        clock: Clock,
        max_chars: int,
        absent_seconds: float,
    ) -> None:
        self._store = store
        self._transcript = transcript
        self._lives = lives
        self._clock = clock
        self._max_chars = max_chars
        self.board = board
        board.absent = lambda person: self.absent_seconds(person) >= absent_seconds
        self.tell_desk: Callable[[JsonObject], None] = lambda _: None
        """Sends a frame to every desk that may have it; the desk sets it."""
        self.absent_seconds: Callable[[str], float] = lambda _: 0.0
        """For how long an employee has had no page open; the desk sets it."""
        self.call_of: Callable[[str], str | None] = lambda _: None
        """The telephone call that a conversation is; the calls set it."""
        self.tell_standing: Callable[[LiveConversation], Awaitable[None]] = _nobody
        """Tells the citizen how the conversation stands; the turns set it."""
        self.queues_changed: Callable[[set[str]], None] = lambda _: None
        """Has the desk, and whoever waits there, told how these queues stand now."""
        self.something_to_deliver: Callable[[], None] = lambda: None
        """Wakes whoever tells the contact centre."""
        self.call_backs_changed: Callable[[], Awaitable[None]] = _nothing
        """Tells every desk the call-back list; the desk sets it."""

    async def open(self) -> None:
        """Read the cases that are open."""
        for case in await self._store.cases(self._clock.wall() - 3600.0):
            self.board.put(case)
            if case.ownership.state == "with_person":
                self.board.count_unread(case.id, await self._store.unanswered(case.conversation))
            await self._learn(case.ownership.queue)
        self._transcript.heard = self._heard

    # From the conversation

    async def hand_over(
        self, conversation: Conversation, packet: Packet, key: str, *more_keys: str, identified: bool
    ) -> Case | None:
        """Open a case, or add to the one that is open. The same ``key`` again changes nothing.

        ``more_keys`` are what it will be told by later. None when the packet is known already, or the
        conversation is closed.
        """
        if packet.queue not in self.board.queues.ids():
            packet = replace(packet, queue=self.board.queues.fallback)
        live = self._lives.get(conversation.id)
        at = self._clock.wall()
        async with live.writing, self._store.transaction() as change:
            if await change.seen(conversation.id, key) or await change.state(conversation.id) in (
                None,
                "closed",
            ):
                return None
            before = await change.open_case(conversation.id)
            if before is None:
                case = self._new(conversation, packet, at, identified=identified)
                await change.set_state(conversation.id, "waiting_for_person")
                await note_event(change, case, "handed_over", at)
            else:
                # Where an employee has moved it to is where it waits now.
                both = merged(replace(before.packet, queue=before.ownership.queue), packet)
                stands = step(before.ownership, own.HandedOverAgain(both.queue))
                stands = replace(stands, version=before.ownership.version + 1)
                case = replace(before, packet=both, ownership=stands)
                if stands.queue != before.ownership.queue:
                    case = replace(case, queued_at=at, asked_at=None)
            await change.write(case)
            for known_by in (key, *more_keys):
                await change.note_packet(conversation.id, known_by, case.id)
            if packet.contact_id is None:
                await change.deliver(case, "hand_over")
        await self._changed(case, before)
        return case

    async def withdraw(self, conversation: str, *, tell: bool) -> Case | None:
        """The citizen no longer wants to wait. None when nobody waits; harmless then."""
        case = self.board.open_of(conversation)
        if case is None:
            return None
        lines = (Line("system", service_notice("withdrawn", case.language)),) if tell else ()
        return await self._act(case.id, Change(own.Withdrawn(), "withdrawn", lines))

    async def call_back_ordered(self, conversation: str, key: str) -> None:
        """The citizen will be called, so nobody waits any longer. The same ``key`` again changes nothing."""
        case = self.board.open_of(conversation)
        if case is not None:
            try:
                await self._act(case.id, Change(own.CallBackOrdered(), "call_back", key=key))
            except ApiError as error:
                if error.code != "not_possible":
                    raise
                # A person came first: they see the call-back in the list, and end the case themselves.
        await self.call_backs_changed()

    async def contact_told(self, case: str) -> None:
        """The contact centre has got the packet: the desk shows its receipt."""
        stored = await self._store.case(case)
        if stored is not None and self.board.get(case) is not None:
            self.board.put(stored)
            self.tell_desk({"type": "case", "case": self.board.case_json(stored)})

    async def note_by_assistant(self, conversation: str, text: str) -> bool:
        """Leave the person who has the conversation a note. False when nobody has it any more."""
        case = self.board.open_of(conversation)
        if case is None:
            return False
        await self.add_note(case.id, ASSISTANT, text, None)
        return True

    # From the desk

    async def take(self, case: str, person: Person) -> Case:
        """Give the case to an employee. Of two at once one gets it. Raises ``ApiError``."""
        known = await self.case(case)
        owner = known.ownership.person
        if owner != person.id and self.board.is_away(known):
            await self._act(case, Change(own.Moved(owner, known.ownership.queue), "left"))
        queue = self.board.queues.name(known.ownership.queue)
        joined = service_notice("person_joined", known.language, name=person.first_name, queue=queue)
        lines = (Line("system", joined),)
        return await self._act(case, Change(own.Taken(person.id), "taken", lines, person=person))

    async def move(self, case: str, person: Person, queue: str) -> Case:
        """Send the case to another queue. Raises ``ApiError``."""
        if queue not in self.board.queues.ids():
            raise ApiError("bad_request")
        known = await self.case(case)
        has_it = known.ownership.state == "with_person"
        text = service_notice(
            "moved_by_person" if has_it else "moved",
            known.language,
            name=person.first_name,
            queue=self.board.queues.name(queue),
        )
        return await self._act(case, Change(own.Moved(person.id, queue), "moved", (Line("system", text),)))

    async def not_picked_up(self, case: str, person: Person) -> Case:
        """The employee has the case, but not the telephone: it waits again. Raises ``ApiError``."""
        known = await self.case(case)
        queue = known.ownership.queue
        text = service_notice(
            "not_picked_up", known.language, name=person.first_name, queue=self.board.queues.name(queue)
        )
        return await self._act(case, Change(own.Moved(person.id, queue), "moved", (Line("system", text),)))

    async def give_back(self, case: str, person: Person) -> Case:
        """Let the assistant have the conversation again. Raises ``ApiError``."""
        known = await self.case(case)
        text = service_notice("given_back", known.language, name=person.first_name)
        lines = (Line("assistant", text),)
        return await self._act(case, Change(own.GivenBack(person.id), "given_back", lines))

    async def close(self, case: str, person: Person, outcome: Outcome) -> Case:
        """End the conversation with an outcome. Raises ``ApiError``."""
        known = await self.case(case)
        lines = [Line("system", service_notice("closed", known.language, name=person.first_name))]
        if known.channel == "chat":
            lines.append(Line("assistant", service_notice("feedback", known.language), "feedback"))
        return await self._act(case, Change(own.Closed(person.id, outcome), "closed", tuple(lines)))

    async def say(self, case: str, person: Person, text: str, client_id: str) -> Message:
        """Write to the citizen. The same ``client_id`` again is the same message. Raises ``ApiError``."""
        text = clean(text, self._max_chars)
        known = await self.case(case)
        live = self._lives.get(known.conversation)
        async with live.writing:
            async with self._store.transaction() as change:
                message = await change.message_of_client(known.conversation, client_id)
                if message is not None:
                    if message.sender != "person" or message.text != text:
                        raise ApiError("client_id_reused")
                    return message
                stored = await change.case(case)
                if stored is None or stored.ownership.state != "with_person":
                    raise ApiError("not_possible")
                if stored.ownership.person != person.id:
                    raise refusal(NotPossibleError("not_yours", stored.ownership.person), stored)
                message = await change.append(
                    known.conversation,
                    "person",
                    now().isoformat(timespec="seconds"),
                    text=text,
                    client_id=client_id,
                    name=person.first_name,
                )
            return self._transcript.tell(live, message)

    async def add_note(self, case: str, person: Person, text: str, client_id: str | None) -> Note:
        """Add a note that employees see. Raises ``ApiError``."""
        text = clean(text, self._max_chars)
        known = await self.case(case)
        async with self._store.transaction() as change:
            note = await change.add_note(
                known.id, now().isoformat(timespec="seconds"), person, text, client_id
            )
        self.tell_desk({"type": "note", "case": known.id, "note": note.to_json()})
        return note

    def person_types(self, case: str, person: Person, *, on: bool) -> None:
        """Tell the citizen that the person who has the case is writing."""
        known = self.board.get(case)
        if (
            known is not None
            and known.ownership.state == "with_person"
            and known.ownership.person == person.id
        ):
            self._lives.get(known.conversation).tell({"type": "typing", "on": on, "from": "person"})

    def citizen_types(self, conversation: str, *, on: bool) -> None:
        """Tell the person that the citizen is writing."""
        case = self.board.open_of(conversation)
        if case is not None and case.ownership.state == "with_person":
            self.tell_desk({"type": "citizen_typing", "case": case.id, "on": on})

    async def case(self, case: str) -> Case:
        """Return the case. Raises ``ApiError`` ``case_not_found``."""
        known = self.board.get(case) or await self._store.case(case)
        if known is None:
            raise ApiError("case_not_found")
        return known

    async def notes(self, case: str) -> list[Note]:
        """Return the notes of a case."""
        return await self._store.notes(case)

    # How it is done

    def _new(self, conversation: Conversation, packet: Packet, at: float, *, identified: bool) -> Case:
        return Case(
            id=f"s-{secrets.token_hex(8)}",
            conversation=conversation.id,
            channel=conversation.channel,
            call=self.call_of(conversation.id),
            language=conversation.language,
            identity="mitid" if identified else "none",
            packet=packet,
            ownership=Ownership("waiting", packet.queue),
            person=None,
            opened_at=at,
            queued_at=at,
        )

    async def _act(self, case: str, change: Change) -> Case:
        """Carry out a change, and tell of it. Raises ``ApiError``."""
        known = await self.case(case)
        live = self._lives.get(known.conversation)
        async with live.writing:
            async with self._store.transaction() as transaction:
                done = await carry_out(transaction, case, change, self._clock.wall())
            if done.after is done.before:
                return done.before
            # Under the lock of the transcript: whoever comes now sees both the change and its lines.
            self.board.put(done.after)
            for message in done.told:
                self._transcript.tell(live, message)
        if change.kind == "taken":
            live.set_typing(False)
            self.board.count_unread(done.after.id, None)
        await self._changed(done.after, done.before)
        return done.after

    async def _changed(self, case: Case, before: Case | None) -> None:
        self.board.put(case)
        self.something_to_deliver()
        queues = {case.ownership.queue} | ({before.ownership.queue} if before else set())
        if not case.ownership.is_open:
            await self._learn((before or case).ownership.queue)
        self.tell_desk({"type": "case", "case": self.board.case_json(case)})
        self.queues_changed(queues)
        await self.tell_standing(self._lives.get(case.conversation))

    async def _learn(self, queue: str) -> None:
        self.board.learn_handling(queue, await self._store.handling_seconds(queue, LATEST))

    def _heard(self, conversation: str, message: Message) -> None:
        """Count what the citizen writes to a person, for every desk's list of cases."""
        case = self.board.open_of(conversation)
        if (
            case is None
            or case.ownership.state != "with_person"
            or message.sender not in ("citizen", "person")
        ):
            return
        self.board.count_unread(case.id, 1 if message.sender == "citizen" else None)
        self.tell_desk({"type": "case", "case": self.board.case_json(case)})


async def _nobody(_: LiveConversation) -> None:
    return None


async def _nothing() -> None:
    return None

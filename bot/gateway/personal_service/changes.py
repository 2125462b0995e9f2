"""One change of a case within a transaction: how it stands afterwards, and what is written of it."""

import json
from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation.models import Message
from bot.gateway.errors import ApiError
from bot.gateway.personal_service.models import Case, Person
from bot.gateway.personal_service.ownership import (
    Event,
    NotPossibleError,
    Ownership,
    conversation_state,
    step,
)
from bot.gateway.personal_service.transaction import Transaction
from nlu.clock import now

EventKind = Literal["handed_over", "taken", "left", "moved", "given_back", "closed", "withdrawn", "call_back"]
"""What the dashboard's events call it."""


@dataclass(frozen=True)
class Line:
    """Something that the transcript says of a change."""

    sender: Literal["system", "assistant"]
    text: str
    kind: str = "text"
    """Type of the part, for the assistant's."""


@dataclass(frozen=True)
class Change:
    """An event, and what is kept beside it."""

    event: Event
    kind: EventKind
    lines: tuple[Line, ...] = ()
    """What the transcript says of it, in order."""
    person: Person | None = None
    """Who has the case from then on."""
    key: str | None = None
    """With a key it is carried out once in the conversation."""


@dataclass(frozen=True)
class Done:
    """A change that has been written."""

    before: Case
    after: Case
    """The same object as ``before`` where nothing had to be changed."""
    told: tuple[Message, ...] = ()
    """Its lines, which nobody has been told yet."""


async def carry_out(transaction: Transaction, case: str, change: Change, at: float) -> Done:
    """Write case, state of the conversation, lines, event and delivery. ``at``: seconds since 1970.

    Raises ``ApiError``: ``case_not_found``, or the refusal of the state machine with who has the case.
    """
    before = await transaction.case(case)
    if before is None:
        raise ApiError("case_not_found")
    if change.key is not None and await transaction.seen(before.conversation, change.key):
        return Done(before, before)
    try:
        stands = step(before.ownership, change.event)
    except NotPossibleError as error:
        raise refusal(error, before) from error
    if stands is before.ownership:
        return Done(before, before)
    after = _moved_on(before, stands, change.person, at)
    await transaction.write(after)
    if change.key is not None:
        await transaction.note_packet(after.conversation, change.key, after.id)
    await transaction.set_state(after.conversation, conversation_state(stands))
    told = [await _append(transaction, after.conversation, line) for line in change.lines]
    await note_event(transaction, after, change.kind, at, before=before)
    if change.kind == "taken":
        await transaction.deliver(after, "taken")
    elif not stands.is_open:
        await transaction.deliver(after, "closed")
    return Done(before, after, tuple(told))


async def note_event(
    transaction: Transaction, case: Case, kind: EventKind, at: float, *, before: Case | None = None
) -> None:
    """Note for the dashboard what happened to the case, without whose it is. ``at``: seconds since 1970."""
    waited = at - case.queued_at if kind == "taken" else None
    handled = None
    if before is not None and before.ownership.state == "with_person" and before.taken_at is not None:
        handled = at - before.taken_at
    await transaction.event(
        at,
        kind,
        queue=(before or case).ownership.queue,
        channel=case.channel,
        reason=case.packet.reason,
        intents=json.dumps([topic.intent for topic in case.packet.topics]),
        outcome=case.ownership.outcome,
        wait_s=waited,
        handle_s=handled,
    )


def refusal(error: NotPossibleError, case: Case) -> ApiError:
    """Return what the employee is told: the code, and who has the case where that is known."""
    has_it = case.person if case.person is not None and case.person.id == error.person else None
    return ApiError(error.code, more={"person": has_it.to_json()} if has_it else None)


async def _append(transaction: Transaction, conversation: str, line: Line) -> Message:
    at = now().isoformat(timespec="seconds")
    if line.sender == "system":
        return await transaction.append(conversation, "system", at, text=line.text)
    part = {"type": line.kind, "text": line.text}
    return await transaction.append(conversation, "assistant", at, part=part)


def _moved_on(before: Case, stands: Ownership, person: Person | None, at: float) -> Case:
    """Return the case as it stands after an event, with the times that go with it."""
    if stands.state == "with_person":
        return replace(before, ownership=stands, person=person, taken_at=at)
    if stands.state == "waiting":
        queued = at if stands.queue != before.ownership.queue else before.queued_at
        return replace(before, ownership=stands, person=None, taken_at=None, queued_at=queued, asked_at=None)
    return replace(before, ownership=stands, ended_at=at)

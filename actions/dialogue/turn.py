"""One journey's turn: what it can see of the conversation, and what it can do with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand, Expects, Option, Question, State
from actions.dialogue.by_phone import LOGIN_PERSON, another_way, hopeless_login, why_not
from actions.dialogue.catalogue import name_of
from actions.dialogue.danish import capitalised
from actions.dialogue.message import Message, Signal
from actions.dialogue.phrases import phrase, speech
from actions.dialogue.privacy import hide_numbers
from actions.dialogue.reading import entity_value
from actions.fagsystemer import Fagsystemer

PATIENCE = 2
"""After so many answers in a row that were not understood, a person is offered with the question."""


@dataclass
class Turn:
    """What a journey works with. It reads, says, asks and settles; the caller stores and sends."""

    agenda: Agenda
    errand: Errand
    message: Message
    systems: Fagsystemer
    now: datetime
    conversation: str = ""
    transcript: Sequence[tuple[str, str]] = ()
    """(``citizen`` | ``assistant``, text) as far as the conversation has come, masked."""
    said: list[parts.Part] = field(default_factory=list)
    tried: dict[str, str] = field(default_factory=dict)
    """The acts of this turn with their idempotency keys."""
    unclear: int = 0
    """Messages in a row that were not understood before this one was."""

    # What the citizen said

    @property
    def signal(self) -> Signal:
        return self.message.floor.signal if self.message.floor else "start"

    @property
    def topic(self) -> str:
        """The topic of the question that was answered; empty when nothing was asked."""
        return self.message.floor.topic if self.message.floor else ""

    @property
    def choice(self) -> str | None:
        return self.message.floor.choice if self.message.floor else None

    @property
    def yes(self) -> bool | None:
        return self.message.floor.yes if self.message.floor else None

    @property
    def corrected(self) -> bool:
        return self.signal == "correct"

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def memory(self) -> dict[str, Any]:
        return self.errand.memory

    @property
    def citizen(self) -> str | None:
        """Opaque reference of the logged-in citizen, or None: then ask for a login first."""
        return self.message.citizen

    def heard_now(self, kind: str) -> Any:
        """Return the value of an entity in this message alone."""
        return entity_value(self.message.entities, kind)

    def heard(self, kind: str) -> Any:
        """Return the value of an entity in this message, or in the words that opened the errand."""
        here = entity_value(self.message.entities, kind)
        return here if here is not None else entity_value(self.errand.entities, kind)

    # What the assistant says

    def say(self, key: str, **values: object) -> None:
        self.said.append(parts.worded(key, **values))

    def accept_no(self) -> None:
        """Say that a no is all right, and ask what else is wanted where nothing else waits for its turn."""
        waits = self.agenda.queue or self.agenda.parked()
        self.say("raad.no_person_more" if waits else "raad.no_person")

    def show(self, part: parts.Part) -> None:
        self.said.append(part)

    def ask(
        self,
        key: str,
        topic: str,
        expects: Expects,
        options: Sequence[Option] = (),
        /,
        **values: object,
    ) -> None:
        """Ask for one piece of information; the journey comes back with ``turn.topic == topic``."""
        before = self.agenda.question
        again = before is not None and before.errand == self.errand.id and before.topic == topic
        if before and before.errand and before.errand != self.errand.id:
            # Two cannot ask at once: the other one asks again when this is done.
            self.agenda.errand(before.errand).state = "parked"
        content, spoken = phrase(key, **values), speech(key, **values)
        shown = [(option.title, option.title) for option in options]
        if expects == "yes_no" and not shown:
            shown = [("Ja", "Ja"), ("Nej", "Nej")]
        misses = before.misses + 1 if again and before else 0
        if again and before and before.parts[0].get("text") == content and not self.said:
            self.say("common.not_understood")
        if misses >= PATIENCE:
            shown.append((phrase("common.person_button"), phrase("common.person_wish")))
        part = parts.buttons(content, shown, spoken) if shown else parts.text(content, spoken)
        self.said.append(part)
        self.agenda.question = Question(self.errand.id, expects, [part], topic, list(options), misses)
        self.errand.state = "open"

    def offer(self, key: str, topic: str, **values: object) -> None:
        """Ask yes or no about something extra, unless another question is open: that one comes first."""
        if self.agenda.question and self.agenda.question.errand != self.errand.id:
            self.say("common.person_is_there")
            return self.settle("done")
        self.ask(key, topic, "yes_no", **values)
        if self.agenda.question:
            self.agenda.question.optional = True

    def need_login(self, key: str, **values: object) -> None:
        """Ask for MitID; the journey comes back with the signal ``logged_in``.

        A caller who cannot be identified is told why, and offered a person.
        """
        hopeless = hopeless_login(self.message)
        if hopeless is not None:
            self.said += [why_not(hopeless), *another_way(self.message)]
            self.failed("unidentified")
            self.ask("common.phone_offer_person", LOGIN_PERSON, "yes_no")
            if self.agenda.question:
                self.agenda.question.optional = True
            return
        waiting = [errand for errand in self.agenda.waiting_for_login() if errand is not self.errand]
        if waiting and self.signal == "start" and self.errand.batch == waiting[-1].batch:
            # One login opens all: the card is there already.
            self.say("common.same_login")
        else:
            self.said.append(parts.login(key, **values))
        if self.agenda.question and self.agenda.question.errand == self.errand.id:
            self.agenda.question = None
        self.errand.state = "waiting_login"

    def failed(self, how: str) -> None:
        """Note for the person who may take over that this errand failed, and ``how``."""
        name = capitalised(name_of(self.errand.intent))
        self.agenda.failures[self.errand.id] = phrase(f"overdragelse.{how}", name=name)

    def receipt(self, key: str, number: str, facts: Sequence[tuple[str, str]], **values: object) -> None:
        title, spoken = phrase("common.receipt_title"), speech(key, **values)
        # The latest receipt holds; what an earlier one said of the same errand no longer does.
        self.errand.known = {label: hide_numbers(value) for label, value in facts} | {title: number}
        self.said.append(parts.receipt(phrase(key, **values), title, number, facts, spoken))

    # How it ends

    def settle(self, state: State, *, undoable: bool = False) -> None:
        self.agenda.settle(self.errand, state, undoable=undoable)

    def act_key(self, act: str, *details: object) -> str:
        """Return the idempotency key of an act: the same act on the same errand is never done twice.

        An act whose outcome is unknown keeps its key for the whole conversation, also when the citizen
        asks for it anew as another errand.
        """
        what = "|".join(str(detail) for detail in (act, *details))
        raw = f"{self.conversation}|{self.errand.id}|{what}"
        key = self.agenda.uncertain.get(what) or hashlib.sha256(raw.encode()).hexdigest()[:40]
        self.tried[what] = key
        return key

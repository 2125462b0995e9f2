"""What the conversation tells the line: welcome, answers, identity, a transfer, trouble."""

from collections.abc import Mapping, Sequence
from typing import Any

from voice.call.answers import Link, as_spoken, pieces_of, read_part
from voice.call.context import Context
from voice.call.events import Tell
from voice.call.greeting import greeting
from voice.conversation import (
    Done,
    Failed,
    FromConversation,
    IdentityChanged,
    Measured,
    Part,
    TransferTo,
    Welcome,
)


class GatewaySide:
    """Takes in one call's answers."""

    def __init__(self, context: Context) -> None:
        self._call = context
        self._failures = 0
        self._said_lost = False
        self._parts = 0
        """Parts of the answer under way."""
        self._buttons: dict[str, str] = {}
        self._new_links: list[Link] = []

    def told(self, what: FromConversation, now_ms: float) -> None:
        """Take in one thing."""
        if isinstance(what, Welcome):
            self._welcome(what, now_ms)
        elif isinstance(what, Part):
            self._part(what.id, what.part, now_ms)
        elif isinstance(what, Done):
            self._done(what, now_ms)
        elif isinstance(what, Failed):
            self._failed(what, now_ms)
        elif isinstance(what, IdentityChanged):
            self._identity(what, now_ms)
        elif isinstance(what, TransferTo):
            self._transfer(now_ms)
        else:
            self._call.waits.begin("lost", now_ms)

    def time(self, now_ms: float) -> None:
        """Look at the time while the gateway is silent."""
        call, limits = self._call, self._call.settings.watchdogs
        if not call.welcomed and not call.leaving:
            call.waits.begin("welcome", now_ms)
            if call.waits.longer_than("welcome", limits.welcome_gone_ms, now_ms):
                self._give_up(now_ms)
            elif not self._said_lost and call.waits.longer_than("welcome", limits.welcome_ms, now_ms):
                self._said_lost = True
                call.speaking.say_key("welcome_late", now_ms)
        if call.waits.running("lost") and not call.leaving:
            self._while_lost(now_ms)

    # ── Welcome ─────────────────────────────────────────────────────────────────────────────────

    def _welcome(self, what: Welcome, now_ms: float) -> None:
        call = self._call
        again, call.welcomed = call.welcomed, True
        call.waits.end("welcome")
        call.waits.end("lost")
        call.identity, call.speaking.language = what.identity, what.language
        said_lost, self._said_lost = self._said_lost and again, False
        if not again and not what.resumed:
            sentences = greeting(what.parts, what.identity, what.language, call.phrases, call.consent.offered)
            asks = call.phrases.wordings("greeting_pending", what.language)
            at = next((at for at, sentence in enumerate(sentences) if sentence in asks), len(sentences))
            call.speaking.new_answer()
            self._greet(sentences[:at], now_ms)
            call.greeting_left = sentences[at:]
        elif what.resumed and call.awaiting:
            call.slow.sent(now_ms)  # What waited in line is on its way now: the wait begins anew.
        elif said_lost or (again and not what.resumed):
            call.awaiting.clear()
            call.slow.answered()
            call.speaking.say_key("back_again", now_ms)

    def go_on_greeting(self, now_ms: float) -> None:
        """Say the rest of the greeting: by now it may be known that no app will ask."""
        call = self._call
        if not call.greeting_left or call.speaking.busy:
            return
        asks = call.phrases.wordings("greeting_pending", call.speaking.language)
        left, call.greeting_left = call.greeting_left, ()
        self._greet([one for one in left if call.identity == "pending" or one not in asks], now_ms)

    def _greet(self, sentences: Sequence[str], now_ms: float) -> None:
        call = self._call
        pieces = [piece for sentence in sentences for piece in pieces_of(sentence, call.phrases)]
        call.speaking.remember(pieces)
        call.speaking.say(pieces, now_ms)

    def _while_lost(self, now_ms: float) -> None:
        call = self._call
        if not call.awaiting and not call.waits.running("person"):
            return  # Nobody waits for it yet.
        call.slow.answered()
        if not self._said_lost and not call.turn.live:
            self._said_lost = True
            call.speaking.say_key("gateway_lost", now_ms)
        waited = min((*call.awaiting.values(), now_ms))
        if (
            call.waits.longer_than("lost", call.settings.watchdogs.lost_ms, now_ms)
            and now_ms - waited >= call.settings.watchdogs.lost_ms / 2
        ):
            self._give_up(now_ms)

    def _give_up(self, now_ms: float) -> None:
        call = self._call
        call.waits.end("person")
        call.speaking.say_key("gateway_gone", now_ms)
        call.leave("person", now_ms)

    # ── Answers ─────────────────────────────────────────────────────────────────────────────────

    def _part(self, part_id: str | None, part: Mapping[str, Any], now_ms: float) -> None:
        call = self._call
        if call.leaving not in (None, "transfer"):
            return
        if part_id is None:
            # By itself: a login went through, or the answer to a wish for a person.
            if self._parts == 0 and not call.awaiting:
                call.speaking.new_answer()
            call.waits.end("person")
        call.slow.part_came(now_ms)
        reading = read_part(part, call.identity, call.speaking.language, call.phrases)
        if part_id is not None and self._parts == 0 and call.unheard:
            unheard, call.unheard = call.unheard, ()
            call.speaking.remember(unheard)
            call.speaking.say(unheard, now_ms)
        self._parts += 1
        self._buttons.update(reading.buttons)
        self._new_links += [reading.link] if reading.link else []
        if reading.receipt and reading.receipt.number:
            call.receipt = reading.receipt
        call.speaking.remember(reading.pieces)
        call.speaking.say(reading.pieces, now_ms)

    def _done(self, what: Done, now_ms: float) -> None:
        call = self._call
        if call.leaving:
            return
        sent = call.answered(what.id)
        if sent is not None:
            call.speaking.emit(Tell(Measured("turn", now_ms - sent)))
        parts, self._parts = self._parts, 0
        buttons, self._buttons = self._buttons, {}
        self._failures = 0
        call.with_person = what.state in ("waiting_for_person", "with_person")
        if what.id is not None or call.local != "confirm":
            call.ask_locally(None)  # What comes by itself does not take "Sagde du …?" off the table.
        call.ask(what.expects, what.choices, buttons)
        self._offers(what.expects, now_ms)
        call.speaking.language = what.language
        if what.state == "closed":
            call.speaking.say_key("goodbye", now_ms)
            call.leave("goodbye", now_ms)
        elif not parts and what.id is not None and what.state == "bot":
            call.speaking.say_key("not_heard", now_ms)

    def _offers(self, expects: str | None, now_ms: float) -> None:
        """Offer what the telephone cannot show: links, and a login elsewhere."""
        call = self._call
        new, self._new_links = self._new_links, []
        known = call.identity in ("pending", "approved")
        # Who is asked in the app, or has answered there, needs no other way to log in.
        links = tuple(link for link in new if link.kind == "link" or not known)
        login = any(link.kind == "login" for link in links)
        call.links = links or call.links
        if login and call.identity == "none":
            call.speaking.say_key("login_offer_person", now_ms)
        elif login:
            call.speaking.say_key("login_offer_sms", now_ms)
            call.ask_locally("sms")
        elif links and call.identity != "none":
            call.speaking.say_key("sms_offer_aside" if expects else "sms_offer", now_ms)
            call.ask_locally(None if expects else "sms")

    def _failed(self, what: Failed, now_ms: float) -> None:
        call = self._call
        if call.leaving:
            return
        call.answered(what.id)
        self._parts = 0
        self._failures += 1
        pieces = pieces_of(as_spoken(what.text, call.phrases), call.phrases)
        call.speaking.remember(pieces)
        call.speaking.say(pieces, now_ms)
        if self._failures >= call.settings.watchdogs.failures_in_a_row:
            self._failures = 0
            call.want_person("failures", "person_wanted", now_ms)
        elif self._failures > 1 or not pieces:
            call.speaking.say_key("failed_again", now_ms)

    # ── Identity, transfer ──────────────────────────────────────────────────────────────────────

    def _identity(self, what: IdentityChanged, now_ms: float) -> None:
        call = self._call
        was_asked = call.asked.login
        call.identity = what.state
        key = f"identity_{what.state}"
        if was_asked and key in call.phrases.sayings and not call.leaving:
            call.speaking.say_key(key, now_ms)

    def _transfer(self, now_ms: float) -> None:
        call = self._call
        if call.leaving:
            return
        call.waits.end("person")
        call.awaiting.clear()
        call.slow.answered()
        told = " ".join(piece.text for piece in call.speaking.answer_so_far)
        if not call.phrases.says_transfer.search(told):
            call.speaking.say_key("transfer", now_ms)
        call.leave("transfer", now_ms)

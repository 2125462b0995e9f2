"""What the caller's words and keys amount to: for the line itself, to be confirmed, or for the assistant."""

from voice.call.answers import Piece, keys_for, spelled
from voice.call.callers_turn import EndedTurn
from voice.call.commands import Command, command_in
from voice.call.context import Context
from voice.call.events import Tell
from voice.call.key_presses import Answer, Meaning, Nothing, Person, Repeat
from voice.call.words import is_hesitation, takes_back, words_of, yes_or_no
from voice.conversation import Happened
from voice.recognition.protocol import Utterance


class Understanding:
    """Decides for one call."""

    def __init__(self, context: Context) -> None:
        self._call = context
        self._noisy = 0

    # ── Words ───────────────────────────────────────────────────────────────────────────────────

    def heard(self, heard: Utterance, turn: EndedTurn, now_ms: float) -> None:
        """Take the recogniser's answer for a turn that was meant as one."""
        call = self._call
        if not heard.text:
            self._nothing_understood(heard, turn, now_ms)
        elif is_hesitation(heard.text, call.phrases):
            call.no_input.caller_is_there()
        else:
            call.no_input.caller_is_there()
            call.speech_ended_ms = turn.speech_ended_ms
            self._noisy = 0
            if not turn.goes_on or takes_back(heard.text, call.phrases):
                call.unheard = ()
            self._words(heard, turn, now_ms)

    def typed(self, text: str, now_ms: float) -> None:
        """Take what the caller wrote: nothing about it is unsure."""
        call = self._call
        call.no_input.caller_is_there()
        call.confirm.settled()
        command = command_in(text, call.phrases, call.choices)
        if command:
            self._obey(command, now_ms)
        elif not self._local_answer(text, now_ms):
            call.send(text, now_ms, engine="typed")

    def _words(self, heard: Utterance, turn: EndedTurn, now_ms: float) -> None:
        call = self._call
        command = command_in(heard.text, call.phrases, call.choices)
        if command:
            self._obey(command, now_ms)
            return
        if call.local == "confirm":
            heard = self._without_denial(heard)
            answer = yes_or_no(heard.text, call.phrases)
            if answer is not None:
                self._confirmed(answer, now_ms)
                return
            call.ask_locally(None)
        elif self._local_answer(heard.text, now_ms):
            return
        self._decide(heard, turn, now_ms)

    def _decide(self, heard: Utterance, turn: EndedTurn, now_ms: float) -> None:
        call = self._call
        expected = call.expected
        if call.phrases.urgent.search(heard.text):
            call.confirm.settled()
            self._send(heard, heard.confidence, turn.began_ms, turn.speech_ended_ms, now_ms)
            return
        again = call.confirm.unsure_in_a_row
        decision = call.confirm.decide(heard, expected)
        if decision == "take":
            self._send(heard, heard.confidence, turn.began_ms, turn.speech_ended_ms, now_ms)
        elif decision == "confirm":
            call.speaking.new_answer()
            text = call.phrases.say("confirm", call.speaking.language, text=heard.text)
            question = [Piece(text, True)]
            call.speaking.remember(question)
            call.speaking.say(question, now_ms)
            call.ask_locally("confirm")
        elif decision == "again":
            self._ask_again(again, now_ms)
        elif decision == "keypad":
            self._offer_keys(now_ms)
        else:
            call.want_person("not_understood", "not_understood_person", now_ms)

    def _send(
        self, heard: Utterance, confidence: float, start_ms: float, end_ms: float, now_ms: float
    ) -> None:
        self._call.send(
            heard.text,
            now_ms,
            confidence=confidence,
            start_ms=start_ms,
            end_ms=end_ms,
            language=heard.language,
            engine=heard.engine,
        )

    def _without_denial(self, heard: Utterance) -> Utterance:
        """ "Nej, Bygaden 54": what comes after the no is the right one."""
        words = words_of(heard.text)
        if (
            len(words) > 2
            and words[0] in ("nej", "næ", "no")
            and yes_or_no(heard.text, self._call.phrases) is None
        ):
            rest = heard.text.split(maxsplit=1)[1]
            return Utterance(
                rest,
                heard.confidence,
                heard.words[1:],
                heard.start_ms,
                heard.end_ms,
                heard.engine,
                heard.grammar,
                heard.language,
            )
        return heard

    def _confirmed(self, yes: bool, now_ms: float) -> None:
        """The answer to "Sagde du …?"."""
        call = self._call
        pending = call.confirm.pending
        call.ask_locally(None)
        if yes and pending:
            call.confirm.settled()
            self._send(pending, 1.0, pending.start_ms, pending.end_ms, now_ms)
        else:
            call.confirm.denied()
            call.speaking.say_key("say_again", now_ms)

    def _local_answer(self, text: str, now_ms: float) -> bool:
        """Whether the text answered a question of the line itself."""
        call = self._call
        answer = yes_or_no(text, call.phrases)
        if call.local == "confirm" and answer is not None:
            self._confirmed(answer, now_ms)
            return True
        if call.local != "sms":
            return False
        call.ask_locally(None)
        if answer is None:
            return False
        if answer:
            self._send_sms(now_ms)
        else:
            call.speaking.say_key("sms_declined", now_ms)
        return True

    # ── Nothing understood ──────────────────────────────────────────────────────────────────────

    def _nothing_understood(self, heard: Utterance, turn: EndedTurn, now_ms: float) -> None:
        call = self._call
        if turn.reason == "noise":
            self._noisy += 1
            if self._noisy > 2:
                call.want_person("noise", "not_understood_person", now_ms)
            else:
                call.speaking.say_key("noisy", now_ms, at=self._noisy - 1)
            return
        if turn.voice_ms < call.turn.settings.short_voice_ms and not turn.had_words:
            return  # A cough, a chair: the silence goes on.
        call.no_input.caller_is_there()
        call.speech_ended_ms = turn.speech_ended_ms
        self._decide(heard, turn, now_ms)

    def _ask_again(self, at: int, now_ms: float) -> None:
        call = self._call
        keys = {"yes_no": "yes_no_again", "address": "not_heard_address", "digits": "not_heard_digits"}
        call.speaking.say_key(keys.get(call.expected, "not_heard"), now_ms, at=at)

    def _offer_keys(self, now_ms: float) -> None:
        call = self._call
        key = f"keypad_{call.expected}" if call.expected in ("yes_no", "choice", "digits") else "keypad_free"
        keys = keys_for(call.choices, call.speaking.language, call.phrases)
        call.speaking.say_key(key, now_ms, keys=keys)

    # ── Keys ────────────────────────────────────────────────────────────────────────────────────

    def keyed(self, meaning: Meaning, now_ms: float) -> None:
        """Take what a key, or several, meant."""
        call = self._call
        if isinstance(meaning, Answer):
            if call.local != "confirm":
                call.confirm.settled()
            if not self._local_answer(meaning.text, now_ms):
                call.send(call.asked.sends.get(meaning.text, meaning.text), now_ms, engine="keys")
        elif isinstance(meaning, Person):
            call.want_person("key", "person_wanted", now_ms)
        elif isinstance(meaning, Repeat):
            self._obey("repeat", now_ms)
        elif isinstance(meaning, Nothing):
            keys = keys_for(call.choices, call.speaking.language, call.phrases)
            call.speaking.say_key("key_choice_beyond" if meaning.beyond else "key_nothing", now_ms, keys=keys)

    # ── Commands ────────────────────────────────────────────────────────────────────────────────

    def _obey(self, command: Command, now_ms: float) -> None:
        call, speaking = self._call, self._call.speaking
        if command == "repeat":
            self._repeat(now_ms)
        elif command == "slower":
            speaking.slower()
            speaking.say_key("slower", now_ms)
            self._repeat(now_ms)
        elif command == "faster":
            speaking.faster()
            speaking.say_key("faster", now_ms)
        elif command == "stop":
            speaking.say_key("stopped", now_ms)
            call.no_input.be_patient()
        elif command == "wait":
            speaking.say_key("waiting", now_ms)
            call.no_input.be_patient()
        elif command == "receipt":
            self._repeat_receipt(now_ms)
        elif command == "sms":
            call.ask_locally(None)
            self._send_sms(now_ms)
        else:
            speaking.say_key("goodbye", now_ms)
            call.leave("goodbye", now_ms)

    def _repeat(self, now_ms: float) -> None:
        if not self._call.speaking.repeat(now_ms):
            self._call.speaking.say_key("nothing_said", now_ms)

    def _repeat_receipt(self, now_ms: float) -> None:
        call, receipt = self._call, self._call.receipt
        if receipt is None:
            call.speaking.say_key("no_receipt", now_ms)
            return
        for label, value in receipt.facts:
            call.speaking.say_key("receipt_facts", now_ms, label=label, value=value)
        call.speaking.say_key("receipt_spelled", now_ms, spelled=spelled(receipt.number))

    def _send_sms(self, now_ms: float) -> None:
        call = self._call
        if not call.links:
            call.speaking.say_key("sms_nothing", now_ms)
        elif call.identity == "none":
            call.speaking.say_key("sms_no_number", now_ms)
        else:
            for link in call.links:
                details = {"title": link.title, "kind": link.kind} | ({"url": link.url} if link.url else {})
                call.speaking.emit(Tell(Happened("sms_link", details)))
            call.speaking.say_key("sms_on_its_way", now_ms)

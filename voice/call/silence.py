"""What the line says of its own accord: while the back office works, while the caller is silent, while nobody
answers a wish for a person. Never over anyone's words.
"""

from voice.call.answers import keys_for, listed
from voice.call.context import Context
from voice.call.events import Tell
from voice.conversation import Happened


class Silence:
    """Ends silences."""

    def __init__(self, context: Context) -> None:
        self._call = context
        self._words = {"first": 0, "more": 0}

    def time(self, now_ms: float) -> None:
        """Look at the time."""
        call = self._call
        nobody_speaks = not call.speaking.busy and not call.turn.live and not call.turn.asked
        self._slow_answer(now_ms, nobody_speaks)
        self._person_not_found(now_ms, nobody_speaks)
        if call.welcomed and nobody_speaks and not call.speaking.busy and not self._busy():
            self._no_input(now_ms)
        else:
            call.no_input.busy()

    def _busy(self) -> bool:
        call = self._call
        return call.slow.waiting or call.waits.running("person") or call.keys.collecting or call.turn.held

    def _slow_answer(self, now_ms: float, nobody_speaks: bool) -> None:
        call = self._call
        step = call.slow.due(now_ms, nobody_speaks)
        if step == "too_slow":
            call.speaking.say_key("too_slow", now_ms)
        elif step is not None:
            key = f"slow_{step}"
            wordings = call.phrases.wordings(key, call.speaking.language)
            call.speaking.say_key(key, now_ms, at=self._words[step] % len(wordings))
            self._words[step] += 1

    def _person_not_found(self, now_ms: float, nobody_speaks: bool) -> None:
        call = self._call
        if nobody_speaks and call.waits.longer_than("person", call.settings.watchdogs.person_ms, now_ms):
            call.waits.end("person")
            call.speaking.say_key("person_not_answered", now_ms)
            call.leave("person", now_ms)

    def _no_input(self, now_ms: float) -> None:
        call = self._call
        login = call.asked.login and call.identity == "pending"
        step = call.no_input.due(now_ms, call.expected, login, call.with_person)
        if step is None:
            return
        count = call.no_input.count
        call.speaking.emit(Tell(Happened("no_input", {"count": count})))
        if step == "reprompt":
            self._reprompt(count, login, now_ms)
        elif step == "person" and not call.waits.running("lost"):
            call.want_person("no_input", "no_input_person", now_ms)
        else:
            call.speaking.say_key("no_input_goodbye", now_ms)
            call.leave("silence", now_ms)

    def _reprompt(self, count: int, login: bool, now_ms: float) -> None:
        call = self._call
        asked = "login" if login and not call.local else call.expected
        call.speaking.say_key(
            f"no_input_{asked}",
            now_ms,
            at=count - 1,
            choices=listed(call.choices, call.speaking.language, call.phrases),
            keys=keys_for(call.choices, call.speaking.language, call.phrases),
        )

"""Hearing with Vosk: one model a process, one ear a call.

The free recogniser hears everything. Where the answer can be foreseen, a second one with a closed grammar
hears the same sound beside it; its answer counts when it is a listed phrase from beginning to end, and the
free one did not hear much more than that. So nothing has to be decoded twice, and no answer waits for it.
"""

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from voice.recognition.assembly import Results, utterance
from voice.recognition.grammars import Grammar, grammar_for
from voice.recognition.kept_sound import KeptSound
from voice.recognition.memory import give_back_memory
from voice.recognition.model import VoskModel
from voice.recognition.protocol import Expected, Partial, Utterance, Word
from voice.recognition.second_pass import Attempt, SecondPass, drop
from voice.recognition.settings import HearingSettings
from voice.recognition.text import UNKNOWN, from_vosk

_RATES = (8000, 16000)
_ANSWER_SHARE = 0.5
_MORE_WORDS = 2
"""Where the free recogniser surely understood so many more words, or more words of which the grammar's answer
covers less than the share above, the answer was picked out of a sentence about something else."""
_SURE_WORD = 0.5
_ANSWER_CONFIDENCE_LEAST = 0.35
"""Below it the grammar only took the least bad of its phrases."""


class SpokenModel(Protocol):
    """What an ear needs of a model; ``VoskModel`` is one."""

    @property
    def takes_grammars(self) -> bool:
        """Whether a grammar can be chosen at run time."""
        ...

    def knows(self, word: str) -> bool:
        """Whether the lexicon holds the word."""
        ...

    def recogniser(self, rate_hz: int, grammar: str | None = None) -> Any:
        """A new recogniser with the interface of ``vosk.KaldiRecognizer``."""
        ...


class VoskRecogniser:
    """The engines, loaded once for all calls. Implements ``Recogniser``."""

    def __init__(
        self,
        settings: HearingSettings | None = None,
        model: SpokenModel | None = None,
        second: SecondPass | None = None,
    ) -> None:
        """Load the model. Raises ``HearingError`` with what to do.

        ``second``: the second engine, where one runs; ``voice/recognition/start.py`` puts both together.
        """
        self.settings = settings or HearingSettings()
        self.model: SpokenModel = model or VoskModel(self.settings.vosk_model)
        self.second = second

    def ear(self, rate_hz: int) -> "VoskEar":
        """Return an ear for one call. Raises ``ValueError`` for a rate other than 8000 or 16000."""
        if rate_hz not in _RATES:
            raise ValueError(f"Vosk hears at 8000 or 16000 Hz here, not at {rate_hz}.")
        return VoskEar(self.model, rate_hz, self.settings, self.second)

    @property
    def engines(self) -> tuple[str, ...]:
        """``vosk``, and the second engine's name where it runs."""
        return ("vosk", self.second.engine.name) if self.second else ("vosk",)

    def close(self) -> None:
        """Stop the second engine's workers."""
        if self.second:
            self.second.close()


class _Listener:
    """One Vosk recogniser and the results of the utterance under way."""

    def __init__(self, recogniser: Any, offset_ms: float, words_kept: int, look_bytes: int) -> None:
        self._vosk = recogniser
        self._look_bytes = look_bytes
        self._unseen_bytes = 0
        self._offset_ms = offset_ms
        """When it was given its first sample, on the ear's clock."""
        self.results = Results(words_kept)
        self.partial = ""
        """What Vosk hears of the piece under way."""

    def hear(self, pcm: bytes) -> bool:
        """Take in sound; return whether Vosk saw the end of a piece."""
        if self._vosk.AcceptWaveform(pcm):
            self.results.add(self._vosk.Result(), self._offset_ms)
            self.partial = ""
            return True
        self._unseen_bytes += len(pcm)
        if self._unseen_bytes >= self._look_bytes:
            self._unseen_bytes = 0
            self.partial = json.loads(self._vosk.PartialResult()).get("partial", "")
        return False

    def so_far(self) -> list[str]:
        """All words of the utterance so far, ``[unk]`` among them."""
        return [*(word.text for word in self.results.words()), *self.partial.lower().split()]

    def finish(self) -> tuple[Word, ...]:
        """Return the words of the whole utterance; the next sound begins anew."""
        self.results.add(self._vosk.FinalResult(), self._offset_ms)
        words = self.results.words()
        self.results.clear()
        self.partial = ""
        return words


class VoskEar:
    """Hears one call. Implements ``Ear``; one thread at a time."""

    def __init__(
        self,
        model: SpokenModel,
        rate_hz: int,
        settings: HearingSettings,
        second: SecondPass | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model, self._rate_hz, self._settings, self._second = model, rate_hz, settings, second
        self._clock = clock
        self._samples = 0
        self._free: _Listener | None = self._listener()
        self._closed: tuple[Grammar, _Listener] | None = None
        self._wanted: tuple[Expected, tuple[str, ...]] = ("free", ())
        self._pending: tuple[Expected, tuple[str, ...]] | None = None
        self._told = ""
        self._odd = b""
        self._kept = KeptSound(rate_hz, settings.kept_seconds, settings.lead_seconds)
        self._attempt: Attempt | None = None
        self._guessed_words = 0
        self._ended: tuple[Attempt, Utterance] | None = None
        self.busy_seconds = 0.0
        """Time spent in Vosk, for the real-time factor."""

    def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        """Choose what is listened for: at once where nothing has been said, else from the next utterance."""
        if self._speaking():
            self._pending = (expected, choices)
        else:
            self._pending = None
            self._turn_to(expected, choices)

    def hear(self, pcm: bytes) -> Partial | None:
        """Take in sound (int16 LE mono); return the text so far where it changed."""
        free = self._open()
        pcm, self._odd = _whole_samples(self._odd + pcm)
        if not pcm:
            return None
        began = self._clock()
        paused = free.hear(pcm)
        if self._closed:
            self._closed[1].hear(pcm)
        self.busy_seconds += self._clock() - began
        self._samples += len(pcm) // 2
        self._kept.add(pcm, self._speaking())
        if paused:
            self._guess()
        text = self._text_so_far()
        if text == self._told:
            return None
        self._told = text
        return Partial(text)

    def end_utterance(self) -> Utterance:
        """Say what was heard since the last end; starts the second pass where it is wanted."""
        free = self._open()
        began = self._clock()
        words = free.finish()
        heard = utterance(words, grammar=False, now_ms=self._now_ms())
        if self._closed:
            grammar, listener = self._closed
            answer = _answer(grammar, listener.finish(), words, self._now_ms())
            heard = answer or heard
        self.busy_seconds += self._clock() - began
        self._start_second_pass(heard, len(words))
        self._kept.forget()
        self._told = ""
        if self._pending:
            wanted, self._pending = self._pending, None
            self._turn_to(*wanted)
        return heard

    async def second_thoughts(self, heard: Utterance, budget_ms: float) -> Utterance:
        """Return the better of ``heard`` and the second pass's text for it, within ``budget_ms``."""
        if self._second is None or self._ended is None or self._ended[1] != heard:
            return heard
        attempt, self._ended = self._ended[0], None
        return await self._second.better(attempt, heard, budget_ms)

    def close(self) -> None:
        """Give back the recognisers with their memory, and overwrite the sound."""
        self._free, self._closed = None, None
        self._drop_attempts()
        self._kept.forget()
        give_back_memory()

    # ── Grammar and free model ──────────────────────────────────────────────────────────────────

    def _turn_to(self, expected: Expected, choices: tuple[str, ...]) -> None:
        if self._wanted == (expected, choices) and (self._closed or expected == "free"):
            return
        self._wanted = (expected, choices)
        self._closed = None
        if self._model.takes_grammars:
            grammar = grammar_for(expected, choices, self._model.knows)
            if grammar:
                self._closed = (grammar, self._listener(grammar.as_json()))

    def _listener(self, grammar: str | None = None) -> _Listener:
        made = self._model.recogniser(self._rate_hz, grammar)
        look_bytes = 2 * round(self._rate_hz * self._settings.partial_ms / 1000.0)
        return _Listener(made, self._now_ms(), self._settings.words_kept, look_bytes)

    def _open(self) -> _Listener:
        if self._free is None:
            raise RuntimeError("this ear is closed")
        return self._free

    def _now_ms(self) -> float:
        return 1000.0 * self._samples / self._rate_hz

    def _speaking(self) -> bool:
        return bool(self._free and self._free.so_far())

    def _text_so_far(self) -> str:
        if self._closed:
            grammar, listener = self._closed
            answer = grammar.match(listener.so_far())
            if answer:
                return answer
        return from_vosk(self._open().so_far())

    # ── Second pass ─────────────────────────────────────────────────────────────────────────────

    def _guess(self) -> None:
        """Vosk saw a pause: perhaps this is the end, and the second engine has a head start."""
        spoken = len(self._open().results.words())
        if self._second is None or not spoken or spoken == self._guessed_words or self._answered():
            return
        sound = self._kept.taken()
        if sound is None:
            return
        drop(self._attempt)
        start_ms = self._now_ms() - 1000.0 * len(sound) / self._rate_hz
        self._attempt = self._second.start(sound, self._rate_hz, start_ms, guess=True)
        self._guessed_words = spoken if self._attempt else 0

    def _answered(self) -> bool:
        if not self._closed:
            return False
        grammar, listener = self._closed
        return grammar.match(listener.so_far()) is not None

    def _start_second_pass(self, heard: Utterance, spoken: int) -> None:
        attempt, guessed = self._attempt, self._guessed_words
        self._attempt, self._guessed_words = None, 0
        if self._ended:
            drop(self._ended[0])
            self._ended = None
        if self._second is None or heard.grammar or not heard.text:
            drop(attempt)
            return
        if attempt is None or guessed != spoken:
            drop(attempt)
            sound = self._kept.taken()
            start_ms = self._now_ms() - 1000.0 * (0 if sound is None else len(sound)) / self._rate_hz
            attempt = None if sound is None else self._second.start(sound, self._rate_hz, start_ms)
        self._ended = (attempt, heard) if attempt else None

    def _drop_attempts(self) -> None:
        drop(self._attempt)
        if self._ended:
            drop(self._ended[0])
        self._attempt, self._ended = None, None


def _whole_samples(pcm: bytes) -> tuple[bytes, bytes]:
    """Part off half a sample at the end: lost, it would turn all sound after it into noise."""
    whole = len(pcm) // 2 * 2
    return pcm[:whole], pcm[whole:]


def _answer(grammar: Grammar, words: Sequence[Word], free: Sequence[Word], now_ms: float) -> Utterance | None:
    """Return the grammar's answer, or None where it was not one, or only a part of what was said."""
    text = grammar.match([word.text for word in words])
    if text is None:
        return None
    sure = [word for word in free if word.text != UNKNOWN and word.confidence >= _SURE_WORD]
    covered = sum(word.end_ms - word.start_ms for word in words)
    spoken = sum(word.end_ms - word.start_ms for word in sure)
    more = len(sure) - len(words)
    if more >= _MORE_WORDS or (more > 0 and covered < _ANSWER_SHARE * spoken):
        return None
    answer = utterance(words, text=text, grammar=True, now_ms=now_ms)
    return answer if answer.confidence >= _ANSWER_CONFIDENCE_LEAST else None

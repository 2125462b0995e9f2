"""espeak-ng's Danish, tuned for the telephone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field

import numpy as np

from voice.espeak.library import Espeak, Manner, Pcm
from voice.espeak.pronunciations import pronounced
from voice.synthesis.clauses import Clause, clauses
from voice.synthesis.protocol import Speech
from voice.synthesis.reading.plain import plain
from voice.synthesis.reading.spoken import spoken
from voice.synthesis.shaping import Shaping, ShapingSettings, gain_for
from voice.synthesis.worker import Emit, spoken_clauses

_MEASURED_ON = "Goddag, du kan få svar på det meste her. Hvad kan jeg hjælpe dig med i dag?"


@dataclass(frozen=True)
class EspeakSettings:
    """How the voice speaks."""

    voice: str = "da"
    """espeak's name of the Danish voice, with its variant if any: ``da``, ``da+f2``."""
    words_per_minute: int = 135
    """At pace 1, by espeak's count: the assistant's phrases come at 155 to 165 a minute, pauses
    included. News in Danish is read at 160 to 180; old people ask for less."""
    slowest_words_per_minute: int = 90
    fastest_words_per_minute: int = 260
    pitch: int = 45
    """0 to 99; a little under the voice's own, which is tiring on a small loudspeaker."""
    pitch_range: int = 60
    """0 to 99; livelier than the voice's own 50."""
    word_gap: int = 1
    """Pause between words, in units of 10 ms: in the narrow band they run together without it."""
    other_languages: dict[str, str] = field(
        default_factory=lambda: {"en": "en", "de": "de", "sv": "sv", "no": "nb", "nb": "nb"}
    )
    """espeak's voice by language; any other language is read by the Danish voice."""
    shaping: ShapingSettings = field(default_factory=ShapingSettings)


class EspeakVoice:
    """A ``Voice``. One thread for all calls: the library speaks one text at a time, 300 times real time."""

    def __init__(
        self,
        settings: EspeakSettings | None = None,
        espeak: Espeak | None = None,
        in_thread: Callable[[], None] | None = None,
    ) -> None:
        """``in_thread``: done once in the thread that speaks.

        Raises ``SpeechLibraryError`` when the library does not start or lacks the voice."""
        self._settings = settings or EspeakSettings()
        self._espeak = espeak or Espeak()
        self._executor = ThreadPoolExecutor(1, "espeak", in_thread)
        self._gains: dict[str, float] = {}
        self._gain(self._settings.voice)

    @property
    def name(self) -> str:
        return f"espeak-ng ({self._settings.voice})"

    async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        """See ``Voice.speak``. Raises ``SpeechLibraryError`` and ``VoiceClosed``."""
        voice, lines = self._voice_and_clauses(speech)
        manner = self._manner(voice, speech.pace)
        pauses = 1 / min(max(speech.pace, 0.5), 2.0)
        shaping: list[Shaping] = []

        def make(clause: Clause, last: bool, emit: Emit) -> None:
            if not shaping:
                shaping.append(
                    Shaping(self._espeak.rate_hz, rate_hz, self._gain(voice), self._settings.shaping)
                )

            def on_sound(piece: Pcm) -> bool:
                return emit(shaping[0].push(piece))

            text = pronounced(clause.text) if voice == self._settings.voice else clause.text
            self._espeak.speak(text, manner, on_sound)
            emit(shaping[0].pause(0 if last else clause.pause_ms * pauses))
            if last:
                emit(shaping[0].finish())

        async with aclosing(spoken_clauses(lines, make, self._executor)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        """Stop the thread; what is spoken now ends in ``VoiceClosed``."""
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)

    def _voice_and_clauses(self, speech: Speech) -> tuple[str, list[Clause]]:
        if speech.language in self._settings.other_languages:
            return self._settings.other_languages[speech.language], clauses(plain(speech.text))
        return self._settings.voice, clauses(spoken(speech.text))

    def _manner(self, voice: str, pace: float) -> Manner:
        settings = self._settings
        wanted = settings.words_per_minute * pace
        speed = min(max(wanted, settings.slowest_words_per_minute), settings.fastest_words_per_minute)
        return Manner(voice, round(speed), settings.pitch, settings.pitch_range, settings.word_gap)

    def _gain(self, voice: str) -> float:
        """The factor that brings ``voice`` to the telephone's level; measured the first time."""
        if voice not in self._gains:
            sound, _ = self._espeak.sound(_MEASURED_ON, self._manner(voice, 1.0))
            self._gains[voice] = gain_for(np.asarray(sound), self._espeak.rate_hz, self._settings.shaping)
        return self._gains[voice]

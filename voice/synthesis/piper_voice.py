"""Piper's neural voices, where a voice file is given.

Written against ``piper-tts`` 1.3 to 1.8 (``piper/voice.py``): ``PiperVoice.load`` reads ``NAME.onnx`` and
``NAME.onnx.json``; ``synthesize`` yields one chunk a sentence. The package reads the text with its own
espeak-ng into IPA, so our table of pronunciations, which is mnemonics, is of no use to it.
"""

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from voice.synthesis.clauses import Clause, clauses
from voice.synthesis.protocol import Speech
from voice.synthesis.reading.spoken import spoken
from voice.synthesis.shaping import Shaping, gain_for
from voice.synthesis.worker import Emit, spoken_clauses

_MEASURED_ON = "Goddag, du kan få svar på det meste her."
_THREADS = 1
_LONGEST_CHARS = 200


class PiperUnavailable(RuntimeError):
    """Piper cannot be used; the text says what to do."""


class Chunk(Protocol):
    """A sentence's sound: ``piper.voice.AudioChunk``."""

    @property
    def sample_rate(self) -> int: ...
    @property
    def audio_int16_bytes(self) -> bytes: ...


class Model(Protocol):
    """``piper.PiperVoice``."""

    def synthesize(self, text: str, syn_config: Any = None) -> Iterable[Chunk]:
        """Yield one chunk a sentence."""
        ...


def load_piper(path: Path) -> tuple[Model, Callable[[float], Any]]:
    """Return the model and a maker of its settings from the length of a sound (1.0 is the voice's own).

    Raises ``PiperUnavailable`` when the package, the voice or its description is missing or broken.
    """
    for needed in (path, Path(f"{path}.json")):
        if not needed.is_file():
            raise PiperUnavailable(
                f"INDGANG_PIPER_VOICE: {needed} is not there (a voice is .onnx and .onnx.json)"
            )
    try:
        piper = importlib.import_module("piper")
    except ImportError as error:
        raise PiperUnavailable("Piper is not installed: pip install 'en-indgang[piper]'") from error
    # Piper writes what it says into its log at level DEBUG, names and addresses included.
    logging.getLogger("piper").setLevel(logging.WARNING)
    try:
        model: Model = piper.PiperVoice.load(path)
    except Exception as error:  # onnxruntime and json raise many kinds; all mean that the voice is no good
        raise PiperUnavailable(f"INDGANG_PIPER_VOICE: {path} cannot be loaded: {error}") from error
    return model, lambda length: piper.SynthesisConfig(length_scale=length)


class PiperVoice:
    """A ``Voice``. One thread: the network itself uses several."""

    def __init__(self, name: str, model: Model, settings_for: Callable[[float], Any]) -> None:
        """``model`` and ``settings_for`` come from ``load_piper``."""
        self._name, self._model, self._settings_for = name, model, settings_for
        self._executor = ThreadPoolExecutor(_THREADS, "piper")
        self._gain: float | None = None

    @property
    def name(self) -> str:
        return f"piper ({self._name})"

    async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        """See ``Voice.speak``: sentence by sentence. Raises what the network raises, and ``VoiceClosed``."""
        slower = 1 / min(max(speech.pace, 0.5), 2.0)
        settings = self._settings_for(slower)
        shaping: list[Shaping] = []

        def make(sentence: Clause, last: bool, emit: Emit) -> None:
            for chunk in self._model.synthesize(sentence.text, settings):
                sound = np.frombuffer(chunk.audio_int16_bytes, "<i2")
                if not shaping:
                    shaping.append(Shaping(chunk.sample_rate, rate_hz, self._measured_gain()))
                if not emit(shaping[0].push(sound)):
                    return
            if shaping:
                emit(shaping[0].pause(0 if last else sentence.pause_ms * slower))
                if last:
                    emit(shaping[0].finish())

        sentences = _sentences(clauses(spoken(speech.text), _LONGEST_CHARS))
        async with aclosing(spoken_clauses(sentences, make, self._executor)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        """Stop the thread."""
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)

    def _measured_gain(self) -> float:
        if self._gain is None:
            chunks = list(self._model.synthesize(_MEASURED_ON, self._settings_for(1.0)))
            sound = b"".join(chunk.audio_int16_bytes for chunk in chunks)
            rate_hz = chunks[0].sample_rate if chunks else 22050
            self._gain = gain_for(np.frombuffer(sound, "<i2"), rate_hz)
        return self._gain


def _sentences(pieces: list[Clause]) -> list[Clause]:
    """Join clauses to sentences: a network makes its melody over the whole."""
    sentences: list[Clause] = []
    waiting = ""
    for piece in pieces:
        waiting = f"{waiting} {piece.text}".strip()
        if piece.text[-1] in ".?!:" or len(waiting) > _LONGEST_CHARS:
            sentences.append(Clause(waiting, piece.pause_ms))
            waiting = ""
    return [*sentences, Clause(waiting, 0)] if waiting else sentences

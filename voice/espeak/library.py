"""libespeak-ng through ctypes: one text in, sound and phoneme times out.

The library and its data come with the package ``espeakng-loader`` (GPL-3). The C interface is that of
``speak_lib.h`` of espeak-ng 1.52. The library keeps one state a process: calls are serialised here whichever
``Espeak`` they come through, and a process speaks from one data folder for as long as it lives.
"""

import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import espeakng_loader
import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 1
_UTF8 = 1
_EVENT_END, _EVENT_PHONEME = 0, 7
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_POSITION_CHARACTER = 1
_FAILED = -1
_BUFFER_MS = 500


class SpeechLibraryError(RuntimeError):
    """The library could not be started, or does not know the voice."""


@dataclass(frozen=True)
class Manner:
    """How to speak."""

    voice: str = "da"
    """Language or language and variant, as ``da`` or ``da+f2``."""
    words_per_minute: int = 175
    """80 to 450."""
    pitch: int = 50
    """0 to 99; 50 is the voice's own."""
    pitch_range: int = 50
    """0 to 99; 0 is monotone."""
    word_gap: int = 0
    """Pause between words, in units of 10 ms at the default speed."""


@dataclass(frozen=True)
class Phoneme:
    """One phoneme as it was spoken."""

    name: str
    """espeak's ASCII mnemonic; names that begin with ``_`` are pauses, ``(en)`` a change of language."""
    start: int
    """First sample, from the beginning of the sound."""
    word_at: int
    """Place in the text of the word it belongs to: characters, from 1."""


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)
OnSound = Callable[[Pcm], bool]
"""Gets each piece of sound as it is made; returns whether to go on."""
_one_at_a_time = threading.Lock()
_rates_hz: dict[bytes, int] = {}
"""The data folder that the library was started with, and its rate. Started again it frees its phoneme tables
and goes on reading them: garbage is spoken, or the process dies."""


class Espeak:
    """The library. Safe to call from any thread; one text is spoken at a time in the whole process."""

    def __init__(self, data_dir: Path | None = None) -> None:
        """``data_dir`` holds ``espeak-ng-data``; by default the package's. Raises ``SpeechLibraryError``."""
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        folder = str(data_dir or Path(espeakng_loader.get_data_path()).parent).encode()
        with _one_at_a_time:
            if folder not in _rates_hz:
                _rates_hz.clear()
                _rates_hz[folder] = self._library.espeak_Initialize(
                    _SYNCHRONOUS, _BUFFER_MS, folder, _PHONEME_EVENTS
                )
        self.rate_hz: int = _rates_hz[folder]
        """Samples a second of what is spoken: 22050."""
        if self.rate_hz == _FAILED:
            _rates_hz.pop(folder, None)
            raise SpeechLibraryError("espeak-ng did not start: is its data folder there?")
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self._library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        self._on_sound: OnSound | None = None
        self._phonemes: list[Phoneme] = []
        self._callback = _Callback(self._take)  # kept: the library holds only the pointer

    def speak(self, text: str, manner: Manner, on_sound: OnSound) -> list[Phoneme]:
        """Speak ``text``, hand over the sound piece by piece, and return the phonemes in order.

        ``[[…]]`` in the text is read as phoneme mnemonics. Raises ``SpeechLibraryError`` for a voice that is
        not known.
        """
        with _one_at_a_time:
            self._library.espeak_SetSynthCallback(self._callback)  # another ``Espeak`` may have set its own
            self._set(manner)
            self._on_sound, self._phonemes = on_sound, []
            encoded = text.encode() + b"\0"
            flags = _UTF8 | (0x100 if "[[" in text else 0)
            self._library.espeak_Synth(encoded, len(encoded), 0, _POSITION_CHARACTER, 0, flags, None, None)
            self._library.espeak_Synchronize()
            self._on_sound = None
            return self._phonemes

    def sound(self, text: str, manner: Manner) -> tuple[Pcm, list[Phoneme]]:
        """Return the whole sound of ``text`` (int16, ``rate_hz``, mono) and its phonemes."""
        pieces: list[Pcm] = []

        def keep(piece: Pcm) -> bool:
            pieces.append(piece)
            return True

        phonemes = self.speak(text, manner, keep)
        return (np.concatenate(pieces) if pieces else np.zeros(0, np.int16)), phonemes

    def _set(self, manner: Manner) -> None:
        if self._library.espeak_SetVoiceByName(manner.voice.encode()) != 0:
            raise SpeechLibraryError(f"espeak-ng has no voice {manner.voice!r}")
        for parameter, value in (
            (_RATE, manner.words_per_minute),
            (_PITCH, manner.pitch),
            (_RANGE, manner.pitch_range),
            (_WORD_GAP, manner.word_gap),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _take(self, samples: Any, count: int, events: Any) -> int:
        index = 0
        while (kind := events[index].type) != _EVENT_END:
            if kind == _EVENT_PHONEME:
                event = events[index]
                name = ctypes.string_at(ctypes.addressof(event.id), 8).split(b"\0")[0]
                self._phonemes.append(
                    Phoneme(name.decode("utf-8", "replace"), event.sample, event.text_position)
                )
            index += 1
        if samples and count > 0 and self._on_sound is not None:
            piece = np.ctypeslib.as_array(samples, (count,)).copy()
            return 0 if self._on_sound(piece) else 1
        return 0

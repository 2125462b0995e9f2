"""What the exchange says and plays itself, as WAV files of 8 kHz: made here, so no licence but ours."""

import asyncio
import hashlib
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from voice.synthesis.choose import synthesis_settings_from_env, voice_from_settings
from voice.synthesis.protocol import Speech, Voice

RATE_HZ = 8000
NAMES = ("moment", "trouble", "nobody", "waiting")
_CHORDS_HZ = (
    (523.25, 659.25, 783.99, 659.25),
    (440.00, 523.25, 659.25, 523.25),
    (349.23, 440.00, 523.25, 440.00),
    (392.00, 493.88, 587.33, 493.88),
)
"""C, A minor, F, G, each one note at a time: all of it well inside the telephone's band."""
_NOTE_SECONDS = 0.9
_CHORDS_BEFORE_WORDS = 1
"""The word comes early: most callers wait for less than one round."""
_MADE_OF = "made-of"
_LEVEL = 0.06
"""Of full scale: about -24 dB, under speech, so that nobody holds the receiver away."""

Pcm = npt.NDArray[np.int16]


def read_phrases(path: Path | None = None) -> dict[str, str]:
    """Read ``phrases.yml``. Raises ``ValueError`` when a sentence is missing."""
    path = path or Path(__file__).with_name("phrases.yml")
    content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    phrases = {name: str(content.get(name) or "").strip() for name in NAMES}
    if missing := [name for name, text in phrases.items() if not text]:
        raise ValueError(f"{path.name} lacks {', '.join(missing)}")
    return phrases


def write_sounds(folder: Path, voice: Voice | None = None, phrases: Mapping[str, str] | None = None) -> None:
    """Write ``moment.wav``, ``trouble.wav``, ``nobody.wav`` and ``waiting/music.wav`` into ``folder``.

    ``voice``: the assistant's own by default. Raises what the voice raises when it cannot speak.
    """
    phrases = phrases or read_phrases()
    spoken = asyncio.run(_spoken(voice, phrases))
    (folder / "waiting").mkdir(parents=True, exist_ok=True)
    for name in ("moment", "trouble", "nobody"):
        write_wav(folder / f"{name}.wav", spoken[name])
    chords = [chord(notes_hz) for notes_hz in _CHORDS_HZ]
    before, after = chords[:_CHORDS_BEFORE_WORDS], chords[_CHORDS_BEFORE_WORDS:]
    pause = np.zeros(RATE_HZ // 2, np.int16)
    # What is heard while a telephone rings is this one file over and over, so the word is part of the music.
    write_wav(folder / "waiting" / "music.wav", np.concatenate([*before, spoken["waiting"], pause, *after]))
    (folder / _MADE_OF).write_text(_digest(phrases), encoding="ascii")


def are_written(folder: Path, phrases: Mapping[str, str] | None = None) -> bool:
    """Say whether ``write_sounds`` has written these phrases into ``folder`` before."""
    try:
        written = (folder / _MADE_OF).read_text(encoding="ascii")
    except OSError:
        return False
    return written == _digest(phrases or read_phrases())


def _digest(phrases: Mapping[str, str]) -> str:
    content = repr((sorted(phrases.items()), _CHORDS_HZ, _NOTE_SECONDS, _CHORDS_BEFORE_WORDS, _LEVEL))
    return hashlib.sha256(content.encode()).hexdigest()


def chord(notes_hz: Sequence[float]) -> Pcm:
    """Return one chord, note by note, fading into silence."""
    at = np.arange(round(_NOTE_SECONDS * RATE_HZ)) / RATE_HZ
    attack = np.minimum(at / 0.01, 1.0)
    notes = [np.sin(2 * np.pi * hz * at) * attack * np.exp(-at / 0.35) for hz in notes_hz]
    rest = np.zeros(RATE_HZ // 2)
    return np.asarray(np.concatenate([*notes, rest]) * _LEVEL * 32767, np.int16)


def write_wav(path: Path, pcm: Pcm) -> None:
    """Write int16 mono at 8 kHz, the one form that Asterisk plays without a converter."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.astype("<i2").tobytes())


async def _spoken(voice: Voice | None, phrases: Mapping[str, str]) -> dict[str, Pcm]:
    speaker = voice or voice_from_settings(synthesis_settings_from_env())
    spoken: dict[str, Pcm] = {}
    try:
        for name, text in phrases.items():
            pieces = [piece async for piece in speaker.speak(Speech(text), RATE_HZ)]
            spoken[name] = np.frombuffer(b"".join(pieces), "<i2").astype(np.int16)
    finally:
        if voice is None:
            await speaker.close()
    return spoken

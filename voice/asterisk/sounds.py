"""What the exchange says and plays itself, as WAV files of 8 kHz: made here, so no licence but ours."""

import asyncio
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from voice.synthesis.choose import synthesis_settings_from_env, voice_from_settings
from voice.synthesis.protocol import Speech, Voice

RATE_HZ = 8000
NAMES = ("moment", "trouble", "nobody", "waiting")
_CHIME_HZ = (523.25, 659.25, 783.99, 659.25)
"""C, E, G, E: a quiet chord one note at a time, well inside the telephone's band."""
_NOTE_SECONDS = 0.9
_CHIMES_BEFORE_WORDS = 2
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
    music = [chime() for _ in range(_CHIMES_BEFORE_WORDS)]
    pause = np.zeros(RATE_HZ, np.int16)
    write_wav(folder / "waiting" / "music.wav", np.concatenate([*music, spoken["waiting"], pause]))


def chime() -> Pcm:
    """Return one chord, note by note, fading into silence."""
    at = np.arange(round(_NOTE_SECONDS * RATE_HZ)) / RATE_HZ
    attack = np.minimum(at / 0.01, 1.0)
    notes = [np.sin(2 * np.pi * hz * at) * attack * np.exp(-at / 0.35) for hz in _CHIME_HZ]
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

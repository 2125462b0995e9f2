"""Which voice speaks, from the environment."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice.synthesis.cache import CachedVoice
from voice.synthesis.espeak_voice import EspeakSettings, EspeakVoice
from voice.synthesis.piper_voice import PiperVoice, load_piper
from voice.synthesis.protocol import Voice


@dataclass(frozen=True)
class SynthesisSettings:
    """Which voice speaks, and how much of it is kept."""

    piper_voice: Path | None = None
    """``INDGANG_PIPER_VOICE``: a Piper voice (.onnx, its .onnx.json beside it); None: espeak-ng."""
    espeak: EspeakSettings = field(default_factory=EspeakSettings)
    """``INDGANG_ESPEAK_VOICE`` and ``INDGANG_SPEECH_WPM`` change its voice and speed."""
    cache_bytes: int = 32 * 1024 * 1024
    """Sound of fixed phrases that is kept: 35 minutes at 8 kHz."""


def synthesis_settings_from_env(env: Mapping[str, str] = os.environ) -> SynthesisSettings:
    """Read the settings. Raises ``ValueError`` for a speed that is no number."""
    piper = env.get("INDGANG_PIPER_VOICE", "").strip()
    speed = env.get("INDGANG_SPEECH_WPM", "").strip()
    if speed and not (speed.isascii() and speed.isdigit()):
        raise ValueError(f"INDGANG_SPEECH_WPM is words a minute, such as 140, not {speed!r}")
    own = EspeakSettings()
    espeak = EspeakSettings(
        voice=env.get("INDGANG_ESPEAK_VOICE", "").strip() or own.voice,
        words_per_minute=int(speed) if speed else own.words_per_minute,
    )
    return SynthesisSettings(Path(piper).expanduser() if piper else None, espeak)


def voice_from_settings(
    settings: SynthesisSettings, fixed: Iterable[str] = (), in_thread: Callable[[], None] | None = None
) -> CachedVoice:
    """Return the voice, ready to speak; ``fixed`` are texts that are the same for everyone.

    ``in_thread``: done once in espeak's thread, which works in short bursts. Piper's work is long.

    Raises ``PiperUnavailable`` or ``SpeechLibraryError``, whose text says what to do.
    """
    voice: Voice
    if settings.piper_voice is not None:
        model, settings_for = load_piper(settings.piper_voice)
        voice = PiperVoice(settings.piper_voice.stem, model, settings_for)
    else:
        voice = EspeakVoice(settings.espeak, in_thread=in_thread)
    return CachedVoice(voice, fixed, settings.cache_bytes)


def fixed_phrases(book: Mapping[str, Any]) -> list[str]:
    """Return the texts of a phrase book that have nothing to fill in, as they are spoken.

    ``book`` is that of ``actions/dialogue/phrases.py``: sentences, or ``{text, speech}``.
    """
    spoken = (
        found.get("speech", found.get("text")) if isinstance(found, dict) else found
        for found in book.values()
    )
    return [str(text).strip() for text in spoken if text and "{" not in str(text)]

"""Recordings of any rate as the engines take them."""

import wave
from pathlib import Path

import numpy as np
import soxr

from voice.recognition.kept_sound import Pcm

_MOST_SECONDS = 600


def read_wav(path: Path, rate_hz: int) -> Pcm:
    """Return a WAV file (8, 16, 24 or 32 bit PCM, any rate, any channels) as int16 mono at ``rate_hz``.

    Channels are averaged. Raises ``ValueError`` with a few words where it is no such file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            if not rate or file.getnframes() > rate * _MOST_SECONDS:
                raise ValueError(f"longer than {_MOST_SECONDS} s")
            raw = file.readframes(file.getnframes())
    except FileNotFoundError:
        raise ValueError(f"no file {path}") from None
    except (wave.Error, EOFError, OSError) as error:
        raise ValueError(f"{path.name} is no WAV file of plain PCM ({error})") from None
    sound = _samples(raw, width)
    usable = len(sound) // channels * channels
    mono = sound[:usable].reshape(-1, channels).mean(axis=1)
    if not len(mono):
        raise ValueError(f"{path.name} is empty")
    if rate != rate_hz:
        mono = soxr.resample(mono, rate, rate_hz)
    whole: Pcm = np.clip(np.rint(mono), -32768, 32767).astype(np.int16)
    return whole


def _samples(raw: bytes, width: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """On the scale of 16 bits."""
    usable = raw[: len(raw) // width * width]
    if width == 1:
        return (np.frombuffer(usable, np.uint8).astype(np.float32) - 128.0) * 256.0
    if width == 2:
        return np.frombuffer(usable, "<i2").astype(np.float32)
    if width == 3:
        parts = np.frombuffer(usable, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(parts), 4), np.uint8)
        wide[:, 1:] = parts
        return wide.reshape(-1).view("<i4").astype(np.float32) / 65536.0
    if width == 4:
        return np.frombuffer(usable, "<i4").astype(np.float32) / 65536.0
    raise ValueError(f"{8 * width} bits a sample are not read")

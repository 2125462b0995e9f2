"""Sound files on the telephone: any WAV becomes int16 LE mono at the line's rate, and back."""

import struct
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from voice.transports.protocol import FRAME_MS

_PCM, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_MOST_SECONDS = 3600.0

Samples = npt.NDArray[np.float32]


class WavError(ValueError):
    """The file cannot be used as a caller; the text says why, and what to do."""


def read_wav(path: Path, rate_hz: int) -> bytes:
    """Return the file's sound as int16 LE mono at ``rate_hz``.

    Takes PCM of 8 to 32 bits, 32 and 64 bit floats, A-law and mu-law, at any rate, with any number of
    channels (their mean). Raises ``WavError``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WavError(f"{path} cannot be read: {error.strerror}.") from None
    samples, rate = _samples(path, data)
    if samples.size == 0:
        raise WavError(f"{path} holds no sound.")
    if samples.size / rate > _MOST_SECONDS:
        raise WavError(f"{path} is longer than an hour: nobody is on the telephone for so long.")
    if rate != rate_hz:
        samples = np.asarray(soxr.resample(samples, rate, rate_hz), np.float32)
    sound: npt.NDArray[np.int16] = np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2")
    return bytes(sound.tobytes())


def write_wav(path: Path, pcm: bytes, rate_hz: int) -> None:
    """Write int16 LE mono. Raises ``WavError``."""
    try:
        with path.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes(pcm[: len(pcm) // 2 * 2])
    except OSError as error:
        raise WavError(f"{path} cannot be written: {error.strerror}.") from None


def frames_of(pcm: bytes, rate_hz: int) -> Iterator[bytes]:
    """Yield frames of ``FRAME_MS``; the last is filled up with silence."""
    size = rate_hz * FRAME_MS // 1000 * 2
    for start in range(0, len(pcm), size):
        yield pcm[start : start + size].ljust(size, b"\0")


def _samples(path: Path, data: bytes) -> tuple[Samples, int]:
    """Return mono samples from -1 to 1, and their rate. ``wave`` knows neither floats nor the law codecs."""
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise WavError(f"{path} is no WAV file. Convert it, for example with: ffmpeg -i FILE caller.wav")
    head: bytes | None = None
    sound: bytes | None = None
    at = 12
    while at + 8 <= len(data) and sound is None:
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        body = data[at + 8 : at + 8 + size]
        if name == b"fmt ":
            head = body
        elif name == b"data":
            sound = body
        at += 8 + size + size % 2
    if head is None or len(head) < 16 or sound is None:
        raise WavError(f"{path} is damaged: its description or its sound is missing.")
    kind, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", head)
    if kind == _EXTENSIBLE and len(head) >= 26:
        kind = struct.unpack_from("<H", head, 24)[0]
    if not (1 <= channels <= 64 and 1000 <= rate <= 768_000 and block == channels * ((bits + 7) // 8)):
        raise WavError(f"{path} is damaged: {channels} channels of {bits} bits at {rate} Hz is no sound.")
    flat = _decoded(path, sound[: len(sound) // block * block], kind, bits)
    return flat.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate


def _decoded(path: Path, sound: bytes, kind: int, bits: int) -> Samples:
    if kind == _PCM and bits == 8:
        return (np.frombuffer(sound, np.uint8).astype(np.float32) - 128.0) / 128.0
    if kind == _PCM and bits == 16:
        return np.frombuffer(sound, "<i2").astype(np.float32) / 32768.0
    if kind == _PCM and bits == 24:
        wide = np.zeros((len(sound) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(sound, np.uint8).reshape(-1, 3)
        return wide.view("<i4")[:, 0].astype(np.float32) / 2147483648.0
    if kind == _PCM and bits == 32:
        return np.frombuffer(sound, "<i4").astype(np.float32) / 2147483648.0
    if kind == _FLOAT and bits in (32, 64):
        return np.nan_to_num(np.frombuffer(sound, f"<f{bits // 8}").astype(np.float32))
    if kind == _MULAW and bits == 8:
        return _from_mulaw(np.frombuffer(sound, np.uint8))
    if kind == _ALAW and bits == 8:
        return _from_alaw(np.frombuffer(sound, np.uint8))
    raise WavError(
        f"{path} holds sound of a kind that is not read here (format {kind}, {bits} bits). Convert it, for"
        " example with: ffmpeg -i FILE -c:a pcm_s16le caller.wav"
    )


def _from_mulaw(coded: npt.NDArray[np.uint8]) -> Samples:
    """ITU-T G.711, mu-law."""
    bits = ~coded
    exponent = (bits >> 4 & 7).astype(np.int32)
    size = (((bits & 15).astype(np.int32) << 3) + 132 << exponent) - 132
    return np.where(bits & 0x80, -size, size).astype(np.float32) / 32768.0


def _from_alaw(coded: npt.NDArray[np.uint8]) -> Samples:
    """ITU-T G.711, A-law."""
    bits = coded ^ 0x55
    exponent = (bits >> 4 & 7).astype(np.int32)
    mantissa = ((bits & 15).astype(np.int32) << 4) + 8
    size = np.where(exponent > 0, mantissa + 256 << np.maximum(exponent - 1, 0), mantissa)
    return np.where(bits & 0x80, size, -size).astype(np.float32) / 32768.0

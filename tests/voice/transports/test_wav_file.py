"""Any WAV can be a caller; what is none is named, with what to do."""

import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from voice.transports.wav_file import WavError, frames_of, read_wav, write_wav


def riff(kind: int, channels: int, rate: int, bits: int, sound: bytes, extra: bytes = b"") -> bytes:
    block = channels * ((bits + 7) // 8)
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * block, block, bits) + extra
    chunks = b"fmt " + struct.pack("<I", len(head)) + head + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    chunks += b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def sine(rate: int, seconds: float = 0.5) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * 300 * np.arange(int(rate * seconds)) / rate)


def is_the_sine(pcm: bytes) -> bool:
    found = np.frombuffer(pcm, "<i2") / 32768.0
    wanted = sine(8000)
    size = min(found.size, wanted.size)
    middle = slice(400, size - 400)
    return abs(found.size - wanted.size) <= 8 and float(np.max(np.abs(found[middle] - wanted[middle]))) < 0.02


def as_int24(samples: np.ndarray) -> bytes:
    return b"".join(struct.pack("<i", int(s * 8388607))[:3] for s in samples)


@pytest.mark.parametrize(
    ("kind", "bits", "coded"),
    [
        (1, 8, lambda s: np.rint(s * 127 + 128).astype(np.uint8).tobytes()),
        (1, 16, lambda s: (s * 32767).astype("<i2").tobytes()),
        (1, 24, as_int24),
        (1, 32, lambda s: (s * 2147483647).astype("<i4").tobytes()),
        (3, 32, lambda s: s.astype("<f4").tobytes()),
        (3, 64, lambda s: s.astype("<f8").tobytes()),
    ],
)
@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000, 11025])
def test_every_width_and_rate_sounds_the_same(tmp_path: Path, kind: int, bits: int, coded, rate: int) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "caller.wav"
    path.write_bytes(riff(kind, 1, rate, bits, coded(sine(rate))))
    assert is_the_sine(read_wav(path, 8000))


def test_two_channels_become_one(tmp_path: Path) -> None:
    path = tmp_path / "caller.wav"
    left, right = sine(8000) * 1.5, sine(8000) * 0.5
    both = np.stack([left, right], axis=1)
    path.write_bytes(riff(1, 2, 8000, 16, (both * 32767).astype("<i2").tobytes()))
    assert is_the_sine(read_wav(path, 8000))


def test_the_telephone_s_own_codecs_are_read(tmp_path: Path) -> None:
    # G.711: the code words of silence, of full scale, and of the smallest steps.
    for kind, coded, wanted in (
        (7, bytes([0xFF, 0x80, 0x00, 0xFE]), [0, 32124, -32124, 8]),
        (6, bytes([0xD5, 0xAA, 0x2A, 0x55]), [8, 32256, -32256, -8]),
    ):
        path = tmp_path / "law.wav"
        path.write_bytes(riff(kind, 1, 8000, 8, coded))
        assert list(np.frombuffer(read_wav(path, 8000), "<i2")) == wanted


def test_an_extensible_header_and_a_stream_of_unknown_length_are_read(tmp_path: Path) -> None:
    path = tmp_path / "caller.wav"
    extra = struct.pack("<HHIH14s", 22, 16, 0, 1, bytes(14))
    data = bytearray(riff(0xFFFE, 1, 8000, 16, (sine(8000) * 32767).astype("<i2").tobytes(), extra))
    at = data.index(b"data")
    data[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes(data))
    assert is_the_sine(read_wav(path, 8000))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no WAV file"),
        (b"ID3\x03 this is an mp3" * 10, "no WAV file"),
        (b"RIFF\x00\x00\x00\x00WAVE", "damaged"),
        (riff(1, 1, 8000, 16, b"")[:30], "damaged"),
        (riff(1, 1, 8000, 16, b""), "no sound"),
        (riff(1, 0, 8000, 16, b"abcd"), "damaged"),
        (riff(1, 1, 0, 16, b"abcd"), "damaged"),
        (riff(0x55, 1, 8000, 16, b"abcd"), "of a kind that is not read"),
        (riff(1, 1, 8000, 12, b"abcd"), "of a kind that is not read"),
    ],
)
def test_a_file_that_is_no_caller_is_named_with_the_reason(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "caller.wav"
    path.write_bytes(content)
    with pytest.raises(WavError, match=says) as error:
        read_wav(path, 8000)
    assert "caller.wav" in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WavError, match="cannot be read"):
        read_wav(tmp_path / "none.wav", 8000)
    with pytest.raises(WavError, match="cannot be written"):
        write_wav(tmp_path / "no" / "folder.wav", b"", 8000)


def test_what_was_heard_can_be_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "heard.wav"
    sound = (sine(8000) * 32767).astype("<i2").tobytes()
    write_wav(path, sound, 8000)
    assert read_wav(path, 8000) == sound
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)


def test_frames_are_twenty_milliseconds_and_the_last_is_filled_up() -> None:
    frames = list(frames_of(b"\x01" * 700, 8000))
    assert [len(frame) for frame in frames] == [320, 320, 320]
    assert frames[-1] == b"\x01" * 60 + bytes(260)

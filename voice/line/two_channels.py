"""A WAV file that grows while a call lasts, and is whole whenever it stops growing.

The header is brought up to date behind each block. A process that dies leaves a file that every player reads,
up to the last block.
"""

import os
import secrets
import struct
from pathlib import Path

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_CHANNELS, _SAMPLE_BYTES = 2, 2
_SIZES = ((4, _HEADER.size - 8), (_HEADER.size - 4, 0))
"""Where sizes stand in the header, and what they count beside the sound."""
NAME_PATTERN = "recording-" + "[0-9a-f]" * 32 + ".wav"
"""Names that this module gives, as a glob."""
MOST_BYTES = 0xFFFFFFFF - _HEADER.size
"""What the header can count."""


class TwoChannels:
    """One file, int16 LE, caller left and assistant right. Blocks its thread; use it from one at a time."""

    def __init__(self, folder: Path, rate_hz: int) -> None:
        """Make a file of an unguessable name that only this user reads. Raises ``OSError``."""
        self._path = folder / f"recording-{secrets.token_hex(16)}.wav"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file = os.open(self._path, flags, 0o600)
        self._length = 0
        try:
            self._put(_header(rate_hz), 0)
        except OSError:
            self.delete()
            raise

    def add(self, block: bytes) -> None:
        """Add frames of both channels. Raises ``OSError``, with the file as it was before."""
        if self._length + len(block) > MOST_BYTES:
            raise OSError("longer than a WAV file can be")
        try:
            self._put(block, _HEADER.size + self._length)
        except OSError:
            os.ftruncate(self._file, _HEADER.size + self._length)
            raise
        self._length += len(block)
        for place, beside in _SIZES:
            self._put(struct.pack("<I", beside + self._length), place)

    def close(self) -> None:
        """Let go of the file. Harmless when that is done."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def delete(self) -> None:
        """Empty it and delete it: one that cannot be deleted holds nothing to hear. Raises ``OSError``."""
        try:
            if self._file >= 0:
                os.ftruncate(self._file, 0)
            else:
                os.truncate(self._path, 0)
        except FileNotFoundError:
            pass  # Someone else deleted it.
        finally:
            self.close()
            self._path.unlink(missing_ok=True)

    def _put(self, data: bytes, at: int) -> None:
        rest = memoryview(data)
        while rest:
            written = os.pwrite(self._file, rest, at)
            rest, at = rest[written:], at + written


def _header(rate_hz: int) -> bytes:
    frame = _CHANNELS * _SAMPLE_BYTES
    return _HEADER.pack(
        *(b"RIFF", _HEADER.size - 8, b"WAVE", b"fmt ", 16, 1, _CHANNELS, rate_hz),
        *(rate_hz * frame, frame, 8 * _SAMPLE_BYTES, b"data", 0),
    )

"""A strict reader of Kaldi's binary stream, written from the format and not from the builder's own writer."""

import struct

import numpy as np
import numpy.typing as npt


class KaldiReader:
    """Reads a file front to back; anything that is not where it should be is an error."""

    def __init__(self, data: bytes) -> None:
        assert data[:2] == b"\0B"
        self._data = data
        self._at = 2

    def take(self, count: int) -> bytes:
        assert self._at + count <= len(self._data), "the file is too short"
        self._at += count
        return self._data[self._at - count : self._at]

    def token(self, *names: str) -> None:
        for name in names:
            assert self.take(len(name) + 1).decode("ascii") == name + " "

    def word(self) -> str:
        end = self._data.index(b" ", self._at)
        return self.take(end + 1 - self._at)[:-1].decode("ascii")

    def lines_to_empty(self) -> list[str]:
        end = self._data.index(b"\n\n", self._at)
        return self.take(end + 2 - self._at).decode("ascii").split("\n")

    def integer(self) -> int:
        return int(self._number("<i", 4))

    def single(self) -> float:
        return float(self._number("<f", 4))

    def double(self) -> float:
        return float(self._number("<d", 8))

    def boolean(self) -> bool:
        return {b"T": True, b"F": False}[self.take(1)]

    def integers(self) -> list[int]:
        count = self.integer()
        return list(struct.unpack(f"<{count}i", self.take(4 * count)))

    def vector(self) -> npt.NDArray[np.float32]:
        assert self.take(3) == b"FV "
        return np.frombuffer(self.take(4 * self.integer()), "<f4")

    def matrix(self) -> npt.NDArray[np.float32]:
        assert self.take(3) == b"FM "
        rows, columns = self.integer(), self.integer()
        return np.frombuffer(self.take(4 * rows * columns), "<f4").reshape(rows, columns)

    def at_end(self) -> bool:
        return self._at == len(self._data)

    def _number(self, form: str, size: int) -> float:
        assert self.take(1)[0] == size, "each number says its size before it"
        return struct.unpack(form, self.take(size))[0]

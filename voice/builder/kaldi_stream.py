"""Kaldi's binary stream format: what ``kaldi/src/base/io-funcs`` and ``kaldi-matrix`` write.

A file begins with ``\\0B``. Tokens end in one space. Numbers carry their size in a byte before them; a vector
of integers carries it once, for all.
"""

import struct
from collections.abc import Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt


class KaldiStream:
    """Writes one Kaldi object file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._file.write(b"\0B")

    def token(self, *names: str) -> None:
        """Write tokens such as ``<Nnet3>``."""
        for name in names:
            self._file.write(name.encode("ascii") + b" ")

    def raw(self, text: str) -> None:
        """Write lines as they are: the network's configuration."""
        self._file.write(text.encode("ascii"))

    def integer(self, *values: int) -> None:
        """Write 32-bit integers."""
        for value in values:
            self._file.write(b"\4" + struct.pack("<i", value))

    def single(self, *values: float) -> None:
        """Write 32-bit floats."""
        for value in values:
            self._file.write(b"\4" + struct.pack("<f", value))

    def double(self, *values: float) -> None:
        """Write 64-bit floats."""
        for value in values:
            self._file.write(b"\x08" + struct.pack("<d", value))

    def boolean(self, value: bool) -> None:
        """Write ``T`` or ``F``."""
        self._file.write(b"T" if value else b"F")

    def integers(self, values: Sequence[int]) -> None:
        """Write a vector of 32-bit integers."""
        self._file.write(b"\4" + struct.pack("<i", len(values)) + np.asarray(values, "<i4").tobytes())

    def vector(self, values: npt.ArrayLike) -> None:
        """Write a vector of 32-bit floats."""
        array = np.ascontiguousarray(values, "<f4")
        self._file.write(b"FV \4" + struct.pack("<i", len(array)) + array.tobytes())

    def matrix(self, rows: npt.ArrayLike) -> None:
        """Write a matrix of 32-bit floats, row by row."""
        array = np.ascontiguousarray(rows, "<f4")
        size = b"\4" + struct.pack("<i", array.shape[0]) + b"\4" + struct.pack("<i", array.shape[1])
        self._file.write(b"FM " + size + array.tobytes())

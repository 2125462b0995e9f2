"""Kaldi's binary stream, byte for byte."""

import io
from collections.abc import Callable

import pytest

from tests.voice.builder.kaldi_reader import KaldiReader
from voice.builder.kaldi_stream import KaldiStream

# 1.0 is 3f800000, -2.0 is c0000000, 0.5 is 3f000000 in IEEE 754; all numbers are little-endian.
ONE, MINUS_TWO, HALF = b"\0\0\x80\x3f", b"\0\0\0\xc0", b"\0\0\0\x3f"


def written(write: Callable[[KaldiStream], None]) -> bytes:
    file = io.BytesIO()
    write(KaldiStream(file))
    return file.getvalue()


@pytest.mark.parametrize(
    ("write", "content"),
    [
        (lambda s: s.token("<Nnet3>", "<Topology>"), b"<Nnet3> <Topology> "),
        (lambda s: s.raw("\nline\n\n"), b"\nline\n\n"),
        (lambda s: s.integer(1, -2), b"\4\1\0\0\0\4\xfe\xff\xff\xff"),
        (lambda s: s.single(1.0, -2.0), b"\4" + ONE + b"\4" + MINUS_TWO),
        (lambda s: s.double(1.0), b"\x08\0\0\0\0\0\0\xf0\x3f"),
        (lambda s: (s.boolean(True), s.boolean(False)), b"TF"),
        # A vector of integers says their size once.
        (lambda s: s.integers([3, -1]), b"\4\2\0\0\0\3\0\0\0\xff\xff\xff\xff"),
        (lambda s: s.integers([]), b"\4\0\0\0\0"),
        (lambda s: s.vector([1.0, 0.5]), b"FV \4\2\0\0\0" + ONE + HALF),
        (lambda s: s.vector([]), b"FV \4\0\0\0\0"),
        (
            lambda s: s.matrix([[1.0, 0.5], [0.5, -2.0], [1.0, 1.0]]),
            b"FM \4\3\0\0\0\4\2\0\0\0" + ONE + HALF + HALF + MINUS_TWO + ONE + ONE,
        ),
    ],
)
def test_each_kind_is_written_as_kaldi_reads_it(write: Callable[[KaldiStream], None], content: bytes) -> None:
    assert written(write) == b"\0B" + content


def test_a_matrix_is_written_row_by_row_whatever_its_order_in_memory() -> None:
    import numpy as np

    rows = np.arange(6.0).reshape(2, 3)
    assert written(lambda s: s.matrix(np.asfortranarray(rows))) == written(lambda s: s.matrix(rows))


def test_the_reader_of_these_tests_takes_nothing_for_something_else() -> None:
    reader = KaldiReader(written(lambda s: s.double(1.0)))
    with pytest.raises(AssertionError, match="size"):
        reader.integer()

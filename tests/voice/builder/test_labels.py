"""Which network output each 30 ms of a sentence belongs to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.builder.tiny import segments
from voice.builder.labels import Segment, outputs
from voice.builder.phones import PHONES

# Feature frame n is centred at 10n + 12.5 ms; output frames are every third of them.
PLACES = {phone: 2 * PHONES.index(phone) for phone in PHONES}


def test_a_phone_begins_with_its_forward_output_and_goes_on_with_its_loop() -> None:
    said = segments(("n", 0.0, 0.09, 0), ("&", 0.09, 0.18, 0))
    labels = outputs(said, 18)
    assert labels is not None
    n, a = PLACES["n"], PLACES["&"]
    assert labels.tolist() == [n, n + 1, n + 1, a, a + 1, a + 1]


@pytest.mark.parametrize(("shift", "first"), [(0, 3), (1, 3), (2, 2)])
def test_a_shift_moves_the_grid_and_not_the_phones(shift: int, first: int) -> None:
    """The border at 85 ms is after 12.5, 42.5 and 72.5 ms, after 22.5, 52.5 and 82.5, after 32.5 and 62.5."""
    labels = outputs(segments(("n", 0.0, 0.085, 0), ("&", 0.085, 0.2, 0)), 20, shift)
    assert labels is not None
    assert labels.tolist().index(PLACES["&"]) == first
    assert len(labels) == len(range(shift, 20, 3))


def test_a_phone_too_short_to_be_hit_still_gets_a_frame() -> None:
    labels = outputs(segments(("n", 0.0, 0.1, 0), ("t", 0.1, 0.105, 0), ("&", 0.105, 0.3, 0)), 30)
    assert labels is not None
    assert labels.tolist().count(PLACES["t"]) == 1


def test_two_same_phones_in_a_row_each_begin() -> None:
    labels = outputs(segments(("n", 0.0, 0.06, 0), ("n", 0.06, 0.12, 1)), 12)
    assert labels is not None
    assert labels.tolist() == [PLACES["n"], PLACES["n"] + 1] * 2


def test_fewer_frames_than_phones_cannot_be_labelled() -> None:
    four = segments(*[("n", n * 0.01, (n + 1) * 0.01, 0) for n in range(4)])
    assert outputs(four, 9) is None
    assert outputs(four, 10) is not None
    assert outputs([], 30) is None


@given(
    st.lists(
        st.tuples(st.integers(0, len(PHONES) - 1), st.floats(0.001, 0.4, allow_nan=False)),
        min_size=1,
        max_size=15,
    ),
    st.integers(0, 2),
)
def test_every_phone_is_heard_in_order_whatever_the_times(timed: list[tuple[int, float]], shift: int) -> None:
    ends = np.cumsum([length for _, length in timed])
    said = [
        Segment(phone, float(end - length), float(end), 0)
        for (phone, length), end in zip(timed, ends, strict=True)
    ]
    frames = int(ends[-1] * 100)
    labels = outputs(said, frames, shift)
    if len(range(shift, frames, 3)) < len(said):
        assert labels is None
        return
    assert labels is not None
    assert len(labels) == len(range(shift, frames, 3))
    begun = [label // 2 for label in labels.tolist() if label % 2 == 0]
    assert begun == [phone for phone, _ in timed], "each phone begins once, in order"
    current = -1
    for label in labels.tolist():
        current = label // 2 if label % 2 == 0 else current
        assert label // 2 == current, "a loop belongs to the phone that has begun"

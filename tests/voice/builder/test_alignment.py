"""When each phone of a known sentence is said: the best path through scores made by hand."""

import numpy as np
import numpy.typing as npt
import pytest

from voice.builder.alignment import align
from voice.builder.phones import PHONES, SILENCE

JA, NEJ = ("j", "A"), ("n", "A", "j")


def heard(said: str, score: float = 5.0) -> npt.NDArray[np.float32]:
    """Return scores in which each frame's phone in ``said`` stands out; phones are one frame a name."""
    scores = np.zeros((len(said.split()), 2 * len(PHONES)), np.float32)
    for frame, phone in enumerate(said.split()):
        index = PHONES.index(phone)
        scores[frame, 2 * index : 2 * index + 2] = score
    return scores


def laid(said: str, *words: list[tuple[str, ...]]) -> list[tuple[str, int, int, int]] | None:
    """Return (phone, first frame, end frame, word)."""
    aligned = align(heard(said), words)
    if aligned is None:
        return None
    return [(PHONES[s.phone], round(s.start / 0.03), round(s.end / 0.03), s.word) for s in aligned.segments]


def test_each_phone_lasts_while_it_is_heard() -> None:
    assert laid("j j A A A", [JA]) == [("j", 0, 2, 0), ("A", 2, 5, 0)]


def test_a_pause_is_found_where_there_is_one_and_only_there() -> None:
    assert laid("j A SIL SIL n A j", [JA], [NEJ]) == [
        ("j", 0, 1, 0), ("A", 1, 2, 0), (SILENCE, 2, 4, -1), ("n", 4, 5, 1), ("A", 5, 6, 1), ("j", 6, 7, 1),
    ]  # fmt: skip
    assert laid("j A n A j", [JA], [NEJ]) == [
        ("j", 0, 1, 0), ("A", 1, 2, 0), ("n", 2, 3, 1), ("A", 3, 4, 1), ("j", 4, 5, 1),
    ]  # fmt: skip


def test_silence_before_and_after_belongs_to_no_word() -> None:
    assert laid("SIL SIL j A SIL", [JA]) == [
        (SILENCE, 0, 2, -1),
        ("j", 2, 3, 0),
        ("A", 3, 4, 0),
        (SILENCE, 4, 5, -1),
    ]


def test_the_way_that_was_said_is_chosen_word_by_word() -> None:
    ikke = [("e", "g", "@-"), ("e", "g")]
    assert laid("j A e e g", [JA], ikke) == [("j", 0, 1, 0), ("A", 1, 2, 0), ("e", 2, 4, 1), ("g", 4, 5, 1)]
    assert laid("j A e g @-", [JA], ikke) == [
        ("j", 0, 1, 0), ("A", 1, 2, 0), ("e", 2, 3, 1), ("g", 3, 4, 1), ("@-", 4, 5, 1),
    ]  # fmt: skip


def test_the_same_word_twice_is_two_words() -> None:
    found = laid("j A A j A A", [JA], [JA])
    assert found == [("j", 0, 1, 0), ("A", 1, 3, 0), ("j", 3, 4, 1), ("A", 4, 6, 1)]


def test_fewer_frames_than_phones_cannot_be_laid_out() -> None:
    assert laid("j A", [NEJ]) is None
    assert laid("n A j", [NEJ]) is not None


def test_the_segments_cover_all_frames_without_a_gap() -> None:
    rng = np.random.default_rng(3)
    scores = rng.standard_normal((60, 2 * len(PHONES))).astype(np.float32)
    aligned = align(scores, [[JA], [NEJ, JA], [NEJ]])
    assert aligned is not None
    starts = [s.start for s in aligned.segments]
    ends = [s.end for s in aligned.segments]
    assert starts[0] == 0
    assert starts[1:] == ends[:-1]
    assert ends[-1] == pytest.approx(60 * 0.03)


def test_no_other_path_scores_better() -> None:
    """Every way of cutting 7 frames into three phones is tried, forward and loop scored apart."""
    scores = np.random.default_rng(5).standard_normal((7, 2 * len(PHONES))).astype(np.float32)
    scores[:, :2] = -100  # no pause
    places = [2 * PHONES.index(phone) for phone in NEJ]

    def total(first: int, second: int) -> float:
        bounds = [(0, first), (first, second), (second, 7)]
        return float(
            sum(
                scores[begin, place] + scores[begin + 1 : end, place + 1].sum()
                for (begin, end), place in zip(bounds, places, strict=True)
            )
        )

    best = max((total(a, b), a, b) for a in range(1, 6) for b in range(a + 1, 7))
    aligned = align(scores, [[NEJ]])
    assert aligned is not None
    assert [round(s.end / 0.03) for s in aligned.segments] == [best[1], best[2], 7]
    free = np.maximum(scores[:, 0::2], scores[:, 1::2]).max(1).sum()
    assert aligned.score == pytest.approx((best[0] - free) / 7, rel=1e-4)


def test_a_sentence_that_was_not_said_scores_badly() -> None:
    right, wrong = align(heard("j j A A"), [[JA]]), align(heard("s s s s"), [[JA]])
    assert right is not None
    assert wrong is not None
    assert right.score == 0
    assert wrong.score == -5

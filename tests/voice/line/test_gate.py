"""Silence is kept back, everything else is heard, and times stay the call's."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.voice.line.fakes import RATE, noise, quiet, tone
from voice.line.gate import GateSettings, SoundGate
from voice.line.timeline import Timeline
from voice.line.vad import VoiceActivity

FRAME_MS = 20
SETTINGS = GateSettings(lead_ms=100.0, tail_ms=200.0)


def heard_of(stands_out: list[bool]) -> list[int]:
    """Numbers of the frames that were heard, in the order in which they were."""
    gate = SoundGate(RATE, SETTINGS)
    heard: list[int] = []
    for number, loud in enumerate(stands_out):
        pieces = gate.sound(bytes(320), (number + 1) * FRAME_MS, loud)
        heard += [round(ends_ms / FRAME_MS) - 1 for _, ends_ms in pieces]
    return heard


def test_what_stands_out_is_heard_with_its_lead_and_its_tail() -> None:
    assert heard_of([False] * 50 + [True] + [False] * 50) == [*range(10), *range(45, 61)]


@given(st.lists(st.booleans(), max_size=200))
def test_nothing_that_stands_out_is_lost_and_nothing_is_heard_twice_or_out_of_order(loud: list[bool]) -> None:
    heard = heard_of(loud)
    assert heard == sorted(set(heard))
    assert {number for number, is_loud in enumerate(loud) if is_loud} <= set(heard)


@given(st.lists(st.booleans(), max_size=200))
def test_every_word_is_heard_with_a_tenth_of_a_second_before_it(loud: list[bool]) -> None:
    heard = set(heard_of(loud))
    for number, is_loud in enumerate(loud):
        if is_loud:
            assert set(range(max(0, number - 5), number)) <= heard


def share_heard(sound: bytes) -> float:
    vad, gate, heard = VoiceActivity(RATE), SoundGate(RATE), 0
    for place in range(0, len(sound), 320):
        now = (place / 320 + 1) * FRAME_MS
        vad.hear(sound[place : place + 320], now)
        heard += sum(len(pcm) for pcm, _ in gate.sound(sound[place : place + 320], now, vad.stands_out))
    return heard / len(sound)


def test_a_silent_line_and_an_even_hiss_cost_next_to_nothing() -> None:
    assert share_heard(quiet(60_000)) < 0.05
    assert share_heard(noise(60_000, level=30.0)) < 0.1


def test_a_soft_sound_in_the_hiss_is_heard_though_it_is_no_voice_yet() -> None:
    vad = VoiceActivity(RATE)
    for number in range(100):
        vad.hear(noise(FRAME_MS, level=30.0, seed=number), (number + 1) * 20.0)
    assert not vad.stands_out
    vad.hear(tone(200, level=90.0), 2_200.0)
    assert vad.stands_out
    assert not vad.voiced


def test_the_ears_times_are_moved_by_what_was_missing_before_them() -> None:
    line = Timeline()
    line.given(1000.0, 1000.0)
    line.given(500.0, 4500.0)
    assert [line.call_ms(ms) for ms in (500.0, 1200.0, 1500.0)] == [500.0, 4200.0, 4500.0]


def test_the_networks_jitter_is_no_missing_piece() -> None:
    line = Timeline()
    for number in range(50):
        line.given(20.0, (number + 1) * 20.0 + (30.0 if number % 2 else 0.0))
    assert abs(line.call_ms(500.0) - 500.0) <= 30.0


@given(st.lists(st.tuples(st.floats(1, 500), st.floats(0, 9000)), min_size=1, max_size=200))
def test_times_never_run_backwards_from_one_piece_to_the_next(pieces: list[tuple[float, float]]) -> None:
    line, now, given_ms = Timeline(), 0.0, 0.0
    ends = []
    for length, missing in pieces:
        now += length + missing
        given_ms += length
        line.given(length, now)
        ends.append(given_ms)
    placed = [line.call_ms(ms) for ms in ends[-60:]]
    assert all(later - earlier >= -150.0 for earlier, later in pairwise(placed))
    assert abs(placed[-1] - now) < 1e-3

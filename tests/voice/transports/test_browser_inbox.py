"""What waits between the page and the call."""

from voice.transports.browser_inbox import Inbox
from voice.transports.protocol import Gone, Incoming, Key, Sound, Talk

MS = 32
"""Bytes in a millisecond of sound at 16 kHz."""


def inbox(ahead_ms: float = 1000, waiting_ms: float = 200, others: int = 4, others_hz: float = 2) -> Inbox:
    return Inbox(16_000, ahead_ms, waiting_ms, others, others_hz)


async def all_of(box: Inbox) -> list[Incoming]:
    box.gone(Gone("hung_up"))
    return [event async for event in box.events()][:-1]


def pcm(ms: int, mark: int = 1) -> bytes:
    return bytes([mark, 0]) * (ms * MS // 2)


async def test_events_keep_their_place_among_the_sound() -> None:
    box = inbox()
    box.event(Talk(held=True), 0)
    box.sound(pcm(20), 0)
    box.event(Talk(held=False), 0.02)
    box.sound(pcm(20, 2), 0.04)
    assert await all_of(box) == [Talk(held=True), Sound(pcm(20)), Talk(held=False), Sound(pcm(20, 2))]


async def test_an_odd_last_byte_is_cut_off_and_an_empty_frame_is_nothing() -> None:
    box = inbox()
    for frame in (b"", b"\x01", b"\x01\x02\x03"):
        box.sound(frame, 0)
    assert await all_of(box) == [Sound(b"\x01\x02")]


async def test_sound_that_waits_too_long_is_dropped_oldest_first_and_events_stay() -> None:
    box = inbox(waiting_ms=40)
    box.event(Key("1"), 0)
    for mark in (1, 2, 3, 4):
        box.sound(pcm(20, mark), 0)
    assert await all_of(box) == [Key("1"), Sound(pcm(20, 3)), Sound(pcm(20, 4))]


async def test_sound_that_was_fetched_makes_room() -> None:
    box = inbox(waiting_ms=20)
    events = box.events()
    for mark in (1, 2, 3):
        box.sound(pcm(20, mark), 0)
        assert await events.__anext__() == Sound(pcm(20, mark))


async def test_a_burst_after_a_pause_of_the_network_comes_through() -> None:
    box = inbox(ahead_ms=100, waiting_ms=1000)
    for _ in range(5):
        box.sound(pcm(20), 10.0)
    assert len(await all_of(box)) == 5


async def test_sound_faster_than_it_can_be_spoken_is_dropped() -> None:
    box = inbox(ahead_ms=100, waiting_ms=100_000)
    for step in range(1000):  # ten seconds of sound in one
        box.sound(pcm(10), step / 1000)
    heard_ms = 10 * len(await all_of(box))
    assert 1000 <= heard_ms <= 1200


async def test_a_sound_clock_that_runs_a_little_fast_loses_nothing() -> None:
    box = inbox(ahead_ms=100, waiting_ms=100_000_000)
    for step in range(10_000):  # 200 seconds, 1 % too fast
        box.sound(pcm(20), step * 0.020 / 1.01)
    assert len(await all_of(box)) == 10_000


async def test_a_flood_of_keys_is_ignored_and_later_keys_count_again() -> None:
    box = inbox(others=4, others_hz=2)
    for _ in range(100):
        box.event(Key("1"), 0)
    box.event(Key("2"), 1.0)
    assert await all_of(box) == [Key("1")] * 4 + [Key("2")]


async def test_letting_go_counts_even_in_a_flood_and_is_told_once() -> None:
    box = inbox(others=4, others_hz=0)
    box.event(Talk(held=False), 0)  # was never down
    for _ in range(50):
        box.event(Talk(held=True), 0)
        box.event(Talk(held=True), 0)
        box.event(Talk(held=False), 0)
    told = await all_of(box)
    assert told == [Talk(held=True), Talk(held=False)] * 2
    assert told[-1] == Talk(held=False)


async def test_nothing_comes_after_gone_and_only_the_first_gone_counts() -> None:
    box = inbox()
    box.sound(pcm(20), 0)
    box.gone(Gone("lost"))
    box.gone(Gone("hung_up"))
    box.sound(pcm(20), 1)
    box.event(Key("1"), 1)
    assert [event async for event in box.events()] == [Sound(pcm(20)), Gone("lost")]

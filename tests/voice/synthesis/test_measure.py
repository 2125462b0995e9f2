"""The measure counts from the request, by the clock it is given."""

from collections.abc import AsyncIterator

import pytest

from voice.synthesis.measure import SENTENCES, measure
from voice.synthesis.protocol import Speech


class SlowVoice:
    """Takes a tenth of a second to the first piece, and another to the second, on its own clock."""

    name = "slow"

    def __init__(self) -> None:
        self.now = 0.0

    async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        for _ in range(2):
            self.now += 0.1
            yield bytes(rate_hz)

    async def close(self) -> None:
        pass


async def test_first_sound_and_real_time_factor() -> None:
    voice = SlowVoice()
    measured = await measure(voice, rounds=2, clock=lambda: voice.now)
    assert measured.first_sound_ms == pytest.approx(100)
    assert measured.real_time_factor == pytest.approx(0.2)
    assert voice.now == pytest.approx(0.2 * 2 * len(SENTENCES))

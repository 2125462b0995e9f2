"""How soon the voice is heard, and how fast it works: ``python -m voice.synthesis.measure``."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice.synthesis.choose import synthesis_settings_from_env, voice_from_settings
from voice.synthesis.protocol import Speech, Voice

SENTENCES = (
    "Din hjemmeplejer kommer i dag kl. 10.",
    "Du har tid torsdag den 26. november kl. 9.30. Hvorfor må du melde afbud? Vent et øjeblik.",
    "Vi sender bioposer til dig inden for fire dage. Her er din kvittering: BIO-2026-004217.",
)


@dataclass(frozen=True)
class Measured:
    """What was measured."""

    first_sound_ms: float
    """Median time from the request to the first piece."""
    real_time_factor: float
    """Seconds of work for a second of speech; below 1 the voice keeps up with one call."""


async def measure(
    voice: Voice, rounds: int = 5, rate_hz: int = 8000, clock: Callable[[], float] = time.perf_counter
) -> Measured:
    """Speak the sentences ``rounds`` times."""
    first: list[float] = []
    worked = heard = 0.0
    for text in SENTENCES * rounds:
        start, size = clock(), 0
        async for piece in voice.speak(Speech(text), rate_hz):
            if not size:
                first.append((clock() - start) * 1000)
            size += len(piece)
        worked += clock() - start
        heard += size / 2 / rate_hz
    return Measured(statistics.median(first), worked / heard)


async def _main(arguments: Sequence[str]) -> None:
    voice = voice_from_settings(synthesis_settings_from_env())
    measured = await measure(voice, rounds=int(arguments[0]) if arguments else 5)
    sys.stdout.write(
        f"{voice.name}: first sound {measured.first_sound_ms:.1f} ms, "
        f"real-time factor {measured.real_time_factor:.4f}\n"
    )
    await voice.close()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))

"""One citizen after the other, and many at once. Bounded in turns and in time."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.bench.mix import CONVERSATION, Turn
from bot.bench.targets import Target


@dataclass
class Measured:
    """What was seen."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    """Kind of turn → durations."""
    unanswered: int = 0
    """Turns that came back empty or with an error; not among the durations."""
    elapsed_seconds: float = 0.0

    @property
    def durations(self) -> list[float]:
        """Of all kinds together."""
        return [duration for durations in self.seconds.values() for duration in durations]

    @property
    def turns_per_second(self) -> float:
        """Answered turns."""
        return len(self.durations) / self.elapsed_seconds


async def one_after_the_other(target: Target, rounds: int, turns: Sequence[Turn] = CONVERSATION) -> Measured:
    """Hold ``rounds`` conversations, each new. Call it once before to warm up."""
    measured = Measured()
    began = time.perf_counter()
    for _ in range(rounds):
        await _conversation(target, turns, measured, deadline=float("inf"))
    measured.elapsed_seconds = time.perf_counter() - began
    return measured


async def many_at_once(
    target: Target, citizens: int, seconds: float, turns: Sequence[Turn] = CONVERSATION
) -> Measured:
    """Let ``citizens`` talk without a pause for ``seconds``; each begins anew after the last turn.

    They begin one after the other within the first turn's time, so that they do not walk in step.
    """
    measured = Measured()
    began = time.perf_counter()

    async def citizen(place: int) -> None:
        await asyncio.sleep(place * 0.02)
        while time.perf_counter() < began + seconds:
            await _conversation(target, turns, measured, deadline=began + seconds)

    await asyncio.gather(*(citizen(place) for place in range(citizens)))
    measured.elapsed_seconds = time.perf_counter() - began
    return measured


async def _conversation(target: Target, turns: Sequence[Turn], measured: Measured, deadline: float) -> None:
    conversation = await target.begin()
    for turn in turns:
        if time.perf_counter() > deadline:
            return
        began = time.perf_counter()
        if await target.say(conversation, turn.text):
            measured.seconds.setdefault(turn.kind, []).append(time.perf_counter() - began)
        else:
            measured.unanswered += 1

"""How sure a rate is: intervals by drawing the clips, or the speakers, again and again (bootstrap)."""

import random
from collections.abc import Mapping, Sequence

_DRAWS = 2000


def rate_interval(
    groups: Mapping[str, Sequence[tuple[float, float]]], seed: int = 0, draws: int = _DRAWS
) -> tuple[float, float] | None:
    """Return the 95 % interval of a rate, errors over words.

    ``groups``: by speaker, each clip's errors and words. Speakers are drawn with all their clips, because the
    clips of one speaker succeed and fail together; a single speaker's clips are drawn one by one, which says
    nothing about other speakers. None where there are fewer than two things to draw from.
    """
    units = [list(group) for group in groups.values()]
    if len(units) == 1:
        units = [[clip] for clip in units[0]]
    if len(units) < 2:
        return None
    totals = [(sum(clip[0] for clip in unit), sum(clip[1] for clip in unit)) for unit in units]
    chance = random.Random(seed)
    rates = []
    for _ in range(draws):
        drawn = chance.choices(totals, k=len(totals))
        words = sum(count for _, count in drawn)
        if words:
            rates.append(sum(errors for errors, _ in drawn) / words)
    if not rates:
        return None
    rates.sort()
    return rates[int(0.025 * (len(rates) - 1))], rates[int(0.975 * (len(rates) - 1) + 0.5)]

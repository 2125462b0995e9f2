"""Word errors: the cheapest way from what was said to what was recognised."""

from collections.abc import Sequence
from dataclasses import dataclass

_SEPARATOR = ""


@dataclass(frozen=True)
class Errors:
    """Errors of one clip, or of many added up."""

    words: int = 0
    """That were said."""
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    compounds: int = 0
    """Of these errors, those that are only a compound written apart, or two words written as one."""

    @property
    def rate(self) -> float:
        """Word error rate: above 1 where more is made up than was said."""
        return self._total / self.words if self.words else float(self.insertions > 0)

    @property
    def lenient_rate(self) -> float:
        """Word error rate where "bio poser" for "bioposer" is no error."""
        return (self._total - self.compounds) / self.words if self.words else self.rate

    @property
    def _total(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.words + other.words,
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
            self.compounds + other.compounds,
        )


Pair = tuple[str, str]
"""A word that was said and what was recognised; one of them empty."""


def align(said: Sequence[str], heard: Sequence[str]) -> list[Pair]:
    """Return the cheapest alignment; every difference costs one (Levenshtein)."""
    cost = [list(range(len(heard) + 1))]
    for row, word in enumerate(said, 1):
        line = [row]
        for column, other in enumerate(heard, 1):
            line.append(
                min(
                    cost[row - 1][column - 1] + (word != other),
                    cost[row - 1][column] + 1,
                    line[column - 1] + 1,
                )
            )
        cost.append(line)
    pairs: list[Pair] = []
    row, column = len(said), len(heard)
    while row or column:
        if (
            row
            and column
            and cost[row][column] == cost[row - 1][column - 1] + (said[row - 1] != heard[column - 1])
        ):
            row, column = row - 1, column - 1
            pairs.append((said[row], heard[column]))
        elif row and cost[row][column] == cost[row - 1][column] + 1:
            row -= 1
            pairs.append((said[row], ""))
        else:
            column -= 1
            pairs.append(("", heard[column]))
    return pairs[::-1]


def errors_of(said: Sequence[str], heard: Sequence[str]) -> tuple[Errors, list[Pair]]:
    """Count the errors; return them with the pairs that differ."""
    wrong = [pair for pair in align(said, heard) if pair[0] != pair[1]]
    total = len(wrong)
    counted = Errors(
        len(said),
        sum(bool(word and other) for word, other in wrong),
        sum(not other for _, other in wrong),
        sum(not word for word, _ in wrong),
        total - _lenient_errors(said, heard),
    )
    return counted, wrong


def _lenient_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Errors where one word for two that make it up, or the other way about, costs nothing."""
    rows, columns = len(said), len(heard)
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows + 1):
        for column in range(columns + 1):
            if not (row or column):
                continue
            ways = []
            if row:
                ways.append(cost[row - 1][column] + 1)
            if column:
                ways.append(cost[row][column - 1] + 1)
            if row and column:
                ways.append(cost[row - 1][column - 1] + (said[row - 1] != heard[column - 1]))
            for parts in (2, 3):
                if (
                    row
                    and column >= parts
                    and said[row - 1] == _SEPARATOR.join(heard[column - parts : column])
                ):
                    ways.append(cost[row - 1][column - parts])
                if column and row >= parts and heard[column - 1] == _SEPARATOR.join(said[row - parts : row]):
                    ways.append(cost[row - parts][column - 1])
            cost[row][column] = min(ways)
    return cost[rows][columns]

"""Who calls: numbers by call, in memory only, and forgotten when the call is over."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class _Known:
    number: str = field(repr=False)
    at: float


class Callers:
    """The numbers that the exchange has told. Nothing here is ever written anywhere."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[str, _Known] = {}

    def note(self, call: str, number: str | None, at: float) -> None:
        """Remember the number of a call, or that it has none. ``at`` is in seconds and never goes back."""
        self._known.pop(call, None)
        if number is None:
            return
        while len(self._known) >= self._most:
            self._known.pop(next(iter(self._known)))
        self._known[call] = _Known(number, at)

    def number(self, call: str) -> str | None:
        """Return the number as E.164, or None."""
        known = self._known.get(call)
        return known.number if known else None

    def forget(self, call: str) -> None:
        """Forget the number of a call. Harmless when there is none."""
        self._known.pop(call, None)

    def __len__(self) -> int:
        return len(self._known)

"""Who calls: numbers by call, in memory only, and forgotten when the call is over."""


class Callers:
    """The numbers that the exchange has told. Nothing here is ever written anywhere."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[str, str] = {}

    def note(self, call: str, number: str | None) -> None:
        """Remember the number (E.164) of a call, or that it has none."""
        self._known.pop(call, None)
        if number is None:
            return
        while len(self._known) >= self._most:
            self._known.pop(next(iter(self._known)))
        self._known[call] = number

    def number(self, call: str) -> str | None:
        """Return the number as E.164, or None."""
        return self._known.get(call)

    def forget(self, call: str) -> None:
        """Forget the number of a call. Harmless when there is none."""
        self._known.pop(call, None)

    def __len__(self) -> int:
        return len(self._known)

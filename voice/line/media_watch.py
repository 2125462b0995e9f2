"""Whether sound still comes from the caller. Times in milliseconds of the call, passed in."""


class MediaWatch:
    """A line that carries nothing from the caller is one-way, or dead."""

    def __init__(self, limit_ms: float) -> None:
        """``limit_ms``: without sound for so long, it is told of; and again each time as long again."""
        self._limit_ms = limit_ms
        self._since_ms = 0.0
        self._told = 0

    def sound(self, now_ms: float) -> None:
        """Sound came."""
        self._since_ms, self._told = now_ms, 0

    def quiet_ms(self, now_ms: float) -> float:
        """How long nothing has come."""
        return now_ms - self._since_ms

    def look(self, now_ms: float) -> bool:
        """Return whether to tell now."""
        if self.quiet_ms(now_ms) < self._limit_ms * (self._told + 1):
            return False
        self._told += 1
        return True

"""When a sound on the caller's line begins a turn.

    voice     ▁▁▇▁▁▁▁▁▁▁▇▇▇▇▁▁▁▁▁
    partial                "ja"
    turn        no      ╰── yes, as soon as the voice is long enough or a word is understood

Either is enough. A short "ja" may be over before the recogniser has a word for it, and a soft voice may be
understood although the voice detector slept through it. A click is neither.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TurnStartSettings:
    """What counts as a turn."""

    least_voice_ms: float = 100.0
    """Voice on end that makes a turn without a word. A spoken "ja" is 150 to 300 ms; a click under 60."""


class TurnStart:
    """Watches for the beginning of one turn; ``reset`` when it is over."""

    def __init__(self, settings: TurnStartSettings) -> None:
        self._settings = settings
        self._voice_since: float | None = None
        self._long_enough_at: float | None = None

    def voice_began(self, now_ms: float) -> None:
        """The line carries a voice."""
        if self._voice_since is None:
            self._voice_since = now_ms

    def voice_paused(self, since_ms: float) -> None:
        """The voice ended at ``since_ms``."""
        if self._voice_since is not None and since_ms - self._voice_since >= self._settings.least_voice_ms:
            self._long_enough_at = self._voice_since
        self._voice_since = None

    def began_at(self, now_ms: float, partial: str) -> float | None:
        """Return when the turn began, or None where there is none (yet)."""
        if self._long_enough_at is not None:
            return self._long_enough_at
        since = self._voice_since
        if since is not None and (partial or now_ms - since >= self._settings.least_voice_ms):
            return since
        return now_ms if partial else None

    def reset(self, voiced: bool, now_ms: float) -> None:
        """Begin anew; ``voiced``: the line still carries a voice."""
        self._long_enough_at = None
        self._voice_since = now_ms if voiced else None

"""Settings of personal service."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PersonalServiceSettings:
    """How long people are waited for, and where it is kept."""

    database: Path
    """The conversations' own SQLite file: both change in one transaction."""
    max_chars: int = 2000
    """Longest message or note, in characters after cleaning."""
    identity_idle_seconds: float = 15 * 60.0
    """A login ends after this long without a message."""
    missing_seconds: float = 90.0
    """With nobody at work for the queue, a call-back is offered after this long."""
    long_wait_seconds: float = 10 * 60.0
    """With somebody at work, after this long."""
    absent_seconds: float = 120.0
    """An employee whose page has been away for this long no longer keeps colleagues from a case."""
    tick_seconds: float = 5.0
    """How often waits are looked at."""

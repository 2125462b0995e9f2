"""The proof of an act: what a citizen can refer to afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """A fagsystem's receipt for one write. The same idempotency key always gives the same one."""

    number: str
    """As the fagsystem writes it; shown and read out unchanged."""

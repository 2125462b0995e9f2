"""Mail to people in the municipality, such as the citizen's caseworker."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain text mail to one person."""

    to: str
    """One address, `name@domain`."""
    subject: str
    """One line; line breaks in it become spaces."""
    text: str


class Mailer(Protocol):
    """What the assistant asks of the mail system."""

    async def send(self, mail: Mail, key: str) -> None:
        """Send one mail. The same key always gives the same Message-ID, so a repeat is recognised.

        Raises `Unavailable` (not sent), `Uncertain` (may have been sent), `Refused` (the server or the
        address itself says no).
        """
        ...

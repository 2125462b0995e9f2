"""Text messages to the citizen: links and receipts from a telephone call."""

from typing import Protocol


class TextMessages(Protocol):
    """What the assistant asks of the text message gateway."""

    async def send(self, to: str, text: str, key: str) -> None:
        """Send one text message; `to` is a Danish number, eight digits with or without +45.

        The same key never sends twice. Raises `Unavailable`, `Uncertain` and `Refused` (`invalid_input`).
        """
        ...

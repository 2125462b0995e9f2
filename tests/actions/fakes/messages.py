"""Mail and text messages kept in memory."""

from dataclasses import dataclass

from actions.fagsystemer.mail import Mail
from tests.actions.fakes.base import Fake


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One text message that was sent."""

    to: str
    text: str


class FakeMailer(Fake):
    """`Mailer` in memory."""

    system = "mail"

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Mail] = []
        """Every mail, the newest last."""

    async def send(self, mail: Mail, key: str) -> None:
        """See `Mailer.send`."""
        self._arrives("send", mail=mail, key=key)
        self._once(key, ("send", mail), lambda: self.sent.append(mail))


class FakeTextMessages(Fake):
    """`TextMessages` in memory."""

    system = "sms"

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[TextMessage] = []
        """Every text message, the newest last."""

    async def send(self, to: str, text: str, key: str) -> None:
        """See `TextMessages.send`."""
        self._arrives("send", to=to, text=text, key=key)
        self._once(key, ("send", to, text), lambda: self.sent.append(TextMessage(to, text)))

"""Mail over SMTP, one connection a mail.

The commands are sent one by one so that it is known how far a mail came: up to DATA nothing can have been
sent, after it only the server's answer tells.
"""

import asyncio
import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

import aiosmtplib

from actions.fagsystemer.adapters.guard import AttemptFailed, Guard
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.mail import Mail
from actions.fagsystemer.settings import FagsystemSettings
from nlu.clock import now

SYSTEM = "mail"

# Narrower than RFC 5321 on purpose: no quoting, no comments, no second address, nothing to inject with.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_BREAKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def build_message(mail: Mail, sender: str, key: str) -> EmailMessage:
    """Return the mail as it is sent. Raises `Refused("bad_address")` when `to` is not one plain address.

    The Message-ID is a digest of the key: a repeat carries the same, and it tells nothing about the act.
    """
    if not _MAILBOX.fullmatch(mail.to):
        raise Refused(SYSTEM, "bad_address", "the receiver is not one plain mail address")
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = Address(display_name="Københavns Kommune, Én Indgang", addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = _BREAKS.sub(" ", _encodable(mail.subject)).strip()
    message["Date"] = format_datetime(now())
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@{sender.rpartition('@')[2]}>"
    # RFC 3834: nobody's "I am on holiday" should answer a machine.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_encodable(mail.text), charset="utf-8", cte="quoted-printable")
    return message


def _encodable(text: str) -> str:
    """Return the text without lone surrogates, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


class SmtpMailer:
    """`Mailer` against an SMTP server."""

    def __init__(self, settings: FagsystemSettings, guard: Guard | None = None) -> None:
        self._settings = settings
        self.guard = guard or Guard(SYSTEM, settings)

    async def send(self, mail: Mail, key: str) -> None:
        """See `Mailer.send`."""
        content = build_message(mail, self._settings.mail_from, key).as_bytes()

        async def attempt(seconds: float) -> None:
            await _deliver(self._settings, mail.to, content, seconds)

        await self.guard.write("SEND", attempt, refusal_stands=False)


class _Delivery:
    """One try at delivering one mail, and how far it came."""

    def __init__(self) -> None:
        self.connected = False
        """The server has greeted us and knows us: from here on a refusal is about this mail."""
        self.begun = False
        """The mail itself may have reached the server."""

    async def run(self, client: aiosmtplib.SMTP, sender: str, to: str, content: bytes) -> None:
        await client.connect()
        await client.ehlo()
        self.connected = True
        await client.mail(sender)
        await client.rcpt(to)
        self.begun = True
        await client.data(content)


async def _deliver(settings: FagsystemSettings, to: str, content: bytes, seconds: float) -> None:
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        # Else aiosmtplib asks the resolver for this machine's name, which may block for seconds.
        local_hostname="localhost",
        timeout=seconds,
    )
    delivery = _Delivery()
    try:
        await asyncio.wait_for(delivery.run(client, settings.mail_from, to, content), seconds)
    except (asyncio.TimeoutError, aiosmtplib.SMTPTimeoutError):
        raise AttemptFailed("timeout", f"no answer in {seconds:.1f} s", may_be_done=delivery.begun) from None
    except aiosmtplib.SMTPResponseException as answer:
        raise _refusal(answer.code, delivery) from None
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        code = "connection_lost" if delivery.begun else "no_connection"
        raise AttemptFailed(code, type(error).__name__, may_be_done=delivery.begun) from None
    finally:
        # The server has answered, or never will: a polite QUIT could only cost time.
        client.close()


def _refusal(code: int, delivery: _Delivery) -> Refused | AttemptFailed:
    """Translate an SMTP answer: 4xx is "not now", 5xx is "no" (RFC 5321, 4.2.1); neither sends it."""
    if not 400 <= code < 600:
        return AttemptFailed("garbled", "not an SMTP answer", may_be_done=delivery.begun, garbled=True)
    if delivery.connected and code >= 500:
        return Refused(SYSTEM, f"smtp_{code}", f"answered {code}")
    return AttemptFailed(f"smtp_{code}", f"answered {code}", may_be_done=False)

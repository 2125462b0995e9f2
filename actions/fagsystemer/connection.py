"""All fagsystemer in one bundle, and the one call that connects to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from actions.fagsystemer.addresses import AddressRegister
from actions.fagsystemer.cases import Cases
from actions.fagsystemer.contact_centre import ContactCentre
from actions.fagsystemer.home_care import HomeCare
from actions.fagsystemer.jobcenter import Jobcenter
from actions.fagsystemer.mail import Mailer
from actions.fagsystemer.settings import FagsystemSettings
from actions.fagsystemer.sms import TextMessages
from actions.fagsystemer.waste import Waste


async def _nothing_to_close() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Fagsystemer:
    """Every port. A journey gets this and knows nothing of HTTP."""

    home_care: HomeCare
    jobcenter: Jobcenter
    waste: Waste
    addresses: AddressRegister
    cases: Cases
    contact_centre: ContactCentre
    mailer: Mailer
    text_messages: TextMessages
    on_close: Callable[[], Awaitable[None]] = _nothing_to_close

    async def close(self) -> None:
        """Let go of the connections. They are made again when next used."""
        await self.on_close()


def connect(settings: FagsystemSettings | None = None) -> Fagsystemer:
    """Return the fagsystemer over HTTP and SMTP; nothing is opened before the first call.

    May be called outside an event loop. Without `settings` they come from the environment.
    """
    # Imported here so that tests with fakes, and the stubs, need neither HTTP client nor SMTP.
    from actions.fagsystemer.adapters import connect_adapters

    return connect_adapters(settings or FagsystemSettings.from_environment())

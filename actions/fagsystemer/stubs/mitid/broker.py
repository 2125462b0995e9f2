"""The broker's parts in one handle, kept on the application."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from actions.fagsystemer.stubs.mitid.keys import SigningKeys
from actions.fagsystemer.stubs.mitid.settings import BrokerSettings
from actions.fagsystemer.stubs.mitid.store import BrokerStore
from actions.fagsystemer.stubs.mitid.tokens import TokenMint


@dataclass(frozen=True)
class Broker:
    """Everything that a request handler needs."""

    settings: BrokerSettings
    store: BrokerStore
    keys: SigningKeys
    mint: TokenMint
    now: Callable[[], float]
    """Seconds since 1970. Lifetimes follow the real clock, never the demonstration's ``INDGANG_NOW``."""
    public_url: str | None
    """The stubs' address, or ``None`` to take it from each request."""

    def issuer(self, request: web.Request) -> str:
        """Return the issuer: the stubs' address and ``/mitid``."""
        return f"{self.public_url or f'{request.scheme}://{request.host}'}/mitid"


BROKER = web.AppKey("mitid_broker", Broker)

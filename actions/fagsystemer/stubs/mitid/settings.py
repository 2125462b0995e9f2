"""Settings of the demonstration broker, read from the environment in one place."""

import os
from dataclasses import dataclass
from pathlib import Path

from actions.fagsystemer.stubs.mitid.client_secret import shared_client_secret


@dataclass(frozen=True)
class BrokerSettings:
    """How the demonstration broker behaves, and the one client that it knows."""

    client_id: str
    """The registered client."""
    client_secret: str
    """The registered client's secret."""
    redirect_path: str = "/login/callback"
    """Path that a redirect URI on loopback must have; the port may be any (RFC 8252 section 7.3)."""
    after_logout_path: str = "/"
    """Path that a post-logout redirect URI on loopback must have."""
    public_addresses: tuple[str, ...] = ()
    """Other origins of the client (``https://…``, no trailing slash); compared exactly."""
    unanswered_seconds: float = 60.0
    """How long the app waits for a citizen who does not answer."""
    approve_after_seconds: float = 1.5
    """How long a citizen who approves takes to do so in a back-channel login."""
    poll_interval_seconds: int = 1
    """Least time between two back-channel polls (CIBA Core 1.0 section 7.3)."""
    code_seconds: float = 60.0
    """Life of an authorisation code."""
    token_seconds: int = 900
    """Life of an access token and of an id_token."""
    login_seconds: float = 600.0
    """How long a login page may stand unanswered."""
    key_seconds: float = 30 * 86_400.0
    """How long a signing key is used; its public half is shown for one period more."""


def broker_settings_from_env(state_dir: Path) -> BrokerSettings:
    """Read ``INDGANG_OIDC_CLIENT_ID``, ``INDGANG_OIDC_CLIENT_SECRET``, ``INDGANG_PUBLIC_URL``,
    ``INDGANG_MITID_TIMEOUT_SECONDS`` and ``INDGANG_MITID_APPROVE_MS``.

    ``state_dir`` is where the secret is kept when none is set.
    """
    public_url = os.environ.get("INDGANG_PUBLIC_URL", "").strip().rstrip("/")
    return BrokerSettings(
        client_id=os.environ.get("INDGANG_OIDC_CLIENT_ID", "en-indgang-demo"),
        client_secret=shared_client_secret(state_dir),
        public_addresses=(public_url,) if public_url else (),
        unanswered_seconds=float(os.environ.get("INDGANG_MITID_TIMEOUT_SECONDS", "60")),
        approve_after_seconds=float(os.environ.get("INDGANG_MITID_APPROVE_MS", "1500")) / 1000,
    )

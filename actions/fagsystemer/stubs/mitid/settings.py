"""Settings of the demonstration broker, read from the environment in one place."""

import os
from dataclasses import dataclass
from pathlib import Path

from actions.fagsystemer.stubs.mitid.client_secret import DESK_SECRET, shared_client_secret
from actions.fagsystemer.stubs.mitid.people import Kind


@dataclass(frozen=True)
class Client:
    """One registered client: who it is, whom it may ask about, and where those may be sent."""

    id: str
    """OAuth client id."""
    secret: str
    """Its secret; never empty."""
    people: Kind
    """Whom its logins can name."""
    redirect_path: str
    """Path that a redirect URI on loopback must have; the port may be any (RFC 8252 section 7.3)."""
    after_logout_path: str
    """Path that a post-logout redirect URI on loopback must have."""


@dataclass(frozen=True)
class BrokerSettings:
    """How the demonstration broker behaves, and the clients that it knows."""

    client_id: str
    """The citizens' client."""
    client_secret: str
    """The citizens' client's secret."""
    desk_client_id: str = "en-indgang-desk-demo"
    """The employees' client."""
    desk_client_secret: str = ""
    """The employees' client's secret; empty leaves that client unregistered."""
    redirect_path: str = "/login/callback"
    """Where citizens are sent back to."""
    desk_redirect_path: str = "/desk/callback"
    """Where employees are sent back to."""
    after_logout_path: str = "/"
    """Where citizens go after a logout."""
    desk_after_logout_path: str = "/desk"
    """Where employees go after a logout."""
    public_addresses: tuple[str, ...] = ()
    """Other origins of the clients (``https://…``, no trailing slash); compared exactly."""
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

    def __post_init__(self) -> None:
        """Refuse two clients that cannot be told apart. Raises ``ValueError``."""
        if self.client_id == self.desk_client_id:
            raise ValueError("Borgernes og medarbejdernes klient skal have hver sit client_id.")

    def client(self, client_id: str | None) -> Client | None:
        """Return the client with this id, or ``None``."""
        if client_id == self.client_id:
            return Client(
                self.client_id, self.client_secret, "citizen", self.redirect_path, self.after_logout_path
            )
        if client_id == self.desk_client_id and self.desk_client_secret:
            return Client(
                self.desk_client_id,
                self.desk_client_secret,
                "employee",
                self.desk_redirect_path,
                self.desk_after_logout_path,
            )
        return None


def broker_settings_from_env(state_dir: Path) -> BrokerSettings:
    """Read ``INDGANG_OIDC_CLIENT_ID``, ``INDGANG_OIDC_CLIENT_SECRET``, ``INDGANG_PUBLIC_URL``,
    ``INDGANG_MITID_TIMEOUT_SECONDS`` and ``INDGANG_MITID_APPROVE_MS``, and for the employees' client
    ``INDGANG_DESK_OIDC_CLIENT_ID`` and ``INDGANG_DESK_OIDC_CLIENT_SECRET``.

    ``state_dir`` is where the secrets are kept when none is set.
    """
    public_url = os.environ.get("INDGANG_PUBLIC_URL", "").strip().rstrip("/")
    return BrokerSettings(
        client_id=os.environ.get("INDGANG_OIDC_CLIENT_ID", "en-indgang-demo"),
        client_secret=shared_client_secret(state_dir),
        desk_client_id=os.environ.get("INDGANG_DESK_OIDC_CLIENT_ID", BrokerSettings.desk_client_id),
        desk_client_secret=shared_client_secret(state_dir, DESK_SECRET),
        public_addresses=(public_url,) if public_url else (),
        unanswered_seconds=float(os.environ.get("INDGANG_MITID_TIMEOUT_SECONDS", "60")),
        approve_after_seconds=float(os.environ.get("INDGANG_MITID_APPROVE_MS", "1500")) / 1000,
    )

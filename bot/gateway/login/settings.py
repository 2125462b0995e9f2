"""Settings of the login, read from the environment in one place."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from actions.fagsystemer.stubs.mitid.client_secret import shared_client_secret

NSIS_SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/Substantial"
NSIS_HIGH = "https://data.gov.dk/concept/core/nsis/High"


class ClientSettings(Protocol):
    """What ``Broker`` asks of the settings of one client of ours."""

    @property
    def issuer(self) -> str:
        """Issuer of the broker."""

    @property
    def client_id(self) -> str:
        """Our client id there."""

    @property
    def client_secret(self) -> str:
        """Our client secret there."""

    @property
    def scope(self) -> str:
        """Scopes asked for, with spaces between."""

    @property
    def redirect_uri(self) -> str:
        """Where the broker sends people back to."""

    @property
    def accepted_levels(self) -> frozenset[str]:
        """``acr`` values that are good enough; empty leaves the level unchecked."""

    @property
    def clock_skew_seconds(self) -> int:
        """How far the broker's clock may be from ours."""

    @property
    def broker_timeout_seconds(self) -> float:
        """Longest wait for one answer of the broker."""

    @property
    def metadata_seconds(self) -> float:
        """How long discovery and keys are kept."""


@dataclass(frozen=True)
class LoginSettings:
    """How the gateway logs citizens in, against any OpenID Connect broker."""

    public_url: str
    """Address of the gateway as the citizen's browser sees it, without a trailing slash."""
    state_dir: Path
    """Folder of ``login.sqlite``, where tickets and logins under way survive a restart."""
    issuer: str
    """Issuer of the broker; discovery is at ``{issuer}/.well-known/openid-configuration``."""
    client_id: str
    """Our client id at the broker."""
    client_secret: str
    """Our client secret at the broker."""
    scope: str = "openid"
    """Scopes asked for. Only ``sub`` is used, so nothing more than ``openid`` is needed."""
    accepted_levels: frozenset[str] = frozenset({NSIS_SUBSTANTIAL, NSIS_HIGH})
    """``acr`` values that are good enough; empty leaves the level unchecked."""
    ticket_seconds: float = 600.0
    """How long a login link in the chat can be followed."""
    flow_seconds: float = 600.0
    """How long the citizen may be away at the broker."""
    clock_skew_seconds: int = 60
    """How far the broker's clock may be from ours."""
    broker_timeout_seconds: float = 4.0
    """Longest wait for one answer of the broker."""
    metadata_seconds: float = 3600.0
    """How long discovery and keys are kept before they are fetched again."""

    def __post_init__(self) -> None:
        """Refuse an issuer that anyone on the way could impersonate. Raises ``ValueError``."""
        require_private_way(self.issuer, "INDGANG_OIDC_ISSUER")

    @property
    def redirect_uri(self) -> str:
        """Where the broker sends the citizen back to."""
        return f"{self.public_url}/login/callback"


def require_private_way(issuer: str, variable: str) -> None:
    """Raise ``ValueError`` unless the issuer is reached by https or on this machine.

    ``variable`` is the environment variable that it came from.
    """
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(f"{variable} skal begynde med https://, ikke {issuer!r}")


def login_settings_from_env(public_url: str, state_dir: Path) -> LoginSettings:
    """Read ``INDGANG_OIDC_ISSUER``, ``_CLIENT_ID``, ``_CLIENT_SECRET`` and ``_ACR`` (comma-separated).

    Without them it is the demonstration broker of the stubs. Makes the shared demonstration secret in
    ``state_dir`` where none is set.
    """
    stubs_port = os.environ.get("INDGANG_STUBS_PORT", "8090")
    levels = os.environ.get("INDGANG_OIDC_ACR")
    return LoginSettings(
        public_url=public_url.rstrip("/"),
        state_dir=state_dir,
        issuer=os.environ.get("INDGANG_OIDC_ISSUER", f"http://127.0.0.1:{stubs_port}/mitid").rstrip("/"),
        client_id=os.environ.get("INDGANG_OIDC_CLIENT_ID", "en-indgang-demo"),
        client_secret=shared_client_secret(state_dir),
        accepted_levels=(
            LoginSettings.accepted_levels
            if levels is None
            else frozenset(level.strip() for level in levels.split(",") if level.strip())
        ),
    )

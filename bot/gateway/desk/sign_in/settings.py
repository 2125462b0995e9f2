"""Settings of the employees' sign-in, read from the environment in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from actions.fagsystemer.stubs.mitid.client_secret import DESK_SECRET, shared_client_secret
from bot.gateway.login.settings import NSIS_HIGH, NSIS_SUBSTANTIAL, require_private_way


@dataclass(frozen=True)
class DeskSettings:
    """How employees sign in to the service desk, against any OpenID Connect broker."""

    public_url: str
    """Address of the gateway as the employee's browser sees it, without a trailing slash; also the one
    origin whose pages may act for an employee."""
    state_dir: Path
    """Folder of ``desk_sign_in.sqlite``, where sessions and sign-ins under way survive a restart."""
    issuer: str
    """Issuer of the broker; discovery is at ``{issuer}/.well-known/openid-configuration``."""
    client_id: str
    """Our client id at the broker."""
    client_secret: str
    """Our client secret at the broker."""
    role: str = "service_desk"
    """Who has this role may use the desk."""
    roles_claim: str = "roles"
    """Claim of the id_token that lists the roles."""
    scope: str = "openid profile"
    """Scopes asked for: the name is shown to citizens and colleagues."""
    accepted_levels: frozenset[str] = frozenset({NSIS_SUBSTANTIAL, NSIS_HIGH})
    """``acr`` values that are good enough; empty leaves the level unchecked."""
    idle_seconds: float = 60 * 60.0
    """A session ends after this long without an act of the employee."""
    session_seconds: float = 10 * 3600.0
    """A session ends after this long in any case: a working day."""
    flow_seconds: float = 600.0
    """How long an employee may be away at the broker."""
    sign_ins_at_once: int = 60
    """Sign-ins that one address may begin at once. Behind a proxy, all employees are one address."""
    sign_ins_per_second: float = 2.0
    """Sign-ins that one address may begin in the long run."""
    clock_skew_seconds: int = 60
    """How far the broker's clock may be from ours."""
    broker_timeout_seconds: float = 4.0
    """Longest wait for one answer of the broker."""
    metadata_seconds: float = 3600.0
    """How long discovery and keys are kept before they are fetched again."""

    def __post_init__(self) -> None:
        """Refuse an issuer that anyone on the way could impersonate, and a role that anyone has.

        Raises ``ValueError``.
        """
        require_private_way(self.issuer, "INDGANG_DESK_OIDC_ISSUER")
        if not self.role:
            raise ValueError("INDGANG_DESK_ROLE må ikke være tom.")

    @property
    def redirect_uri(self) -> str:
        """Where the broker sends the employee back to."""
        return f"{self.public_url}/desk/callback"

    @property
    def secure(self) -> bool:
        """Whether employees come by https."""
        return self.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """Name of the session's cookie. The prefix ties it to this host and to https."""
        return "__Host-indgang_desk" if self.secure else "indgang_desk"

    @property
    def browser_cookie(self) -> str:
        """Name of the short-lived cookie that ties a sign-in under way to its browser."""
        return f"{self.cookie}_browser"


def desk_settings_from_env(
    public_url: str, state_dir: Path, environment: Mapping[str, str] | None = None
) -> DeskSettings:
    """Read ``INDGANG_DESK_OIDC_ISSUER``, ``_CLIENT_ID``, ``_CLIENT_SECRET``, ``_ACR`` (comma-separated) and
    ``INDGANG_DESK_ROLE``.

    Without them it is the demonstration broker of the stubs. Makes the shared demonstration secret in
    ``state_dir`` where none is set.
    """
    env = os.environ if environment is None else environment
    stubs_port = env.get("INDGANG_STUBS_PORT", "").strip() or "8090"
    levels = env.get("INDGANG_DESK_OIDC_ACR")
    return DeskSettings(
        public_url=public_url.rstrip("/"),
        state_dir=state_dir,
        issuer=env.get("INDGANG_DESK_OIDC_ISSUER", f"http://127.0.0.1:{stubs_port}/mitid").rstrip("/"),
        client_id=env.get("INDGANG_DESK_OIDC_CLIENT_ID", "en-indgang-desk-demo"),
        client_secret=shared_client_secret(state_dir, DESK_SECRET),
        role=env.get("INDGANG_DESK_ROLE", DeskSettings.role).strip(),
        accepted_levels=(
            DeskSettings.accepted_levels
            if levels is None
            else frozenset(level.strip() for level in levels.split(",") if level.strip())
        ),
    )

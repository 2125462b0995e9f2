"""Settings of the gateway, read from the environment in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.gateway.calls.settings import CallSettings, call_settings_from_env
from bot.gateway.desk.sign_in.settings import DeskSettings, desk_settings_from_env
from bot.gateway.login import LoginSettings, login_settings_from_env
from bot.gateway.personal_service.settings import PersonalServiceSettings

_REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class GatewaySettings:
    """How the gateway listens, what it talks to, and where its limits are."""

    public_url: str
    """Address as the citizen's browser sees it, without a trailing slash; also the one allowed origin."""
    state_dir: Path
    """Folder of ``conversations.sqlite3`` and of the key that signs session cookies."""
    rasa_url: str
    """Rasa server, without a trailing slash."""
    actions_url: str
    """Action server; only its health is asked."""
    fagsystem_url: str
    """Fagsystem stubs; only their health is asked."""
    login: LoginSettings
    """The MitID login."""
    desk: DeskSettings
    """The employees' sign-in."""
    calls: CallSettings
    """The telephone line, and speech in the browser."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8080
    """TCP port to listen on."""
    web_dir: Path = _REPOSITORY / "bot" / "web" / "dist"
    """The built page."""
    more_origins: frozenset[str] = frozenset()
    """Other origins whose pages may use the chat, such as ``https://www.kk.dk``."""
    max_chars: int = 2000
    """Longest message, in characters after cleaning."""
    max_body_bytes: int = 64 * 1024
    """Largest request body: 2,000 characters written as escaped surrogate pairs, twice over."""
    body_seconds: float = 10.0
    """Longest wait for a request body."""
    turn_seconds: float = 20.0
    """Longest wait for one turn of Rasa."""
    message_burst: int = 30
    """Messages a conversation may send at once."""
    messages_per_second: float = 2.0
    """Messages a conversation may send in the long run."""
    desk_burst: int = 120
    """What one employee may do at the service desk at once, on all pages together."""
    desk_acts_per_second: float = 10.0
    """What one employee may do in the long run."""
    new_burst: int = 300
    """Conversations one address may begin at once."""
    new_per_second: float = 20.0
    """Conversations one address may begin in the long run. Behind a proxy, all citizens are one address."""
    identity_idle_seconds: float = 15 * 60.0
    """A login ends after this long without a message."""
    identity_sweep_seconds: float = 15.0
    """How often logins that have gone stale are looked for."""
    conversation_idle_seconds: float = 24 * 3600.0
    """A conversation can no longer be opened after this long without a message."""
    sockets_per_conversation: int = 8
    """Open sockets one conversation may have."""
    hello_seconds: float = 10.0
    """A socket that has not said hello by then is closed."""
    heartbeat_seconds: float = 25.0
    """How often an open socket is pinged."""
    health_seconds: float = 1.0
    """Longest wait for one answer to the health check."""
    shutdown_seconds: float = 5.0
    """How long a turn under way may finish when the gateway stops."""

    person_missing_seconds: float = 90.0
    """A citizen who waits while nobody is at work is offered a call-back after this long."""

    @property
    def personal_service(self) -> PersonalServiceSettings:
        """How long people are waited for."""
        return PersonalServiceSettings(
            database=self.state_dir / "conversations.sqlite3",
            max_chars=self.max_chars,
            identity_idle_seconds=self.identity_idle_seconds,
            missing_seconds=self.person_missing_seconds,
        )

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may open a socket or use the session cookie."""
        return self.more_origins | {self.public_url}

    @property
    def secure(self) -> bool:
        """Whether citizens come by https."""
        return self.public_url.startswith("https://")


def gateway_settings_from_env(environment: Mapping[str, str] | None = None) -> GatewaySettings:
    """Read ``INDGANG_*``; all have defaults for one machine. Raises ``ValueError`` with a Danish text."""
    env = os.environ if environment is None else environment
    port = _port(env, "INDGANG_GATEWAY_PORT", 8080)
    host = env.get("INDGANG_GATEWAY_HOST", "127.0.0.1")
    public_url = env.get("INDGANG_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    state_dir = Path(env.get("INDGANG_STATE_DIR") or _REPOSITORY / ".indgang")
    stubs = f"http://127.0.0.1:{_port(env, 'INDGANG_STUBS_PORT', 8090)}"
    return GatewaySettings(
        public_url=public_url,
        state_dir=state_dir,
        rasa_url=f"http://127.0.0.1:{_port(env, 'INDGANG_RASA_PORT', 5005)}",
        actions_url=f"http://127.0.0.1:{_port(env, 'INDGANG_ACTIONS_PORT', 5055)}",
        fagsystem_url=env.get("INDGANG_FAGSYSTEM_URL", stubs).rstrip("/"),
        login=login_settings_from_env(public_url, state_dir),
        desk=desk_settings_from_env(public_url, state_dir),
        calls=call_settings_from_env(state_dir, _port(env, "INDGANG_VOICE_WEB_PORT", 9093), env),
        host=host,
        port=port,
        more_origins=frozenset(env.get("INDGANG_MORE_ORIGINS", "").replace(",", " ").split()),
    )


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} skal være et portnummer mellem 1 og 65535, ikke {text!r}.")
    return int(text)

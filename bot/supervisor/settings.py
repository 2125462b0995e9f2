"""Where the house listens and keeps its files, read from the environment in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

PORTS = {
    "gateway": ("INDGANG_GATEWAY_PORT", 8080),
    "voice": ("INDGANG_VOICE_PORT", 9092),
    "voice_web": ("INDGANG_VOICE_WEB_PORT", 9093),
    "rasa": ("INDGANG_RASA_PORT", 5005),
    "actions": ("INDGANG_ACTIONS_PORT", 5055),
    "stubs": ("INDGANG_STUBS_PORT", 8090),
    "smtp": ("INDGANG_SMTP_PORT", 8025),
}
"""Each listener: the environment variable that moves it, and its port where the variable is not set."""


@dataclass(frozen=True)
class HouseSettings:
    """One running house."""

    ports: Mapping[str, int]
    """TCP port of each listener; all on 127.0.0.1."""
    state_dir: Path = REPOSITORY / ".indgang"
    """Databases, logs and run files. Environment: ``INDGANG_STATE_DIR``."""
    host: str = "127.0.0.1"
    """Nothing here may listen to the world: a proxy of the municipality's own stands in front."""

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.state_dir / "logs"

    @property
    def run_dir(self) -> Path:
        """Configuration written for this start, and the lock that keeps a second house out."""
        return self.state_dir / "run"

    def url(self, name: str) -> str:
        """Address of an HTTP listener, without a slash at the end."""
        return f"http://{self.host}:{self.ports[name]}"

    @property
    def public_url(self) -> str:
        """The page as the citizen's browser sees it. Environment: ``INDGANG_PUBLIC_URL``."""
        return os.environ.get("INDGANG_PUBLIC_URL", self.url("gateway")).rstrip("/")

    def environment(self) -> dict[str, str]:
        """The variables that tell a child the same."""
        variables = {PORTS[name][0]: str(port) for name, port in self.ports.items()}
        return {**variables, "INDGANG_STATE_DIR": str(self.state_dir)}


def house_settings_from_env(environment: Mapping[str, str] | None = None) -> HouseSettings:
    """Read ``INDGANG_*``. Raises ``ValueError`` with a sentence that says which variable cannot be used."""
    env = os.environ if environment is None else environment
    ports = {name: _port(env, variable, default) for name, (variable, default) in PORTS.items()}
    taken: dict[int, str] = {}
    for name, port in ports.items():
        if port in taken:
            raise ValueError(
                f"{PORTS[name][0]} and {PORTS[taken[port]][0]} are both {port}: give each its own port."
            )
        taken[port] = name
    state_dir = env.get("INDGANG_STATE_DIR", "").strip()
    return HouseSettings(ports, Path(state_dir).resolve() if state_dir else HouseSettings.state_dir)


def _port(env: Mapping[str, str], variable: str, default: int) -> int:
    text = env.get(variable, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ValueError(f"{variable} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)

"""Settings of the stub service, read from the environment in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class StubSettings:
    """Where the stubs listen and keep their data."""

    state_dir: Path = _REPOSITORY / ".indgang"
    """Folder of the databases; made when missing. Environment: ``INDGANG_STATE_DIR``."""
    host: str = "127.0.0.1"
    """Never anything but loopback: fictitious systems without access control."""
    port: int = 8090
    """HTTP. Environment: ``INDGANG_STUBS_PORT``."""
    smtp_port: int = 8025
    """The mail sink. Environment: ``INDGANG_SMTP_PORT``."""

    @property
    def public_url(self) -> str:
        """The address of the service, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "StubSettings":
        """Read the settings; ``ValueError`` says in Danish which variable cannot be used."""
        env = os.environ if environment is None else environment
        state_dir = env.get("INDGANG_STATE_DIR", "").strip()
        return cls(
            state_dir=Path(state_dir) if state_dir else cls.state_dir,
            port=_port(env, "INDGANG_STUBS_PORT", cls.port),
            smtp_port=_port(env, "INDGANG_SMTP_PORT", cls.smtp_port),
        )


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError(f"{name} skal være et portnummer fra 1 til 65535.")
    return int(text)

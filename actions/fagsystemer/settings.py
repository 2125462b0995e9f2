"""Where the fagsystemer are and how long to wait for them: read from the environment in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

SYSTEMS: Final = ("cura", "jobcenter", "affald", "adresser", "sager", "kontaktcenter", "sms")
"""The systems spoken to over HTTP; `mail` is SMTP."""


@dataclass(frozen=True, slots=True)
class FagsystemSettings:
    """Every setting of the adapters."""

    url: str = "http://127.0.0.1:8090"
    """Base of all systems without an address of their own; the system's name is put after it.
    Environment: `INDGANG_FAGSYSTEM_URL`, else 127.0.0.1 at `INDGANG_STUBS_PORT`."""

    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Full base address by system name, where one lives elsewhere, such as
    `{"cura": "https://cura.example/api"}`. Environment: `INDGANG_CURA_URL`, `INDGANG_AFFALD_URL`, …"""

    smtp_host: str = "127.0.0.1"
    """Environment: `INDGANG_SMTP_HOST`."""

    smtp_port: int = 8025
    """Environment: `INDGANG_SMTP_PORT`."""

    mail_from: str = "en-indgang@example.dk"
    """Sender of every mail. Environment: `INDGANG_MAIL_FROM`."""

    timeout_seconds: float = 2.0
    """The longest wait for one answer. Environment: `INDGANG_FAGSYSTEM_TIMEOUT_SECONDS`."""

    retry_wait_seconds: float = 0.1
    """Pause before the one repeat, so that a restart of a process has a chance."""

    budget_seconds: float = 4.5
    """The longest a whole call may take, the repeat included: a citizen is waiting on the line."""

    breaker_failures: int = 5
    """Failures in a row after which a system is left alone."""

    breaker_rest_seconds: float = 10.0
    """How long it is left alone before one call may try it again."""

    def __post_init__(self) -> None:
        """Refuse values that could never work, at start rather than in a conversation."""
        for name in ("timeout_seconds", "budget_seconds", "breaker_failures", "breaker_rest_seconds"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above zero")
        if self.retry_wait_seconds < 0:
            raise ValueError("retry_wait_seconds must not be below zero")

    def base_url(self, system: str) -> str:
        """Return the base address of one system, without a slash at the end."""
        return (self.urls.get(system) or f"{self.url.rstrip('/')}/{system}").rstrip("/")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> FagsystemSettings:
        """Read the settings; `ValueError` names the variable that cannot be read."""
        env = os.environ if environment is None else environment
        default = cls()
        stubs_port = _number(env, "INDGANG_STUBS_PORT", 8090)
        urls = {name: env.get(f"INDGANG_{name.upper()}_URL", "").strip() for name in SYSTEMS}
        return cls(
            url=env.get("INDGANG_FAGSYSTEM_URL", "").strip() or f"http://127.0.0.1:{stubs_port}",
            urls=MappingProxyType({name: url for name, url in urls.items() if url}),
            smtp_host=env.get("INDGANG_SMTP_HOST", "").strip() or default.smtp_host,
            smtp_port=_number(env, "INDGANG_SMTP_PORT", default.smtp_port),
            mail_from=env.get("INDGANG_MAIL_FROM", "").strip() or default.mail_from,
            timeout_seconds=_seconds(env, "INDGANG_FAGSYSTEM_TIMEOUT_SECONDS", default.timeout_seconds),
        )


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    try:
        return int(text) if text else default
    except ValueError:
        raise ValueError(f"{name} must be a whole number, not {text!r}") from None


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name, "").strip()
    try:
        return float(text) if text else default
    except ValueError:
        raise ValueError(f"{name} must be a number of seconds, not {text!r}") from None

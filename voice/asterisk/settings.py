"""How the exchange listens, what it talks to, and how long it is patient."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.asterisk.errors import ExchangeError

OPERATOR_VARIABLE = "INDGANG_OPERATOR_TOKEN"
_SECRET = re.compile(r"[\x21-\x7e]{16,400}")
_TARGET = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONTACT = re.compile(r"sips?:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:[0-9]{1,5})?")


@dataclass(frozen=True)
class ExchangeSettings:
    """One exchange. Raises ``ExchangeError`` for a value that a configuration file could misread."""

    host: str = "127.0.0.1"
    """Address that SIP and RTP are bound to. Anything but loopback needs a trunk: see ``etc/pjsip.conf``."""
    sip_port: int = 5062
    """UDP port that calls come in on."""
    rtp_first_port: int = 12000
    """First UDP port for sound; a call takes two."""
    rtp_ports: int = 200
    """How many UDP ports for sound: 100 calls, or 50 that are transferred."""
    line_port: int = 9092
    """Port of the voice line's AudioSocket on 127.0.0.1."""
    gateway_port: int = 8080
    """Port of the gateway on 127.0.0.1, which is told who calls and asked what comes next."""
    targets: tuple[tuple[str, str], ...] = (("borgerservice", "sip:borgerservice@127.0.0.1:5070"),)
    """Who can be dialled: the target's name as the gateway says it, and the SIP address behind it."""
    fallback: str = "borgerservice"
    """The target that is dialled when the assistant cannot be reached."""
    ring_seconds: int = 25
    """How long a target may ring before the caller is back with the assistant."""
    line_tries: int = 3
    """How often the voice line is tried before the caller is told that it is out of order."""
    gateway_seconds: int = 3
    """Longest wait for an answer of the gateway."""
    longest_call_seconds: int = 2 * 3600
    """A call that lasts longer was forgotten by somebody, and is ended."""

    def __post_init__(self) -> None:
        """Refuse what would be read as something else in a configuration file."""
        ports = (self.sip_port, self.line_port, self.gateway_port, self.rtp_first_port, self.rtp_last_port)
        if not all(0 < port < 65536 for port in ports):
            raise ExchangeError("A port of the exchange is not between 1 and 65535.")
        if not re.fullmatch(r"[0-9a-fA-F:.]+", self.host):
            raise ExchangeError(f"The exchange's host must be an IP address, not {self.host!r}.")
        for name, contact in self.targets:
            if not _TARGET.fullmatch(name):
                raise ExchangeError(f"{name!r} cannot name a target: small letters, digits and _ only.")
            if not _CONTACT.fullmatch(contact):
                raise ExchangeError(f"{contact!r} is no SIP address such as sip:desk@192.0.2.1:5060.")
        if self.fallback not in dict(self.targets):
            raise ExchangeError(f"The fallback {self.fallback!r} is none of the targets.")

    @property
    def rtp_last_port(self) -> int:
        """Last UDP port for sound."""
        return self.rtp_first_port + self.rtp_ports - 1


def operator_token(environment: Mapping[str, str] | None = None) -> str:
    """Return the operator's token: ``INDGANG_OPERATOR_TOKEN``, else the one that the gateway keeps in its
    state folder (``INDGANG_STATE_DIR``, ``.indgang`` where that is not set).

    Raises ``ExchangeError`` when there is none, or one that cannot stand in an HTTP header.
    """
    env = os.environ if environment is None else environment
    token = env.get(OPERATOR_VARIABLE, "").strip()
    kept = Path(env.get("INDGANG_STATE_DIR") or ".indgang") / "operator-token"
    if not token and kept.is_file():
        token = kept.read_text(encoding="utf-8").strip()
    if not token:
        raise ExchangeError(
            f"No operator's token: set {OPERATOR_VARIABLE}, or start the gateway, which keeps one in {kept}."
        )
    if not _SECRET.fullmatch(token):
        raise ExchangeError(f"{OPERATOR_VARIABLE} must be 16 characters or more, without spaces.")
    return token


def exchange_settings_from_env(
    environment: Mapping[str, str] | None = None,
    *,
    targets: Sequence[tuple[str, str]] | None = None,
    sip_port: int | None = None,
) -> ExchangeSettings:
    """Return the settings for the ports of the house: ``INDGANG_VOICE_PORT``, ``INDGANG_GATEWAY_PORT`` and
    ``INDGANG_SIP_PORT``; what is given by name comes first.

    Raises ``ExchangeError`` for a port that is no number.
    """
    env, own = os.environ if environment is None else environment, ExchangeSettings()
    return ExchangeSettings(
        sip_port=sip_port or _port(env, "INDGANG_SIP_PORT", own.sip_port),
        line_port=_port(env, "INDGANG_VOICE_PORT", own.line_port),
        gateway_port=_port(env, "INDGANG_GATEWAY_PORT", own.gateway_port),
        targets=tuple(targets) if targets else own.targets,
        fallback=targets[0][0] if targets else own.fallback,
    )


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ExchangeError(f"{name} must be a port number, not {text!r}.")
    return int(text)

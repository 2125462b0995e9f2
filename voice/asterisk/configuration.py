"""Asterisk's configuration, written from the templates in ``etc`` and the settings."""

import re
from collections.abc import Mapping
from pathlib import Path

from voice.asterisk.errors import ExchangeError
from voice.asterisk.settings import ExchangeSettings

SOUNDS = "/var/lib/asterisk/en-indgang"
"""Where Asterisk finds what it says itself."""
_TEMPLATES = Path(__file__).with_name("etc")
_WORD = re.compile(r"@([A-Z_]+)@")
_CHANNELS_A_CALL = 2
_PORTS_A_CHANNEL = 2


def write_configuration(folder: Path, settings: ExchangeSettings) -> None:
    """Write every file of ``etc`` into ``folder``, which becomes ``/etc/asterisk``.

    Files that are not ours (a trunk, keys) stay as they are. Raises ``ExchangeError`` for a template that
    asks for something unknown.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = _words(settings)
    for template in sorted(_TEMPLATES.iterdir()):
        written = folder / template.name
        written.write_text(filled_in(template.read_text(encoding="utf-8"), words), encoding="utf-8")
        written.chmod(0o755 if template.suffix == "" else 0o644)


def filled_in(template: str, words: Mapping[str, str]) -> str:
    """Put ``words`` in the place of ``@THEIR_NAMES@``. Raises ``ExchangeError`` for an unknown name."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise ExchangeError(f"A template of the exchange asks for {match[0]}, which is not known.")
        return words[match[1]]

    return _WORD.sub(word, template)


def _words(settings: ExchangeSettings) -> dict[str, str]:
    channels = settings.rtp_ports // _PORTS_A_CHANNEL
    return {
        "HOST": settings.host,
        "SIP_PORT": str(settings.sip_port),
        "RTP_FIRST_PORT": str(settings.rtp_first_port),
        "RTP_LAST_PORT": str(settings.rtp_last_port),
        "MAX_CALLS": str(channels // _CHANNELS_A_CALL),
        "LINE_PORT": str(settings.line_port),
        "GATEWAY_PORT": str(settings.gateway_port),
        "GATEWAY_SECONDS": str(settings.gateway_seconds),
        "LONGEST_CALL_SECONDS": str(settings.longest_call_seconds),
        "LINE_TRIES": str(settings.line_tries),
        "RING_SECONDS": str(settings.ring_seconds),
        "FALLBACK": settings.fallback,
        "SOUNDS": SOUNDS,
        "QUEUES": "\n\n".join(f"[{name}](target)\nmember => PJSIP/{name}" for name, _ in settings.targets),
        "TARGETS": "\n\n".join(_target(name, contact) for name, contact in settings.targets),
        "TARGET_EXTENSIONS": "\n".join(
            f"exten => {name},1,Gosub(rung,s,1({name}))\n same => n,Return()" for name, _ in settings.targets
        ),
    }


def _target(name: str, contact: str) -> str:
    """The telephone or trunk behind a target. Calls that it makes itself go nowhere."""
    return (
        f"[{name}](line)\ncontext = nowhere\naors = {name}\n\n"
        f"[{name}]\ntype = aor\ncontact = {contact}\nmax_contacts = 1"
    )

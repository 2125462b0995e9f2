"""Settings of the voice process, read from the environment in one place.

The recogniser's and the synthesiser's own are in ``voice/recognition/settings.py`` (``INDGANG_VOSK_MODEL``,
``INDGANG_PARAKEET_WEIGHTS``) and ``voice/synthesis/choose.py`` (``INDGANG_PIPER_VOICE``).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voice.line.calls import CallsSettings
from voice.line.gateway_client import GatewaySettings
from voice.line.session import SessionSettings
from voice.line.taping import RecordingSettings
from voice.recognition.settings import HearingSettings, hearing_settings_from_env
from voice.synthesis.choose import SynthesisSettings, synthesis_settings_from_env

TOKEN = "INDGANG_OPERATOR_TOKEN"  # noqa: S105 - the name of a variable
_SHORTEST_TOKEN_CHARS = 16


@dataclass(frozen=True)
class VoiceSettings:
    """The voice process."""

    operator_token: str = field(repr=False)
    """Shared with the gateway. Environment: ``INDGANG_OPERATOR_TOKEN``."""
    host: str = "127.0.0.1"
    """Address of both listeners: AudioSocket has no password, so it never faces the world."""
    port: int = 9092
    """AudioSocket. Environment: ``INDGANG_VOICE_PORT``."""
    web_port: int = 9093
    """Health, metrics, and browsers by way of the gateway. Environment: ``INDGANG_VOICE_WEB_PORT``."""
    gateway: GatewaySettings = field(default_factory=GatewaySettings)
    """The gateway's port. Environment: ``INDGANG_GATEWAY_PORT``."""
    recogniser_threads: int = 0
    """Threads that decode; 0: by the number of cores. Environment: ``INDGANG_VOICE_THREADS``."""
    calls: CallsSettings = field(default_factory=CallsSettings)
    """How many at once. Environment: ``INDGANG_VOICE_CALLS``."""
    session: SessionSettings = field(default_factory=SessionSettings)
    recordings: RecordingSettings = field(default_factory=RecordingSettings)
    """``INDGANG_RECORDINGS_DIR``, ``INDGANG_RECORDINGS_DAYS``."""
    hearing: HearingSettings = field(default_factory=HearingSettings)
    synthesis: SynthesisSettings = field(default_factory=SynthesisSettings)


def voice_settings_from_env(environment: Mapping[str, str] | None = None) -> VoiceSettings:
    """Read ``INDGANG_*``. Raises ``ValueError`` with a sentence that says which variable cannot be used."""
    env = os.environ if environment is None else environment
    token = env.get(TOKEN, "").strip()
    if len(token) < _SHORTEST_TOKEN_CHARS or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError(
            f"{TOKEN} must be the gateway's: at least {_SHORTEST_TOKEN_CHARS} letters and digits without"
            " spaces. `en-indgang serve` makes one and passes it on."
        )
    gateway_port = _number(env, "INDGANG_GATEWAY_PORT", 8080, 65535)
    return VoiceSettings(
        operator_token=token,
        port=_number(env, "INDGANG_VOICE_PORT", 9092, 65535),
        web_port=_number(env, "INDGANG_VOICE_WEB_PORT", 9093, 65535),
        gateway=GatewaySettings(f"http://127.0.0.1:{gateway_port}", token),
        recogniser_threads=_number(env, "INDGANG_VOICE_THREADS", 0, 256, least=0),
        calls=CallsSettings(_number(env, "INDGANG_VOICE_CALLS", CallsSettings.most, 1000)),
        recordings=RecordingSettings(
            _recordings_folder(env), _number(env, "INDGANG_RECORDINGS_DAYS", RecordingSettings.days, 3650)
        ),
        hearing=hearing_settings_from_env(env),
        synthesis=synthesis_settings_from_env(env),
    )


def _recordings_folder(env: Mapping[str, str]) -> Path | None:
    named = env.get("INDGANG_RECORDINGS_DIR", "").strip()
    return Path(named).expanduser().resolve() if named else None


def _number(env: Mapping[str, str], variable: str, default: int, most: int, least: int = 1) -> int:
    text = env.get(variable, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ValueError(f"{variable} must be a number from {least} to {most}, not {text!r}.")
    return int(text)

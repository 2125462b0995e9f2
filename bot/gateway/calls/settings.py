"""Settings of the calls, read from the environment in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.gateway.calls.operator import operator_token
from bot.gateway.calls.targets import Targets


@dataclass(frozen=True)
class CallSettings:
    """How calls are let in, where they go, and where their limits are."""

    operator_token: str = field(repr=False)
    """Secret of the exchange and the voice line."""
    voice_url: str = "ws://127.0.0.1:9093/ws/voice"
    """Listener of the voice process for browsers; on loopback."""
    voice_connect_seconds: float = 2.0
    """Longest wait for that listener."""
    browsers_at_once: int = 100
    """Browsers that may speak at the same time."""
    targets: Targets = field(default_factory=Targets)
    """Where a queue is dialled."""
    announced_seconds: float = 900.0
    """How long an announced call may take to come; then its number is forgotten."""
    resume_seconds: float = 30.0
    """How long a line that was lost may take to come back; then the call counts as ended."""
    transfer_seconds: float = 900.0
    """How long after being let go a transferred call may come back; then it counts as answered."""
    ringing_seconds: float = 120.0
    """How long a telephone is shown as ringing at the desk; the exchange lets it ring for less."""
    sweep_seconds: float = 5.0
    """How often calls that have outlived these are looked for."""
    most_announced: int = 10_000
    """Calls that may be announced at once; above that the oldest number is forgotten."""
    approvals_burst: int = 60
    """Approvals that one number's MitID app may be asked for at once, over all calls. Set it low in public:
    whoever can show another's number could tire that citizen into approving."""
    approvals_per_second: float = 1 / 30
    """The same in the long run."""
    approvals_per_call: int = 2
    """Approvals that one call may ask for: one more where the first got no answer."""
    frame_bytes: int = 64 * 1024
    """Largest frame of the line."""
    turns_per_second: float = 5.0
    """Things said that a call may report in the long run."""
    turns_burst: int = 100
    """Things said that a call may report at once: a line that was lost has them waiting."""


def call_settings_from_env(state_dir: Path, voice_port: int, env: Mapping[str, str]) -> CallSettings:
    """Read the token, and put the voice process on ``voice_port``. Raises ``ValueError`` in Danish."""
    return CallSettings(operator_token(state_dir, env), f"ws://127.0.0.1:{voice_port}/ws/voice")

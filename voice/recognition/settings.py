"""How the line hears, read from the environment in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHIPPED_MODEL = Path(__file__).resolve().parents[1] / "model" / "danish"
"""The Vosk model in the repository, built by ``en-indgang speech build``."""
WEIGHTS_FOLDER = "parakeet-tdt-0.6b-v3-int8"


@dataclass(frozen=True)
class HearingSettings:
    """One recogniser, for all calls of a process."""

    vosk_model: Path = SHIPPED_MODEL
    """Folder of a Vosk model. Environment: ``INDGANG_VOSK_MODEL``."""
    parakeet_weights: Path = Path.home() / ".cache" / "en-indgang" / WEIGHTS_FOLDER
    """Folder of the second engine's weights; without it Vosk works alone.
    Environment: ``INDGANG_PARAKEET_WEIGHTS``."""
    second_pass: bool = True
    """Whether the second engine runs where its weights lie. Environment: ``INDGANG_SECOND_PASS`` (0 or 1)."""
    second_pass_threads: int = 2
    """CPU threads of one decoding. Environment: ``INDGANG_SECOND_PASS_THREADS``."""
    second_pass_workers: int = 1
    """Utterances decoded at once. A decoding costs its threads, so more only helps with cores to spare."""
    second_pass_queue: int = 2
    """Utterances that may wait for a worker; the next one is left to Vosk, because it would come late."""
    kept_seconds: float = 20.0
    """Sound of one utterance kept in memory for the second pass, at most. Longer ones stay with Vosk."""
    lead_seconds: float = 3.0
    """Sound before the first recognised word that is kept: Vosk may notice speech it does not know late."""
    partial_ms: float = 100.0
    """Sound between two looks at Vosk's text so far: each look walks back over the whole utterance."""
    words_kept: int = 400
    """Words of one utterance; the oldest go. Three minutes of quick speech without an end."""


def hearing_settings_from_env(environment: Mapping[str, str] | None = None) -> HearingSettings:
    """Read ``INDGANG_*``. Raises ``ValueError`` with a sentence that says which variable cannot be used."""
    env = os.environ if environment is None else environment
    threads = env.get("INDGANG_SECOND_PASS_THREADS", "").strip() or str(HearingSettings.second_pass_threads)
    if not (threads.isascii() and threads.isdigit() and 1 <= int(threads) <= 64):
        raise ValueError(f"INDGANG_SECOND_PASS_THREADS must be a number from 1 to 64, not {threads!r}.")
    wanted = env.get("INDGANG_SECOND_PASS", "").strip() or "1"
    if wanted not in ("0", "1"):
        raise ValueError(f"INDGANG_SECOND_PASS must be 0 or 1, not {wanted!r}.")
    return HearingSettings(
        vosk_model=_folder(env, "INDGANG_VOSK_MODEL", HearingSettings.vosk_model),
        parakeet_weights=_folder(env, "INDGANG_PARAKEET_WEIGHTS", HearingSettings.parakeet_weights),
        second_pass=wanted == "1",
        second_pass_threads=int(threads),
    )


def _folder(env: Mapping[str, str], variable: str, default: Path) -> Path:
    named = env.get(variable, "").strip()
    return Path(named).expanduser().resolve() if named else default

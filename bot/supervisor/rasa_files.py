"""Rasa's endpoints and credentials for this start: the repository's own, with the ports in use."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.supervisor.settings import REPOSITORY, HouseSettings

PARSE_CHANNEL = "bot.rasa.parse_channel.ParseChannel"
"""Serves the one API route that tools need; ``--enable-api`` would open loading of models from anywhere."""

WARM_CHANNEL = "bot.supervisor.warm_channel.WarmChannel"
"""Says when the first turn, the slow one, is behind."""
READY_PATH = "/webhooks/indgang_ready/"
"""Where it says so; the channel's name is in it."""


def write_rasa_files(settings: HouseSettings, bot_dir: Path = REPOSITORY / "bot") -> tuple[Path, Path]:
    """Write both files into the run folder and return their paths: endpoints, credentials."""
    endpoints = _read(bot_dir / "endpoints.yml")
    endpoints["action_endpoint"] = {
        **endpoints.get("action_endpoint", {}),
        "url": f"{settings.url('actions')}/webhook",
    }
    credentials = {
        **_read(bot_dir / "credentials.yml"),
        PARSE_CHANNEL: None,
        WARM_CHANNEL: None,
    }
    settings.run_dir.mkdir(parents=True, exist_ok=True)
    return (
        _write(settings.run_dir / "endpoints.yml", endpoints),
        _write(settings.run_dir / "credentials.yml", credentials),
    )


def _read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return dict(content or {})


def _write(path: Path, content: Mapping[str, Any]) -> Path:
    head = f"# Written at every start from bot/{path.name}: change that one.\n"
    path.write_text(head + yaml.safe_dump(dict(content), allow_unicode=True), encoding="utf-8")
    return path

"""Which processes make up the house, and how each is started."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.gateway.calls.operator import VARIABLE as OPERATOR_TOKEN
from bot.gateway.calls.operator import operator_token
from bot.supervisor.process import ChildSpec
from bot.supervisor.rasa_files import READY_PATH, write_rasa_files
from bot.supervisor.settings import REPOSITORY, HouseSettings
from voice.recognition.errors import HearingError
from voice.recognition.model import check_folder
from voice.recognition.settings import hearing_settings_from_env

TITLES = {
    "stubs": "Fagsystemer and MitID broker (demonstration)",
    "actions": "Action server",
    "rasa": "Rasa",
    "gateway": "Gateway",
    "voice": "Voice line",
}
"""What each process is called in messages."""

_LISTENERS = {"stubs": ("stubs", "smtp"), "voice": ("voice", "voice_web")}
"""Processes that listen on other ports than the one they are named for."""

_QUIETLY = ("bot.supervisor.quietly",)
"""Runs the two stock servers so that their logs repeat nothing that a citizen wrote."""

_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
    # Rasa writes what citizens say at INFO and below.
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}


def children(settings: HouseSettings, model: Path) -> list[ChildSpec]:
    """The processes of the house. Writes Rasa's run files.

    The voice line is there where it has a model: without one the chat is no worse.
    """
    endpoints, credentials = write_rasa_files(settings)
    port = {name: str(number) for name, number in settings.ports.items()}
    rasa = (*_QUIETLY, "rasa", "run", "--quiet", "--interface", settings.host, "--port", port["rasa"])
    files = ("--model", str(model), "--endpoints", str(endpoints), "--credentials", str(credentials))
    actions = (*_QUIETLY, "rasa_sdk", "--quiet", "--actions", "actions.journeys", "--port", port["actions"])
    found = [
        _child(settings, "stubs", ("actions.fagsystemer.stubs",), settings.url("stubs") + "/healthz"),
        _child(settings, "actions", actions, settings.url("actions") + "/health"),
        _child(settings, "rasa", (*rasa, *files), settings.url("rasa") + READY_PATH),
        _child(settings, "gateway", ("bot.gateway",), settings.url("gateway") + "/healthz"),
    ]
    if why_no_voice() is None:
        found.append(_child(settings, "voice", ("voice",), settings.url("voice_web") + "/healthz"))
    return found


def why_no_voice() -> str | None:
    """Return why the voice line cannot run, with what to do; None where it can. Loads nothing."""
    try:
        check_folder(hearing_settings_from_env().vosk_model)
    except (HearingError, ValueError) as error:
        return str(error)
    return None


def ports_needed(settings: HouseSettings, specs: list[ChildSpec]) -> dict[str, int]:
    """The listeners of these processes, by name."""
    names = [name for spec in specs for name in _LISTENERS.get(spec.name, (spec.name,))]
    return {name: settings.ports[name] for name in names}


def quiet_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for any Rasa process: no telemetry, no noise, and bytecode is kept."""
    inherited = dict(os.environ if environment is None else environment)
    # Without bytecode Rasa takes 26 s to import instead of 6 (measured).
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**inherited, **_QUIET}


def _child(settings: HouseSettings, name: str, module: tuple[str, ...], ready: str) -> ChildSpec:
    environment = {
        **quiet_environment(),
        **settings.environment(),
        # A message of several errands needs more actions than Rasa's limit of ten.
        "MAX_NUMBER_OF_PREDICTIONS": os.environ.get("MAX_NUMBER_OF_PREDICTIONS", "30"),
        # The stock action server listens to the world unless told otherwise.
        "SANIC_HOST": settings.host,
    }
    # Shared by the gateway and the voice line alone; the other processes have no use for it.
    environment.pop(OPERATOR_TOKEN, None)
    if name in ("gateway", "voice"):
        environment[OPERATOR_TOKEN] = operator_token(settings.state_dir)
    return ChildSpec(name, (sys.executable, "-m", *module), ready, environment, REPOSITORY)

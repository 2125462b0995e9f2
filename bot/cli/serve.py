"""``en-indgang serve``: checks, a model, the house, and what to say about it."""

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from bot.cli.models import BrokenModel, check_archive
from bot.cli.steps import StepFailed, say
from bot.cli.training import model_for_serving
from bot.gateway.calls.operator import VARIABLE as OPERATOR_TOKEN
from bot.gateway.calls.operator import operator_token
from bot.supervisor import core
from bot.supervisor.children import TITLES, children, ports_needed, why_no_voice
from bot.supervisor.house import AlreadyRunning, RunningHouse, lock_state
from bot.supervisor.ports import PortInUse, check_ports
from bot.supervisor.process import end_with_parent
from bot.supervisor.settings import REPOSITORY, HouseSettings, house_settings_from_env
from voice.recognition.settings import hearing_settings_from_env
from voice.recognition.start import report


def serve(model: str | None = None) -> int:
    """Run the house until it is told to stop; return the exit status. Raises ``StepFailed``."""
    if os.environ.get("INDGANG_STOP_WITH_PARENT"):
        end_with_parent(os.getppid(), signal.SIGTERM)
    settings = house_settings_from_env()
    try:
        with lock_state(settings):
            # Ports before training: nobody should wait half a minute for that sentence.
            check_ports(ports_needed(settings, children(settings, Path())))
            return asyncio.run(_run(settings, _model(settings, model)))
    except (AlreadyRunning, PortInUse) as error:
        raise StepFailed(str(error)) from None
    except PermissionError as error:
        raise StepFailed(
            f"{error.filename} cannot be written: choose another folder with INDGANG_STATE_DIR."
        ) from None
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def _model(settings: HouseSettings, named: str | None) -> Path:
    if named is None:
        return model_for_serving(log=settings.logs / "train.log")
    try:
        check_archive(Path(named))
    except BrokenModel as error:
        raise StepFailed(f"{error}: leave --model out, or train with `en-indgang train`.") from None
    return Path(named).resolve()


async def _run(settings: HouseSettings, model: Path) -> int:
    telling = Telling(settings)
    house = RunningHouse(settings, children(settings, model), telling.hear)
    say(f"Starting {', '.join(TITLES[name] for name in house.names)}")
    status = await house.run()
    say("All processes have stopped." if status == 0 else "All other processes have stopped.")
    return status


class Telling:
    """Says what happens, in one line where one is enough."""

    def __init__(self, settings: HouseSettings) -> None:
        self._settings = settings

    def hear(self, effect: core.Effect, last_lines: Sequence[str]) -> None:
        """Print one event."""
        title = TITLES.get(effect.child, effect.child)
        if isinstance(effect, core.BecameReady):
            say(f"✓ {title:<46}{effect.seconds:6.1f} s")
        elif isinstance(effect, core.AllReady):
            say(self._ready(effect.seconds))
        elif isinstance(effect, core.Died):
            say(f"✗ {title} stopped ({_why(effect.status)}); new start in {effect.again_in_seconds:.1f} s.")
        elif isinstance(effect, core.FellSilent):
            say(f"✗ {title} has not answered for {effect.seconds:.0f} s; starting it again.")
        elif isinstance(effect, core.GaveUp):
            log = self._settings.logs / f"{effect.child}.log"
            say(f"✗ {title} stopped {effect.deaths} times ({_why(effect.status)}): giving up.")
            say(
                "\n".join(
                    [f"  Its log is {_short(log)}. The last lines:", *(f"  | {line}" for line in last_lines)]
                )
            )

    def _ready(self, seconds: float) -> str:
        settings = self._settings
        rows = [
            ("Page with the chat", settings.public_url + "/"),
            ("Service desk", settings.public_url + "/desk"),
            ("Health and metrics", f"{settings.url('gateway')}/healthz  /metrics"),
            ("Fagsystemer, MitID", settings.url("stubs") + "/"),
            ("Rasa, for tools", f"{settings.url('rasa')}/model/parse"),
            ("Logs", _short(settings.logs)),
            *self._telephone(),
        ]
        lines = [f"  {name:<24}{value}" for name, value in rows]
        return "\n".join(
            [
                "",
                f"Én Indgang is ready after {seconds:.1f} s.",
                *lines,
                "Try first: open the page, write »Hvad tid kommer min hjemmepleje?«, log in as Anna Jensen;",
                "or type `en-indgang chat` in another terminal. Ctrl-C stops everything.",
                "",
            ]
        )

    def _telephone(self) -> list[tuple[str, str]]:
        """How to reach the line, with which engines, and the operator's token: this is a demonstration."""
        missing = why_no_voice()
        if missing is not None:
            return [("Telephone", f"not started. {missing}")]
        settings = self._settings
        engines = report(hearing_settings_from_env())
        return [
            (
                "Telephone",
                f"AudioSocket on {settings.host}:{settings.ports['voice']}; en-indgang call --help",
            ),
            (OPERATOR_TOKEN, operator_token(settings.state_dir)),
            *((f"  {engine.name}", f"{engine.says}. {engine.remedy}".strip()) for engine in engines),
        ]


def _why(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def _short(path: Path) -> str:
    return str(path.relative_to(REPOSITORY)) if path.is_relative_to(REPOSITORY) else str(path)

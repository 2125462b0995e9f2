"""What ``en-indgang speech`` does: installing and measuring, with a progress bar."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from bot.cli.models import BrokenModel, fitting_model
from bot.cli.steps import StepFailed
from nlu.clock import now
from voice.recognition.evaluate.engines import Engine, ParakeetWhole, VoskWhole
from voice.recognition.evaluate.errands import Parse, parser_at, parser_of
from voice.recognition.evaluate.manifest import read_manifest
from voice.recognition.evaluate.report import lines, summary
from voice.recognition.evaluate.run import Plan, run
from voice.recognition.model import VoskModel
from voice.recognition.parakeet import Parakeet, package_installed
from voice.recognition.settings import HearingSettings, hearing_settings_from_env
from voice.recognition.weights import PARAKEET, install

_NEEDS_PACKAGE = "The package sherpa-onnx is missing: install it with `uv sync --extra second-pass`."
_STEPS = {"fetch": "Fetching", "check": "Checking", "unpack": "Unpacking"}


@dataclass(frozen=True)
class Wanted:
    """The options of ``speech evaluate``."""

    manifest: Path
    model: Path | None
    """Folder of a Vosk model; None: the line's own."""
    engine: str
    """``vosk``, ``parakeet`` or ``both``."""
    rate_hz: int
    closed: int | None
    """Sentences in a forced choice; None: none is measured."""
    errands: bool
    rasa: str | None
    texts: bool
    as_json: bool


def install_parakeet(*, again: bool, ask: bool) -> int:
    """Fetch the weights; return the exit status. Raises ``HearingError`` with what to do."""
    settings = hearing_settings_from_env()
    console = Console(highlight=False)
    console.print(PARAKEET.licence, soft_wrap=True)
    console.print(f"From {PARAKEET.url}", soft_wrap=True)
    console.print(f"To   {settings.parakeet_weights}", soft_wrap=True)
    if ask and not click.confirm("Fetch 487 MB under this licence?", default=True):
        return 1
    columns = (TextColumn("{task.description:<10}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        tasks = {step: bar.add_task(name, total=None, visible=False) for step, name in _STEPS.items()}

        def show(step: str, done: int, whole: int) -> None:
            bar.update(tasks[step], completed=done, total=whole, visible=True)

        fetched = install(settings.parakeet_weights, show, again=again)
    console.print("The weights are in place." if fetched else "The weights are there already.")
    if not package_installed():
        console.print(_NEEDS_PACKAGE)
        return 1
    console.print("The line takes them up at its next start; `en-indgang doctor` shows which engines run.")
    return 0


def evaluate(wanted: Wanted) -> int:
    """Measure and print; return 1 where no row could be used. Raises ``ValueError`` with what to do."""
    settings = hearing_settings_from_env()
    if wanted.model:
        settings = replace(settings, vosk_model=wanted.model.resolve())
    vosk = VoskModel(settings.vosk_model) if wanted.engine != "parakeet" or wanted.closed else None
    if wanted.closed and vosk and not vosk.takes_grammars:
        raise StepFailed("--closed needs a Vosk model with run-time grammars (graph/HCLr.fst).")
    rows = list(read_manifest(wanted.manifest))
    plan = Plan(
        engines=_engines(wanted, settings, vosk),
        rate_hz=wanted.rate_hz,
        parse=_parse(wanted.rasa) if wanted.errands else None,
        choose_with=vosk if wanted.closed else None,
        choose_among=wanted.closed or 0,
    )
    console = Console(stderr=True)
    columns = (TextColumn("Listening"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=len(rows))
        measured = run(rows, plan, lambda done: bar.update(task, completed=done))
        bar.update(task, completed=len(rows))
    result = summary(measured, texts=wanted.texts)
    if wanted.as_json:
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
    else:
        for line in lines(result):
            click.echo(line)
        for clip in result.get("clips", ()):
            click.echo(f"line {clip['line']}, {clip['engine']}: {clip['said']!r} → {clip['heard']!r}")
    return 0 if measured.outcomes else 1


def _engines(wanted: Wanted, settings: HearingSettings, vosk: VoskModel | None) -> list[Engine]:
    chosen: list[Engine] = []
    if vosk and wanted.engine in ("vosk", "both"):
        chosen.append(VoskWhole(vosk))
    if wanted.engine in ("parakeet", "both"):
        engine = Parakeet(settings.parakeet_weights, settings.second_pass_threads)
        engine.warm()
        chosen.append(ParakeetWhole(engine))
    return chosen


def _parse(rasa: str | None) -> Parse:
    if rasa:
        return parser_at(rasa)
    try:
        archive = fitting_model()
    except BrokenModel as error:
        raise StepFailed(str(error)) from None
    if archive is None:
        raise StepFailed(
            "No trained model fits the data: run `en-indgang train`, or name a running Rasa with --rasa."
        )
    return parser_of(archive, now())

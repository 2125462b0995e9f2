"""``en-indgang speech``: the Danish model, the second engine, and what both are worth."""

import sys
from importlib import import_module
from importlib.util import find_spec

import click


@click.group(short_help="Build, install and measure speech recognition.")
def speech() -> None:
    """Build, install and measure speech recognition.

    \b
    The line hears with Vosk. Its shipped Danish model is made of synthetic speech: good for
    demonstrations and tests. People are understood by a second engine, which reads each utterance
    again on this machine: `en-indgang speech install parakeet`.
    """


@speech.command(
    short_help="Build the Danish Vosk model.",
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def build(arguments: tuple[str, ...]) -> None:
    """Build the Danish Vosk model from synthesised speech, and from recordings where they are given."""
    from bot.cli.steps import StepFailed

    if find_spec("voice.builder.command") is None:
        raise StepFailed(
            "This version has no model builder: it comes with the repository, not with the package."
        )
    # Another process does the work: what builds graphs must never meet Vosk in one process.
    sys.exit(import_module("voice.builder.command").main(list(arguments)))


@speech.group(short_help="Fetch a second engine's weights.")
def install() -> None:
    """Fetch a second engine's weights, once.

    \b
    parakeet      Parakeet TDT 0.6B v3: Danish and 24 more European languages, 0.5 GB to fetch
    """


@install.command(short_help="Parakeet TDT v3, which understands people.")
@click.option("--again", is_flag=True, help="Fetch them even where they are there.")
@click.option("--yes", is_flag=True, help="Do not ask; the licence is shown all the same.")
def parakeet(again: bool, yes: bool) -> None:
    """Fetch Parakeet TDT 0.6B v3 (int8) for sherpa-onnx: Danish and 24 more languages.

    0.5 GB are fetched and 0.7 GB kept, in ~/.cache/en-indgang or where INDGANG_PARAKEET_WEIGHTS says.
    The checksum is compared, a broken download goes on where it broke off, and the weights are tried
    before they are put in place. The line takes them up at its next start.
    """
    from bot.cli.speech_work import install_parakeet

    sys.exit(install_parakeet(again=again, ask=not yes))


@speech.command(short_help="Measure recognition on labelled sound.")
@click.option(
    "--manifest",
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help='JSON lines: {"audio", "text", "condition"?, "speaker"?, "intents"?}.',
)
@click.option(
    "--model",
    type=click.Path(exists=True, file_okay=False),
    help="Folder of a Vosk model; else the line's own.",
)
@click.option("--engine", type=click.Choice(["vosk", "parakeet", "both"]), default="vosk", show_default=True)
@click.option(
    "--rate",
    type=click.Choice(["8000", "16000"]),
    default="16000",
    show_default=True,
    help="Bring the sound to this rate first: 8000 is a telephone's.",
)
@click.option("--closed", type=click.IntRange(2, 1000), help="Also force a choice among so many sentences.")
@click.option("--errands", is_flag=True, help="Also compare what the language understanding makes of it.")
@click.option("--rasa", help="Ask this running Rasa, such as http://127.0.0.1:5005; else the trained model.")
@click.option("--texts", is_flag=True, help="Show every clip's text as well.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def evaluate(
    manifest: str,
    model: str | None,
    engine: str,
    rate: str,
    closed: int | None,
    errands: bool,
    rasa: str | None,
    texts: bool,
    as_json: bool,
) -> None:
    """Measure recognition on labelled sound, with any Vosk model and the second engine.

    Word error rates with 95 % intervals (by speaker where the manifest names them) for each condition,
    the commonest confusions, and the work for a second of sound. WAV files of any rate. Rows that cannot
    be used are listed with their line numbers.

    \b
    Example:  en-indgang speech evaluate --manifest clips/manifest.jsonl --engine both --closed 100
    """
    from pathlib import Path

    from bot.cli.speech_work import Wanted
    from bot.cli.speech_work import evaluate as run

    wanted = Wanted(
        manifest=Path(manifest),
        model=Path(model) if model else None,
        engine=engine,
        rate_hz=int(rate),
        closed=closed,
        errands=errands or rasa is not None,
        rasa=rasa,
        texts=texts,
        as_json=as_json,
    )
    sys.exit(run(wanted))

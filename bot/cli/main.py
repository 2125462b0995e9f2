"""``en-indgang``: every command, each imported when it is used, so that ``--help`` is quick."""

import asyncio
import sys
from contextlib import redirect_stdout
from pathlib import Path

import click

from bot.cli.speech import speech
from bot.cli.steps import StepFailed

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="en-indgang", message="Én Indgang %(version)s")
def cli() -> None:
    """Én Indgang: a Danish assistant for citizens of Copenhagen, on one machine.

    \b
    First:        en-indgang serve          (or `make run`, which also installs)
    Then:         open http://127.0.0.1:8080/ or type `en-indgang chat`
    In trouble:   en-indgang doctor
    """


@cli.command(short_help="Start everything, until Ctrl-C.")
@click.option(
    "--model", type=click.Path(exists=True, dir_okay=False), help="Serve this model; train nothing."
)
def serve(model: str | None) -> None:
    """Start every process and watch over them until Ctrl-C.

    Trains a model first where none fits the data. Ports and folders come from the environment:
    INDGANG_GATEWAY_PORT (8080), INDGANG_RASA_PORT (5005), INDGANG_ACTIONS_PORT (5055),
    INDGANG_STUBS_PORT (8090), INDGANG_SMTP_PORT (8025), INDGANG_VOICE_PORT (9092),
    INDGANG_VOICE_WEB_PORT (9093), INDGANG_STATE_DIR (.indgang). INDGANG_OPERATOR_TOKEN is the secret that
    the telephone exchange shares with this; where it is not set, one is made and kept in that folder.
    A process that dies is started again; what each says is in the logs folder of the state folder. A second
    Ctrl-C ends everything at once.
    """
    from bot.cli.serve import serve as run

    sys.exit(run(model))


@cli.command(short_help="Train a model.")
@click.option("--if-needed", is_flag=True, help="Do nothing where a model fits the data already.")
@click.option("--print-path", is_flag=True, help="Print only the model's path to standard output.")
def train(if_needed: bool, print_path: bool) -> None:
    """Train a model from bot/config.yml, bot/domain.yml, nlu/data and stories into bot/models.

    About half a minute on two cores. The model's card (a JSON file beside it) says what it was trained
    from and with which Danish pipeline; the newest three models are kept.
    """
    from bot.cli import training
    from bot.supervisor.settings import house_settings_from_env

    log = house_settings_from_env().logs / "train.log"
    # Progress aside, so that a script reads the path and nothing else.
    with redirect_stdout(sys.stderr if print_path else sys.stdout):
        model = training.model_for_serving(log=log) if if_needed else training.train(log=log)
    if print_path:
        click.echo(str(model))


@cli.command(short_help="Talk with the assistant in the terminal.")
@click.option("--url", help="Gateway to talk to; by default the one on this machine.")
def chat(url: str | None) -> None:
    """Talk with the running assistant in the terminal.

    A number chooses a button; a login link is opened in a browser, and the answer comes here by itself.
    Ctrl-D ends the conversation.
    """
    from bot.cli import talk

    sys.exit(asyncio.run(talk.chat(_gateway(url))))


@cli.command(short_help="Send one message, print the answer.")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the gateway's whole answer as JSON.")
@click.option("--url", help="Gateway to ask; by default the one on this machine.")
def ask(text: str, as_json: bool, url: str | None) -> None:
    """Send one message in a new conversation and print the parts of the answer.

    \b
    Example:  en-indgang ask "Jeg er løbet tør for bioposer"
    """
    from bot.cli import talk

    sys.exit(asyncio.run(talk.ask(_gateway(url), text, as_json=as_json)))


@cli.command(short_help="Call the telephone line from this machine.")
@click.option("--wav", type=click.Path(dir_okay=False, path_type=Path), help="A sound file as the caller.")
@click.option("--say", "sentences", multiple=True, help="Speak a sentence; again for each further one.")
@click.option("--caller", help="The caller's number, such as +4520000001. Without it: withheld.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write what is heard to a WAV.")
@click.option("--voice", help="espeak-ng voice of the caller with --say, such as da+f3.")
@click.option("--pace", default=1.0, show_default=True, type=click.FloatRange(0.5, 2.0), help="With --say.")
@click.option("--at-once", is_flag=True, help="Speak from the first moment, over the greeting.")
@click.option("--json", "as_json", is_flag=True, help="Print the gateway's record of the call as JSON.")
def call(
    wav: Path | None,
    sentences: tuple[str, ...],
    caller: str | None,
    out: Path | None,
    voice: str | None,
    pace: float,
    at_once: bool,
    as_json: bool,
) -> None:
    """Call the running telephone line, as an exchange would, and print the dialogue with its times.

    The caller is a sound file (any WAV, played in real time) or sentences that are spoken by the project's
    own synthesiser, each when the assistant has finished. Status 3 when nothing was understood.

    \b
    Examples:  en-indgang call --say "Hvad tid kommer min hjemmepleje?" --caller +4520000001
               en-indgang call --wav caller.wav --out heard.wav
    """
    from bot.cli.call import CallWishes
    from bot.cli.call import call as run

    if (wav is None) == (not sentences):
        raise click.UsageError("Give either --wav or --say.")
    if any(not sentence.strip() for sentence in sentences):
        raise click.UsageError("There is nothing to say in an empty --say.")
    wishes = CallWishes(wav, sentences, caller, out, voice, pace, at_once)
    sys.exit(run(wishes, as_json))


@cli.command(short_help="Show what is installed, missing, and what to do.")
def doctor() -> None:
    """Show what is installed, what is missing, which models there are, and what to do.

    Looks at Python and packages, the Danish pipeline, the trained model, Node.js and the page, Chromium,
    the ports, disk and memory. Status 1 when something needed is missing.
    """
    from bot.cli.doctor import doctor as run

    sys.exit(run())


@cli.command(short_help="Check the routing table and the training data.")
@click.option("--routing", "routing_only", is_flag=True, help="Only the routing table: done in a second.")
def validate(routing_only: bool) -> None:
    """Check the routing table and Rasa's training data.

    The routing table is the files in bot/routing, or in the folder that INDGANG_ROUTING names: what is wrong
    is told with file and line. Then domain, training data, rules and stories are checked as Rasa does it.
    Status 1 when anything is wrong.
    """
    from bot.cli.validate import validate as run

    sys.exit(run(routing_only=routing_only))


@cli.command(
    short_help="Measure the language understanding.",
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def evaluate(arguments: tuple[str, ...]) -> None:
    """Measure the language understanding: whole writers left out, several errands, entities."""
    from bot.cli.models import BrokenModel, fitting_model
    from nlu.evaluation.__main__ import main as run

    own = {"--train", "--data", "--model"}.intersection(argument.split("=")[0] for argument in arguments)
    try:
        model = None if own else fitting_model()
    except BrokenModel:
        model = None  # one is trained instead
    sys.exit(run([*arguments, *(("--model", str(model)) if model else ())]))


@cli.command(short_help="Measure beside a stock Rasa.")
@click.option("--rounds", default=30, show_default=True, help="Conversations one after the other.")
@click.option("--citizens", default=32, show_default=True, help="Citizens at once.")
@click.option("--seconds", default=20.0, show_default=True, help="How long they talk.")
@click.option("--epochs", default=3, show_default=True, help="Of the stock Rasa's neural parts.")
@click.option(
    "--texts",
    type=click.IntRange(min=2),
    default=50,
    show_default=True,
    help="That it learns of an intent, at most.",
)
@click.option("--no-stock", is_flag=True, help="Measure Én Indgang alone.")
@click.option("--calls", default=15, show_default=True, help="Calls at once on the telephone line; 0: none.")
@click.option("--no-speech", is_flag=True, help="Do not measure what the recogniser hears.")
def bench(
    rounds: int,
    citizens: int,
    seconds: float,
    epochs: int,
    texts: int,
    no_stock: bool,
    calls: int,
    no_speech: bool,
) -> None:
    """Measure turns, calls, load, start-up, memory and hearing, beside a stock Rasa on a part of the data.

    Starts both in turn on free ports of this machine. The stock Rasa (default pipeline and policies, SQLite)
    is trained once and kept until the data changes. The numbers are also written to .indgang/bench.
    """
    from bot.bench.bench import BenchSettings
    from bot.bench.bench import bench as run
    from bot.bench.speech import SpeechBenchSettings
    from bot.bench.voice import VoiceBenchSettings

    heard = None if no_speech else SpeechBenchSettings()
    voice = VoiceBenchSettings(calls) if calls > 0 else None
    settings = BenchSettings(rounds, citizens, seconds, epochs, texts, not no_stock, voice, heard)
    sys.exit(asyncio.run(run(settings)))


cli.add_command(speech)


def _gateway(url: str | None) -> str:
    from bot.supervisor.settings import house_settings_from_env

    return (url or house_settings_from_env().url("gateway")).rstrip("/")


def main() -> None:
    """Run the command line; a known trouble is one sentence and status 1."""
    try:
        cli(prog_name="en-indgang")
    except (StepFailed, ValueError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

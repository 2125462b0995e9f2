"""``python -m voice.asterisk``: set up an exchange in a folder, run it, or write its configuration."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from voice.asterisk.configuration import SOUNDS, write_configuration
from voice.asterisk.debian import DebianSettings, found, set_up
from voice.asterisk.errors import ExchangeError
from voice.asterisk.exchange import Exchange, stop
from voice.asterisk.mounts import require_root
from voice.asterisk.settings import ExchangeSettings, exchange_settings_from_env, operator_token
from voice.asterisk.sounds import write_sounds


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.do(asked))
    except ExchangeError as error:
        click.echo(str(error), err=True)
        return 1


def _set_up(asked: argparse.Namespace) -> int:
    set_up(asked.folder, _say, DebianSettings(mirror=asked.mirror))
    _say(f"Ready: {asked.folder}. `python -m voice.asterisk run {asked.folder}` starts it.")
    return 0


def _run(asked: argparse.Namespace) -> int:
    require_root()
    debian, settings, token = found(asked.folder), _settings(asked), operator_token()
    exchange = Exchange(debian, asked.folder / "exchange", settings)
    exchange.write()
    _say(f"sip:kommunen@{settings.host}:{settings.sip_port} — Ctrl-C ends it. Targets: {_targets(settings)}")
    process = exchange.start(token)

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        return process.wait()
    except KeyboardInterrupt:
        return stop(process)


def _write(asked: argparse.Namespace) -> int:
    write_configuration(asked.folder / "asterisk", _settings(asked))
    write_sounds(asked.folder / "sounds")
    _say(f"Copy {asked.folder}/asterisk to /etc/asterisk, and {asked.folder}/sounds to {SOUNDS}.")
    return 0


def _settings(asked: argparse.Namespace) -> ExchangeSettings:
    return exchange_settings_from_env(targets=asked.target, sip_port=asked.sip_port)


def _targets(settings: ExchangeSettings) -> str:
    return ", ".join(f"{name} → {contact}" for name, contact in settings.targets)


def _target(text: str) -> tuple[str, str]:
    name, _, contact = text.partition("=")
    return name, contact


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("voice.asterisk", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, do, text in (
        ("setup", _set_up, "Debian with Asterisk in a folder (root, about two minutes)"),
        ("run", _run, "run Asterisk from that folder in the foreground (root)"),
        ("write", _write, "only write the configuration, for an Asterisk of your own"),
    ):
        command = commands.add_parser(name, help=text)
        command.set_defaults(do=do)
        command.add_argument("folder", type=Path, nargs="?", default=Path(".tools/asterisk"))
        if name == "setup":
            command.add_argument("--mirror", help="a Debian mirror, where the machine's own will not do")
        else:
            command.add_argument("--sip-port", type=int, help="INDGANG_SIP_PORT, 5062")
            command.add_argument(
                "--target", type=_target, action="append", metavar="NAME=SIP:ADDRESS",
                help="who answers for a target (`dial` in bot/routing/queues.yml)",
            )  # fmt: skip
    return parser


def _say(text: str) -> None:
    click.echo(text)


if __name__ == "__main__":
    sys.exit(main())

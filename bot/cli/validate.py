"""``en-indgang validate``: the routing table, and `rasa data validate` with only what is wrong."""

import re
import subprocess
import sys
from pathlib import Path

from actions.routing import RoutingError, read_routing, routing_folder
from bot.cli.steps import Step, say
from bot.supervisor.children import quiet_environment
from bot.supervisor.settings import REPOSITORY

_ACCEPTED = (
    # Events come from the gateway; nobody says them.
    re.compile(r"The intent 'event_\w+' is listed in the domain file, but is not found in the NLU"),
)
_NOISE = re.compile(
    r"pkg_resources|declare_namespace|distutils|MovedIn20|packaging\.version|namespace packages"
)
_TROUBLE = re.compile(r"UserWarning|\bERROR\b|\bWARNING\b|Error:")


def validate(*, routing_only: bool = False) -> int:
    """Print what is wrong in the routing files, and what Rasa finds in domain, training data and stories.

    Return 1 where anything is found.
    """
    status = validate_routing(routing_folder())
    return status if routing_only else _validate_rasa() or status


def validate_routing(folder: Path) -> int:
    """Print the first row of the routing files that cannot be followed; return 1 where there is one."""
    trouble = ""
    with Step("routing table") as step:
        try:
            table = read_routing(folder)
            step.result = f"{len(table.rows)} enquiries, {len(table.book.by_id)} queues, sound"
        except RoutingError as error:
            step.result, trouble = "1 found", f"{folder}/{error}"
    if trouble:
        say(trouble)
    return 1 if trouble else 0


def _validate_rasa() -> int:
    with Step("rasa data validate") as step:
        done = subprocess.run(  # noqa: S603
            [
                *(sys.executable, "-m", "rasa", "data", "validate", "--config", "bot/config.yml"),
                *("--domain", "bot/domain.yml", "--data", "nlu/data", "stories"),
            ],
            cwd=REPOSITORY,
            env={**quiet_environment(), "LOG_LEVEL": "WARNING"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        troubles = troubles_in(done.stdout)
        step.result = f"{len(troubles)} found" if troubles else "sound"
    for line in troubles:
        say(line)
    return 1 if troubles or done.returncode else 0


def troubles_in(output: str) -> list[str]:
    """Return the lines that speak of something wrong in our files."""
    return [
        line
        for line in output.splitlines()
        if _TROUBLE.search(line)
        and not _NOISE.search(line)
        and not any(each.search(line) for each in _ACCEPTED)
    ]


if __name__ == "__main__":
    sys.exit(validate())

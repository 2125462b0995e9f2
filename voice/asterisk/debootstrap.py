"""debootstrap, and what the machine's own apt knows about reaching Debian."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from voice.asterisk.errors import ExchangeError
from voice.asterisk.steps import Steps

_KEPT = ("Acquire::http", "Acquire::https::Proxy", "Acquire::Check-", "Acquire::Retries")


def debootstrap(folder: Path, steps: Steps) -> tuple[Path, dict[str, str]]:
    """Return the program and the variables it needs: the machine's, else unpacked into ``folder``.

    Raises ``ExchangeError`` where it is neither installed nor to be had.
    """
    if installed := shutil.which("debootstrap"):
        return Path(installed), {}
    unpacked = folder / "debootstrap"
    program, own_folder = unpacked / "usr/sbin/debootstrap", unpacked / "usr/share/debootstrap"
    if not program.is_file():
        if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
            raise ExchangeError("debootstrap is missing, and without apt it cannot be fetched: install it.")
        _fetch(folder / "apt", unpacked, steps)
    return program, {"DEBOOTSTRAP_DIR": str(own_folder)}


def _fetch(state: Path, unpacked: Path, steps: Steps) -> None:
    # The machine's package lists stay as they are: this look-up keeps its own.
    (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    options = (f"Dir::State::lists={state / 'lists'}", f"Dir::Cache={state}", "APT::Sandbox::User=root")
    apt = ["apt-get", "-qq", *(word for option in options for word in ("-o", option))]
    steps.do("asking Debian for its packages", [*apt, "update"], state)
    steps.do("fetching debootstrap", [*apt, "download", "debootstrap"], state)
    package = next(iter(sorted(state.glob("debootstrap_*.deb"))), None)
    if package is None:
        raise ExchangeError("apt fetched no debootstrap: install it.")
    draft = unpacked.with_name("debootstrap.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    steps.do("unpacking debootstrap", ["dpkg-deb", "-x", str(package), str(draft)], state)
    draft.rename(unpacked)


def mirror_of_the_machine() -> str | None:
    """Return the Debian mirror that the machine's apt uses; None where it uses none."""
    rows = _asked(
        ["apt-get", "indextargets", "--format", "$(SITE)|$(ORIGIN)|$(LABEL)", "Identifier: Packages"]
    )
    return next((row.split("|")[0] for row in rows if row.endswith("|Debian|Debian")), None)


def way_to_debian() -> list[str]:
    """Return the lines of apt's configuration that say how the machine reaches Debian (proxy, dates)."""
    return [line for line in _asked(["apt-config", "dump", "Acquire"]) if line.startswith(_KEPT)]


def _asked(command: Sequence[str]) -> list[str]:
    if shutil.which(command[0]) is None:
        return []
    answer = subprocess.run(list(command), capture_output=True, text=True, check=False)  # noqa: S603
    return answer.stdout.splitlines()

"""One running exchange: a folder with its configuration and sounds, and Asterisk in front of it.

Any number of exchanges can use the same Debian at once, each with its own folder and ports: the folder is
bound over ``/etc/asterisk`` and ``/var/lib/asterisk`` for that Asterisk alone (``mounts.py``).
"""

import os
import signal
import subprocess
from pathlib import Path
from typing import IO

from voice.asterisk.configuration import SOUNDS, write_configuration
from voice.asterisk.debian import Debian
from voice.asterisk.errors import ExchangeError
from voice.asterisk.mounts import environment
from voice.asterisk.settings import OPERATOR_VARIABLE, ExchangeSettings
from voice.asterisk.sounds import are_written, write_sounds

_FRESH = ("/run", "/var/log/asterisk", "/var/spool/asterisk")
_USER = "asterisk"


class Exchange:
    """A folder for one exchange in a Debian."""

    def __init__(self, debian: Debian, folder: Path, settings: ExchangeSettings) -> None:
        self.debian = debian
        self.folder = folder.resolve()
        self.settings = settings

    def write(self) -> None:
        """Write configuration and sounds. Raises ``ExchangeError``."""
        state = self.folder / "var"
        sounds = state / Path(SOUNDS).name
        write_configuration(self.folder / "etc", self.settings)
        if not are_written(sounds):
            write_sounds(sounds)
        user, group = self._owner()
        for path in (state, *state.rglob("*")):
            os.chown(path, user, group)

    def command(self) -> list[str]:
        """Return the command line of Asterisk in the foreground."""
        # As root only until the sockets are open; the rest as a user that owns nothing but its own folder.
        start = f"install -d -o {_USER} -g {_USER} /run/asterisk; exec asterisk -f -n -U {_USER} -G {_USER}"
        return self.debian.command(
            ["sh", "-ec", start],
            {self.folder / "etc": "/etc/asterisk", self.folder / "var": "/var/lib/asterisk"},
            fresh=_FRESH,
        )

    def start(self, token: str, output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Start Asterisk in a process group of its own; ``output`` gets what it prints."""
        return subprocess.Popen(  # noqa: S603
            self.command(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=environment(**{OPERATOR_VARIABLE: token}),
            start_new_session=True,
        )

    def _owner(self) -> tuple[int, int]:
        """Return the numbers of Debian's user ``asterisk``, who is nobody on this machine."""
        for line in (self.debian.root / "etc/passwd").read_text(encoding="utf-8").splitlines():
            name, _, user, group, *_ = line.split(":")
            if name == _USER:
                return int(user), int(group)
        raise ExchangeError("This Debian has no user asterisk: set it up anew.")


def stop(process: subprocess.Popen[bytes], seconds: float = 10.0) -> int:
    """Ask a program started in the Debian to end, so that calls are hung up; end it where it does not."""
    for child in _children(process.pid):
        os.kill(child, signal.SIGTERM)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        # The whole namespace ends with ``unshare``, and its mounts with it.
        process.kill()
        return process.wait(seconds)


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []

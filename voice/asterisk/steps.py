"""Steps of a set-up: programs that may take minutes, with one log and clear last words."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.asterisk.errors import ExchangeError
from voice.asterisk.mounts import environment

_LAST_WORDS_LINES = 12
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@dataclass(frozen=True)
class Steps:
    """Runs one program after the other."""

    log: Path
    """Everything the programs print."""
    seconds: float
    """Longest wait for one of them."""

    def do(self, name: str, command: Sequence[str], where: Path, **variables: str) -> None:
        """Run ``command`` in the folder ``where``. Raises ``ExchangeError`` with its last words."""
        known = {**environment(), **{name: os.environ[name] for name in _PROXIES if name in os.environ}}
        with self.log.open("ab") as output:
            output.write(f"── {name}\n".encode())
            output.flush()
            try:
                done = subprocess.run(  # noqa: S603
                    list(command),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env={**known, **variables},
                    cwd=where,
                    timeout=self.seconds,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise ExchangeError(f"{name} took more than {self.seconds:.0f} s; see {self.log}.") from error
            except OSError as error:
                raise ExchangeError(f"{name} could not be started: {error}") from error
        if done.returncode != 0:
            words = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_WORDS_LINES:]
            raise ExchangeError(
                "\n".join([f"{name} failed ({done.returncode}):", *words, f"More: {self.log}"])
            )

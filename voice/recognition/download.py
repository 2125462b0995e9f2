"""Fetch one large file over HTTPS, and go on where an earlier attempt broke off."""

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voice.recognition.errors import WeightsRefused

_SILENCE_SECONDS = 30.0
_PIECE_BYTES = 1 << 18
_ATTEMPTS = 3
_AGENT = "en-indgang (speech install)"

OnBytes = Callable[[int, int], None]


Fetch = Callable[[str, Path, int, OnBytes], None]
"""Fetches a URL to a path, which may hold the beginning already, given the bytes of the whole file."""


def fetch(url: str, target: Path, size: int, on_bytes: OnBytes) -> None:
    """Write what is missing of the file behind what ``target`` holds.

    A connection that breaks is taken up again, three times. Raises ``WeightsRefused`` with what to do; what
    was fetched stays for the next time. A file longer than ``size`` is not read to its end.
    """
    trouble = ""
    for _ in range(_ATTEMPTS):
        have = target.stat().st_size if target.exists() else 0
        if have > size:
            target.unlink()
            have = 0
        if have == size:
            return
        try:
            _go_on(url, target, have, size, on_bytes)
        except urllib.error.HTTPError as error:
            if error.code == 416:  # the server has less than we hold: begin again
                target.unlink(missing_ok=True)
                continue
            if error.code < 500:
                raise WeightsRefused(f"{url} answers {error.code}: the file is no longer there.") from None
            trouble = f"the server answers {error.code}"
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            reason = getattr(error, "reason", error)
            trouble = str(reason) or type(error).__name__
        except OSError as error:
            raise WeightsRefused(f"{target} cannot be written: {error.strerror or error}.") from None
        if target.exists() and target.stat().st_size == size:
            return
    have = target.stat().st_size if target.exists() else 0
    kept = (
        f" {have / 1e6:.0f} of {size / 1e6:.0f} MB are kept: the same command goes on there." if have else ""
    )
    raise WeightsRefused(
        f"{url} could not be fetched ({trouble or 'the connection broke'}). Is there a network, and does a"
        f" proxy need HTTPS_PROXY?{kept}"
    )


def _go_on(url: str, target: Path, have: int, size: int, on_bytes: OnBytes) -> None:
    headers = {"User-Agent": _AGENT, **({"Range": f"bytes={have}-"} if have else {})}
    asked = urllib.request.Request(url, headers=headers)  # noqa: S310  (the address is a constant)
    with urllib.request.urlopen(asked, timeout=_SILENCE_SECONDS) as answer:  # noqa: S310
        goes_on = answer.status == 206
        with target.open("ab" if goes_on else "wb") as file:
            done = have if goes_on else 0
            _copy(answer, file, done, size, on_bytes)


def _copy(answer: Any, file: Any, done: int, size: int, on_bytes: OnBytes) -> None:
    on_bytes(done, size)
    while done < size and (piece := answer.read(min(_PIECE_BYTES, size - done))):
        file.write(piece)
        done += len(piece)
        on_bytes(done, size)

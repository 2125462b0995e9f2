"""A command inside the Debian folder, with mounts that nobody else sees.

The command gets a mount and a process namespace of its own (``unshare``, util-linux). So /proc, /dev and the
folders bound into the Debian folder are there for it alone: they are gone when it ends, however it ends, even
by a kill, and never show up in the machine's own mount table. Whatever it started ends with it.
"""

import os
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from voice.asterisk.errors import ExchangeError

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def inside(
    root: Path, command: Sequence[str], binds: Mapping[Path, str] | None = None, *, fresh: Sequence[str] = ()
) -> list[str]:
    """Return the command line that runs ``command`` in ``root``.

    ``binds``: folders of the machine by the place in ``root`` where the command finds them; ``fresh``: places
    that are empty and writable for this command. All places must exist in ``root``.
    """
    steps = [
        f"mount -t proc proc {_quoted(root, '/proc')}",
        f"mount --rbind /dev {_quoted(root, '/dev')}",
    ]
    steps += [f"mount -t tmpfs -o mode=0755 tmpfs {_quoted(root, place)}" for place in fresh]
    steps += [
        f"mount --bind {shlex.quote(str(folder.resolve()))} {_quoted(root, place)}"
        for folder, place in (binds or {}).items()
    ]
    # ``chroot`` only after the mounts; ``exec`` so that a signal reaches the command and not a shell.
    steps.append(f"exec chroot {shlex.quote(str(root.resolve()))} {shlex.join(command)}")
    return [*namespaces(), "sh", "-ec", "\n".join(steps)]


def namespaces() -> list[str]:
    """Return the words that give a command its own mounts and processes."""
    return ["unshare", "--kill-child", "--mount", "--pid", "--fork", "--propagation", "private"]


def environment(**more: str) -> dict[str, str]:
    """Return what a command in the Debian folder may know of this machine: next to nothing."""
    return {"PATH": _PATH, "LC_ALL": "C.UTF-8", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive", **more}


def require_root() -> None:
    """Raise ``ExchangeError`` where Debian cannot be put into a folder, saying what to do instead."""
    if os.geteuid() != 0:
        raise ExchangeError(
            "Setting up and running Asterisk in a folder needs root (chroot and mounts of its own). "
            "Run it with sudo, or install Debian's own asterisk and copy what `write` makes to /etc/asterisk."
        )
    missing = [tool for tool in ("unshare", "mount", "chroot") if shutil.which(tool) is None]
    if missing:
        raise ExchangeError(f"Missing: {', '.join(missing)} (Debian packages util-linux, mount, coreutils).")


def _quoted(root: Path, place: str) -> str:
    return shlex.quote(f"{root.resolve()}{place}")

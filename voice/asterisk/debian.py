"""Debian with Asterisk in a folder. Nothing outside the folder is touched.

Debian 12 has no ``asterisk``; Debian sid has (22.10, with AudioSocket). What is downloaded is kept in
``packages`` beside the Debian, so that doing it again fetches only what has changed. The Debian is made
beside its place and then renamed into it: a folder ``debian`` is always a finished one.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.asterisk.debootstrap import debootstrap, mirror_of_the_machine, way_to_debian
from voice.asterisk.errors import ExchangeError
from voice.asterisk.mounts import environment, inside, namespaces, require_root
from voice.asterisk.steps import Steps

Progress = Callable[[str], None]
PHONE = "/srv/phone"
"""Where a test's telephone finds its folder."""
_FINISHED = "en-indgang.json"
_DPKG = "force-unsafe-io\n" + "".join(
    f"path-exclude=/usr/share/{what}/*\n" for what in ("doc", "man", "locale")
)
"""No documentation, no translations; and what can be made anew is not written to the disk file by file."""
_NOTHING_STARTS = "#!/bin/sh\n# Installing a package starts nothing here.\nexit 101\n"


@dataclass(frozen=True)
class DebianSettings:
    """What is put into the folder."""

    suite: str = "sid"
    """The Debian release; ``sid`` is the one that has Asterisk."""
    mirror: str | None = None
    """A Debian mirror; None: the one that the machine's apt uses, else debootstrap's own choice."""
    packages: tuple[str, ...] = ("asterisk", "curl")
    """``curl`` tells the gateway who calls: Asterisk's own CURL() knows no PUT."""
    phones: tuple[str, ...] = ("baresip-core",)
    """Telephones for tests."""
    step_seconds: float = 900.0
    """Longest wait for one step."""


@dataclass(frozen=True)
class Debian:
    """A Debian in a folder."""

    root: Path
    """Becomes ``/`` for what runs in it."""

    def command(
        self, command: Sequence[str], binds: Mapping[Path, str] | None = None, *, fresh: Sequence[str] = ()
    ) -> list[str]:
        """Return the command line that runs ``command`` in it: see ``mounts.inside``."""
        return inside(self.root, command, binds, fresh=fresh)


def set_up(folder: Path, say: Progress, settings: DebianSettings | None = None) -> Debian:
    """Make a Debian with Asterisk in ``folder``, or return the one that is there. About two minutes.

    Raises ``ExchangeError`` with what to do.
    """
    settings, folder = settings or DebianSettings(), folder.resolve()
    if _is_finished(folder / "debian", settings):
        return Debian(folder / "debian")
    require_root()
    draft = Debian(folder / "debian.unfinished")
    for left_over in (draft.root, folder / "debian"):
        shutil.rmtree(left_over, ignore_errors=True)
    (folder / "packages" / "partial").mkdir(parents=True, exist_ok=True)
    steps = Steps(folder / "setup.log", settings.step_seconds)
    say("1/3  debootstrap")
    program, variables = debootstrap(folder, steps)
    say(f"2/3  Debian {settings.suite}")
    _base(program, variables, draft, steps, settings)
    say(f"3/3  {', '.join((*settings.packages, *settings.phones))}")
    _install(draft, folder / "packages", steps, settings)
    _write(draft.root / _FINISHED, json.dumps(_made_of(settings)))
    draft.root.rename(folder / "debian")
    return Debian(folder / "debian")


def found(folder: Path, settings: DebianSettings | None = None) -> Debian:
    """Return the Debian that ``set_up`` made in ``folder``. Raises ``ExchangeError`` when it is not there."""
    root = folder.resolve() / "debian"
    if not _is_finished(root, settings or DebianSettings()):
        raise ExchangeError(f"There is no finished exchange in {folder}: `voice.asterisk setup` makes one.")
    return Debian(root)


def _is_finished(root: Path, settings: DebianSettings) -> bool:
    try:
        made_of = json.loads((root / _FINISHED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(made_of == _made_of(settings))


def _made_of(settings: DebianSettings) -> dict[str, object]:
    return {"suite": settings.suite, "packages": [*settings.packages, *settings.phones]}


def _base(
    program: Path, variables: Mapping[str, str], draft: Debian, steps: Steps, settings: DebianSettings
) -> None:
    folder = draft.root.parent
    command = [*namespaces(), str(program), "--variant=minbase", f"--cache-dir={folder / 'packages'}"]
    command += [settings.suite, str(draft.root)]
    if mirror := settings.mirror or mirror_of_the_machine():
        command.append(mirror)
    steps.do("debootstrap", command, folder, **variables)


def _install(draft: Debian, packages: Path, steps: Steps, settings: DebianSettings) -> None:
    root = draft.root
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    _write(
        root / "etc/apt/apt.conf.d/90en-indgang",
        "\n".join([*way_to_debian(), 'APT::Sandbox::User "root";', 'Acquire::Languages "none";', ""]),
    )
    _write(root / "etc/dpkg/dpkg.cfg.d/90en-indgang", _DPKG)
    _write(root / "usr/sbin/policy-rc.d", _NOTHING_STARTS)
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    wanted = [
        "apt-get",
        "install",
        "-y",
        "-q",
        "--no-install-recommends",
        *settings.packages,
        *settings.phones,
    ]
    binds = {packages: "/var/cache/apt/archives"}
    steps.do("apt-get update", draft.command(["apt-get", "update", "-q"], binds), root, **environment())
    steps.do("installing Asterisk", draft.command(wanted, binds), root, **environment())
    for place in (PHONE, "/var/lib/asterisk", "/var/log/asterisk", "/var/spool/asterisk"):
        (root / place[1:]).mkdir(parents=True, exist_ok=True)
    shutil.rmtree(root / "var/lib/apt/lists", ignore_errors=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

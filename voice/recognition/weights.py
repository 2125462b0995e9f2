"""``en-indgang speech install parakeet``: fetch the second engine's weights, once, and check them.

The archive is the one that sherpa-onnx's documentation names for Parakeet TDT 0.6B v3, int8: a release file
of ``k2-fsa/sherpa-onnx``. Its size and SHA-256 were taken from public projects that pin them for this address
(two of them independently the same sum, one citing the release's ``checksum.txt``), because the machines this
was written on cannot fetch it. A file that differs is thrown away and never unpacked.
"""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from voice.recognition.download import Fetch, fetch
from voice.recognition.errors import HearingError, WeightsRefused
from voice.recognition.parakeet import files_in, package_installed
from voice.recognition.probe import probe

CARD = "installed.json"
"""Beside the weights: where they come from, and the checksum of the archive."""
_SLACK_BYTES = 200_000_000
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True)
class Release:
    """An archive of weights and what it must be."""

    url: str
    sha256: str
    archive_bytes: int
    unpacked_bytes: int
    folder: str
    """The archive's only top folder."""
    licence: str
    files: tuple[str, ...]
    """What is taken out of the archive; the rest (recordings for trying) stays behind."""


PARAKEET = Release(
    url=(
        "https://github.com/k2-fsa/sherpa-onnx/releases/download/asr-models/"
        "sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8.tar.bz2"
    ),
    sha256="5793d0fd397c5778d2cf2126994d58e9d56b1be7c04d13c7a15bb1b4eafb16bf",
    archive_bytes=487_170_055,
    unpacked_bytes=671_000_000,
    folder="sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8",
    licence=(
        "Parakeet TDT 0.6B v3, © NVIDIA, licence CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/);"
        " converted to ONNX by the sherpa-onnx project (Apache-2.0). Name the author where you pass it on."
    ),
    files=("encoder.int8.onnx", "decoder.int8.onnx", "joiner.int8.onnx", "tokens.txt"),
)

Progress = Callable[[str, int, int], None]
"""Told the step (``fetch``, ``check``, ``unpack``), bytes done, and bytes in all."""


def install(
    target: Path,
    progress: Progress,
    *,
    release: Release = PARAKEET,
    again: bool = False,
    get: Fetch = fetch,
    try_out: Callable[[Path], None] = probe,
) -> bool:
    """Fetch, check, unpack and try the weights; return False where they were there already.

    What was fetched of a broken download is kept beside ``target`` and gone on with the next time. Raises
    ``WeightsRefused`` (no room, no network, wrong checksum, unsafe archive) or ``WeightsMissing`` (the files
    cannot be used), each with what to do; ``target`` is then as it was before.
    """
    if not again and is_installed(target, release):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    archive = target.parent / f"{release.folder}.tar.bz2.part"
    _check_room(target.parent, release, archive)
    get(release.url, archive, release.archive_bytes, lambda done, whole: progress("fetch", done, whole))
    _check_sum(archive, release, progress)
    with _beside(target) as fresh:
        _unpack(archive, fresh, release, progress)
        files_in(fresh)
        if package_installed():
            try_out(fresh)
        _write_card(fresh, release)
        _put_in_place(fresh, target)
    archive.unlink(missing_ok=True)
    return True


def is_installed(target: Path, release: Release = PARAKEET) -> bool:
    """Whether the weights are there, whole, and of this release."""
    try:
        files_in(target)
        card = json.loads((target / CARD).read_text(encoding="utf-8"))
        sizes = card["sizes"]
        whole = all((target / name).stat().st_size == sizes[name] for name in release.files)
    except (HearingError, OSError, ValueError, KeyError, TypeError):
        return False
    return bool(whole and card.get("sha256") == release.sha256)


def _check_room(folder: Path, release: Release, archive: Path) -> None:
    there = archive.stat().st_size if archive.exists() else 0
    needed = max(release.archive_bytes - there, 0) + release.unpacked_bytes + _SLACK_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise WeightsRefused(
            f"There is not enough room in {folder}: {needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are"
            " free. Make room, or name another folder with INDGANG_PARAKEET_WEIGHTS."
        )


def _check_sum(archive: Path, release: Release, progress: Progress) -> None:
    total, done = hashlib.sha256(), 0
    with archive.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            total.update(piece)
            done += len(piece)
            progress("check", done, release.archive_bytes)
    if total.hexdigest() != release.sha256:
        archive.unlink()
        raise WeightsRefused(
            f"What {release.url} sent is not the expected file (SHA-256 {total.hexdigest()}, expected"
            f" {release.sha256}). It was thrown away. Try again; if it stays so, the release has changed and"
            " this project must name the new one."
        )


def _unpack(archive: Path, target: Path, release: Release, progress: Progress) -> None:
    """Take the listed files out, by their exact names; nothing else in the archive is ever written."""
    wanted = {PurePosixPath(release.folder, name): name for name in release.files}
    done = 0
    try:
        with tarfile.open(archive, "r:bz2") as packed:
            for member in packed:
                name = wanted.pop(PurePosixPath(member.name.removeprefix("./")), None)
                if name is None:
                    continue
                if not member.isreg():
                    raise WeightsRefused(
                        f"{member.name} in the archive is no plain file: it is not unpacked."
                    )
                if done + member.size > 2 * release.unpacked_bytes:
                    raise WeightsRefused("The archive holds far more than it should: it is not unpacked.")
                source = packed.extractfile(member)
                assert source is not None  # noqa: S101  (a regular file has content)
                with source, (target / name).open("wb") as out:
                    while piece := source.read(_PIECE_BYTES):
                        out.write(piece)
                        done += len(piece)
                        progress("unpack", min(done, release.unpacked_bytes), release.unpacked_bytes)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise WeightsRefused(f"The archive cannot be unpacked ({error}): try again.") from error
    if wanted:
        missing = ", ".join(sorted(wanted.values()))
        raise WeightsRefused(f"The archive does not hold {missing}: the release has changed.")


def _write_card(folder: Path, release: Release) -> None:
    card = {
        "url": release.url,
        "sha256": release.sha256,
        "licence": release.licence,
        "sizes": {name: (folder / name).stat().st_size for name in release.files},
    }
    (folder / CARD).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new folder on the same disk, gone again where it was not put in place."""
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as name:
        fresh = Path(name) / target.name
        fresh.mkdir()
        yield fresh


def _put_in_place(fresh: Path, target: Path) -> None:
    """Rename, so that a reader sees the old folder or the new one and never half of one."""
    aside = fresh.with_name(f"{target.name}.old")
    if target.exists():
        os.replace(target, aside)
    os.replace(fresh, target)

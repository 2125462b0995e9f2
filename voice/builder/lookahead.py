"""Write a graph in the type that Vosk composes at run time: OpenFst's own program makes it, pynini cannot.

Look-ahead composition wants the words renumbered, so that those that can follow a state are a range.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pywrapfst as fst

from voice.builder.errors import CannotBuild

_FSTCONVERT = "fstconvert"
_PLUGINS = "/usr/lib/x86_64-linux-gnu/fst/22"
"""Where Debian's libfst22-plugins-base keeps the look-ahead types."""


class ToolMissing(CannotBuild):
    """A program that the graph needs is not installed; the text says how to get it."""


def write_lookahead(graph: fst.VectorFst, path: Path, words: Mapping[str, int]) -> dict[str, int]:
    """Write the graph for look-ahead composition; return the words' new numbers. Raises ``ToolMissing``."""
    if shutil.which(_FSTCONVERT) is None or not Path(_PLUGINS).is_dir():
        raise ToolMissing(
            "The graph needs OpenFst's look-ahead types: apt-get install libfst-tools libfst22-plugins-base"
        )
    graph.arcsort("olabel")
    moved = _converted(graph, path)
    renumbered, highest = {}, max(moved.values())
    for word, number in words.items():
        if number and number not in moved:
            highest += 1
        renumbered[word] = moved.get(number, highest) if number else 0
    return renumbered


def _converted(graph: fst.VectorFst, path: Path) -> dict[int, int]:
    """Convert the graph with OpenFst's own program; return the new number of each output label."""
    with tempfile.TemporaryDirectory() as folder:
        plain, pairs = Path(folder) / "HCL.fst", Path(folder) / "pairs"
        graph.write(str(plain))
        options = ["--fst_type=olabel_lookahead", f"--save_relabel_opairs={pairs}"]
        done = subprocess.run(  # noqa: S603
            [_FSTCONVERT, *options, str(plain), str(path)],
            env={**os.environ, "LD_LIBRARY_PATH": _PLUGINS},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ToolMissing(f"fstconvert failed: {done.stderr.strip()[-300:]}")
        return dict(_pair(line) for line in pairs.read_text(encoding="ascii").splitlines())


def _pair(line: str) -> tuple[int, int]:
    before, after = line.split()
    return int(before), int(after)

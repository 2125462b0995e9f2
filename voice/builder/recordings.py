"""Recordings of people with transcripts, in the layouts of the public Danish corpora.

NST            */*.json {"pid", "val_recordings": [{"file", "text"}]}, sound as */<pid>/<pid>_<file>-1.wav
Common Voice   validated.tsv (or train.tsv) with path and sentence, sound in clips/
CoRal-TTS      */*.parquet with audio {bytes} and text
plain          each *.wav beside a *.txt of the same name
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from voice.builder.degrade import RATE_HZ, Sound
from voice.builder.errors import CannotBuild

_TEXT_COLUMNS = ("text", "transcription", "sentence")
_TABLES = ("validated.tsv", "train.tsv")
_NO_SPEECH = "("
"""NST marks recordings in which nothing was said by a text in parentheses."""


class NoRecordings(CannotBuild):
    """Nothing in the folder has a layout that is known; the text says what was looked for."""


@dataclass(frozen=True)
class Recording:
    """One recorded sentence."""

    name: str
    """For messages; says nothing of the speaker."""
    text: str
    sound: Path | bytes
    """A file, or its content."""

    def load(self) -> Sound:
        """Return 16 kHz mono in the range of 16-bit samples.

        Raises ``soundfile.SoundFileError`` or ``OSError`` for what is no sound or not there.
        """
        source = io.BytesIO(self.sound) if isinstance(self.sound, bytes) else self.sound
        samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
        mono = samples.mean(1)
        if rate != RATE_HZ:
            mono = soxr.resample(mono, rate, RATE_HZ, "HQ")
        return np.asarray(mono * 32767, np.float32)


def find(folder: Path) -> Iterator[Recording]:
    """Yield every recording below ``folder``, whatever layouts it holds. Raises ``NoRecordings``."""
    nothing = True
    for layout in (_nst, _common_voice, _parquet, _plain):
        for recording in layout(folder):
            nothing = False
            yield recording
    if nothing:
        raise NoRecordings(
            f"{folder}: no recordings found. Known layouts: NST (json with val_recordings), Common Voice"
            " (validated.tsv and clips), CoRal-TTS (parquet), or .wav files with a .txt of the same name."
        )


def _nst(folder: Path) -> Iterator[Recording]:
    sounds: dict[str, Path] | None = None
    for path in sorted(folder.rglob("*.json")):
        described = _json(path)
        if not isinstance(described, dict) or not isinstance(described.get("val_recordings"), list):
            continue
        if sounds is None:
            sounds = {file.name.lower(): file for file in folder.rglob("*.wav")}
        speaker = str(described.get("pid", ""))
        for row in described["val_recordings"]:
            text, stem = str(row.get("text", "")).strip(), Path(str(row.get("file", ""))).stem
            if not text or text.startswith(_NO_SPEECH):
                continue
            for name in (f"{speaker}_{stem}-1.wav", f"{speaker}_{stem}.wav", f"{stem}.wav"):
                if sound := sounds.get(name.lower()):
                    yield Recording(sound.name, text, sound)
                    break


def _common_voice(folder: Path) -> Iterator[Recording]:
    for name in _TABLES:
        tables = sorted(folder.rglob(name))
        for table in tables:
            with table.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                    sound = table.parent / "clips" / (row.get("path") or "")
                    if row.get("sentence") and sound.is_file():
                        yield Recording(sound.name, row["sentence"], sound)
        if tables:
            return


def _parquet(folder: Path) -> Iterator[Recording]:
    paths = sorted(folder.rglob("*.parquet"))
    if not paths:
        return
    import pyarrow.parquet as parquet  # large, and only these need it

    for path in paths:
        number = 0
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=64):
            for row in batch.to_pylist():
                number += 1
                text = next((str(row[column]) for column in _TEXT_COLUMNS if row.get(column)), "")
                content = (row.get("audio") or {}).get("bytes")
                if text and content:
                    yield Recording(f"{path.name}:{number}", text, bytes(content))


def _plain(folder: Path) -> Iterator[Recording]:
    for path in sorted(folder.rglob("*.txt")):
        sound = path.with_suffix(".wav")
        if sound.is_file():
            yield Recording(sound.name, path.read_text(encoding="utf-8").strip(), sound)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError):
        return None

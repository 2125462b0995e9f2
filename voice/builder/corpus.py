"""Labelled speech in memory: all utterances one after the other, cut into chunks for training."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice.builder.utterances import Spoken

CHUNK = 50
"""Output frames in a training chunk: 1.5 s."""
IGNORED = -1
"""Label of frames after the end of an utterance."""


@dataclass(frozen=True)
class Corpus:
    """What a network is trained on."""

    features: npt.NDArray[np.float16]
    """Frames of all utterances, each with its edge frames repeated: (frames, 40)."""
    labels: npt.NDArray[np.int16]
    """One row a shift: (3, output frames)."""
    chunks: npt.NDArray[np.int32]
    """One row a chunk: first feature frame of the utterance's padding, first output frame, first label."""

    @property
    def hours(self) -> float:
        """Hours of labelled speech, silence included."""
        return float((self.labels[0] >= 0).sum()) * 0.03 / 3600

    def save(self, path: Path) -> None:
        """Write to an ``.npz`` file."""
        np.savez(path, features=self.features, labels=self.labels, chunks=self.chunks)


def load(path: Path) -> Corpus:
    """Read what ``Corpus.save`` wrote."""
    with np.load(path) as stored:
        return Corpus(stored["features"], stored["labels"], stored["chunks"])


def assemble(utterances: Iterable[Spoken], context: int) -> Corpus:
    """Put utterances together. ``context`` is how many feature frames the network sees to each side."""
    features: list[npt.NDArray[np.float16]] = []
    labels: tuple[list[npt.NDArray[np.int16]], ...] = ([], [], [])
    chunks: list[tuple[int, int, int]] = []
    frame_at = label_at = 0
    for spoken in utterances:
        rows = spoken.features.astype(np.float16)
        # Vosk's decoder repeats the edge frames of a stream in the same way.
        before, after = np.repeat(rows[:1], context, 0), np.repeat(rows[-1:], context + 3 * CHUNK, 0)
        features.append(np.concatenate([before, rows, after]))
        count = len(spoken.pdfs[0])
        for shift, pdfs in enumerate(spoken.pdfs):
            rest = np.full(count - len(pdfs) + CHUNK, IGNORED, np.int16)
            labels[shift].append(np.concatenate([pdfs.astype(np.int16), rest]))
        chunks += [(frame_at, first, label_at) for first in range(0, count, CHUNK)]
        frame_at += len(features[-1])
        label_at += count + CHUNK
    return Corpus(
        np.concatenate(features),
        np.stack([np.concatenate(each) for each in labels]),
        np.array(chunks, np.int32),
    )


def joined(corpora: list[Corpus]) -> Corpus:
    """Return several corpora as one."""
    moved, frames, labels = [], 0, 0
    for corpus in corpora:
        moved.append(corpus.chunks + np.array([frames, 0, labels], np.int32))
        frames += len(corpus.features)
        labels += corpus.labels.shape[1]
    return Corpus(
        np.concatenate([corpus.features for corpus in corpora]),
        np.concatenate([corpus.labels for corpus in corpora], 1),
        np.concatenate(moved),
    )

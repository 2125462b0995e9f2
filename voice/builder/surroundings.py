"""Where a caller stands, and the line from there: noise and a telephone's band, mixed into chunks.

Mixed on mel energies as training goes: each chunk meets another noise each time, for little work. The
energies of voice and noise add up, and in a band of few frequencies they also strengthen or weaken each other
(Deng, Droppo and Acero 2004).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.builder import line_band, mel
from voice.builder.corpus import CHUNK, Corpus
from voice.builder.features import DIMENSIONS

Array = npt.NDArray[np.float32]
_HIGH_BANDS = slice(33, 40)
"""Above 5 kHz: a line lets nothing through there but the dither."""
_DITHER_ENERGY = 1e5
"""Mean mel energy in those bands below which there is only dither (3 units of 16 bits: 6e4)."""
_LINES = ((300, 3400, 4), (300, 3400, 6), (200, 3400, 3), (400, 3300, 3), (250, 3700, 2), (100, 3800, 6))
_SENTENCES_AT_ONCE = 200
_PHASES = np.clip(6.0 / np.linspace(8, 40, DIMENSIONS), 0.15, 0.6).astype(np.float32)
"""Spread of the cosine between voice and noise in each band: narrow bands average less."""
_QUIET = np.array([0.0, 0.1, 0.3, 1.0, 3.0], np.float32)
"""What noise a line itself adds, in units of 16 bits; 0 is digital silence."""


@dataclass(frozen=True)
class Mix:
    """How often and how strongly."""

    noise_share: float = 0.6
    """Share of the chunks that get noise."""
    least_db: float = -3.0
    most_db: float = 20.0
    """Voice over noise in the band that is heard, after pre-emphasis; drawn evenly between the two. So
    measured, white noise 10 dB below a voice is 2.5 dB below it on a telephone line; pink noise 10.5 dB."""
    line_share: float = 0.6
    """Share of the wide chunks that go through a line."""
    gate_share: float = 0.1
    """Share of the lines that send digital silence where nobody speaks."""


class Surroundings:
    """The noises, the lines, and how loud each chunk's sentence is."""

    def __init__(self, bank: Array, corpus: Corpus, mix: Mix) -> None:
        """``bank``: mel energies of noises (noises, frames, 40)."""
        self._mix = mix
        self._bank = bank
        self._lines = np.stack([line_band.line(*edges) for edges in _LINES]).transpose(0, 2, 1)
        self._resampled = line_band.resampled().T
        self._c0 = corpus.features[:, 0]
        self._starts = np.unique(corpus.chunks[:, 0])
        self._energy = _mean_energies(corpus, self._starts)

    def heard(self, cepstra: Array, rows: npt.NDArray[np.int32], rng: np.random.Generator) -> Array:
        """Return ``cepstra`` (batch, frames, 40) as heard from somewhere; ``rows`` are their chunks.

        ``cepstra`` may be disguised already: how loud a sentence is follows the disguise.
        """
        count = len(cepstra)
        sentence = self._energy[np.searchsorted(self._starts, rows[:, 0])]
        limited = sentence[:, _HIGH_BANDS].mean(1) < _DITHER_ENERGY
        sentence = sentence * self._gain(cepstra, rows)[:, None]
        lines = self._lines[rng.integers(len(self._lines), size=count)]
        by_line = limited | (rng.random(count) < self._mix.line_share)
        gated = by_line & (rng.random(count) < self._mix.gate_share)
        ways = np.where(limited[:, None, None], self._resampled, lines)
        ways[~by_line] = np.eye(DIMENSIONS, dtype=np.float32)
        noise_ways = np.where(by_line[:, None, None], lines, ways)
        loud = np.matmul(sentence[:, None], ways).sum((1, 2))
        voice = np.matmul(mel.energies(cepstra), ways)
        noise = np.matmul(self._noises(count, cepstra.shape[1], rng), noise_ways)
        noise *= self._strengths(loud, noise, rng)[:, None, None]
        quiet = voice.sum(-1) < (loud * 10 ** rng.uniform(-5, -3.5, count))[:, None]
        voice[gated[:, None] & quiet] = 0
        own = _QUIET[rng.integers(len(_QUIET), size=count)] ** 2
        return mel.cepstra(_added(voice, noise, rng) + (own[:, None] * line_band.white_energies())[:, None])

    def _gain(self, cepstra: Array, rows: npt.NDArray[np.int32]) -> Array:
        """Return how much louder the disguise made each chunk: c0 is √40 times the mean log energy."""
        frames = (rows[:, 0] + 3 * rows[:, 1])[:, None] + np.arange(cepstra.shape[1])
        louder = cepstra[..., 0].mean(1) - self._c0[frames].astype(np.float32).mean(1)
        return np.asarray(np.exp(louder / np.sqrt(DIMENSIONS)), np.float32)

    def _strengths(self, loud: Array, noise: Array, rng: np.random.Generator) -> Array:
        """Return the factor for the energies of each noise; 0 for the share that stays without."""
        level_db = rng.uniform(self._mix.least_db, self._mix.most_db, len(loud))
        factor = loud / np.maximum(noise.sum(-1).mean(1), 1e-9) * 10 ** (-level_db / 10)
        factor[rng.random(len(loud)) >= self._mix.noise_share] = 0
        return np.asarray(factor, np.float32)

    def _noises(self, count: int, frames: int, rng: np.random.Generator) -> Array:
        which = rng.integers(len(self._bank), size=count)
        first = rng.integers(self._bank.shape[1] - frames, size=count)
        return np.asarray(self._bank[which[:, None], first[:, None] + np.arange(frames)], np.float32)


def _added(voice: Array, noise: Array, rng: np.random.Generator) -> Array:
    cosine = np.clip(rng.standard_normal(voice.shape, np.float32) * _PHASES, -0.95, 0.95)
    return np.asarray(voice + noise + 2 * cosine * np.sqrt(voice * noise), np.float32)


def _mean_energies(corpus: Corpus, starts: npt.NDArray[np.int32]) -> Array:
    """Return the mean mel energies of each sentence: (sentences, 40)."""
    ends = np.append(starts[1:], len(corpus.features))
    found = np.zeros((len(starts), DIMENSIONS), np.float32)
    for first in range(0, len(starts), _SENTENCES_AT_ONCE):
        group = slice(first, first + _SENTENCES_AT_ONCE)
        begin, end = starts[group][0], ends[group][-1]
        energies = mel.energies(corpus.features[begin:end].astype(np.float32))
        # Behind each sentence its last frame is repeated for a chunk: of no interest here.
        lasts = np.maximum(starts[group] + 1, ends[group] - 3 * CHUNK)
        places = np.stack([starts[group], lasts], 1).ravel() - begin
        sums = np.add.reduceat(energies, places[:-1], axis=0)[::2]
        sums[-1] = energies[places[-2] : places[-1]].sum(0)
        found[group] = sums / (lasts - starts[group])[:, None]
    return found

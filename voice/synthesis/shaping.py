"""From a synthesiser's sound to what the telephone carries well, piece by piece.

    trim the edges of a clause → resample → high-pass → gain → soft limit → int16

One ``Shaping`` lives as long as one speech, so that resampler and filter run through from the first clause to
the last and no joint can be heard.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

_LOUDEST = 0.98
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ShapingSettings:
    """How the sound is shaped."""

    level_dbfs: float = -20.0
    """Level of the speech itself, pauses left out. Full scale is 0; a telephone network wants -26 to -18."""
    high_pass_hz: float = 120.0
    """Half the level at this frequency; what is below only takes room from the voice."""
    knee: float = 0.7
    """From this share of full scale on, peaks are rounded off; none reaches full scale."""
    silence: float = 0.003
    """Share of full scale under which a sample counts as silence: -50 dBFS."""
    edge_ms: float = 5.0
    """What is kept, and faded, of the silence before and after a clause."""


class Shaping:
    """The way of one speech's sound from ``from_hz`` to ``to_hz``."""

    def __init__(
        self, from_hz: int, to_hz: int, gain: float = 1.0, settings: ShapingSettings | None = None
    ) -> None:
        """``gain`` is the factor that brings the voice to ``level_dbfs``: see ``gain_for``."""
        self._settings = settings or ShapingSettings()
        self._from_hz, self._gain = from_hz, gain
        self._edge = max(1, int(from_hz * self._settings.edge_ms / 1000))
        self._resampler = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality="HQ")
        self._taps = _high_pass(to_hz, self._settings.high_pass_hz)
        self._before: Samples = np.zeros(len(self._taps) - 1, np.float32)
        self._late = len(self._taps) // 2
        self._begun = False
        self._held: Samples = np.zeros(0, np.float32)

    def push(self, sound: npt.NDArray[np.int16]) -> bytes:
        """Shape a piece of a clause; may return nothing yet."""
        return self._through(self._trimmed(sound.astype(np.float32) / 32768))

    def pause(self, milliseconds: float) -> bytes:
        """End the clause, and be silent for ``milliseconds``."""
        tail = self._held[: self._edge] * np.linspace(
            1, 0, min(self._edge, len(self._held)), dtype=np.float32
        )
        self._begun, self._held = False, np.zeros(0, np.float32)
        silence = np.zeros(int(self._from_hz * milliseconds / 1000), np.float32)
        return self._through(np.concatenate([tail, silence]))

    def finish(self) -> bytes:
        """End the speech: what is still inside the resampler and the filter."""
        rest = self._resampler.resample_chunk(np.zeros(0, np.float32), last=True)
        return self._to_pcm(np.concatenate([rest, np.zeros(len(self._taps) // 2, np.float32)]))

    def _trimmed(self, sound: Samples) -> Samples:
        """Leave out the silence before the clause, and hold back silence that may be the one after it."""
        sound = np.concatenate([self._held, sound])
        loud = np.flatnonzero(np.abs(sound) > self._settings.silence)
        if not len(loud):
            self._held = sound if self._begun else sound[-self._edge :]
            return np.zeros(0, np.float32)
        start = 0
        if not self._begun:
            start = max(0, int(loud[0]) - self._edge)
            fade = int(loud[0]) - start
            sound[start : start + fade] *= np.linspace(0, 1, fade, dtype=np.float32)
            self._begun = True
        end = int(loud[-1]) + 1
        self._held = sound[end:].copy()
        return sound[start:end]

    def _through(self, sound: Samples) -> bytes:
        if not len(sound):
            return b""
        return self._to_pcm(self._resampler.resample_chunk(np.ascontiguousarray(sound)))

    def _to_pcm(self, sound: Samples) -> bytes:
        if not len(sound):
            return b""
        joined = np.concatenate([self._before, sound])
        self._before = joined[len(joined) - len(self._before) :]
        filtered = np.convolve(joined, self._taps, "valid") * np.float32(self._gain)
        in_time = filtered[self._late :]  # the filter's own delay, 8 ms, is not waited for
        self._late = max(0, self._late - len(filtered))
        return (soft_limit(in_time, self._settings.knee) * 32767).astype("<i2").tobytes()


def soft_limit(sound: npt.NDArray[np.float32], knee: float) -> npt.NDArray[np.float32]:
    """Round off what is above ``knee``, so that nothing is louder than 0.98 of full scale."""
    room = _LOUDEST - knee
    limited = sound.copy()
    above = np.flatnonzero(np.abs(sound) > knee)
    size = np.abs(sound[above])
    limited[above] = np.sign(sound[above]) * (knee + room * np.tanh((size - knee) / room))
    return limited


def active_level_dbfs(sound: npt.NDArray[np.int16], rate_hz: int) -> float:
    """Level of the 20 ms frames that carry speech: those within 25 dB of the loudest. -inf for silence."""
    frame = rate_hz // 50
    whole = sound[: len(sound) // frame * frame].astype(np.float64).reshape(-1, frame) / 32768
    power = (whole**2).mean(axis=1) if len(whole) else np.zeros(1)
    if power.max() <= 0:
        return float("-inf")
    return float(10 * np.log10(power[power > power.max() * 10**-2.5].mean()))


def gain_for(sound: npt.NDArray[np.int16], rate_hz: int, settings: ShapingSettings | None = None) -> float:
    """The factor that brings a voice, heard in ``sound``, to the level of ``settings``. 1 for silence."""
    settings = settings or ShapingSettings()
    to_hz, under_the_knee = 8000, 0.25
    shaping = Shaping(rate_hz, to_hz, under_the_knee, settings)
    shaped = np.frombuffer(shaping.push(sound) + shaping.finish(), "<i2")
    level = active_level_dbfs(shaped, to_hz)
    return (
        1.0 if level == float("-inf") else under_the_knee * float(10 ** ((settings.level_dbfs - level) / 20))
    )


def _high_pass(rate_hz: int, cut_hz: float) -> npt.NDArray[np.float32]:
    """A linear-phase filter of 16 ms: one minus a windowed-sinc low-pass."""
    count = rate_hz * 16 // 1000 | 1
    at = np.arange(count) - count // 2
    low = np.sinc(2 * cut_hz / rate_hz * at) * np.hamming(count)
    high = -low / low.sum()
    high[count // 2] += 1
    return np.asarray(high, np.float32)

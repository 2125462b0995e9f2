"""Speech glued from recordings of people: Festival's diphone voices, reading Danish phones.

espeak-ng computes every sound; a network that has heard only that does not know what a throat sounds like.
These voices (Finnish, Czech, American; free, from Debian) are cut from real recordings. They do not speak
Danish, so each Danish phone is played with the nearest sounds of theirs, for as long as espeak-ng would hold
it: the times are given, so the labels are exact. An accent, but a human one.
"""

import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soxr

from voice.builder.degrade import RATE_HZ, Sound
from voice.builder.diphone_voices import DiphoneVoice
from voice.builder.labels import Segment
from voice.builder.phones import PHONES, SILENCE

FESTIVAL = "festival"
_TIMEOUT_SECONDS = 300


def speak(
    voice: DiphoneVoice, sentences: Sequence[Sequence[Segment]], seed: int
) -> list[tuple[Sound, list[Segment]] | None]:
    """Say each sentence, given as timed Danish phones; None where Festival could not.

    Returns 16 kHz sound and the phones as they were timed in it.
    """
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        script = [f"(voice_{voice.name})"]
        for number, segments in enumerate(sentences):
            path = Path(folder) / f"{number}.wav"
            script.append(_spoken_into(path, _played(voice, segments, rng)))
        file = Path(folder) / "say.scm"
        file.write_text("\n".join(script), encoding="ascii")
        subprocess.run(  # noqa: S603
            [FESTIVAL, "-b", str(file)], capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
        return [_read(Path(folder) / f"{number}.wav", segments) for number, segments in enumerate(sentences)]


def _spoken_into(path: Path, played: str) -> str:
    """Write the Scheme that speaks one sentence into a file; the next is spoken even if it fails."""
    utterance = f"(eval (list (quote Utterance) (quote Segments) (quote {played})))"
    return f'(unwind-protect (let ((u {utterance})) (utt.synth u) (utt.save.wave u "{path}")) nil)'


def _played(voice: DiphoneVoice, segments: Sequence[Segment], rng: np.random.Generator) -> str:
    """Write the sentence as Festival's segments: name, seconds, and a falling pitch that moves a little."""
    base = voice.pitch_hz * rng.uniform(0.85, 1.2)
    total = segments[-1].end or 1.0
    written = []
    for segment in segments:
        phone, length = PHONES[segment.phone], segment.end - segment.start
        sounds = [voice.pause] if phone == SILENCE else voice.sounds[phone].split()
        height = base * (1.12 - 0.25 * segment.start / total) * rng.uniform(0.94, 1.06)
        written += [f"({sound} {length / len(sounds):.4f} (0.0 {height:.0f}))" for sound in sounds]
    return f"({' '.join(written)})"


def _read(path: Path, segments: Sequence[Segment]) -> tuple[Sound, list[Segment]] | None:
    if not path.exists():
        return None
    with wave.open(str(path)) as file:
        rate, pcm = file.getframerate(), file.readframes(file.getnframes())
    sound = np.frombuffer(pcm, "<i2").astype(np.float32)
    if len(sound) < rate // 4:
        return None
    at_16_khz = soxr.resample(sound, rate, RATE_HZ, "MQ")
    # Festival rounds each sound to its pitch marks: the whole is stretched back to the sum of its parts.
    stretch = len(at_16_khz) / RATE_HZ / segments[-1].end
    if not 0.9 < stretch < 1.15:
        return None
    return at_16_khz, [Segment(s.phone, s.start * stretch, s.end * stretch, s.word) for s in segments]

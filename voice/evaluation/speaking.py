"""Speak the evaluation sentences under the conditions that the model's card names.

    python -m voice.evaluation.speaking FOLDER [--limit N] [--seed S]

Writes WAV files and ``manifest.jsonl`` for ``en-indgang speech evaluate``. The voices are espeak-ng variants
that no training used, at the speeds of ordinary talk; the same seed gives the same sentences and voices.
"""

import argparse
import json
import random
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, lfilter, sosfilt

from voice.espeak.library import Espeak, Manner

SETS = Path(__file__).with_name("sets")
VOICES = ("m7", "f5", "steph", "Denis", "klatt3", "Michael", "ian", "benjamin", "Alex", "michel")
"""Variants kept out of training: ``voice.builder.voices.TEST_VARIANTS``."""
_BAND = butter(4, [300, 3400], "band", fs=16000, output="sos")
_RATE_HZ = 16000
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Condition:
    """One way of being heard."""

    name: str
    sentences: str
    """File of ``sets`` without its ending."""
    telephone: bool = True
    noise_db: float | None = None
    """Signal over noise."""
    language: str = "da"
    """espeak-ng's language: another than ``da`` reads Danish with an accent."""


CONDITIONS = (
    Condition("in domain, wide band", "domain", telephone=False),
    Condition("in domain, telephone", "domain"),
    Condition("in domain, telephone, noise 10 dB", "domain", noise_db=10),
    Condition("free sentences, telephone", "free"),
    Condition("another hand, telephone", "callers"),
    Condition("Norwegian voice, telephone", "domain", language="nb"),
)


def speak_all(folder: Path, limit: int, seed: int) -> Iterator[dict[str, str | list[str]]]:
    """Write every sound below ``folder`` and yield its row of the manifest. At most ``limit`` a condition."""
    espeak = Espeak()
    for condition in CONDITIONS:
        rng = random.Random(f"{seed} {condition.name}")
        sentences = [
            json.loads(line) for line in (SETS / f"{condition.sentences}.jsonl").open(encoding="utf-8")
        ]
        for number, sentence in enumerate(rng.sample(sentences, min(limit, len(sentences)))):
            text = sentence["text"]
            voice = VOICES[number % len(VOICES)] if condition.language == "da" else ""
            manner = Manner(
                f"{condition.language}+{voice}" if voice else condition.language,
                words_per_minute=rng.randint(140, 185),
                pitch=rng.randint(35, 65),
            )
            sound, rate = heard(espeak, text, manner, condition, rng.randrange(1 << 30))
            name = f"{condition.name.replace(' ', '_').replace(',', '')}-{number:03d}.wav"
            _write(folder / name, sound, rate)
            yield {
                "audio": name,
                "text": text,
                "condition": condition.name,
                "speaker": voice or condition.language,
                "intents": sentence["intents"],
            }


def heard(espeak: Espeak, text: str, manner: Manner, condition: Condition, seed: int) -> tuple[Samples, int]:
    """Return the sound of ``text`` as the line hears it, in 16-bit range, and its rate."""
    pcm, _ = espeak.sound(text, manner)
    sound = soxr.resample(pcm.astype(np.float32), espeak.rate_hz, _RATE_HZ)
    sound = np.concatenate([np.zeros(_RATE_HZ // 4), sound, np.zeros(_RATE_HZ * 6 // 10)]).astype(np.float32)
    if condition.noise_db is not None:
        hiss = lfilter([1], [1, -0.9], np.random.default_rng(seed).standard_normal(len(sound)))
        level = np.sqrt(np.mean(np.square(sound))) / np.sqrt(np.mean(np.square(hiss)))
        sound = sound + (hiss * level * 10 ** (-condition.noise_db / 20)).astype(np.float32)
    if not condition.telephone:
        return sound, _RATE_HZ
    return soxr.resample(sosfilt(_BAND, sound).astype(np.float32), _RATE_HZ, 8000), 8000


def _write(path: Path, sound: Samples, rate_hz: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.clip(sound, -32768, 32767).astype("<i2").tobytes())


def main(arguments: list[str]) -> int:
    """Write sounds and manifest; return 0."""
    parser = argparse.ArgumentParser(prog="python -m voice.evaluation.speaking", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=200, help="sentences a condition, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    with (options.folder / "manifest.jsonl").open("w", encoding="utf-8") as file:
        for row in speak_all(options.folder, options.limit, options.seed):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

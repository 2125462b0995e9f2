"""Many speakers out of one synthesiser: espeak-ng's variants and random ones, the impossible left out.

A random variant scales each formant (the length of the throat and the vowels' places), pitch, breath, creak,
the strength of consonants and the tone. espeak-ng reads at most 350 voices from a data folder (measured; more
and it falls silent), so random voices are added to a copy of the data with the unused languages left out.
"""

import random
import shutil
from pathlib import Path

import espeakng_loader

TRAINING_VARIANTS = (
    "m1", "m2", "m3", "m4", "m5", "m6", "m8", "f1", "f2", "f3", "f4", "klatt", "klatt2", "klatt4", "Andy",
    "Annie", "Gene", "Gene2", "ed", "linda", "john", "max", "paul", "Alicia", "Mario", "belinda", "pedro",
    "victor", "anika", "norbert", "edward", "quincy", "Hugo", "iven2", "travis", "adam", "aunty", "david",
    "grandma", "grandpa", "robert", "rob", "sandro", "zac", "Jacky", "Marco", "Diogo", "antonio", "caleb",
    "marcelo", "miguel", "pablo", "steph2", "boris",
)  # fmt: skip
"""Variants of espeak-ng 1.52 that could be somebody. Left out: robots, demons, whispers; Lee and shelby,
whose formants no throat can make (15 and 11 % errors where the others had under 2)."""
TEST_VARIANTS = ("m7", "f5", "steph", "Denis", "klatt3", "Michael", "ian", "benjamin", "Alex", "michel")
"""Never heard in training."""

_KEPT_LANGUAGES = {"da", "nb", "sv", "de", "en", "nl"}


def random_names(count: int, prefix: str) -> tuple[str, ...]:
    """Return the variant names of ``count`` random voices."""
    return tuple(f"{prefix}{number:03d}" for number in range(count))


def data_with_voices(folder: Path, count: int, seed: int, prefix: str) -> tuple[str, ...]:
    """Copy espeak-ng's data to ``folder``, add ``count`` random voices, and return their variant names.

    The same seed gives the same voices. ``folder`` is what ``Espeak`` takes as its data folder.
    """
    target = folder / "espeak-ng-data"
    if not target.exists():
        shutil.copytree(espeakng_loader.get_data_path(), target)
        _leave_out_languages(target)
    rng = random.Random(f"{prefix}{seed}")
    names = random_names(count, prefix)
    for name in names:
        (target / "voices" / "!v" / name).write_text(_variant(name, rng), encoding="ascii")
    return names


def _leave_out_languages(data: Path) -> None:
    for path in (data / "lang").rglob("*"):
        if path.is_file() and path.name.split("-")[0] not in _KEPT_LANGUAGES:
            path.unlink()


def _variant(name: str, rng: random.Random) -> str:
    female = rng.random() < 0.5
    pitch = rng.randint(120, 230) if female else rng.randint(65, 140)
    throat = rng.uniform(1.0, 1.2) if female else rng.uniform(0.87, 1.04)
    lines = ["language variant", f"name {name}"]
    lines.append(f"pitch {pitch} {round(pitch * rng.uniform(1.15, 1.7))}")
    for formant in range(9):
        frequency = round(100 * throat * rng.uniform(0.94, 1.06))
        height = rng.randint(65, 125) if formant < 6 else rng.randint(40, 130)
        lines.append(f"formant {formant} {frequency} {height} {rng.randint(75, 180)}")
    if rng.random() < 0.4:
        lines.append(f"roughness {rng.randint(0, 5)}")
    if rng.random() < 0.4:
        lines.append(f"flutter {rng.randint(0, 12)}")
    if rng.random() < 0.35:
        lines.append("breath " + " ".join(str(rng.randint(0, 10)) for _ in range(8)))
    if rng.random() < 0.3:
        lines.append(f"voicing {rng.randint(70, 140)}")
    if rng.random() < 0.4:
        lines.append(f"consonants {rng.randint(65, 140)} {rng.randint(65, 140)}")
    if rng.random() < 0.25:
        lines.append(f"echo {rng.randint(20, 100)} {rng.randint(3, 10)}")
    if rng.random() < 0.3:
        lines.append(f"klatt {rng.choice((1, 2, 3, 4))}")
    if rng.random() < 0.5:
        lines.append("tone " + " ".join(f"{hz} {rng.randint(70, 255)}" for hz in (600, 1200, 2400, 4000)))
    return "\n".join(lines) + "\n"

"""The model's card: what it was made of, what it may be used for, and what it is worth."""

import json
from datetime import date
from pathlib import Path

from voice.builder.recipe import Recipe

_TEXT = """# A Danish Vosk model made of synthetic speech

**It does not understand people in the open.** Everything it has heard was made by synthesisers. On seven human clips the
prototype of this model got 93-98 % of the words wrong with a general language model, whatever was tried; what this one
does is measured below. It is good for demonstrations, tests and closed choices of long phrases. Where people are to be
understood, install the second pass (`en-indgang speech install parakeet`), or train on recordings
(`en-indgang speech build --recordings`, see `voice/README.md`).

| | |
|---|---|
| Made by | `en-indgang speech build` on {day} |
| Speech | {hours:g} hours of espeak-ng in Danish (150 random voices, 54 variants), {persons:.0%} of it spoken with the units of eight recorded diphone voices (Finnish, Czech, American) of Festival, {accents:.0%} by Swedish, German, Dutch and English voices{people} |
| Words | {words} |
| Network | time-delay network, {width} units, context ±{context} ms, cross-entropy, {epochs:g} rounds |
| Language model | trigrams of the project's own language data and texts |
| Size | {megabytes:.1f} MB |
| Seed | {seed} |
| Licence | that of the project for the model; it holds no recording. Made with espeak-ng (GPL-3), Festival's voices (free, each its own licence, from Debian) and, as a spelling check, Debian's Danish word list (GPL-2) |
"""


def write_card(folder: Path, recipe: Recipe, words: int, megabytes: float, people: str, day: date) -> None:
    """Write ``README.md`` and ``build.json`` into the model folder. Error rates are added by hand, as measured."""
    text = _TEXT.format(
        day=day.isoformat(),
        hours=recipe.hours,
        persons=recipe.person_share,
        accents=recipe.accent_share,
        people=f"; {people}" if people else "",
        words=f"{words:,}",
        width=recipe.shape.width,
        context=recipe.shape.context * 10,
        epochs=recipe.training.epochs,
        megabytes=megabytes,
        seed=recipe.seed,
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "build.json").write_text(json.dumps(recipe.card, indent=1) + "\n", encoding="utf-8")

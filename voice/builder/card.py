"""The model's card: what it was made of, what it may be used for, and what it is worth."""

import json
from datetime import date
from pathlib import Path

from voice.builder.diphone_voices import VOICES
from voice.builder.recipe import Recipe
from voice.builder.voices import TRAINING_VARIANTS

_TEXT = Path(__file__).with_name("card.md")


def write_card(
    folder: Path,
    recipe: Recipe,
    words: int,
    megabytes: float,
    people: str,
    day: date,
    *,
    went_on: bool = False,
) -> None:
    """Write ``README.md`` and ``build.json`` into the model folder. Error rates are added by hand.

    ``words`` counts the vocabulary; ``people`` says what became of recordings, "" where there were none;
    ``went_on`` that the network began as another model's.
    """
    quiet = f"{recipe.training.epochs:g} rounds as it was spoken"
    text = _TEXT.read_text(encoding="utf-8").format(
        day=day.isoformat(),
        hours=recipe.hours,
        random_voices=recipe.random_voices,
        variants=len(TRAINING_VARIANTS),
        speakers=len(VOICES),
        persons=recipe.person_share,
        accents=recipe.accent_share,
        people=f"; {people}" if people else "",
        words=words,
        width=recipe.shape.width,
        context=recipe.shape.context * 10,
        quiet="goes on from the network of an earlier model" if went_on else quiet,
        noisy=recipe.in_noise.epochs,
        megabytes=megabytes,
        seed=recipe.seed,
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "build.json").write_text(json.dumps(recipe.card, indent=1) + "\n", encoding="utf-8")

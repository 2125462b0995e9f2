"""From written text to spoken words: what the lexicon and the language model count."""

import re
import unicodedata
from collections.abc import Callable

_WORD = re.compile(r"[a-zæøåéüöäèóáí]+(?:'[a-zæøå]+)?")
_CUTS = re.compile(r"[-/–—_]")

SMALL = (
    "nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten",
    "fjorten", "femten", "seksten", "sytten", "atten", "nitten",
)  # fmt: skip
TENS = ("tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems")
"""20 to 90."""
_UNITS = ("en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni")


def number_word(number: int) -> str:
    """Return a number from 0 to 99 as one Danish word: 54 is ``fireoghalvtreds``."""
    if number < len(SMALL):
        return SMALL[number]
    tens, units = divmod(number, 10)
    word = TENS[tens - 2]
    return word if units == 0 else f"{_UNITS[units - 1]}og{word}"


def spoken_words(text: str, spoken: Callable[[str], str]) -> list[str]:
    """Return the lower-case words of a text as it is said. ``spoken`` turns figures and signs into words."""
    plain = unicodedata.normalize("NFC", spoken(text)).lower()
    plain = _CUTS.sub(" ", plain.replace("’", "'"))
    return [word.replace("'", "") for word in _WORD.findall(plain)]

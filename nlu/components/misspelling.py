"""Misspelt copies of training texts: the slips of hurried, old and foreign hands, so that the classifier has
seen some.
"""

from random import Random

_WITHOUT_DANISH_KEYS = (
    str.maketrans({"æ": "a", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "e", "ø": "o", "å": "o"}),
)
_LETTERS = "etrnsdialogkvm"
_WORDS_A_SLIP = 6


def misspell(text: str, random: Random) -> str:
    """A copy of ``text`` with a slip in about every sixth word, or without æøå, or both."""
    chance = random.random()
    if chance < 0.3:
        text = text.lower().translate(_WITHOUT_DANISH_KEYS[random.random() < 0.4])
    if chance > 0.2:
        words = text.split()
        for _ in range(max(1, len(words) // _WORDS_A_SLIP)):
            _slip(words, random)
        text = " ".join(word for word in words if word)
    return text


def _slip(words: list[str], random: Random) -> None:
    """One slip in one word of ``words``, in place; short words are spared."""
    if not words:
        return
    number = random.randrange(len(words))
    word = words[number]
    if len(word) < 4:
        return
    at = random.randrange(1, len(word) - 1)
    kind = random.randrange(6)
    if kind == 0:
        words[number] = word[:at] + word[at + 1 :]
    elif kind == 1:
        words[number] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif kind == 2:
        words[number] = word[: at + 1] + word[at:]
    elif kind == 3:
        words[number] = word[:at] + random.choice(_LETTERS) + word[at + 1 :]
    elif kind == 4 and len(word) > 7:
        words[number] = word[:at] + " " + word[at:]
    elif kind == 5 and number + 1 < len(words):
        words[number : number + 2] = [word + words[number + 1]]

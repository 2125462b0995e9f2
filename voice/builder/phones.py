"""The phone set: espeak-ng's Danish phonemes, reduced to those a model can learn.

Stress and stød are dropped (the recogniser needs neither to tell words apart), rare and foreign phonemes go
to their nearest Danish neighbour. Silence is phone 0; the others follow in the order of ``PHONES``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voice.builder.phone_maps import taken_for

SILENCE = "SIL"
GARBAGE = "SPN"
"""Stands for any word the grammar does not list (``[unk]``)."""

VOWELS = ("i", "e", "E", "&", "A", "y", "W", "V", "u", "o", "O", "@-", "3-")
CONSONANTS = (
    "p", "b", "t", "d", "k", "g", "f", "v", "s", "S", "h", "m", "n", "N", "l", "r", "R", "j", "w", "D",
)  # fmt: skip
PHONES = (SILENCE, *VOWELS, *CONSONANTS)
"""espeak-ng mnemonics. ``@-`` is the schwa, ``3-`` the vocalised r, ``D`` the soft d, ``W`` ø, ``V`` å before
most consonants, ``R`` and ``r`` the two r sounds."""

_NEIGHBOURS = taken_for("neighbours")

POSITIONS = ("B", "E", "I", "S")
"""Begin, end and inside of a word, and a word of one phone: what Vosk finds word edges by."""
_BOUNDARY = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}


def phone_of(mnemonic: str) -> str | None:
    """Return the phone of an espeak-ng phoneme name; None for marks that make no sound or are not known.

    Pauses (names that begin with ``_``) give ``SIL``.
    """
    if mnemonic.startswith("_"):
        return SILENCE
    if mnemonic.startswith("("):
        return None
    bare = mnemonic.lstrip("',?%=")
    bare = _NEIGHBOURS.get(bare, bare)
    if bare in PHONES:
        return bare
    bare = bare.rstrip(":#;-^~2/")
    bare = _NEIGHBOURS.get(bare, bare)
    return bare if bare in PHONES else None


@dataclass(frozen=True)
class GraphPhone:
    """A phone as the graph and the transition model know it."""

    name: str
    """``n_B``, ``SIL``, ``SPN_S`` …"""
    id: int
    """From 1."""
    phone: int
    """Index in ``PHONES``; ``len(PHONES)`` for garbage."""
    boundary: str
    """``nonword``, ``begin``, ``end``, ``internal`` or ``singleton``, as in ``word_boundary.int``."""

    @property
    def forward_pdf(self) -> int:
        """Output of the network for the first 30 ms of the phone."""
        return 2 * self.phone

    @property
    def loop_pdf(self) -> int:
        """Output of the network for the rest of the phone."""
        return 2 * self.phone + 1


def graph_phones() -> tuple[GraphPhone, ...]:
    """Return all graph phones in the order of their ids."""
    names = [(SILENCE, 0, "nonword")]
    for index, phone in enumerate(PHONES[1:], start=1):
        names += [(f"{phone}_{at}", index, _BOUNDARY[at]) for at in POSITIONS]
    names.append((f"{GARBAGE}_S", len(PHONES), "singleton"))
    return tuple(GraphPhone(name, number, phone, edge) for number, (name, phone, edge) in enumerate(names, 1))


def in_word(phones: Sequence[str]) -> tuple[str, ...]:
    """Return the graph phones' names of a word said with ``phones`` (at least one)."""
    if len(phones) == 1:
        return (f"{phones[0]}_S",)
    return (f"{phones[0]}_B", *(f"{phone}_I" for phone in phones[1:-1]), f"{phones[-1]}_E")

"""Floor and door of an address: "3. tv", "tredje sal til venstre", "st.th", "stuen", "kld.", "2. 14"."""

import re
from collections.abc import Callable, Sequence

from nlu.danish.numbers import number_below_hundred, ordinal

_GROUND = {"st", "stuen", "stue", "stueetagen", "stueetage", "stuelejligheden", "parterre"}
_BASEMENT = {"kld", "kælder", "kælderen", "kaelder", "kaelderen"}
_DOORS = {
    "tv": "tv", "th": "th", "mf": "mf", "venstre": "tv", "højre": "th", "hoejre": "th", "hojre": "th",
    "midtfor": "mf", "midt": "mf",
    "midten": "mf", "vensrte": "tv",
}  # fmt: skip
_GLUED = re.compile(r"(?P<floor>\d{1,2}|st|kl|kld)(?P<door>tv|th|mf)")
_HIGHEST_FLOOR = 40
_FLOOR_WORDS = ("sal", "etage", "sals")


def read_floor_and_door(
    words: Sequence[str], gap: Callable[[int], str], position: int, *, alone: bool = False
) -> tuple[int, str | None, str | None]:
    """Read floor and door at ``words[position]`` (lower case). Return (words taken, floor, door).

    ``gap(i)`` gives the characters before word ``i``. With ``alone`` a bare number or ordinal is no floor
    unless a door or "sal" follows: outside an address it may be anything.
    """
    start = position
    if position < len(words) and words[position] in ("på", "i", "paa") and position + 1 < len(words):
        position += 1
    if position >= len(words) or (position > 0 and not re.fullmatch(r"[\s,.\-–/:]{0,4}", gap(position))):
        return 0, None, None
    glued = _GLUED.fullmatch(words[position])
    if glued:
        return position + 1 - start, _floor_name(glued["floor"]), glued["door"]
    taken, floor, sure = _floor(words, gap, position)
    if not taken:
        taken, door = _door(words, gap, position, after_floor=False)
        return (position + taken - start, None, door) if taken and position == start else (0, None, None)
    after = position + taken
    door_taken, door = _door(words, gap, after, after_floor=sure or not alone)
    if not door_taken and not sure and (alone or not _may_end(words, gap, position, after)):
        return 0, None, None
    return after + door_taken - start, floor, door


def _floor(words: Sequence[str], gap: Callable[[int], str], position: int) -> tuple[int, str | None, bool]:
    """(words taken, floor, whether it can be nothing else than a floor)."""
    word = words[position]
    following = words[position + 1] if position + 1 < len(words) else ""
    if word in _GROUND:
        return 1 + (following in _FLOOR_WORDS or following == "etagen"), "st", True
    basement = following in _DOORS or ("," in gap(position) and re.fullmatch(r"[1-9]\d{3}", following))
    if word in _BASEMENT or (word == "kl" and basement):
        return 1, "kl", True
    number = int(word) if re.fullmatch(r"\d{1,2}", word) else ordinal(word)
    spoken = None if number is not None else number_below_hundred(word)
    if number is not None and 0 < number <= _HIGHEST_FLOOR:
        if following in _FLOOR_WORDS:
            return 2, str(number), True
        return 1, str(number), False
    # "tre tv", "fire sal" of a speech recogniser: a cardinal counts where a door or "sal" follows
    if spoken and following in _FLOOR_WORDS:
        return 2, str(spoken), True
    if spoken and (
        following in ("tv", "th", "mf")
        or (following == "til" and position + 2 < len(words) and words[position + 2] in _DOORS)
    ):
        return 1, str(spoken), False
    return 0, None, False


def _door(
    words: Sequence[str], gap: Callable[[int], str], position: int, *, after_floor: bool
) -> tuple[int, str | None]:
    """(words taken, door) of "tv", "t.v.", "til højre", "i midten", "dør 12", or after a floor a bare
    number.
    """
    if position >= len(words) or not re.fullmatch(r"[\s,.\-–/]{0,4}", gap(position)):
        return 0, None
    word = words[position]
    following = words[position + 1] if position + 1 < len(words) else ""
    if word in ("tv", "th", "mf"):
        return 1, word
    if word == "t" and following in ("v", "h"):
        return 2, "t" + following
    if word == "m" and following == "f":
        return 2, "mf"
    if word in ("til", "i", "mod") and following in _DOORS:
        return 2, _DOORS[following]
    if word == "midt" and following == "for":
        return 2, "mf"
    if word in ("venstre", "højre", "hoejre", "hojre", "midtfor", "midten"):
        return 1, _DOORS[word]
    if word in ("dør", "doer", "lejlighed", "lejl", "værelse", "dørnr", "dørnummer"):
        skip = 2 if following in ("nummer", "nr") else 1
        door = _door_number(words[position + skip]) if position + skip < len(words) else None
        return (skip + 1, door) if door else (0, None)
    if (
        after_floor
        and re.fullmatch(r"\d{1,4}", word)
        and 1 <= int(word) <= 9999
        and _ends_here(words, gap, position + 1)
    ):
        # four digits and a town, or "1000-" and up alone, are a postcode
        return (0, None) if len(word) == 4 else (1, str(int(word)))
    return 0, None


def _door_number(word: str) -> str | None:
    if re.fullmatch(r"\d{1,4}", word):
        return str(int(word))
    value = number_below_hundred(word)
    return None if value is None else str(value)


def _floor_name(said: str) -> str:
    return "kl" if said == "kld" else said


def _may_end(words: Sequence[str], gap: Callable[[int], str], position: int, after: int) -> bool:
    """Whether a bare "3." or "3" after a house number can be a floor: the address must end after it."""
    if ordinal(words[position]) is not None and after < len(words) and gap(after) == " ":
        return words[after] in ("i", "tak", "og")
    comma_before = "," in gap(position)
    return (comma_before or gap(after).startswith(".") or after >= len(words)) and _ends_here(
        words, gap, after
    )


def _ends_here(words: Sequence[str], gap: Callable[[int], str], position: int) -> bool:
    if position >= len(words) or gap(position).strip():
        return True
    return re.fullmatch(r"[1-9]\d{3}", words[position]) is not None or words[position] in ("i", "tak", "og")

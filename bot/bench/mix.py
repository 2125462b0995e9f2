"""What the measured citizens say: one conversation of every kind of turn, again and again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """One message and the kind of work it is."""

    kind: str
    text: str


CONVERSATION = (
    Turn("small talk", "Hej"),
    Turn("information", "Hvor ligger Hjælpemiddelcentret?"),
    Turn("form", "Jeg er løbet tør for bioposer"),
    Turn("form", "Byvej 54"),
    Turn("information", "Hvornår har borgerservice åbent?"),
    Turn("several errands", "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår"),
    Turn("small talk", "Tak for hjælpen"),
)
"""Needs no login, so that it can be put to both. The form orders bioposer: a question, and its answer."""

KINDS = tuple(dict.fromkeys(turn.kind for turn in CONVERSATION))

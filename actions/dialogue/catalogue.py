"""The enquiry catalogue as the dialogue sees it: titles, owners, queues, and what needs a login.

The rows are data in ``bot/catalogue.yml``. Whose an enquiry is and who helps with it is another table,
``bot/routing``: responsibilities move between forvaltninger, enquiries do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from actions.routing import routing
from actions.routing.catalogue_file import catalogue_rows
from nlu.clock import now

Kind = Literal["danger", "info", "act", "guide", "handoff"]
"""What a journey does: answers, acts (and asks for something first), advises, or hands over."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One row of the catalogue."""

    id: str
    title: str
    mode: Literal["straks", "tid", "link", "videre"]
    identity: Literal["none", "mitid"]
    scope: Literal["kerne", "bred"]
    name: str
    """How the assistant names it in the middle of a sentence: "bioposer", "din tid i jobcentret"."""
    mention: str = ""
    """Regular expression for words by which a citizen means this act when undoing or correcting one."""
    undo: str = ""
    """The same for words that name this act and no other, while something else is being asked."""

    @property
    def queue(self) -> str:
        """The queue that helps with it today."""
        return routing().route(self.id, now().date()).queue


@cache
def enquiries() -> dict[str, Enquiry]:
    """Return all enquiries by id. Raises ``ValueError`` naming the row that does not fit."""
    found: dict[str, Enquiry] = {}
    for row in catalogue_rows("enquiries"):
        enquiry = _read(row)
        found[enquiry.id] = enquiry
    return found


def _read(row: dict[str, str]) -> Enquiry:
    try:
        fields = {key: value for key, value in row.items() if key != "seed"}
        short = re.split(r"[:,(]", row["title"])[0].strip()
        fields.setdefault("name", short if short[:2].isupper() else short[:1].lower() + short[1:])
        return Enquiry(**fields)  # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        raise ValueError(f"the catalogue: the row {row.get('id', row)!r} does not fit: {error}") from error


@cache
def dialogue_acts() -> dict[str, str]:
    """Return the titles of the dialogue acts by id."""
    return {row["id"]: row["title"] for row in catalogue_rows("dialogue_acts")}


@cache
def _act_names() -> dict[str, str]:
    return {row["id"]: row.get("name", row["title"]) for row in catalogue_rows("dialogue_acts")}


def title_of(intent: str) -> str:
    """Name an enquiry or dialogue act as its catalogue row does."""
    return enquiries()[intent].title if intent in enquiries() else dialogue_acts()[intent]


def name_of(intent: str) -> str:
    """Name an enquiry, or danger, in the middle of a sentence."""
    return enquiries()[intent].name if intent in enquiries() else _act_names()[intent]


def same_family(one: str, other: str) -> bool:
    """Tell whether two acts are about the same thing: both on the jobcenter, both on home care."""
    return one.split("_")[-1] == other.split("_")[-1] or one.split("_")[0] == other.split("_")[0]

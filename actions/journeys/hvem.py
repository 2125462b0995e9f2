"""Whose a matter is: the forvaltning and the people who help, by the names that hold today."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from actions.dialogue.catalogue import name_of
from actions.dialogue.danish import listing
from actions.dialogue.packet import LEADS_TO
from actions.dialogue.turn import Turn
from actions.dialogue.whose_words import WHO, seems_about
from actions.routing import routing

MOST_NAMED = 4
"""Queues of a forvaltning that are mentioned; more would not be remembered."""
_OF_THE_CITY = re.compile(r"\s*\bkøbenhavns?\b\s*")
SAME_WORD = 90
"""Likeness (0-100) from which a word is a queue's name: "hjemmepleje" is, "hjemmehjælp" is not."""
ENDING = 3
"""Letters by which a name may be inflected."""


def tell_whose(turn: Turn) -> bool:
    """Say which forvaltning is meant; False where nothing tells what the question is about.

    A forvaltning that is named, by an old name too, is told by its name of today. Otherwise the question is
    about the errand before it.
    """
    return _tell_of_named(turn) or _tell_of_queue(turn) or _tell_of_asked(turn) or _tell_of_errand(turn)


def _tell_of_named(turn: Turn) -> bool:
    table, today = routing(), turn.now.date()
    text = turn.errand.text or turn.text
    department = table.department_named(text)
    if department is None:
        return False
    old, name = department.old_name_in(text, today), department.name_on(today)
    if old:
        turn.say("hvem.renamed", old=old, name=name)
    queues = [queue.name for queue in table.queues(today) if queue.department(today) == department.id]
    turn.say("hvem.department", name=name, queues=listing(queues[:MOST_NAMED]))
    return True


def _tell_of_queue(turn: Turn) -> bool:
    """Tell of the people who are named themselves ("hvem har ansvaret for hjemmeplejen")."""
    table, today = routing(), turn.now.date()
    words = re.findall(r"\w+", (turn.errand.text or turn.text).lower())
    queue = next((each for each in table.queues(today) if _is_named(each.name.lower(), words)), None)
    if queue is None:
        return False
    led = (each for each in table.rows if table.route(each, today).queue == queue.id)
    turn.memory[LEADS_TO] = next(led, None)
    department = table.departments[queue.department(today)].name_on(today)
    turn.say("hvem.queue", queue=queue.name, department=department)
    return True


def _is_named(name: str, words: Sequence[str]) -> bool:
    """Tell whether the name is said, also inflected ("skolerne"); one in a compound names something else."""
    said, name = " ".join(words), _OF_THE_CITY.sub("", name)
    if " " in name:
        return name in said
    return any(
        # "Jobcenter" loses its e in "jobcentret".
        max(fuzz.ratio(name, word), fuzz.ratio(re.sub("er$", "ret", name), word)) >= SAME_WORD
        or (word.startswith(name) and len(word) - len(name) <= ENDING)
        for word in words
    )


def _tell_of_asked(turn: Turn) -> bool:
    """Tell of what the question itself seems to be about ("hvem har ansvaret for hjemmepleje")."""
    table, today = routing(), turn.now.date()
    # The conductor passes it on where it took the question from another matter: the ranking stays behind.
    matter = turn.memory.get("asked_about") or seems_about(turn.message)
    if matter is None:
        return False
    turn.memory[LEADS_TO] = matter
    route = table.route(matter, today)
    turn.say(
        "hvem.asked",
        matter=name_of(matter),
        department=table.departments[route.department].name_on(today),
        queue=table.queue(route.queue, today).name,
    )
    return True


def _tell_of_errand(turn: Turn) -> bool:
    table, today = routing(), turn.now.date()
    before = [errand for errand in turn.agenda.errands if errand.id != turn.errand.id]
    known = [each.intent for each in before if each.intent in table.rows and each.intent != WHO]
    matters = [intent for intent in known if intent not in table.general]
    if not matters:
        return False
    turn.memory[LEADS_TO] = matters[-1]
    route = table.route(matters[-1], today)
    turn.say(
        "hvem.errand",
        matter=name_of(matters[-1]),
        department=table.departments[route.department].name_on(today),
        queue=table.queue(route.queue, today).name,
    )
    return True

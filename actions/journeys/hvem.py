"""Whose a matter is: the forvaltning and the people who help, by the names that hold today."""

from __future__ import annotations

from actions.dialogue.catalogue import name_of
from actions.dialogue.danish import listing
from actions.dialogue.turn import Turn
from actions.dialogue.whose_words import WHO, seems_about
from actions.routing import routing

MOST_NAMED = 4
"""Queues of a forvaltning that are mentioned; more would not be remembered."""


def tell_whose(turn: Turn) -> bool:
    """Say which forvaltning is meant; False where nothing tells what the question is about.

    A forvaltning that is named, by an old name too, is told by its name of today. Otherwise the question is
    about the errand before it.
    """
    return _tell_of_named(turn) or _tell_of_asked(turn) or _tell_of_errand(turn)


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


def _tell_of_asked(turn: Turn) -> bool:
    """Tell of what the question itself seems to be about ("hvem har ansvaret for hjemmepleje")."""
    table, today = routing(), turn.now.date()
    # The conductor passes it on where it took the question from another matter: the ranking stays behind.
    matter = turn.memory.get("asked_about") or seems_about(turn.message)
    if matter is None:
        return False
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
    route = table.route(matters[-1], today)
    turn.say(
        "hvem.errand",
        matter=name_of(matters[-1]),
        department=table.departments[route.department].name_on(today),
        queue=table.queue(route.queue, today).name,
    )
    return True

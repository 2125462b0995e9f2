"""Advice: a short, certain answer, the right link, and the offer of a person who can do more."""

from __future__ import annotations

from actions.dialogue import parts
from actions.dialogue.catalogue import enquiries, name_of
from actions.dialogue.danish import listing
from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.phrases import phrase, phrase_book
from actions.dialogue.plain_words import GOODBYE, HAS_NO_MITID, WHY_LOGIN
from actions.dialogue.turn import Turn
from actions.dialogue.whose_words import WHO
from actions.fagsystemer.errors import FagsystemError
from actions.journeys.hvem import tell_whose


async def advise(turn: Turn, file: str, link: bool = True) -> None:
    """Say ``<file>.advice``, show its link, and ask whether a person should take over.

    The answer yes hands over with this errand's topic; no ends it. Anything else is a new message.
    """
    if turn.topic == "person" and turn.yes is not None:
        if turn.yes:
            return await hand_over(turn, "menneske.handoff", "wants_help_with_topic")
        if GOODBYE.search(turn.text):
            turn.say("common.plain_nej")
        else:
            turn.accept_no()
        return turn.settle("done")
    if turn.topic != "person":
        row = enquiries()[turn.errand.intent]
        queue = await queue_name(turn, row.queue)
        if _advised_before(turn):
            turn.say("raad.known_no_more", queue=queue)
            return turn.offer(f"{file}.offer_person", "person")
        turn.say(f"{file}.advice", title=row.title, name=row.name, queue=queue)
        if others := _in_the_same_breath(turn):
            turn.say("raad.then_others", names=listing(others))
        if link:
            where = phrase_book()[f"{file}.link"]
            turn.show(parts.link(where["text"], where["title"], where["url"], where.get("speech")))
    turn.offer(f"{file}.offer_person", "person")


def _in_the_same_breath(turn: Turn) -> list[str]:
    """Name what was asked for together with this, and waits."""
    waiting = [errand for errand in turn.agenda.parked() if errand.batch == turn.errand.batch]
    return [name_of(errand.intent) for errand in waiting if errand is not turn.errand]


def _advised_before(turn: Turn) -> bool:
    """Tell whether the errand just before this one was the same: who asks on has heard the advice."""
    before = [errand for errand in turn.agenda.errands if errand is not turn.errand][-1:]
    return any(errand.intent == turn.errand.intent for errand in before)


async def queue_name(turn: Turn, queue_id: str) -> str:
    """Return the queue's name; without the contact centre, the plain word will do."""
    try:
        return (await turn.systems.contact_centre.queue(queue_id)).name
    except FagsystemError:
        return phrase("raad.right_department")


@journey("mitid_hjaelp", kind="guide")
async def mitid_hjaelp(turn: Turn) -> None:
    """Trouble with MitID: it can never itself demand MitID."""
    if turn.topic != "person" and HAS_NO_MITID.search(turn.text):
        turn.say("mitid_hjaelp.has_none")
        return turn.offer("mitid_hjaelp.offer_person", "person")
    if WHY_LOGIN.search(turn.text):
        turn.say("common.why_login")
        return turn.settle("done")
    await advise(turn, "mitid_hjaelp")


@journey("regning_forstaar_ikke", kind="guide")
async def regning_forstaar_ikke(turn: Turn) -> None:
    """A bill that is hard to understand: those who sent it can explain it."""
    await advise(turn, "regning", link=False)


@journey("stomi_og_inkontinens", kind="guide")
async def stomi_og_inkontinens(turn: Turn) -> None:
    """Ostomy bags, incontinence and compression products: the aids centre helps."""
    await advise(turn, "stomi", link=False)


@journey("vejled", kind="guide")
async def vejled(turn: Turn) -> None:
    """Every enquiry that has no journey of its own yet: whose it is, and a person who can help."""
    if turn.errand.intent == WHO and turn.topic != "person" and tell_whose(turn):
        return turn.offer("raad.offer_person", "person")
    if turn.errand.intent == WHO and turn.topic != "person":
        turn.say("hvem.which")
        return turn.offer("raad.offer_person", "person")
    await advise(turn, "raad")

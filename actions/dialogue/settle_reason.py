"""A sub-dialogue: get a short reason from the citizen, in the citizen's own words."""

from __future__ import annotations

import re

from actions.dialogue.turn import Turn

MAX_REASON_CHARS = 200
"""A reason goes to a caseworker's screen and mail: one or two sentences."""

LEAD_IN = re.compile(
    r"^\W*(?:(?:nej|ja|jo|øh|hm|altså|undskyld|ok|okay)\b\W*)*"
    r"(?:(?:begrundelsen|grunden|årsagen|det) (?:er|var)(?: (?:i virkeligheden|egentlig|bare))?"
    r"(?: (?:fordi|at))?\s+|fordi\s+|skriv(?: hellere| bare)?(?: at)?\s+)?",
    re.IGNORECASE,
)
GIVEN_WITH_THE_ERRAND = re.compile(
    r"\b(?:fordi|eftersom|da)\s+(?P<because>(?:jeg|min|mit|mine|vi|der|han|hun)\b[^.?!]{3,})"
    r"|(?P<ill>\bjeg (?:er|har været|er blevet|blev|ligger)\s?(?:[\wæøå]+ ){0,2}"
    r"(?:syg|sygemeldt|forkølet|indlagt|forhindret|optaget|bortrejst)\b)"
    r"|(?P<family>\b(?:mit|min|mine) (?:barn|søn|datter|børn|kone|mand|mor|far)\b"
    r"[^.?!,]*?\b(?:syg|sygt|syge|feber|indlagt)\b)"
    r"|(?P<must>\bjeg skal (?:til (?:læge(?:n)?|tandlæge(?:n)?|jobsamtale|begravelse|undersøgelse|samtale)"
    r"|på (?:arbejde|hospitalet|sygehuset|ferie))\b)",
    re.IGNORECASE,
)
SAYS_SOMETHING = re.compile(r"[a-zæøå]{2,}", re.IGNORECASE)
NO_REASON = re.compile(
    r"^\W*(?:ok|okay|ja|nej|jo|hm+|øh|det ved jeg ikke|ved (?:jeg )?ikke|ingen|ikke noget|"
    r"det vil jeg ikke sige|privat|tak|hej)\W*$",
    re.IGNORECASE,
)


def reason_in(text: str) -> str | None:
    """Return the reason that came along with the errand ("jeg er syg og skal aflyse …"), if one did."""
    found = GIVEN_WITH_THE_ERRAND.search(text)
    if not found:
        return None
    words = next(group for group in found.groups() if group)
    return re.split(r"\s+(?:og|så) (?:jeg )?(?:skal|vil|kan|må|derfor)\b", words.strip(), maxsplit=1)[
        0
    ].strip(" ,")


def reason_from_answer(text: str) -> str | None:
    """Return the reason as it goes to the caseworker, or None when the answer gives none.

    Leading "nej, det er fordi" goes; the rest is the citizen's own words, at most
    ``MAX_REASON_CHARS`` characters, cut at a word. "Privat" is a reason; "ok" and an emoji are not.
    """
    words = " ".join(LEAD_IN.sub("", text, count=1).split())
    if words.lower().strip(" .!") == "privat":
        return "privat"
    if not SAYS_SOMETHING.search(words) or NO_REASON.match(words):
        return None
    if len(words) > MAX_REASON_CHARS:
        words = words[: MAX_REASON_CHARS - 2].rsplit(" ", 1)[0] + " …"
    return words


async def settle_reason(turn: Turn, ask_key: str, /, **values: object) -> str | None:
    """Return the reason when there is one, or None while it is asked for.

    ``ask_key`` states the act and asks why, so that the answer completes it.
    """
    if "reason" in turn.memory:
        return str(turn.memory["reason"])
    if turn.topic == "reason" and turn.signal != "dont_know":
        reason = reason_from_answer(turn.text)
        if reason:
            turn.memory["reason"] = reason
            return reason
    turn.ask("common.reason_help" if turn.topic == "reason" else ask_key, "reason", "reason", **values)
    return None

"""A sub-dialogue: get a short reason from the citizen, in the citizen's own words."""

from __future__ import annotations

import re

from actions.dialogue.plain_words import CORRECTION
from actions.dialogue.turn import Turn

MAX_REASON_CHARS = 200
"""A reason goes to a caseworker's screen and mail: one or two sentences."""

LEAD_IN = re.compile(
    r"^\W*(?:(?:nej|ja|jo|men|øh|hm|hov|altså|undskyld|ok|okay|alligevel"
    r"|det (?:er|var) (?:helt )?forkert)\b\W*)*"
    r"(?:(?:den nye )?(?:begrundelsen|begrundelse|grunden|årsagen|det) (?:er|var|skal være)"
    r"(?: (?:i virkeligheden|egentlig|bare|nok))?(?: (?:fordi|at))?\s+"
    r"|jeg mente(?: at)?\s+|fordi\s+"
    r"|(?:skriv|ret (?:det|den|begrundelsen|årsagen) til)"
    r"(?: hellere| bare| i stedet)?(?: at)?(?: det er)?\s+)?",
    re.IGNORECASE,
)
GIVEN_WITH_THE_ERRAND = re.compile(
    r"\b(?:pga\.?|på grund af|grundet|begrundelse(?:n er)?:?|årsag(?:en er)?:?)\s+(?P<cause>[^.?!]{3,})"
    r"|\b(?:fordi|eftersom|da)\s+(?P<because>(?:jeg|min|mit|mine|vi|der|han|hun)\b[^.?!]{3,})"
    r"|(?P<ill>\bjeg (?:er|har været|er blevet|blev|ligger)\s?(?:[\wæøå]+ ){0,2}"
    r"(?:syg|sygemeldt|forkølet|indlagt|forhindret|optaget|bortrejst)\b)"
    r"|(?P<family>\b(?:mit|min|mine) (?:barn|søn|datter|børn|kone|mand|mor|far)\b"
    r"[^.?!,]*?\b(?:syg|sygt|syge|feber|indlagt)\b)"
    r"|(?P<must>\bjeg skal (?:til (?:læge(?:n)?|tandlæge(?:n)?|jobsamtale|begravelse|undersøgelse|samtale)"
    r"|på (?:arbejde|hospitalet|sygehuset|ferie))\b)",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(?:syg\w*|feber\w*|influenza|corona|covid|forkøl\w*|migræne|hovedpine|ondt|skidt|opkast\w*|mave\w*"
    r"|skade\w*|brækket|faldet|læge\w*|tandlæge\w*|hospital\w*|sygehus\w*|indlagt|operation|opere\w*"
    r"|undersøgelse|behandling|begravelse|bisættelse|ferie\w*|rejse\w*|bortrejst|udlandet|arbejde\w*"
    r"|job(?:bet|samtale)?|vagt\w*|praktik\w*|møde|barn(?:et)?s?|børn\w*|datter\w*|søns?|sønnen|barnebarn"
    r"|mor|far|kone|mand|familie\w*|besøg|forsink\w*|tog(?:et)?|bus(?:sen)?|metro\w*|bil(?:en)?|cykel\w*"
    r"|transport|eksamen|skole\w*|kursus|samtale|studie\w*|glemt\w*|optaget|forhindret|dobbeltbook\w*"
    r"|privat\w*|håndværker\w*|flyttedag|snevejr|sne|storm|kan ikke (?:komme|nå|den dag|på det tidspunkt)"
    r"|passer ikke|ikke hjemme)\b",
    re.IGNORECASE,
)
"""What a reason for not coming is about. Other words are read back before anything is done on them."""

HEDGE = re.compile(
    r"\b(?:tænke|tvivl|sikker|måske|spørge|forstår ikke|husker? ikke|kan ikke huske|vente[rn]?|egentlig"
    r"|hellere|mente|mener|mening|ville bare|vil ikke|skal der|har jeg|hvis jeg|kan først|kan bedre"
    r"|flyttet?|flytte (?:den|tiden))\b",
    re.IGNORECASE,
)
"""Second thoughts: never the plain word that completes an act."""

NO_REASON = re.compile(
    r"^\W*(?:ok|okay|ja|nej|jo|hm+|øh|det ved jeg ikke|ved (?:jeg )?ikke|ingen(?: grund)?|ikke noget|"
    r"det vil jeg ikke sige|tak|hej|(?:ja )?det må du gerne|gør (?:bare )?det)\W*$"
    r"|^\W*(?:kl\.?|klokken)?\W*\d{1,2}(?:[.:]\d\d)?\W*$|[<>{}]",
    re.IGNORECASE,
)
SAYS_SOMETHING = re.compile(r"[a-zæøå]{2,}", re.IGNORECASE)


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
    ``MAX_REASON_CHARS`` characters, cut at a word. "Privat" is a reason; "ok", a time and an emoji are not.
    """
    words = " ".join(LEAD_IN.sub("", text, count=1).split())
    if not SAYS_SOMETHING.search(words) or NO_REASON.search(words):
        return None
    if len(words) > MAX_REASON_CHARS:
        words = words[: MAX_REASON_CHARS - 2].rsplit(" ", 1)[0] + " …"
    return words


def is_plain_reason(text: str) -> bool:
    """Tell whether the words can hardly be anything but a reason for not coming."""
    reason = reason_from_answer(text)
    return reason is not None and bool(CAUSE.search(reason)) and not HEDGE.search(reason)


def note_reason(turn: Turn) -> None:
    """Keep a reason that this message gives, before anything else can go wrong.

    One that came along unasked, or that hardly sounds like one, is kept to be read back
    (``settle_reason``); the plain answer to the question needs no reading back.
    """
    memory = turn.memory
    if turn.topic in ("", "appointment", "visit", "only_other"):
        given = reason_in(turn.text)
        if given and "reason" not in memory:
            memory["reason"] = given
    elif turn.topic == "reason":
        reason = reason_from_answer(turn.text)
        if reason and not (CORRECTION.search(turn.text) and not CAUSE.search(reason)):
            memory["reason"], memory["reason_settled"] = reason, is_plain_reason(turn.text)
    elif turn.topic == "reason_confirm":
        instead = turn.yes is not True and is_plain_reason(turn.text)
        if instead:
            memory["reason"] = reason_from_answer(turn.text)
        # "Nej, mit barn er sygt" settles it; "ja, men …" is read back once more.
        memory["reason_settled"] = turn.yes is True or (turn.yes is False and instead)


def settle_reason(turn: Turn, ask_key: str, confirm_key: str, /, **values: object) -> str | None:
    """Return the reason when it is settled, or None while it is asked for or read back.

    ``ask_key`` states the act and asks why, so that the answer completes it; ``confirm_key`` states act
    and ``{reason}`` and asks yes or no. A no without another reason leaves the act undone: then the
    errand is settled as cancelled. Call ``note_reason`` first.
    """
    memory = turn.memory
    if turn.topic == "reason_confirm" and turn.yes is False and not memory.get("reason_settled"):
        turn.say("common.left_undone")
        turn.settle("cancelled")
        return None
    if "reason" not in memory:
        helped = turn.topic == "reason" and not memory.pop("restate", False)
        turn.ask("common.reason_help" if helped else ask_key, "reason", "reason", **values)
    elif not memory.get("reason_settled"):
        turn.ask(confirm_key, "reason_confirm", "yes_no", reason=memory["reason"], **values)
    else:
        return str(memory["reason"])
    return None

"""Reading an answer in the light of the question: yes or no, which of several, a new wish, a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.dialogue.agenda import Option

ORDINALS = {
    "første": 0, "forste": 0, "foerste": 0, "nummer et": 0, "nr 1": 0, "anden": 1, "andet": 1,
    "nummer to": 1, "nr 2": 1, "tredje": 2, "nummer tre": 2, "nr 3": 2, "sidste": -1, "seneste": -1,
    "tidligste": 0, "tidlige": 0, "den næste": 0, "først": 0,
}  # fmt: skip

YES = re.compile(
    r"^(?:(?:ja|jo|jep|jada|jaja|yes|ok|okay|gerne|selvfølgelig|endelig|fint|præcis|korrekt|helt sikkert|jow"
    r"|jaer|jaa+|mja|jeps|bestemt|klart|naturligvis|sgu da|hellere end gerne|så gerne|kom med det|det skal du"
    r"|det synes jeg|hvis du vil være så venlig|må jeg bede om|inshallah|please(?=\W*$))\b|👍"
    r"|det (?:er|lyder) (?:fint|rigtigt|korrekt|godt)|gør det"
    r"|(?:tja\W+)?det (?:må (?:du|i)|kan vi|vil jeg|vil vi|ville være)\b.{0,12}"
    r"\b(?:godt|gerne|dejligt|rart|fint|prøve)\b)",
    re.IGNORECASE,
)
NO = re.compile(
    r"^(?:(?:nej|næ|næh|nope|niks|no|ikke|ellers tak)\b|(?:helt )?forkert|det (?:er|var) (?:ikke|forkert)"
    r"|lad (?:bare )?være|det (?:klarer|finder|ordner) jeg|jeg klarer (?:mig|det)|jeg ringer selv"
    r"|det kan vente|jeg (?:venter til|tager derned|læser det|kigger selv)|(?:måske )?senere\b"
    r"|(?:jeg )?(?:vil |ønsker |gider )?ikke (?:vil |ønsker )?(?:tale|snakke) med"
    r"|(?:jeg )?(?:vil|kan) (?:helst|hellere|godt) (?:skrive|klare|gøre|finde)\b.{0,20}\bselv\b)",
    re.IGNORECASE,
)

_HAS_FOUND = re.compile(r"\bhar (?:selv )?(?:fundet|løst|klaret|ordnet) (?:det|svaret)\b", re.IGNORECASE)
YES_BUT = re.compile(r"\b(?:men|nej|ikke|forkert|vent|hellere|bedre|flytte?)\b", re.IGNORECASE)

REQUEST = re.compile(
    r"\?|^\s*(?:og |men |så )?(?:hvor|hvad|hvem|hvilke|hvis jeg|kan (?:jeg|i|du|man)"
    r"|må jeg|skal jeg|er (?:du|i|der)\b"
    r"|har (?:du|i)\b|jeg vil (?:gerne|hellere|også)|jeg (?:skal|har brug for at|ønsker at) "
    r"(?:også )?(?:have|bruge|bestille|aflyse|flytte|tale|snakke|søge)|jeg (?:mangler|har også|er også)"
    r"|(?:send|bestil|aflys|flyt|vis|giv|stil)\b)",
    re.IGNORECASE,
)

AS_OPTION = re.compile(r"[^\wæøåÆØÅ]+")


def sounds_like_a_request(text: str) -> bool:
    """Tell a wish or question ("hvornår har I åbent?") from a plain statement ("jeg er syg")."""
    return bool(REQUEST.search(text))


QUESTION = re.compile(
    r"\?\s*$|^\W*(?:og |men |så |øh )?(?:hvor|hvad|hvem|hvilke|hvornår|hvordan|hvorfor|må jeg|kan jeg"
    r"|kan (?:du|i|man)|skal jeg|skal der|har jeg|er (?:det|du|i|der|han|hun)|koster|har (?:du|i))\b"
    # After "så" the verb comes first in what is no question: "så tager jeg den første".
    r"|^\W*(?:og |men |øh )?(?:kommer|henter|får|bliver|gælder|tager|sender) "
    r"(?:de|du|i|man|den|det|der|han|hun)\b",
    re.IGNORECASE,
)


LEAD = re.compile(
    r"^\W*(?:(?:ja|jo|nej|nå|okay|ok|men|og|øh|altså|tak|hov|perfekt|fint|super|godt|aha|hm|dejligt)\b\W*)+",
    re.IGNORECASE,
)


def without_lead(text: str) -> str:
    """Return the text without the small words before what it says ("ja men kommer de og henter den")."""
    return LEAD.sub("", text)


_WEAK_YES = re.compile(
    r"^\W*(?:(?:nå|jamen|ja|jo|jep)\W+)*(?:(?:ok|okay|fint|nå|jamen)\b(?: nok\b)?"
    r"|det (?:er|gør|gælder|drejer|passer|har|ved)\b"
    r"|(?:præcis|nemlig|rigtigt|korrekt)\b)",
    re.IGNORECASE,
)
"""Says "I have heard", and only in a short answer that an offer is taken."""
_TAKES_OFFER = re.compile(
    r"\b(?:tak|gerne|stil\w*|viderestil\w*|menneske|medarbejder|person|nogen|tale med|fint|godt|gør det|må du"
    r"|må i)\b",
    re.IGNORECASE,
)
_WORDS_OF_A_WEAK_YES = 4
_ONLY_HEARD = re.compile(r"^\W*(?:nå|jamen|aha|hm+)\b", re.IGNORECASE)
_MEANS = re.compile(
    r"\b(?:jeg|vil jeg) (?:spørger|spurgte|mener|mente|(?:vil |ville |lige |bare |gerne |først )*"
    r"(?:vide|høre|spørge))\b",
    re.IGNORECASE,
)


def takes_offer(text: str) -> bool:
    """Tell whether a yes is one to what was offered ("ja tak, og hvornår …"), and no mere "I see"."""
    return YES.search(text) is not None and _TAKES_OFFER.search(text) is not None


def asks_instead(text: str, *, yes: bool) -> bool:
    """Tell whether an answer to an offer that begins with a yes or no goes on to ask or tell something else.

    "Nej tak, men hvordan melder jeg ham ud", "okay, og så skal vi leje et sted til festen".
    """
    first, *others = [
        part for part in re.split(r"(?<=[.!?])\s+|,\s+(?=(?:og|men|jeg)\b)", text) if part.strip()
    ] or [""]
    if any(is_a_question(without_lead(part)) for part in (text, first, *others)):
        return True
    if not yes or _MEANS.search(text):
        return _MEANS.search(text) is not None
    if _ONLY_HEARD.match(text):
        return _TAKES_OFFER.search(text) is None
    nod, long = _WEAK_YES.search(text), len(text.split()) > _WORDS_OF_A_WEAK_YES
    return long and nod is not None and _TAKES_OFFER.search(text, nod.end()) is None


def is_a_question(text: str) -> bool:
    """Tell whether the citizen asks something ("hvem er det?", "må jeg skrive privat")."""
    return bool(QUESTION.search(text))


def yes_or_no(text: str, intent: str) -> bool | None:
    """Return what a yes/no answer means, or None when it is neither. Plain words win over the guess."""
    plain = text.strip()
    if NO.search(plain) or _HAS_FOUND.search(plain):
        return False
    if (yes := YES.search(plain)) is not None:
        # "Ja, men …" and "ok, kl. 11 er bedre" take back what they begin with.
        return None if YES_BUT.search(plain, yes.end()) else True
    return {"ja": True, "nej": False}.get(intent)


def _normal(text: str) -> str:
    return AS_OPTION.sub(" ", text.lower()).strip()


NOT_THAT = re.compile(r"\bikke (?:den |det |på )?[^,.;]{1,30}[,.;]", re.IGNORECASE)
"""What is turned down before the choice is named: "ikke den i morgen, den anden"."""

TURNED_DOWN = re.compile(r"\b(?:ikke|andet end|ingen af|bortset fra)\b", re.IGNORECASE)
TAKES = re.compile(
    r"^\W*(?:(?:ja|ok|okay|nå|så|men|jeg|vil|gerne|tager|vælger|have) )+(?=den |det |nummer )", re.IGNORECASE
)
"""What only says that one is chosen: "så tager jeg den første"."""
WORDS_OF_A_BARE_CHOICE = 4
"""An ordinal chooses only in a bare answer ("tag den første"), not in the middle of a sentence."""


def choose(text: str, entities: Sequence[dict[str, Any]], options: Sequence[Option]) -> Option | None:
    """Return the option that the answer names, or None when none or several fit equally well.

    A button sends the option's title. Otherwise dates and times in the answer are held against the
    option's words, then the words themselves, then "den første", "den sidste". A question chooses
    nothing, nor does what is only turned down, nor a date or time that no option has.
    """
    for option in options:
        if _normal(text) == _normal(option.title):
            return option
    turned_down = NOT_THAT.search(text) is not None
    left = NOT_THAT.sub(" ", text)
    said = f" {_normal(left)} "
    for option in options:
        if option.aside and any(" " in word and word in said for word in option.words):
            return option
    if is_a_question(text) or TURNED_DOWN.search(left):
        return None
    kinds = () if turned_down else ("date", "time")
    values = {str(entity.get("value")) for entity in entities if entity.get("entity") in kinds}
    every_word = {word for option in options for word in option.words}
    timed = any(":" in word for word in every_word)
    if timed and values - every_word:
        return None
    scores = [
        sum(2 for word in option.words if word in values)
        + sum(1 for word in option.words if word and f" {_normal(word)} " in said)
        for option in options
    ]
    best = max(scores, default=0)
    if best and scores.count(best) == 1:
        return options[scores.index(best)]
    return _by_order(said, [option for option in options if not option.aside])


def _by_order(said: str, listed: Sequence[Option]) -> Option | None:
    said = TAKES.sub(" ", said)
    number = said.strip()
    if number.isdigit() and 1 <= int(number) <= len(listed) < 10:
        return listed[int(number) - 1]
    if len(said.split()) > WORDS_OF_A_BARE_CHOICE:
        return None
    for word, index in ORDINALS.items():
        if f" {word} " in said and -len(listed) <= index < len(listed):
            return listed[index]
    return None


def entity_value(entities: Sequence[dict[str, Any]], kind: str) -> Any:
    """Return the value of the last entity of this kind: of a self-correction the last one counts."""
    found = [entity.get("value") for entity in entities if entity.get("entity") == kind]
    return found[-1] if found else None

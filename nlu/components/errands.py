"""Decide which questions a message holds, from what every stretch of its atoms could mean.

The classifier is asked about every run of neighbouring atoms at once. The best division is the one whose
parts are worth most: a part that is surely an enquiry counts its confidence above
:attr:`ErrandSettings.doubt`, a part that says nothing counts nothing, and every cut costs its price.
Parts that say nothing then join a neighbour.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nlu.components.errand_words import (
    A_TIME,
    AND_THEN,
    AND_THEN_LENGTH,
    ASKS,
    BACK_REFERENCE,
    BESIDE_A_NO,
    COMPLAINS_OF_IT,
    DAYS,
    EMPTY_WORDS,
    FURTHER,
    INSTEAD,
    KIN,
    NAMES_ITS_PLACE,
    PLACES,
    PRICE,
    PRICE_OF,
    SOMEBODY,
    TOLD,
    WISH_THEN,
)
from nlu.danish.clauses import CONJUNCTION, Atom, is_clause
from nlu.danish.wordlists import words

Ranking = list[tuple[str, float]]
"""(intent, confidence) pairs, best first."""

DIALOGUE_ACTS = words(
    """
    hilsen farvel tak ja nej ved_ikke gentag langsommere hvad_kan_du er_du_en_robot fortryd
    ret_oplysning skift_sprog oplysning feedback akut_fare uden_for_emne skaeldsord
    """
)
URGENT = "akut_fare"
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_ACTS = words("hilsen tak ja nej fortryd gentag farvel ved_ikke")
_SHORT_ACT_WORTH = 0.12
_CORRECTION = "ret_oplysning"
_GREETING = "hilsen"
_SURE_ACT = 0.8
_LONGEST_ITEM = 5
"""Words in an item of a list without a verb ("nyt kørekort", "tid hos jobcentret")."""
_PERSON = "tal_med_menneske"


@dataclass(frozen=True)
class ErrandSettings:
    """How a message is divided. Values chosen on the development sets of errands (nlu/README.md)."""

    doubt: float = 0.5
    """Confidence (0-1) that a part must exceed to count as a question of its own, if it asks for
    something.
    """
    statement_doubt: float = 0.91
    """The same for a part that only tells something ("naboerne brokker sig også"): most are asides of a
    story.
    """
    urgent_doubt: float = 0.8
    """The same for a child in trouble and a home that is about to be lost: they are told, never asked for."""
    doubt_beside_person: float = 0.6
    """The same for a part that only tells something where the message asks for a person: what is told is what
    the person is wanted for ("regningen giver ingen mening. Jeg vil tale med en medarbejder").
    """
    sure_person: float = 0.8
    """How sure it must be that a part of the message asks for a person."""
    threshold: float = 0.2
    """Below this confidence a whole message is not understood (``nlu_fallback``)."""
    most_errands: int = 4
    """More questions than this in one message are cut off: the least certain go."""


@dataclass(frozen=True)
class Part:
    """A run of atoms: ``first`` and ``last`` are atom numbers, ``start`` and ``end`` characters."""

    first: int
    last: int
    start: int
    end: int
    lead: str = ""
    """The verb it shares with the clause before it."""

    def text_of(self, text: str) -> str:
        """What the classifier is asked about: the part of ``text``, with the verb that it lacks."""
        said = text[self.start : self.end]
        return f"{self.lead} {said}" if self.lead else said


@dataclass
class Errand:
    """One question: the likeliest intents of its text, and the character span it takes up."""

    start: int
    end: int
    ranking: Ranking = field(default_factory=list)
    listed: bool = False
    """Whether it is an item of a list or a named topic: it asks without a verb of its own."""
    topic: bool = False
    """Whether it is what a wish for a person, just before it, is about."""
    further: bool = False
    """Whether it is told as a further matter: "og så …"."""

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]


@dataclass(frozen=True)
class Decision:
    """The errands in order (at least one), and dialogue acts that stood beside enquiries."""

    errands: list[Errand]
    acts: list[Errand]


def parts_of(atoms: Sequence[Atom]) -> list[Part]:
    """Every run of neighbouring atoms, the whole message excepted (it is classified as such)."""
    count = len(atoms)
    return [
        Part(first, last, atoms[first].start, atoms[last].end, atoms[first].lead)
        for first in range(count)
        for last in range(first, count)
        if last - first + 1 < count
    ]


def decide(
    text: str,
    atoms: Sequence[Atom],
    rankings: dict[tuple[int, int], Ranking],
    whole: Ranking,
    settings: ErrandSettings | None = None,
) -> Decision:
    """Divide ``text``. ``rankings`` holds the classifier's answer for each part of :func:`parts_of` by
    (first, last).
    """
    settings = settings or ErrandSettings()
    everything = Errand(0, len(text), whole)
    if len(atoms) < 2:
        return Decision([everything], [])
    known = {**rankings, (0, len(atoms) - 1): whole}
    if _asks_for_person(rankings, settings):
        settings = replace(settings, statement_doubt=settings.doubt_beside_person)
    pieces = [_piece(text, atoms, a, b, known[a, b]) for a, b in _best_division(text, atoms, known, settings)]
    acts = [piece for piece in pieces if _speaks(piece, settings) and piece.intent in DIALOGUE_ACTS]
    acts = _put_right(text, acts)
    enquiries = [piece for piece in pieces if _is_question(text, piece, settings)]
    priced = any(
        before.intent in PRICE_OF and PRICE.match(text[piece.start : piece.end])
        for before, piece in pairwise(pieces)
    )
    if priced and enquiries:
        return _urgent_first(Decision(_joined(text, pieces, enquiries, everything, settings), acts))
    if not enquiries and (left := _behind_greeting(atoms, known)) is not None:
        return Decision([left], acts)
    if not enquiries or (len(enquiries) == 1 and enquiries[0].intent == everything.intent):
        kept = [act for act in acts if enquiries and act.intent != everything.intent]
        if enquiries and enquiries[0].confidence > everything.confidence:
            everything = Errand(0, len(text), enquiries[0].ranking)
        return _urgent_first(Decision([everything], kept))
    if (
        len(enquiries) == 1
        and everything.intent not in DIALOGUE_ACTS
        and everything.confidence >= enquiries[0].confidence
    ):
        return _urgent_first(Decision([everything], acts))
    return _urgent_first(Decision(_person_last(_joined(text, pieces, enquiries, everything, settings)), acts))


def _behind_greeting(atoms: Sequence[Atom], known: dict[tuple[int, int], Ranking]) -> Errand | None:
    """What stands behind "hej, det er Fatima": a greeting takes nothing of it, little as is understood."""
    last = len(atoms) - 1
    if known[0, last][0][0] != _GREETING:
        return None
    first = next((number for number in range(1, last + 1) if known[number, last][0][0] != _GREETING), None)
    if first is None:
        return None
    left = Errand(atoms[first].start, atoms[last].end, known[first, last])
    return None if left.intent in _SHORT_ACTS else left


def _is_put_right_by(after: str, gap: str, act: Errand) -> bool:
    """Whether ``act`` says what is right instead; ``after``: the text after the "nej"."""
    if act.intent == _CORRECTION:
        return BESIDE_A_NO.fullmatch(gap) is not None
    return act.intent == "oplysning" and INSTEAD.match(after) is not None


def _put_right(text: str, acts: list[Errand]) -> list[Errand]:
    """A "nej" and what is right instead, told just after it, are one act: "nej, det var 20 30 40 51"."""
    result: list[Errand] = []
    for act in acts:
        before = result[-1] if result and result[-1].intent == "nej" else None
        if before and _is_put_right_by(text[before.end :], text[before.end : act.start], act):
            ranking = [(_CORRECTION, act.confidence), *before.ranking]
            result[-1] = replace(before, end=act.end, ranking=ranking)
        else:
            result.append(act)
    return result


def _asks_for_person(rankings: dict[tuple[int, int], Ranking], settings: ErrandSettings) -> bool:
    return any(
        ranking[0][0] == _PERSON and ranking[0][1] >= settings.sure_person for ranking in rankings.values()
    )


def _piece(text: str, atoms: Sequence[Atom], first: int, last: int, ranking: Ranking) -> Errand:
    start, end = atoms[first].start, atoms[last].end
    said = text[start:end]
    lead, topic = bool(atoms[first].lead), atoms[first].topic
    in_list = first == 0 or atoms[first].cut_cost >= CONJUNCTION
    item = in_list and len(_WORD.findall(said)) <= _LONGEST_ITEM and not is_clause(said)
    gap = text[atoms[first - 1].end : start] if first else ""
    further = bool(first) and bool(AND_THEN.search(gap) or AND_THEN.search(said[:AND_THEN_LENGTH]))
    # what a further matter follows upon is a matter of its own
    if last + 1 < len(atoms):
        onset = _onset(text, atoms, last + 1)
        further = further or bool(AND_THEN.match(onset) or WISH_THEN.match(onset))
    return Errand(start, end, ranking, lead or topic or item, topic, further)


def _onset(text: str, atoms: Sequence[Atom], number: int) -> str:
    """The words with which an atom goes on from the one before it, the conjunction included."""
    return text[atoms[number - 1].end : atoms[number].start + AND_THEN_LENGTH].lstrip(" .,;!?-–")


def _best_division(
    text: str, atoms: Sequence[Atom], known: dict[tuple[int, int], Ranking], settings: ErrandSettings
) -> list[tuple[int, int]]:
    """The division (first, last atom of each part) that is worth most; of equal ones that with the fewest
    parts.
    """
    best: list[tuple[float, int, list[tuple[int, int]]]] = [(0.0, 0, [])]
    for end in range(1, len(atoms) + 1):
        options = []
        for start in range(end):
            worth, parts, before = best[start]
            piece = _piece(text, atoms, start, end - 1, known[start, end - 1])
            value = worth + _worth(text, piece, settings) - (atoms[start].cut_cost if start else 0.0)
            if before and known[before[-1]][0][0] == piece.intent and _is_question(text, piece, settings):
                # the same enquiry twice is one enquiry
                value -= max(0.0, min(known[before[-1]][0][1], piece.confidence) - settings.doubt)
            options.append((value, -(parts + 1), [*before, (start, end - 1)]))
        value, negative_parts, division = max(options, key=lambda option: (round(option[0], 6), option[1]))
        best.append((value, -negative_parts, division))
    return best[-1][2]


def _worth(text: str, piece: Errand, settings: ErrandSettings) -> float:
    if _is_question(text, piece, settings):
        return piece.confidence - settings.doubt
    if PRICE.match(text[piece.start : piece.end]):
        return _SHORT_ACT_WORTH
    # "ja, og hvornår …": worth just so much that it is seen, never so much that it divides a question; so
    # is "nej, det er nummer 21", which is one act
    if piece.intent == _CORRECTION and piece.confidence > _SURE_ACT:
        return _SHORT_ACT_WORTH
    short = len(_WORD.findall(text[piece.start : piece.end])) <= 3
    return _SHORT_ACT_WORTH if short and piece.intent in _SHORT_ACTS and piece.confidence > _SURE_ACT else 0.0


def _speaks(piece: Errand, settings: ErrandSettings) -> bool:
    return piece.confidence > settings.doubt


def _is_question(text: str, piece: Errand, settings: ErrandSettings) -> bool:
    """Whether a part can stand as a question of its own: surely an enquiry, and with a word of content in
    it.
    """
    said = text[piece.start : piece.end]
    if piece.intent == URGENT:
        return _speaks(piece, settings)
    if piece.intent in DIALOGUE_ACTS or not _has_content(said) or COMPLAINS_OF_IT.match(said):
        return False
    asks = piece.listed or piece.further or ASKS.search(said)
    if not asks and not SOMEBODY.search(said) and not _has_content(said, beside=DAYS):
        return False
    told = settings.urgent_doubt if piece.intent in TOLD else settings.statement_doubt
    return piece.confidence > (settings.doubt if asks else min(told, settings.statement_doubt))


def _continues(text: str, piece: Errand, before: Errand | None) -> bool:
    """Whether a part only asks on about the same thing: the hours of the place just named, the case just
    named, the same trouble.
    """
    if before is None:
        return False
    said = text[piece.start : piece.end]
    if frozenset((piece.intent, before.intent)) in KIN and not piece.listed:
        return not FURTHER.search(text[before.end : piece.end])
    if piece.intent in ("aabningstider", *PLACES) and before.intent in PLACES:
        own_place = piece.intent in PLACES and piece.confidence > NAMES_ITS_PLACE
        return piece.intent == before.intent or (not own_place and bool(BACK_REFERENCE.search(said)))
    if piece.intent == "status_paa_min_sag":
        return before.intent == "status_byggesag"
    return piece.intent == "udfyld_skema" and before.intent != "tal_med_menneske"


def _has_content(text: str, beside: Set[str] = frozenset()) -> bool:
    text = A_TIME.sub("", text)
    return any(word.lower() not in EMPTY_WORDS | beside for word in _WORD.findall(text))


def _joined(
    text: str, pieces: list[Errand], enquiries: list[Errand], whole: Errand, settings: ErrandSettings
) -> list[Errand]:
    """Let every part that is no question join the one before it (the first ones the one after), and equal
    neighbours become one. Greetings and thanks join nobody.
    """
    result: list[Errand] = []
    waiting: int | None = None
    for piece in pieces:
        if piece in enquiries and not _continues(text, piece, result[-1] if result else None):
            same = next((errand for errand in result if errand.intent == piece.intent), None)
            if same is None:
                start = piece.start if waiting is None else waiting
                result.append(replace(piece, start=start))
            elif same is result[-1]:
                same.end = piece.end
                same.ranking = max(same.ranking, piece.ranking, key=lambda ranking: ranking[0][1])
            waiting = None
        elif piece.intent in ("hilsen", "tak", "farvel") and _speaks(piece, settings):
            continue
        elif result and result[-1].intent in PRICE_OF and PRICE.match(text[piece.start : piece.end]):
            price = (PRICE_OF[result[-1].intent], result[-1].confidence)
            result.append(replace(piece, ranking=[price, *piece.ranking]))
        elif result:
            result[-1].end = piece.end
            if piece.intent == whole.intent and piece in enquiries:
                result[-1].ranking = piece.ranking
        elif waiting is None:
            waiting = piece.start
    if len(result) > settings.most_errands:
        certain = sorted(result, key=lambda errand: -errand.confidence)[: settings.most_errands]
        result = [errand for errand in result if errand in certain]
    return result


def _person_last(errands: list[Errand]) -> list[Errand]:
    """The bill first, then the person to whom it may be handed over: "tal med et menneske om min regning"."""
    result = list(errands)
    for index, errand in enumerate(errands[:-1]):
        if errand.intent == _PERSON and errands[index + 1].topic:
            result.remove(errand)
            result.insert(index + 1, errand)
    return result


def _urgent_first(decision: Decision) -> Decision:
    """Danger to life comes before everything else, wherever it stood in the message."""
    urgent = [errand for errand in [*decision.errands, *decision.acts] if errand.intent == URGENT]
    if not urgent:
        return decision
    rest = [errand for errand in decision.errands if errand.intent != URGENT]
    return Decision([urgent[0], *rest], [act for act in decision.acts if act.intent != URGENT])

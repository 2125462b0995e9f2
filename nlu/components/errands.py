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
# Words that point back or only carry a sentence: a part made of these alone is no question of its own.
_EMPTY_WORDS = words(
    """
    jeg du i vi de han hun man det den der dem dette denne disse mig dig os jer min mit mine din dit
    dine vores en et to nogle nogen noget flere mere lidt også og men så at om som kan kunne må måtte
    skal skulle vil ville er var har havde få får fik have gerne bare lige ikke nu her ja nej tak hej
    venlig venligst for til på af med fra ved hos igen hvad hvor hvornår hvordan hvem hvorfor gør gøre
    hjælpe hjælp bedes håber synes tror snart endnu jo da vel sådan nok meget mange ok okay undskyld
    bestemmer ansvarlig sørger henne koste koster lade siger lov søge melder
    kommer sige vide spørge høre egentlig sig være blive bliver blev idag dag altid aldrig stadig hele
    alt alle intet ingen ingenting
    """
)


# Beside these, a part that asks nothing tells only when: "fogeden | kommer i morgen".
_DAYS = words(
    """
    morgen overmorgen morges aften formiddag eftermiddag middag nat weekenden ugen måneden dagen
    mandag tirsdag onsdag torsdag fredag lørdag søndag
    """
)
_SOMEBODY = re.compile(r"\b(?:jeg|du|vi|de|han|hun|det|den|der|nogen|man|mig)\b", re.IGNORECASE)
# What must not wait is told, never asked for: "vi får besøg af fogeden, og jeg mangler bioposer".
_TOLD = words("underretning udsaettelse_boligraadgiver")
# Words by which a part asks for something, rather than telling it.
_ASKS = re.compile(
    r"\?|^\W*(?:hvor\w*|hva\w?|hvem|hvilke\w*|kan|ka|må|er der|findes|skal|har i|send|bestil|aflys|flyt|"
    r"afbestil|giv|stil|hjælp|fortæl|"
    r"nyt?|nye)\b|"
    r"\b(?:vil(?:le)? (?:også |bare |lige |jeg |helst |så |hellere )*(?:gerne|høre|vide|have|tale|"
    r"snakke|klage|søge|spørge|bestille|leje|låne|fritages)|"
    r"skal (?:også |bare |lige |jeg |så |vi |have |selv )*(?:have|bruge|melde\w*|aflyse|flytte|bestille|"
    r"forny\w*|søge|vide|snakke|tale|skifte|"
    r"aflevere|indskrives|registreres|fornyes)|mangler|brug for|trænger til|søger|ønsker|leder efter|"
    r"løbet tør|ikke flere|kan (?:jeg|i|vi|man|du)|"
    r"hvordan|hvornår|må (?:jeg|i|vi|man)|virker ikke|fungerer ikke|er ikke (?:kommet|hentet|tømt|"
    r"blevet)|forstår ikke|ikke forstår|"
    r"(?:hvor(?:dan|når|henne|ledes)?|hvad|hvem) (?:\w+r|kan|skal|må|vil|gør) "
    r"(?:jeg|vi|man|de|det|den|min|mit|mine|i|hun|han|du)|"
    r"er (?:spærret|væk|i stykker|itu|gået|mistet|udløbet)|udløber|få fat i|tale med|snakke med|aflyse|"
    r"afbud|flytte|forny)\b",
    re.IGNORECASE,
)
# What often follows an enquiry as a part of it: "hvor ligger hjælpemiddelcentret, og hvornår har de åbent".
_PLACES = words(
    """
    hjaelpemiddelcenter_adresse borgerservice_adresse_tider bibliotek idraet_og_kultur turisme legeplads
    kirkegaard_begravelse tandpleje ungdomsklub
    """
)
# Enquiries that one and the same trouble touches: two of them are two questions only where the second is
# said to be a further one.
_KIN = frozenset(
    frozenset(pair.split("/"))
    for pair in words(
        """
        handicap/boern_familie boern_familie/mental_sundhed_unge underretning/mental_sundhed_unge
        underretning/boern_familie integration_sprog/skole
        hjaelp_saerlige_behov/hvem_skal_jeg_kontakte hjaelp_saerlige_behov/oplys_om_digital_post
        """
    )
)
_FURTHER = re.compile(
    r"\b(?:også|ogs|desuden|derudover|samtidig|samt|yderligere|ligeledes|forresten|resten|øvrigt|ps|"
    r"så (?:vil|skal))\b",
    re.IGNORECASE,
)
# The words between two parts by which the second is told as a further matter: "og så larmer den bar".
_AND_THEN = re.compile(
    r"\b(?:og så|så (?:skal|vil|er der|har)|også|desuden|derudover|samtidig|forresten|nåja|nå ja|"
    r"i øvrigt|for resten|oven i\w*|"
    r"for øvrigt|ud over det|nu vi taler om det)\b",
    re.IGNORECASE,
)
# "… , og jeg vil også flytte min tid": the wish is a further one, so what stands before it is one as well.
_WISH_THEN = re.compile(
    r"(?:og |men |samt )?(?:så )?(?:(?:jeg|vi) )?(?:vil|ville|skal|skulle|kan|kunne|ønsker|mangler|behøver) "
    r"(?:jeg |vi )?(?:så |gerne |lige )*(?:også|desuden|derudover|samtidig)\b",
    re.IGNORECASE,
)
_AND_THEN_LENGTH = 24
"""Characters of a part in which such a word may still stand ("der er også rotter")."""
# "den vil jeg klage over": what about, the part before it says.
_COMPLAINS_OF_IT = re.compile(r"^\W*(?:den|det|dem|de|dette|så det)\b[^.?!]{0,40}\bklage\w*\b", re.IGNORECASE)
# "er der en tid?": for what, the part before it says.
_A_TIME = re.compile(r"\ben (?:ledig )?tid\b", re.IGNORECASE)
# A price asked about something just named belongs to another enquiry than the thing.
_PRICE = re.compile(
    r"^\W*(?:og )?hvad (?:koster|kommer)\b.{0,12}\b(?:det|den|sådan en|en plads)\b", re.IGNORECASE
)
_PRICE_OF = {"pladsanvisning": "foraeldrebetaling"}
_BACK_REFERENCE = re.compile(r"\b(?:de|den|det|der|dem|centret|dér)\b", re.IGNORECASE)


_NAMES_ITS_PLACE = 0.75
"""Confidence above which a part about a place names that place itself."""
_SHORT_ACTS = words("hilsen tak ja nej fortryd gentag farvel ved_ikke")
_SHORT_ACT_WORTH = 0.12
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
    enquiries = [piece for piece in pieces if _is_question(text, piece, settings)]
    priced = any(
        before.intent in _PRICE_OF and _PRICE.match(text[piece.start : piece.end])
        for before, piece in pairwise(pieces)
    )
    if priced and enquiries:
        return _urgent_first(Decision(_joined(text, pieces, enquiries, everything, settings), acts))
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
    further = bool(first) and bool(_AND_THEN.search(gap) or _AND_THEN.search(said[:_AND_THEN_LENGTH]))
    # what a further matter follows upon is a matter of its own
    if last + 1 < len(atoms):
        onset = _onset(text, atoms, last + 1)
        further = further or bool(_AND_THEN.match(onset) or _WISH_THEN.match(onset))
    return Errand(start, end, ranking, lead or topic or item, topic, further)


def _onset(text: str, atoms: Sequence[Atom], number: int) -> str:
    """The words with which an atom goes on from the one before it, the conjunction included."""
    return text[atoms[number - 1].end : atoms[number].start + _AND_THEN_LENGTH].lstrip(" .,;!?-–")


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
    if _PRICE.match(text[piece.start : piece.end]):
        return _SHORT_ACT_WORTH
    # "ja, og hvornår …": worth just so much that it is seen, never so much that it divides a question
    short = len(_WORD.findall(text[piece.start : piece.end])) <= 3
    return _SHORT_ACT_WORTH if short and piece.intent in _SHORT_ACTS and piece.confidence > 0.8 else 0.0


def _speaks(piece: Errand, settings: ErrandSettings) -> bool:
    return piece.confidence > settings.doubt


def _is_question(text: str, piece: Errand, settings: ErrandSettings) -> bool:
    """Whether a part can stand as a question of its own: surely an enquiry, and with a word of content in
    it.
    """
    said = text[piece.start : piece.end]
    if piece.intent == URGENT:
        return _speaks(piece, settings)
    if piece.intent in DIALOGUE_ACTS or not _has_content(said) or _COMPLAINS_OF_IT.match(said):
        return False
    asks = piece.listed or piece.further or _ASKS.search(said)
    if not asks and not _SOMEBODY.search(said) and not _has_content(said, beside=_DAYS):
        return False
    told = settings.urgent_doubt if piece.intent in _TOLD else settings.statement_doubt
    return piece.confidence > (settings.doubt if asks else min(told, settings.statement_doubt))


def _continues(text: str, piece: Errand, before: Errand | None) -> bool:
    """Whether a part only asks on about the same thing: the hours of the place just named, the case just
    named, the same trouble.
    """
    if before is None:
        return False
    said = text[piece.start : piece.end]
    if frozenset((piece.intent, before.intent)) in _KIN and not piece.listed:
        return not _FURTHER.search(text[before.end : piece.end])
    if piece.intent in ("aabningstider", *_PLACES) and before.intent in _PLACES:
        own_place = piece.intent in _PLACES and piece.confidence > _NAMES_ITS_PLACE
        return piece.intent == before.intent or (not own_place and bool(_BACK_REFERENCE.search(said)))
    if piece.intent == "status_paa_min_sag":
        return before.intent == "status_byggesag"
    return piece.intent == "udfyld_skema" and before.intent != "tal_med_menneske"


def _has_content(text: str, beside: Set[str] = frozenset()) -> bool:
    text = _A_TIME.sub("", text)
    return any(word.lower() not in _EMPTY_WORDS | beside for word in _WORD.findall(text))


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
        elif result and result[-1].intent in _PRICE_OF and _PRICE.match(text[piece.start : piece.end]):
            price = (_PRICE_OF[result[-1].intent], result[-1].confidence)
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

"""Where one message may fall apart into several questions.

:func:`split_atoms` cuts a text at every place where a new question could begin: sentence ends, "og",
"desuden", "også", commas before a main clause, and, where nothing is punctuated, before words that open a
question or a statement. Each cut has a price; what stands between two cuts is an *atom*. Which cuts are
real is decided later, by what the parts mean (``nlu.components.errands``). Never a cut inside a value
("mellem 10 og 12"), and none before a relative or subordinate clause ("en regning, jeg ikke forstår").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.danish.wordlists import words
from nlu.pipeline.danish import Syntax

MOST_ATOMS = 8
"""More cuts than this are not considered; the dearest are dropped first."""

# What a cut costs, on the scale of the classifier's confidence (0-1). Chosen on tests/nlu/data/errands.jsonl.
SENTENCE, CONJUNCTION_CLAUSE, COMMA_CLAUSE, BARE_CLAUSE, CONJUNCTION, COMMA = 0.0, 0.05, 0.1, 0.15, 0.25, 0.3
TOPIC = 0.1

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:kl|nr|ca|bl|f|eks|evt|mht|ift|pga|dvs|osv|tlf|hr|fr|d|st|th|tv|inkl|ekskl|m|jf|pr|vedr|obs|sml|gl|sct|skt|feks|stk|min|dr|jr|"
    r"jan|feb|apr|aug|sept|okt|nov|dec|bl\.a|f\.eks|m\.m|m\.fl|o\.l)$",
    re.IGNORECASE,
)
# The verb with which a message begins, that a second object may share.
_SHARED_VERB = re.compile(
    r"\W*(?:hej\W+)?(?:kan (?:i|du|jeg) (?:få )?|(?:jeg )?(?:vil|skal) (?:gerne |have )*|hvornår )?"
    r"(?:aflys\w*|afbestil\w*|afmeld\w*|flyt\w*|rykke?|udskyd\w*|bestille?|forny\w*|søge?|ansøge?|send\w*|"
    r"klage over|betale?|anmelde?|melde?|leje|låne|mangler|kommer|er|skal have|bestil)\b\s*",
    re.IGNORECASE,
)
# Abbreviations that a sentence often ends with.
_CLOSING = re.compile(r"(?:^|\W)(?:osv|mv|mm|m\.v|m\.m|m\.fl|mfl|o\.l|ol|etc)$", re.IGNORECASE)
_CONJUNCTIONS = words("og men samt plus ogs of å")
_LINKING = words(
    """
    så desuden derudover ligeledes endvidere også forresten samtidig samtidigt dernæst bagefter derefter
    endelig yderligere ellers øvrigt resten oven til
    """
)
_OPENERS = words(
    """
    desuden derudover ligeledes endvidere forresten dernæst derefter yderligere ps bagefter
    """
)
# The same in two words.
_PAIR_OPENERS = frozenset(
    tuple(pair.split("_"))
    for pair in words(
        """
        i_øvrigt for_resten til_sidst en_ting endnu_en en_anden noget_andet for_øvrigt ud_over udover_det
        og_så samtidig_vil samtidig_skal samtidig_har et_andet oven_i og_også
        """
    )
)
_QUESTION = words(
    """
    hvornår hvor hvad hvem hvordan hvorfor hvilken hvilket hvilke hva hvormed hvornaar hvorhen hvorledes
    hvorvidt
    """
)
_INDIRECT = words(
    """
    vide ved spørge sige se fortælle undersøge huske om af høre forstår forstå sådan oplyse tjekke
    forklare anelse lige præcis vidst vist afgøre tvivl i på til for med finde at mig os hvad hvor
    ligegyldigt uanset glemt sagde står nogen noget ude eller
    """
)
# Words that need something after them, so that no clause begins there.
_GOVERNING = words(
    "i på til for med af om at eller ved fra hos uden under over mod min mit mine en et den lige hver"
)
_VERBS_FIRST = words(
    """
    kan må skal vil er har findes gælder får kommer koster ka sku skulle kunne ville bliver tager dækker
    hjælper tilbyder åbner lukker ved gider bør behøver ringer sender
    """
)
# Verbs that a clause strings together about one subject: "hun sidder og fryser".
_STATES = words(
    """
    sidder sad ligger lå står stod fryser frøs græder græd sover sov venter ventede går gik løber løb hænger
    hang bløder spiser drikker arbejder studerer kører bor lever leger kigger læser regner
    """
)
_SUBJECTS = words("jeg i man du vi de der det min mit mine han hun vores nogen dette den")
_FINITE = words(
    """
    er har skal vil kan må ved mangler ønsker søger bor får fik ville kunne skulle havde var kommer kom
    synes tror håber føler tænker ringer skriver spørger undrer hører prøver prøvede fandt så ser
    mistede tabte glemte flytter flyttede betaler betalte forstår virker fungerer driller trænger bruger
    venter ventede bliver blev går gik står ligger leder gider overvejer savner behøver vender ringede
    bestilte bestiller sku ka ku sk skl udløber udløb låser larmer lugter
    """
)
_IMPERATIVES = words(
    """
    send giv bestil ring fortæl hjælp stil flyt aflys vis slet glem afbestil skriv forklar find annuller
    opret meld tag sæt lad oplys undersøg tjek
    """
)
# A clause that one of these opens, or that follows one of these, hangs on the clause before it.
_SUBORDINATING = words(
    """
    at som der hvis når fordi om da mens før inden selvom end siden medmindre hvorfor eftersom ligesom
    så for indtil efter hvorefter dog uden ifald såfremt idet hvorved hvormed hvilket altså naar eller
    ved med på fra af til i
    """
)
_DEPENDENT = words(
    """
    at som hvis når fordi da mens før inden selvom end siden medmindre eftersom ligesom for indtil uden
    såfremt idet dvs altså fx især ikke hvilket naar eller
    """
)
_SENTENCE_END = re.compile(r"[.!?;\n…•]|\s[-–—+]\s|\s/\s")
# "1) …", "2. …": the number of a list, not a word of a clause.
_LIST_MARK = re.compile(r"\d{1,2}$")
# A wish for a person, with what it is about after "om".
_PERSON_ABOUT = re.compile(
    r"\b(?:tale?|snakke?|talt|ringe\w*|få fat i|stil\w* om til|kontakt\w*)\b[^.?!,]{0,30}?"
    r"\b(?:menneske\w*|person\w*|medarbejder\w*|nogen|en af jer|rådgiver|ansat)\s+"
    r"(?:om|angående|vedrørende|vedr|ang|omkring)\s+(?=(?:min\w*|mit|vores|en|et|den|de|nyt?|nye)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Atom:
    """A stretch of the text between two possible cuts, without the conjunction that led to it.

    ``start`` and ``end`` count characters; ``cut_cost`` is the price of cutting before it (0 for the first).
    """

    start: int
    end: int
    cut_cost: float
    lead: str = ""
    """The verb of the clause before that this atom, having none, shares: "aflys | min tid i dag"."""
    topic: bool = False
    """What a wish for a person is about: "tal med nogen om | min regning"."""


@dataclass(frozen=True)
class _Cut:
    position: int
    """Character where the new clause begins, conjunction left out."""
    left_end: int
    """Character where the clause before it ends."""
    cost: float
    topic: bool = False


def split_atoms(
    text: str, protected: Sequence[tuple[int, int]] = (), syntax: Syntax | None = None
) -> list[Atom]:
    """Cut ``text`` into atoms, left to right. ``protected`` are spans (start, end) that no cut may fall into;
    ``syntax`` adds abbreviations that end no sentence and, with a parser, further clauses.
    """
    syntax = syntax or Syntax()
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return []
    words = [token.group().lower() for token in tokens]
    topics = {match.end() for match in _PERSON_ABOUT.finditer(text)}
    cuts: list[_Cut] = []
    for index in range(1, len(tokens)):
        if tokens[index].start() in topics:
            cut: _Cut | None = _Cut(tokens[index].start(), tokens[index - 2].end(), TOPIC, topic=True)
        else:
            cut = _cut_before(text, tokens, words, index, syntax) or _parsed_cut(tokens, words, index, syntax)
        if cut is None or (cuts and cut.position <= cuts[-1].position):
            continue
        if not any(start < cut.position < end or start < cut.left_end < end for start, end in protected):
            cuts.append(cut)
    while len(cuts) >= MOST_ATOMS:
        cuts.remove(max(cuts, key=lambda cut: cut.cost))
    starts = [tokens[0].start(), *(cut.position for cut in cuts)]
    ends = [*(cut.left_end for cut in cuts), len(text.rstrip())]
    costs = [0.0, *(cut.cost for cut in cuts)]
    topical = [False, *(cut.topic for cut in cuts)]
    atoms: list[Atom] = []
    for start, end, cost, topic in zip(starts, ends, costs, topical, strict=True):
        if end > start:
            before = text[atoms[-1].start : atoms[-1].end] if atoms else ""
            lead = (
                _shared_verb(before, atoms[-1].lead, text[start:end]) if atoms and cost >= CONJUNCTION else ""
            )
            atoms.append(Atom(start, end, cost, lead, topic))
    return atoms


def is_clause(text: str) -> bool:
    """Whether a finite verb or an imperative stands in ``text``, as far as the lists know them."""
    return any(word in _FINITE | _IMPERATIVES | _VERBS_FIRST | _STATES for word in text.lower().split())


def _shared_verb(before: str, lead_before: str, piece: str) -> str:
    """The verb that ``piece``, if it has none, shares with the clause before it, else ""."""
    if is_clause(piece):
        return ""
    match = _SHARED_VERB.match(before)
    return match[0].rstrip() if match else lead_before


def _cut_before(
    text: str, tokens: list[re.Match[str]], words: list[str], index: int, syntax: Syntax
) -> _Cut | None:
    gap = text[tokens[index - 1].end() : tokens[index].start()]
    left_end = tokens[index - 1].end()
    if _SENTENCE_END.search(gap) and not (
        gap.startswith(".")
        and "\n" not in gap
        and _abbreviates(text, left_end, tokens[index].group(), syntax)
    ):
        end = (
            left_end + len(gap.rstrip())
            if not gap.rstrip().endswith(("-", "–", "—", "+", "/", "•"))
            else left_end
        )
        begin = _after_conjunction(words, index)
        return _Cut(tokens[begin].start(), end, SENTENCE)
    word = words[index]
    if word in _CONJUNCTIONS and index + 1 == len(words):
        return None
    if gap.strip() == ")" and _LIST_MARK.match(words[index - 1]) and index > 1:
        return _Cut(tokens[index].start(), tokens[index - 2].end(), SENTENCE)
    if _repeats_adjective(words, index) and not gap.strip():
        return _Cut(tokens[index].start(), left_end, CONJUNCTION)
    if word == "også" and _at(words, index + 1) in _VERBS_FIRST and _at(words, index + 2) in _SUBJECTS:
        return _Cut(tokens[index + 1].start(), left_end, CONJUNCTION_CLAUSE)
    if word in _CONJUNCTIONS:
        begin = _after_conjunction(words, index)
        if begin == index or begin >= len(words) or words[begin] in _DEPENDENT:
            return None
        if words[begin] in _STATES and _at(words, begin + 1) not in _SUBJECTS:
            return None
        cost = (
            CONJUNCTION_CLAUSE
            if _opens_clause(words, begin, after_conjunction=True) or begin > index + 1
            else CONJUNCTION
        )
        return _Cut(tokens[begin].start(), left_end, cost)
    if word in _DEPENDENT or words[index - 1] in _CONJUNCTIONS:
        return None
    if index > 1 and words[index - 1] == "så" and _wishes(words, index):
        return _Cut(tokens[index].start(), tokens[index - 2].end(), BARE_CLAUSE)
    if "," in gap or ":" in gap:
        if (
            _opens_clause(words, index, after_conjunction=False)
            or word in _VERBS_FIRST
            or word in _OPENERS
            or (word, _at(words, index + 1)) in _PAIR_OPENERS
        ):
            return _Cut(tokens[index].start(), left_end, COMMA_CLAUSE)
        if word in _SUBORDINATING | _SUBJECTS | _FINITE:
            return None
        return _Cut(tokens[index].start(), left_end, COMMA)
    if word in _OPENERS or (word, _at(words, index + 1)) in _PAIR_OPENERS:
        return _Cut(tokens[index].start(), left_end, BARE_CLAUSE)
    if words[index - 1] in _SUBORDINATING or words[index - 1] in _GOVERNING or words[index - 1] in _QUESTION:
        return None
    if words[index - 1] in _LINKING or (words[index - 1] in _SUBJECTS and words[index - 1] != "det"):
        return None
    if words[index - 1] in _FINITE | _VERBS_FIRST and not any(
        word in _SUBJECTS for word in words[max(0, index - 5) : index - 1]
    ):
        return None
    if _inside_question(text, tokens, words, index):
        return None
    return (
        _Cut(tokens[index].start(), left_end, BARE_CLAUSE)
        if _opens_clause(words, index, after_conjunction=False)
        else None
    )


def _wishes(words: list[str], index: int) -> bool:
    """Whether a wish begins here: "… , så | jeg ville gerne lige snakke med en"."""
    return (
        words[index] in ("jeg", "vi")
        and _at(words, index + 1) in ("vil", "ville", "skal", "skulle", "kunne", "ønsker")
        and bool({"gerne", "også", "lige", "bare", "hellere"} & set(words[index + 2 : index + 4]))
    )


def _repeats_adjective(words: list[str], index: int) -> bool:
    """Whether "nyt pas | nyt kørekort" goes on here: a list that lacks its commas."""
    return words[index] in ("ny", "nyt", "nye") and any(
        word in ("ny", "nyt", "nye") for word in words[max(0, index - 4) : index - 1]
    )


def _inside_question(text: str, tokens: list[re.Match[str]], words: list[str], index: int) -> bool:
    """Whether ``words[index]`` is still the verb of a question just begun: "hvad tid | kommer min
    hjemmepleje".
    """
    for back in range(index - 1, max(-1, index - 4), -1):
        if words[back] in _QUESTION:
            return True
        if words[back] in _FINITE or _SENTENCE_END.search(
            text[tokens[back].end() : tokens[back + 1].start()]
        ):
            return False
    return False


def _after_conjunction(words: list[str], index: int) -> int:
    """The index of the first word after "og", "og så", "men jeg … også" and the like."""
    begin = index
    while begin < len(words) and (
        words[begin] in _CONJUNCTIONS
        or (begin > index and words[begin] in ("så", "desuden", "derudover", "også", "ligeledes"))
    ):
        begin += 1
    return begin if begin < len(words) else index


def _opens_clause(words: list[str], index: int, *, after_conjunction: bool) -> bool:
    """Whether a main clause or a question begins at ``words[index]``."""
    word, following = words[index], _at(words, index + 1)
    if word in _QUESTION:
        before = index - 2 if _at(words, index - 1) in ("ikke", "lige", "godt", "helt", "nu") else index - 1
        return after_conjunction or _at(words, before) not in _INDIRECT
    if word in _VERBS_FIRST:
        return after_conjunction or (following in _SUBJECTS and _at(words, index - 1) not in _SUBJECTS)
    if word in _SUBJECTS:
        if word in ("min", "mit", "mine", "vores"):
            return any(later in _FINITE for later in _until_conjunction(words[index + 1 : index + 4]))
        return following in _FINITE
    if word in _IMPERATIVES:
        return True
    return word in _OPENERS or (
        after_conjunction
        and word
        in ("gerne", "aflyse", "bestille", "høre", "spørge", "vide", "snakke", "tale", "flytte", "have")
    )


def _until_conjunction(words: list[str]) -> list[str]:
    stop = next((index for index, word in enumerate(words) if word in _CONJUNCTIONS), len(words))
    return words[:stop]


def _at(words: list[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""


def _parsed_cut(tokens: list[re.Match[str]], words: list[str], index: int, syntax: Syntax) -> _Cut | None:
    """A cut that only the parser sees: a further main clause with a subject of its own."""
    if tokens[index].start() not in syntax.clause_starts:
        return None
    left = index - 2 if index > 1 and words[index - 1] in _CONJUNCTIONS else index - 1
    return _Cut(tokens[index].start(), tokens[left].end(), BARE_CLAUSE)


def _abbreviates(text: str, end: int, following: str, syntax: Syntax) -> bool:
    """Whether the full stop at ``end`` ends an abbreviation or an ordinal ("kl.", "3. december"), not a
    sentence.
    """
    head = text[max(0, end - 12) : end]
    if end + 1 in syntax.abbreviations and not _CLOSING.search(head):
        return True
    if _ABBREVIATION.search(head):
        return not following[:1].isupper() or head.lower().endswith(("kl", "nr", "ca", "hr", "fr"))
    return bool(re.search(r"(?:^|\s)\d{1,2}$", head)) and (following[:1].islower() or following[:1].isdigit())

"""The decoding graph in OpenFst's formats: lexicon, language model, and what Vosk composes at run time.

    HCLr.fst   transition ids → words, made for look-ahead composition, word ids renumbered
    Gr.fst     the language model in those ids, back-off as plain epsilon
    words.txt  the renumbered words; disambig_tid.int the ids that only keep homophones apart

Vosk composes the two while it decodes, so that another language model, or a grammar, can take Gr's place.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pywrapfst as fst

from voice.builder.acoustic_model import leave_id, loop_id
from voice.builder.language_graph import language_graph
from voice.builder.language_model import BEGIN, END, LanguageModel
from voice.builder.lexicon import Lexicon
from voice.builder.lookahead import write_lookahead
from voice.builder.phones import GARBAGE, SILENCE, graph_phones, in_word

UNKNOWN = "[unk]"
_SILENCE_SHARE = 0.2
"""How often a pause follows a word."""
_FIRST_SILENCE = 0.9
_UNKNOWN_COST = 1.0


@dataclass(frozen=True)
class Symbols:
    """The numbers of words and graph phones."""

    words: dict[str, int]
    phones: dict[str, int]
    first_disambiguator: int
    """Phone-side ids from here on keep homophones apart."""


@dataclass(frozen=True)
class _Entry:
    word: str
    phones: tuple[int, ...]
    cost: float
    rank: int
    """Which of several words that sound alike; 0 where there is one."""


def symbols_of(lexicon: Lexicon) -> Symbols:
    """Number the words: ``<eps>`` is 0, the rest in order, then ``[unk]``, ``<s>``, ``</s>`` and ``#0``."""
    words = ["<eps>", *sorted(lexicon), UNKNOWN, BEGIN, END, "#0"]
    phones = {phone.name: phone.id for phone in graph_phones()}
    return Symbols({word: number for number, word in enumerate(words)}, phones, max(phones.values()) + 1)


def write_graph(folder: Path, lexicon: Lexicon, model: LanguageModel) -> None:
    """Write HCLr.fst, Gr.fst, words.txt, disambig_tid.int and word_boundary.int. Raises ``ToolMissing``."""
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    symbols = symbols_of(lexicon)
    decoder, disambiguators = _transition_graph(_lexicon_graph(lexicon, symbols), symbols)
    renumbered = write_lookahead(decoder, folder / "HCLr.fst", symbols.words)
    _write_lines(folder / "disambig_tid.int", map(str, disambiguators))
    _write_lines(
        folder / "words.txt",
        (f"{word} {number}" for word, number in sorted(renumbered.items(), key=lambda item: item[1])),
    )
    grammar = language_graph(model, renumbered)
    grammar.arcsort("ilabel")
    fst.convert(grammar, "const").write(str(folder / "Gr.fst"))
    _write_lines(
        folder / "phones" / "word_boundary.int", (f"{phone.id} {phone.boundary}" for phone in graph_phones())
    )


def _entries(lexicon: Lexicon, symbols: Symbols) -> list[_Entry]:
    alike: dict[tuple[int, ...], list[tuple[str, float]]] = defaultdict(list)
    for word in sorted(lexicon):
        for phones, probability in lexicon[word]:
            names = in_word(phones)
            alike[tuple(symbols.phones[name] for name in names)].append((word, probability))
    return [
        _Entry(word, phones, -math.log(max(probability, 1e-3)), rank if len(words) > 1 else -1)
        for phones, words in alike.items()
        for rank, (word, probability) in enumerate(words)
    ]


def _lexicon_graph(lexicon: Lexicon, symbols: Symbols) -> fst.VectorFst:
    """Phones → words, with an optional pause after each word and one garbage phone for ``[unk]``."""
    graph = fst.VectorFst()
    start, loop, pause = (graph.add_state() for _ in range(3))
    graph.set_start(start)
    graph.set_final(loop, 0)
    silence = symbols.phones[SILENCE]
    speak_on, fall_silent = -math.log(1 - _SILENCE_SHARE), -math.log(_SILENCE_SHARE)
    graph.add_arc(start, fst.Arc(0, 0, -math.log(1 - _FIRST_SILENCE), loop))
    graph.add_arc(start, fst.Arc(silence, 0, -math.log(_FIRST_SILENCE), loop))
    graph.add_arc(pause, fst.Arc(silence, 0, 0, loop))
    for entry in _entries(lexicon, symbols):
        labels = list(entry.phones)
        if entry.rank >= 0:
            labels.append(symbols.first_disambiguator + entry.rank)
        state, word, cost = loop, symbols.words[entry.word], entry.cost
        for label in labels[:-1]:
            following = graph.add_state()
            graph.add_arc(state, fst.Arc(label, word, cost, following))
            state, word, cost = following, 0, 0.0
        graph.add_arc(state, fst.Arc(labels[-1], word, cost + speak_on, loop))
        graph.add_arc(state, fst.Arc(labels[-1], word, cost + fall_silent, pause))
    garbage, unknown = symbols.phones[f"{GARBAGE}_S"], symbols.words[UNKNOWN]
    graph.add_arc(loop, fst.Arc(garbage, unknown, _UNKNOWN_COST + speak_on, loop))
    graph.add_arc(loop, fst.Arc(garbage, unknown, _UNKNOWN_COST + fall_silent, pause))
    return graph


def _transition_graph(lexicon: fst.VectorFst, symbols: Symbols) -> tuple[fst.VectorFst, list[int]]:
    """Return the determinised graph over transition ids with self-loops, and its disambiguation ids."""
    graph = fst.determinize(lexicon, det_type="functional")
    last = 2 * max(symbols.phones.values())
    used: set[int] = set()
    for state in graph.states():
        arcs = graph.mutable_arcs(state)
        for arc in arcs:
            if arc.ilabel >= symbols.first_disambiguator:
                arc.ilabel = last + 1 + arc.ilabel - symbols.first_disambiguator
                used.add(arc.ilabel)
            elif arc.ilabel:
                arc.ilabel = leave_id(arc.ilabel)
            arcs.set_value(arc)
    return _with_self_loops(graph, used), sorted(used)


def _with_self_loops(graph: fst.MutableFst, disambiguators: set[int]) -> fst.VectorFst:
    """Let each phone last: after the transition that enters it, its loop any number of times.

    Kaldi's word alignment expects the loop after the way in. A state whose arcs in all enter the same phone
    carries that phone's loop; where they differ, a state in between does.
    """
    silent = disambiguators | {0}
    arcs = [
        (state, arc.ilabel, arc.olabel, float(arc.weight), arc.nextstate)
        for state in graph.states()
        for arc in graph.arcs(state)
    ]
    entered: dict[int, set[int]] = defaultdict(set)
    entered[graph.start()].add(0)
    for _, label, _, _, target in arcs:
        entered[target].add(0 if label in silent else label)
    looped = _states_with_loops(graph, entered)
    between: dict[tuple[int, int], int] = {}
    for state, label, word, weight, target in arcs:
        if label in silent or len(entered[target]) == 1:
            looped.add_arc(state, fst.Arc(label, word, weight, target))
            continue
        if (label, target) not in between:
            middle = between[label, target] = looped.add_state()
            looped.add_arc(middle, fst.Arc(_loop_of(label), 0, 0.0, middle))
            looped.add_arc(middle, fst.Arc(0, 0, 0.0, target))
        looped.add_arc(state, fst.Arc(label, word, weight, between[label, target]))
    return looped


def _states_with_loops(graph: fst.MutableFst, entered: Mapping[int, set[int]]) -> fst.VectorFst:
    """Return the states alone, each with a loop where all ways in are the same phone's."""
    looped = fst.VectorFst()
    looped.add_states(graph.num_states())
    looped.set_start(graph.start())
    for state in graph.states():
        weight = float(graph.final(state))
        if weight != math.inf:
            looped.set_final(state, weight)
        ways = entered[state]
        if len(ways) == 1 and 0 not in ways:
            looped.add_arc(state, fst.Arc(_loop_of(next(iter(ways))), 0, 0.0, state))
    return looped


def _loop_of(leaving: int) -> int:
    """Return the transition id of a phone's loop from that of its way in."""
    return loop_id(leaving // 2)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

"""The language model as an acceptor: a state a history, back-off by epsilon."""

import math
from collections.abc import Mapping

import pywrapfst as fst

from voice.builder.language_model import BEGIN, END, History, LanguageModel


def language_graph(model: LanguageModel, words: Mapping[str, int]) -> fst.VectorFst:
    """The language model as an acceptor: a state a history, back-off by epsilon."""
    graph = fst.VectorFst()
    states: dict[History, int] = {}

    def state_of(history: History) -> int:
        if history not in states:
            states[history] = graph.add_state()
        return states[history]

    def longest(history: History) -> History:
        history = history[-(model.order - 1) :] if model.order > 1 else ()
        while history and history not in model.probabilities[len(history)]:
            history = history[1:]
        return history

    graph.set_start(state_of(longest((BEGIN,))))
    for length, level in enumerate(model.probabilities):
        for history, row in level.items():
            state = state_of(history)
            for word, probability in row.items():
                cost = -math.log(probability)
                if word == END:
                    graph.set_final(state, cost)
                else:
                    number = words[word]
                    graph.add_arc(state, fst.Arc(number, number, cost, state_of(longest((*history, word)))))
            if length:
                cost = -math.log(model.back_off[length][history])
                graph.add_arc(state, fst.Arc(0, 0, cost, state_of(longest(history[1:]))))
    return graph

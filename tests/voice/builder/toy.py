"""A model of eight words, to build and to hear with in processes of their own.

    python -m tests.voice.builder.toy build FOLDER [FINAL.MDL]    says what paths through the graph mean
    python -m tests.voice.builder.toy hear FOLDER SOUND.wav       says what Vosk hears, free and by a grammar

pynini and Vosk in one process hang for ever; so each of the two is a process.
"""

import json
import shutil
import sys
from pathlib import Path

LEXICON = {
    "ja": [(("j", "A"), 1.0)],
    "nej": [(("n", "A", "j"), 1.0)],
    "tak": [(("t", "A", "k"), 1.0)],
    "hus": [(("h", "u", "s"), 1.0)],
    "maj": [(("m", "A", "j"), 1.0)],
    "mig": [(("m", "A", "j"), 1.0)],
    "ikke": [(("e", "g", "@-"), 0.7), (("e", "g"), 0.3)],
    "i": [(("i",), 1.0)],
}
SENTENCES = ("ja", "nej", "ja tak", "nej tak", "hus", "ikke mig", "i maj", "i maj", "i hus")
PATHS = {
    "a word of three phones": "SIL h_B u_I s_E",
    "without a pause": "n_B A_I j_E t_B A_I k_E",
    "with a pause between": "SIL j_B A_E SIL t_B A_I k_E SIL",
    "the commoner of two that sound alike": "i_S m_B A_I j_E",
    "the other one after its own neighbour": "e_B g_I @-_E m_B A_I j_E",
    "the reduced way": "e_B g_E m_B A_I j_E",
    "garbage, which only a grammar holds": "SPN_S",
    "no word ends there": "h_B u_I",
    "inside is not the end": "h_B u_I s_I",
}


def build(folder: Path, network: Path | None) -> dict[str, object]:
    from tests.voice.builder import tiny
    from voice.builder import acoustic_model, graph, language_graph, model_folder
    from voice.builder.language_model import LanguageModel, LanguageModelSettings

    model = LanguageModel(
        [(sentence.split(), 1.0) for sentence in SENTENCES], LEXICON, LanguageModelSettings(order=3)
    )
    if network is None:
        acoustic_model.write_acoustic_model(folder / "am" / "final.mdl", tiny.trained())
    else:
        (folder / "am").mkdir(parents=True)
        shutil.copy(network, folder / "am" / "final.mdl")
    model_folder.write_configuration(folder)
    graph.write_graph(folder / "graph", LEXICON, model)
    symbols = graph.symbols_of(LEXICON)
    decoder, disambiguators = graph._transition_graph(graph._lexicon_graph(LEXICON, symbols), symbols)
    searched = _composed(decoder, language_graph.language_graph(model, symbols.words), disambiguators)
    return {
        "meant": {
            name: [_meant(searched, symbols.phones, symbols.words, path.split(), frames) for frames in (1, 3)]
            for name, path in PATHS.items()
        },
        "states": decoder.num_states(),
    }


def _composed(decoder: object, grammar: object, disambiguators: list[int]) -> object:
    import pywrapfst as fst

    for state in decoder.states():
        arcs = decoder.mutable_arcs(state)
        for arc in arcs:
            if arc.ilabel in disambiguators:  # Vosk does the same
                arc.ilabel = 0
                arcs.set_value(arc)
    decoder.arcsort("olabel")
    grammar.arcsort("ilabel")
    return fst.compose(decoder, grammar)


def _meant(
    searched: object, phones: dict[str, int], words: dict[str, int], path: list[str], frames: int
) -> str | None:
    """Return the words of ``path``, each phone heard for ``frames``: its way in, then its loop."""
    import pywrapfst as fst

    ids = [n for name in path for n in (2 * phones[name], *[2 * phones[name] - 1] * (frames - 1))]
    heard = fst.VectorFst()
    states = [heard.add_state() for _ in range(len(ids) + 1)]
    heard.set_start(states[0])
    heard.set_final(states[-1])
    for number, label in enumerate(ids):
        heard.add_arc(states[number], fst.Arc(label, label, 0, states[number + 1]))
    best = fst.shortestpath(fst.compose(heard, searched.arcsort("ilabel")))
    if best.start() < 0:
        return None
    names = {number: word for word, number in words.items()}
    said, state = [], best.start()
    while best.num_arcs(state):
        arc = next(iter(best.arcs(state)))
        said += [names[arc.olabel]] if arc.olabel else []
        state = arc.nextstate
    return " ".join(said)


def hear(folder: Path, sound: Path) -> dict[str, object]:
    import wave

    import vosk

    vosk.SetLogLevel(-1)
    model = vosk.Model(str(folder))
    with wave.open(str(sound)) as file:
        rate, pcm = file.getframerate(), file.readframes(file.getnframes())

    def words(*grammar: str) -> list[str]:
        recogniser = vosk.KaldiRecognizer(model, rate, *grammar)
        recogniser.SetWords(True)
        recogniser.AcceptWaveform(pcm)
        return [word["word"] for word in json.loads(recogniser.FinalResult()).get("result", [])]

    listed = json.dumps(["ja tak", "nej tak", "[unk]"])
    known = {word: model.vosk_model_find_word(word) for word in (*LEXICON, "ukendt")}
    return {"free": words(), "grammar": words(listed), "known": known}


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    if command == "build":
        print(json.dumps(build(Path(folder), Path(rest[0]) if rest else None)))  # noqa: T201
    else:
        print(json.dumps(hear(Path(folder), Path(rest[0]))))  # noqa: T201

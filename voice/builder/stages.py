"""The steps of a build, each leaving its result in the work folder, so that a stopped build goes on."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from voice.builder import (
    acoustic_model,
    corpus,
    lexicon,
    model_folder,
    speech_making,
    voices,
)
from voice.builder.card import write_card
from voice.builder.corpus import Corpus
from voice.builder.language_model import LanguageModel
from voice.builder.lexicon import Lexicon
from voice.builder.recipe import Recipe
from voice.builder.texts import Texts, Words, gather
from voice.builder.trained import Trained
from voice.builder.trained import load as load_trained
from voice.builder.utterances import Spoken, Utterance
from voice.builder.vocabulary import candidates, danish_spelling, trusted_words, without_slips
from voice.espeak.library import Espeak
from voice.espeak.pronunciations import ways_of_saying

Progress = Callable[[str, float, str], None]
"""Gets a step's name, the share done (0 to 1) and a word about it."""


@dataclass
class Build:
    """One build under way."""

    root: Path
    """The repository."""
    work: Path
    """Where the steps leave their results."""
    recipe: Recipe
    progress: Progress
    workers: int = 2
    go_on_from: Path | None = None
    """A model folder whose network goes on; else one begins from random weights."""

    def everything(self, folder: Path, day: date, people: Path | None, aligner: Path) -> None:
        """Build the model into ``folder``; recordings in ``people`` are aligned by the model ``aligner``."""
        texts = self.texts()
        words = self.words(texts)
        speech = self.speech(self.plan(texts, words))
        told = ""
        if people is not None:
            recorded, told = self.recordings(people, aligner)
            speech = corpus.joined([speech, recorded])
        trained = self.in_noise(speech, self.network(speech), texts)
        self.model(folder, texts, words, trained)
        went_on = self.go_on_from is not None
        write_card(folder, self.recipe, len(words), size_bytes(folder) / 1e6, told, day, went_on=went_on)

    def recordings(self, folder: Path, aligner: Path) -> tuple[Corpus, str]:
        """Align the recordings of people, and say what became of them. Raises ``NoRecordings``."""
        from voice.builder import model_reader, people  # soundfile is needed here alone

        self.progress("people", 0.0, "")
        scorer = model_reader.read(aligner / "am" / "final.mdl")
        tally = people.Tally()
        source = people.People(Espeak(), scorer, ways_of_saying, spoken_text, tally)
        found = corpus.assemble(
            self._counted(source.examples(folder, self.recipe.copies, self.recipe.seed), tally),
            self.recipe.shape.context,
        )
        self.progress("people", 1.0, str(tally))
        return found, str(tally)

    def _counted(self, examples: Iterator[Spoken], tally: object) -> Iterator[Spoken]:
        for example in examples:
            self.progress("people", 0.5, str(tally))
            yield example

    def texts(self) -> Texts:
        """Gather all text."""
        self.progress("text", 0.0, "")
        found = gather(self.root, spoken_text, self.recipe.seed)
        self.progress("text", 1.0, f"{len(found.citizen) + len(found.everyday)} sentences")
        return found

    def words(self, texts: Texts) -> Lexicon:
        """Choose the words and find their pronunciations."""
        path = self.work / "lexicon.json"
        if path.exists():
            stored = json.loads(path.read_text(encoding="utf-8"))
            return {word: [(tuple(p), w) for p, w in ways] for word, ways in stored.items()}
        self.progress("lexicon", 0.0, "")
        espeak, spelling = Espeak(), danish_spelling()
        counts = candidates(texts, spelling)
        sounds = lexicon.plain_sounds(espeak, counts, ways_of_saying)
        words = without_slips(counts, sounds, trusted_words(texts, spelling))
        found = lexicon.build(espeak, {word: sounds[word] for word in words}, ways_of_saying)
        path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        self.progress("lexicon", 1.0, f"{len(found)} words")
        return found

    def plan(self, texts: Texts, words: Lexicon) -> list[Utterance]:
        """Decide what is spoken by whom."""
        path = self.work / "plan.json"
        if path.exists():
            return [Utterance(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
        names = voices.random_names(self.recipe.random_voices, "rv")
        found = speech_making.planned(texts, sorted(words), self.recipe, names)
        rows = [asdict(utterance) for utterance in found]
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        return found

    def speech(self, plan: Sequence[Utterance]) -> Corpus:
        """Synthesise the training speech."""
        path = self.work / "corpus.npz"
        if path.exists():
            return corpus.load(path)
        data_dir = self.work / "espeak"
        voices.data_with_voices(data_dir, self.recipe.random_voices, self.recipe.seed, "rv")

        def report(done: int) -> None:
            self.progress("speech", done / len(plan), f"{done} of {len(plan)} sentences")

        made = speech_making.make(plan, data_dir, self.workers, report)
        found = corpus.assemble(made, self.recipe.shape.context)
        found.save(path)
        return found

    def network(self, speech: Corpus) -> Trained:
        """Train the acoustic network, or take over the one to go on from. Raises ``CannotBuild``."""
        from voice.builder import going_on, training  # TensorFlow takes seconds to import

        if self.go_on_from is not None:
            return going_on.network_of(self.go_on_from, speech, self.recipe.shape, self.recipe.seed)
        path = self.work / "network.npz"
        if path.exists():
            return load_trained(path)

        def report(share: float, loss: float, right: float) -> None:
            self.progress("network", share, f"loss {loss:.3f}, {right:.1%} of the frames right")

        trained = training.train(speech, self.recipe.shape, self.recipe.training, report)
        trained.save(path)
        return trained

    def in_noise(self, speech: Corpus, quiet: Trained, texts: Texts) -> Trained:
        """Train on, in noise and behind telephone lines."""
        from voice.builder import noise_bank, surroundings, training

        path = self.work / f"network_in_noise{'_gone_on' if self.go_on_from else ''}.npz"
        if path.exists():
            return load_trained(path)
        self.progress("noise", 0.0, "")
        said = [" ".join(words) for words in (*texts.citizen, *texts.everyday) if 4 <= len(words) <= 20]
        babblers = noise_bank.Babblers(Espeak(), [f"da+{name}" for name in voices.TRAINING_VARIANTS], said)
        bank = noise_bank.bank(babblers, self.recipe.noises_a_kind, self.recipe.seed)
        around = surroundings.Surroundings(bank, speech, self.recipe.mix)

        def report(share: float, loss: float, right: float) -> None:
            self.progress("noise", share, f"loss {loss:.3f}, {right:.1%} of the frames right")

        trained = training.train(
            speech, self.recipe.shape, self.recipe.in_noise, report, start=quiet, surroundings=around
        )
        trained.save(path)
        return trained

    def model(self, folder: Path, texts: Texts, words: Lexicon, trained: Trained) -> None:
        """Write the model folder."""
        from voice.builder import graph  # OpenFst is needed here alone

        self.progress("graph", 0.0, "")
        acoustic_model.write_acoustic_model(folder / "am" / "final.mdl", trained)
        model_folder.write_configuration(folder)
        graph.write_graph(folder / "graph", words, self.language_model(texts, words))
        self.progress("graph", 1.0, f"{size_bytes(folder) / 1e6:.1f} MB")

    def language_model(self, texts: Texts, words: Lexicon) -> LanguageModel:
        """Count the texts."""
        recipe = self.recipe
        weighted: list[tuple[Words, float]] = [(sentence, 1.0) for sentence in texts.citizen]
        weighted += [(sentence, recipe.everyday_weight) for sentence in texts.everyday]
        weighted += [(sentence, recipe.address_weight) for sentence in texts.addresses]
        weighted += [(sentence, recipe.assistant_weight) for sentence in texts.assistant]
        return LanguageModel(weighted, words, recipe.language)


def spoken_text(text: str) -> str:
    """Turn figures, times and abbreviations into words, as the assistant's own voice says them."""
    from voice.synthesis.reading.spoken import spoken

    return spoken(text)


def size_bytes(folder: Path) -> int:
    """Return how much a folder holds."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

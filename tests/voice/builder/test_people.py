"""Recordings of people made fit for training, end to end: found, aligned, labelled, counted."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from tests.voice.builder import tiny
from tests.voice.builder.tiny import write_wav
from voice.builder import model_reader
from voice.builder.acoustic_model import write_acoustic_model
from voice.builder.alignment import align
from voice.builder.degrade import loudness
from voice.builder.features import Features, mfcc
from voice.builder.labels import Segment
from voice.builder.lexicon import Pronunciation, pronounced, reduced
from voice.builder.model_reader import Scorer
from voice.builder.people import People, Scores, Tally
from voice.builder.phones import PHONES
from voice.builder.timing import segments_of
from voice.builder.utterances import Spoken
from voice.builder.voices import TEST_VARIANTS
from voice.espeak.library import Espeak, Manner
from voice.espeak.pronunciations import ways_of_saying

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "voice" / "model" / "danish" / "am" / "final.mdl"
SENTENCES = (
    "jeg vil gerne bestille en ny spand",
    "hvornår henter i det store affald",
    "min mor skal have hjælp til rengøring",
    "vi flytter til en anden adresse på fredag",
    "kan jeg tale med en medarbejder",
    "det koster to hundrede kroner om måneden",
)


def said(text: str, variant: str) -> tuple[npt.NDArray[np.float32], list[Segment]]:
    """Return a sentence with a quarter second of silence about it, and its phones by its own times."""
    espeak = Espeak()
    pcm, phonemes = espeak.sound(text, Manner(f"da+{variant}", words_per_minute=150))
    quiet = np.zeros(4000, np.float32)
    sound = soxr.resample(pcm.astype(np.float32), espeak.rate_hz, 16000)
    times = segments_of(phonemes, espeak.rate_hz, len(pcm))
    moved = [Segment(s.phone, s.start + 0.25, s.end + 0.25, s.word) for s in times]
    return np.concatenate([quiet, sound, quiet]), moved


def starts_of_words(segments: list[Segment]) -> dict[int, float]:
    starts: dict[int, float] = {}
    for segment in segments:
        if segment.word >= 0:
            starts.setdefault(segment.word, segment.start)
    return starts


def ways_of(text: str) -> list[list[Pronunciation]]:
    """Return the ways to say each word: those of the table, plain and reduced."""
    espeak = Espeak()
    plain = [[pronounced(espeak, way) for way in ways_of_saying(word)] for word in text.split()]
    return [list(dict.fromkeys([*ways, *(reduced(way) for way in ways)])) for ways in plain]


@pytest.fixture(scope="module")
def random_scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    path = tmp_path_factory.mktemp("am") / "final.mdl"
    write_acoustic_model(path, tiny.trained())
    return model_reader.read(path)


def examples(folder: Path, scorer: Scores, copies: int = 1) -> tuple[list[Spoken], Tally]:
    people = People(Espeak(), scorer, ways_of_saying, lambda text: text, Tally())
    return list(people.examples(folder, copies, seed=1)), people.tally


def recorded(folder: Path, name: str, text: str, sound: npt.NDArray[np.float32]) -> None:
    write_wav(folder / f"{name}.wav", sound)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_what_cannot_be_used_is_counted_by_why(tmp_path: Path, random_scorer: Scorer) -> None:
    sound, _ = said("ja tak", "m7")
    recorded(tmp_path, "empty", "…", sound)
    recorded(tmp_path, "long", "ja tak", np.ones(16000 * 31, np.float32))
    recorded(tmp_path, "short", "ja tak", sound[:800])
    recorded(tmp_path, "too_many_words", "ja tak " * 40, sound)
    recorded(tmp_path, "broken", "ja tak", sound)
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    found, tally = examples(tmp_path, random_scorer)
    assert found == []
    assert (tally.used, tally.too_long, tally.unreadable, tally.unmatched) == (0, 1, 1, 3)


def test_the_tally_is_told_in_one_sentence() -> None:
    told = str(Tally(used=3, too_long=1, unreadable=2, unmatched=4, seconds=7200))
    assert told == (
        "3 recordings (2.00 h) used; left out: 4 that do not fit their transcript, 1 too long, 2 unreadable"
    )


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped model is not there")
def test_recordings_become_training_material_with_copies_down_another_way(tmp_path: Path) -> None:
    for number, text in enumerate(SENTENCES):
        recorded(tmp_path, str(number), text, said(text, TEST_VARIANTS[number])[0])
    found, tally = examples(tmp_path, model_reader.read(SHIPPED), copies=2)
    assert tally.used == len(SENTENCES)
    assert len(found) == 2 * len(SENTENCES)
    for plain, changed in zip(found[::2], found[1::2], strict=True):
        assert [pdfs.tolist() for pdfs in plain.pdfs] == [pdfs.tolist() for pdfs in changed.pdfs]
        assert np.abs(plain.features - changed.features).mean() > 0.5


class SureScorer:
    """Hears one phone all the time, ``score`` better than any other."""

    def __init__(self, phone: str, score: float) -> None:
        self._place, self._score = 2 * PHONES.index(phone), score

    def log_likelihoods(self, features: Features) -> npt.NDArray[np.float32]:
        scores = np.zeros(((len(features) + 2) // 3, 2 * len(PHONES)), np.float32)
        scores[:, self._place : self._place + 2] = self._score
        return scores


@pytest.mark.parametrize(("score", "used"), [(0.0, 1), (2.0, 1), (10.0, 0)])
def test_a_recording_is_used_unless_the_model_is_sure_that_something_else_was_said(
    score: float, used: int, tmp_path: Path
) -> None:
    recorded(tmp_path, "ja", "ja tak", said("ja tak", "m7")[0])
    _, tally = examples(tmp_path, SureScorer("s", score))
    assert (tally.used, tally.unmatched) == (used, 1 - used)


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped model is not there")
def test_a_recording_fits_its_own_transcript_better_than_any_other() -> None:
    scorer = model_reader.read(SHIPPED)
    for number, text in enumerate(SENTENCES):
        scores = scorer.log_likelihoods(mfcc(loudness(said(text, TEST_VARIANTS[number])[0], 2000.0)))
        laid = {other: align(scores, ways_of(other)) for other in SENTENCES}
        fits = {other: aligned.score for other, aligned in laid.items() if aligned is not None}
        assert max(fits, key=lambda other: fits[other]) == text
        assert fits.pop(text) > max(fits.values()) + 0.5


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped model is not there")
def test_words_are_found_where_they_were_said() -> None:
    """espeak-ng's own times against those that alignment finds, with voices that no training heard."""
    scorer, errors = model_reader.read(SHIPPED), []
    for number, text in enumerate(SENTENCES):
        sound, truth = said(text, TEST_VARIANTS[number])
        aligned = align(scorer.log_likelihoods(mfcc(loudness(sound, 2000.0))), ways_of(text))
        assert aligned is not None
        found, wanted = starts_of_words(aligned.segments), starts_of_words(truth)
        assert set(found) == set(wanted)
        errors += [abs(found[word] - wanted[word]) for word in wanted]
    assert float(np.median(errors)) < 0.040
    assert float(np.quantile(errors, 0.9)) < 0.150

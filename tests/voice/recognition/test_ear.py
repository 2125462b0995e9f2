"""One call's ear: utterances, grammars beside the free model, and what is kept."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.voice.recognition.fakes import RATE, FakeEngine, FakeModel, said
from voice.recognition.protocol import Utterance
from voice.recognition.second_pass import SecondPass, SecondText
from voice.recognition.settings import HearingSettings
from voice.recognition.vosk_engine import VoskEar, VoskRecogniser

FRAME_MS = 20


def ear(model: FakeModel, second: SecondPass | None = None, **settings: float) -> VoskEar:
    made = VoskRecogniser(replace(HearingSettings(), **settings), model, second).ear(RATE)
    assert isinstance(made, VoskEar)
    return made


def hear(listening: VoskEar, ms: int, level: int = 0) -> list[str]:
    """Give the ear sound in frames; return the partial texts."""
    frame = np.full(RATE * FRAME_MS // 1000, level, "<i2").tobytes()
    told = [listening.hear(frame) for _ in range(ms // FRAME_MS)]
    return [partial.text for partial in told if partial]


def utterance_of(model: FakeModel, ms: int, expected: str = "free", choices: Sequence[str] = ()) -> Utterance:
    listening = ear(model)
    listening.listen_for(expected, tuple(choices))  # type: ignore[arg-type]
    hear(listening, ms)
    return listening.end_utterance()


def test_pieces_between_short_pauses_are_one_utterance() -> None:
    heard = utterance_of(FakeModel(said("jeg vil gerne", 100) + said("have bioposer", 1800)), 3200)
    assert heard.text == "jeg vil gerne have bioposer"
    assert (heard.start_ms, heard.end_ms) == (100, 2400)
    assert heard.engine == "vosk"


def test_partial_text_grows_over_the_pauses_and_comes_only_when_it_changes() -> None:
    listening = ear(FakeModel(said("jeg vil") + said("bioposer", 1400)))
    assert hear(listening, 2600) == ["jeg", "jeg vil", "jeg vil bioposer"]


def test_the_next_utterance_begins_anew_with_times_that_go_on() -> None:
    listening = ear(FakeModel(said("goddag") + said("bioposer", 4000)))
    hear(listening, 1000)
    assert listening.end_utterance().text == "goddag"
    hear(listening, 4000)
    second = listening.end_utterance()
    assert (second.text, second.start_ms) == ("bioposer", 4000)


def test_silence_is_an_empty_utterance_without_confidence() -> None:
    heard = utterance_of(FakeModel([]), 3000)
    assert (heard.text, heard.confidence, heard.words) == ("", 0.0, ())


def test_confidence_is_the_words_mean_weighted_by_their_length() -> None:
    heard = utterance_of(FakeModel(said("a", 0, 100, 0.4) + said("byvej", 100, 300, 0.8)), 1000)
    assert heard.confidence == pytest.approx((100 * 0.4 + 300 * 0.8) / 400)


def test_a_sound_that_was_not_understood_is_no_word_and_lowers_the_confidence() -> None:
    heard = utterance_of(FakeModel(said("byvej [unk]", 0, 300)), 1000)
    assert heard.text == "byvej"
    assert [word.text for word in heard.words] == ["byvej"]
    assert heard.confidence == pytest.approx(0.5)


def test_an_answer_by_grammar_counts_when_it_is_a_listed_phrase() -> None:
    model = FakeModel(said("maja"), by_grammar=said("øh ja tak", each_ms=200))
    heard = utterance_of(model, 1500, "yes_no")
    assert (heard.text, heard.grammar) == ("ja tak", True)


def test_a_yes_inside_a_sentence_is_left_to_the_free_model() -> None:
    sentence = "jeg vil hellere høre om bioposer"
    model = FakeModel(said(sentence), by_grammar=said("ja [unk] [unk]"))
    heard = utterance_of(model, 3000, "yes_no")
    assert (heard.text, heard.grammar) == (sentence, False)


def test_a_yes_picked_out_of_a_sentence_is_left_to_the_free_model() -> None:
    sentence = "jeg vil hellere høre om bioposer"
    model = FakeModel(said(sentence), by_grammar=said("ja"))
    assert utterance_of(model, 3000, "yes_no").text == sentence


def test_a_phrase_as_long_as_the_sentence_is_left_to_the_free_model() -> None:
    sentence = "min adresse er byvej ti"
    model = FakeModel(said(sentence, each_ms=250), by_grammar=said("selvfølgelig", each_ms=1200))
    assert utterance_of(model, 2000, "yes_no").text == sentence


def test_the_least_bad_phrase_is_no_answer() -> None:
    model = FakeModel(said("øl"), by_grammar=said("endelig", conf=0.3))
    heard = utterance_of(model, 1500, "yes_no")
    assert (heard.text, heard.grammar) == ("øl", False)


def test_a_short_yes_is_believed_against_a_free_text_of_the_same_length() -> None:
    model = FakeModel(said("og at", each_ms=150), by_grammar=said("ja"))
    heard = utterance_of(model, 1200, "yes_no")
    assert (heard.text, heard.grammar) == ("ja", True)


def test_digits_are_heard_in_any_number() -> None:
    model = FakeModel(said("tyve null"), by_grammar=said("tyve nul nul nul nul en"))
    assert utterance_of(model, 3000, "digits").text == "tyve nul nul nul nul en"


def test_a_choice_is_heard_by_its_title_and_by_its_place() -> None:
    choices = ("Ret adressen", "Afhentning af storskrald")
    for words in ("afhentning af storskrald", "den anden", "storskrald"):
        model = FakeModel(said("vrøvl"), by_grammar=said(words))
        assert utterance_of(model, 2000, "choice", choices).text == words


def test_no_grammar_is_asked_of_a_model_with_a_ready_made_graph() -> None:
    model = FakeModel(said("ja tak"), takes_grammars=False)
    heard = utterance_of(model, 1500, "yes_no")
    assert (heard.text, heard.grammar, model.grammars) == ("ja tak", False, [])


def test_the_expectation_changes_between_utterances_and_not_within_one() -> None:
    model = FakeModel(said("jeg vil") + said("maja", 2000), by_grammar=said("ja", 2000))
    listening = ear(model)
    hear(listening, 1000)
    listening.listen_for("yes_no")
    assert model.grammars == []
    model.now_ms = 1000
    assert listening.end_utterance().text == "jeg vil"
    assert len(model.grammars) == 1
    hear(listening, 2000)
    heard = listening.end_utterance()
    assert (heard.text, heard.start_ms) == ("ja", 2000)


def test_the_grammar_is_not_made_again_for_the_same_question() -> None:
    model = FakeModel([])
    listening = ear(model)
    for _ in range(3):
        listening.listen_for("yes_no")
    assert len(model.grammars) == 1


def test_words_without_an_end_do_not_fill_the_memory() -> None:
    listening = ear(FakeModel(said("la " * 1000, each_ms=20)), words_kept=50)
    for _ in range(60):
        hear(listening, 1000)
    assert len(listening.end_utterance().words) <= 50


def test_only_eight_and_sixteen_kilohertz_are_heard() -> None:
    with pytest.raises(ValueError, match="8000 or 16000"):
        VoskRecogniser(HearingSettings(), FakeModel([])).ear(44100)


async def test_half_a_sample_is_kept_for_the_next_piece() -> None:
    engine = FakeEngine(lambda pcm, rate: SecondText(f"lyd {set(pcm.tolist())}", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("hej", 200)), second, lead_seconds=20.0)
    sound = np.full(RATE, 1234, "<i2").tobytes()
    for piece in (sound[:1], b"", sound[1:4001], sound[4001:]):
        listening.hear(piece)
    better = await listening.second_thoughts(listening.end_utterance(), 2000)
    assert better.text == "lyd {1234}"
    second.close()


async def test_the_second_pass_gets_the_sound_of_the_utterance_and_not_the_silence_before() -> None:
    engine = FakeEngine(SecondText("Jeg vil gerne have bioposer.", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("jæ vi", 5000)), second)
    hear(listening, 5000)
    hear(listening, 800, level=900)
    heard = listening.end_utterance()
    better = await listening.second_thoughts(heard, 2000)
    assert (better.text, better.engine) == ("jeg vil gerne have bioposer", "parakeet")
    samples, rate = engine.given[0]
    assert rate == RATE
    assert 1.0 <= samples / rate <= 2.0
    second.close()


async def test_the_second_pass_begins_at_the_pause_and_its_text_counts_at_the_end() -> None:
    engine = FakeEngine(SecondText("bioposer", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("bipose", 200)), second)
    hear(listening, 1600)
    assert engine.began.acquire(timeout=5)
    better = await listening.second_thoughts(listening.end_utterance(), 2000)
    assert better.text == "bioposer"
    assert len(engine.given) == 1
    second.close()


async def test_a_guess_at_a_pause_is_thrown_away_when_the_caller_goes_on() -> None:
    engine = FakeEngine(lambda pcm, rate: SecondText(f"{len(pcm) // rate} sekunder", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("et", 200) + said("to", 2000)), second)
    hear(listening, 1200)
    assert engine.began.acquire(timeout=5)
    hear(listening, 1200)
    better = await listening.second_thoughts(listening.end_utterance(), 2000)
    assert len(engine.given) == 2
    assert better.text == "2 sekunder"
    second.close()


async def test_an_answer_by_grammar_stays_with_vosk() -> None:
    engine = FakeEngine(SecondText("noget andet", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("ja"), by_grammar=said("ja")), second)
    listening.listen_for("yes_no")
    hear(listening, 1500)
    heard = listening.end_utterance()
    assert await listening.second_thoughts(heard, 2000) is heard
    assert engine.given == []
    second.close()


async def test_an_utterance_too_long_to_keep_stays_with_vosk() -> None:
    engine = FakeEngine(SecondText("noget", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("la " * 30, each_ms=100)), second, kept_seconds=2.0)
    hear(listening, 3400)
    heard = listening.end_utterance()
    assert await listening.second_thoughts(heard, 2000) is heard
    assert engine.given == []
    second.close()


async def test_the_sound_is_overwritten_when_it_is_no_longer_needed() -> None:
    engine = FakeEngine(SecondText("hej", 0.9))
    second = SecondPass(engine)
    listening = ear(FakeModel(said("hej", 200)), second)
    hear(listening, 1000, level=1234)
    await listening.second_thoughts(listening.end_utterance(), 2000)
    assert not listening._kept._sound.any()
    listening.close()
    second.close()
    assert [sound.any() for sound in engine.sounds] == [False]


def test_a_closed_ear_hears_nothing_more() -> None:
    listening = ear(FakeModel([]))
    listening.close()
    with pytest.raises(RuntimeError):
        hear(listening, 20)

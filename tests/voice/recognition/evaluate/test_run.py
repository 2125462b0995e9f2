"""A whole evaluation, with engines that hear what a script says, and through the command line."""

import json
import tarfile
import wave
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from aiohttp import web
from click.testing import CliRunner

from bot.cli.main import cli
from nlu.clock import COPENHAGEN
from nlu.components.ngrams import NgramModel
from tests.voice.recognition import tiny_transducer
from tests.voice.recognition.fakes import FakeModel, said
from voice.recognition.evaluate.engines import Recognised, VoskWhole, chosen_of
from voice.recognition.evaluate.errands import Understood, parser_at, parser_of, understood
from voice.recognition.evaluate.manifest import BadRow, Clip
from voice.recognition.evaluate.report import lines, summary
from voice.recognition.evaluate.run import Plan, run

RATE = 8000


class Parrot:
    """Hears what is written in the order of the clips."""

    name = "parrot"

    def __init__(self, *texts: str) -> None:
        self._texts = iter(texts)

    def recognise(self, pcm: np.ndarray, rate_hz: int) -> Recognised:
        return Recognised(next(self._texts), 0.5 * len(pcm) / rate_hz)


def wav(path: Path, seconds: float = 2.0, frequency: float = 0.0) -> Path:
    time = np.arange(round(RATE * seconds)) / RATE
    noise = np.random.default_rng(1).normal(0, 3, len(time))
    sound = (8000 * np.sin(2 * np.pi * frequency * time) + noise).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
    return path


def test_words_are_counted_by_condition_and_bad_rows_are_left_out(tmp_path: Path) -> None:
    clips = [
        Clip(1, wav(tmp_path / "a.wav"), "jeg mangler bioposer", "clean", "a"),
        BadRow(2, 'no "text"'),
        Clip(3, tmp_path / "none.wav", "hej", "clean", "a"),
        Clip(4, wav(tmp_path / "b.wav"), "Byvej 54", "noisy", "b"),
    ]
    engine = Parrot("jeg mangler bioposer", "byvej fem")
    result = summary(run(clips, Plan([engine], RATE)))
    conditions = result["engines"]["parrot"]["conditions"]
    assert {name: row["wer"] for name, row in conditions.items()} == {"all": 0.2, "clean": 0.0, "noisy": 0.5}
    assert conditions["all"]["speakers"] == 2
    assert conditions["all"]["interval_95"] == [0.0, 0.5]
    assert result["engines"]["parrot"]["real_time_factor"] == 0.5
    assert result["engines"]["parrot"]["confusions"] == [
        {"said": "fireoghalvtreds", "heard": "fem", "times": 1}
    ]
    assert [row["line"] for row in result["bad_rows"]] == [2, 3]
    text = "\n".join(lines(result))
    assert "WER 20.0 % [0.0 %–50.0 %]" in text
    assert "line 3 was left out" in text


def test_errands_are_compared_with_what_the_reference_means(tmp_path: Path) -> None:
    asked: list[str] = []

    def parse(text: str) -> dict[str, object]:
        asked.append(text)
        return {"intent": {"name": "bioposer" if "poser" in text else "andet"}, "entities": []}

    clips = [Clip(at, wav(tmp_path / f"{at}.wav"), "jeg mangler bioposer") for at in (1, 2, 3)]
    engine = Parrot("jeg mangler poser", "jeg mangler noser", "")
    row = summary(run(clips, Plan([engine], RATE, parse)))["engines"]["parrot"]["conditions"]["all"]
    assert row["errands_understood"] == pytest.approx(1 / 3, abs=1e-4)
    assert asked == ["jeg mangler bioposer", "jeg mangler poser", "jeg mangler noser"]


def test_what_is_right_is_counted_from_either_text_where_the_manifest_says_it(tmp_path: Path) -> None:
    def parse(text: str) -> dict[str, object]:
        return {"errands": [{"intent": word} for word in text.split()]}

    texts = (("pas bil", ("bil+pas",)), ("pas", ("bil", "pas")), ("hus", ("bil",)), ("hus", ()))
    clips = [
        Clip(at, wav(tmp_path / f"{at}.wav"), text, "", "", right) for at, (text, right) in enumerate(texts)
    ]
    engine = Parrot("pas bil", "hus", "bil", "bil")
    result = summary(run(clips, Plan([engine], RATE, parse)))
    row = result["engines"]["parrot"]["conditions"]["all"]
    assert row["errands_judged"] == 3
    assert (row["errands_right_from_text"], row["errands_right_from_speech"]) == (2, 2)
    assert row["errands_understood"] == 0.25
    assert "right errand 2 from speech and 2 from text, of 3 (100.0 %)" in "\n".join(lines(result))


def test_vosk_is_measured_as_in_a_call() -> None:
    engine = VoskWhole(FakeModel(said("jeg mangler") + said("bioposer", 2000)))
    assert engine.recognise(np.zeros(RATE * 3, np.int16), RATE).text == "jeg mangler bioposer"


def test_a_forced_choice_is_the_sentence_nearest_to_what_was_heard() -> None:
    candidates = ["Jeg mangler bioposer", "Hvornår har I åbent?", "Jeg mangler en tid"]
    model = FakeModel([], by_grammar=said("jeg mangler tid"))
    sound = np.zeros(RATE * 3, np.int16)
    assert chosen_of(model, sound, RATE, candidates) == "jeg mangler en tid"
    assert "[unk]" not in model.grammars[0]
    assert chosen_of(FakeModel([]), sound, RATE, candidates) is None


def test_the_choice_is_among_as_many_as_there_are(tmp_path: Path) -> None:
    model = FakeModel([], by_grammar=said("to"))
    clips = [Clip(at, wav(tmp_path / f"{at}.wav"), text) for at, text in ((1, "en"), (2, "to"), (3, "tre"))]
    result = summary(run(clips, Plan([], RATE, choose_with=model, choose_among=100)))
    assert result["choice"]["among"] == 3
    assert result["choice"]["right"] == pytest.approx(1 / 3, abs=1e-4)


@pytest.fixture
async def rasa() -> AsyncIterator[str]:
    async def parse(request: web.Request) -> web.Response:
        text = (await request.json())["text"]
        return web.json_response({"errands": [{"intent": text.split()[0], "entities": []}]})

    app = web.Application()
    app.router.add_post("/model/parse", parse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_running_rasa_is_asked(rasa: str) -> None:
    import asyncio

    parsed = await asyncio.to_thread(parser_at(rasa), "hej med dig")
    assert parsed["errands"][0]["intent"] == "hej"


def test_a_trained_models_classifier_is_asked_without_rasa(tmp_path: Path) -> None:
    texts = {
        "bioposer": ["jeg mangler bioposer", "send bioposer", "flere bioposer"],
        "pas": ["nyt pas", "pas udløbet"],
    }
    model = NgramModel.fit(
        [text for listed in texts.values() for text in listed],
        [intent for intent, listed in texts.items() for _ in listed],
    )
    (tmp_path / "train_classifier").mkdir()
    model.save(tmp_path / "train_classifier")
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "train_classifier", "components/train_classifier")
    parse = parser_of(tmp_path / "model.tar.gz", datetime(2026, 11, 23, 8, 30, tzinfo=COPENHAGEN))
    written, spoken = parse("send bioposer til Byvej 54"), parse("send bioposer til byvej fireoghalvtreds")
    assert understood(written, spoken) == Understood(True, True)
    assert not understood(written, parse("send bioposer til byvej femogfyrre")).values


def test_a_rasa_that_does_not_answer_is_one_sentence() -> None:
    with pytest.raises(ValueError, match="en-indgang serve"):
        parser_at("http://127.0.0.1:9")("hej")
    with pytest.raises(ValueError, match="no address"):
        parser_at("file:///etc")


def test_the_command_measures_the_second_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_transducer.write(tmp_path / "weights")
    monkeypatch.setenv("INDGANG_PARAKEET_WEIGHTS", str(tmp_path / "weights"))
    wav(tmp_path / "low.wav", 0.8, 400)
    rows = [
        {"audio": "low.wav", "text": "Ja!"},
        {"audio": "low.wav", "text": "nej"},
        {"audio": "gone.wav", "text": "x"},
    ]
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    command = ["speech", "evaluate", "--manifest", str(manifest), "--engine", "parakeet", "--json", "--texts"]
    shown = CliRunner().invoke(cli, command)
    assert shown.exit_code == 0, shown.output
    result = json.loads(shown.stdout)
    assert len(result["clips"]) == 2
    assert result["engines"]["parakeet"]["conditions"]["all"]["words"] == 2
    assert [row["line"] for row in result["bad_rows"]] == [3]


@pytest.mark.parametrize("command", [[], ["install"], ["install", "parakeet"], ["evaluate"]])
def test_every_speech_command_explains_itself(command: list[str]) -> None:
    shown = CliRunner().invoke(cli, ["speech", *command, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) >= 6

"""The decoding graph: what its paths mean, and that plain Vosk loads the folder and hears with it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr

from tests.voice.builder import toy
from tests.voice.builder.tiny import write_wav
from voice.builder.phones import PHONES, graph_phones
from voice.builder.voices import TEST_VARIANTS
from voice.espeak.library import Espeak, Manner

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "voice" / "model" / "danish" / "am" / "final.mdl"
TIMEOUT_SECONDS = 240
pytestmark = pytest.mark.skipif(
    shutil.which("fstconvert") is None, reason="apt-get install libfst-tools libfst22-plugins-base"
)


def run(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.voice.builder.toy", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def spoken(text: str, path: Path, variant: str = "m7") -> Path:
    espeak = Espeak()
    pcm, _ = espeak.sound(text, Manner(f"da+{variant}", words_per_minute=140))
    quiet = np.zeros(4800, np.float32)
    sound = soxr.resample(pcm.astype(np.float32), espeak.rate_hz, 16000)
    return write_wav(path, np.concatenate([quiet, sound, quiet, quiet]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("toy")
    return folder, run("build", folder)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("a word of three phones", "hus"),
        ("without a pause", "nej tak"),
        ("with a pause between", "ja tak"),
        ("the commoner of two that sound alike", "i maj"),
        ("the other one after its own neighbour", "ikke mig"),
        ("the reduced way", "ikke mig"),
        ("garbage, which only a grammar holds", None),
        ("no word ends there", None),
        ("inside is not the end", None),
    ],
)
def test_a_path_through_the_graph_means_its_words_however_long_its_phones_last(
    path: str, words: str | None, built: tuple[Path, dict[str, Any]]
) -> None:
    assert built[1]["meant"][path] == [words, words], toy.PATHS[path]


def test_every_word_has_a_number_of_its_own(built: tuple[Path, dict[str, Any]]) -> None:
    lines = (built[0] / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
    numbers = {word: int(number) for word, number in (line.split(" ") for line in lines)}
    assert set(numbers) == {"<eps>", *toy.LEXICON, "[unk]", "<s>", "</s>", "#0"}
    assert len(set(numbers.values())) == len(lines) == len(numbers)
    assert numbers["<eps>"] == 0
    assert list(numbers.values()) == sorted(numbers.values())


def test_what_keeps_homophones_apart_is_numbered_after_all_transitions(
    built: tuple[Path, dict[str, Any]],
) -> None:
    numbers = [int(n) for n in (built[0] / "graph" / "disambig_tid.int").read_text("ascii").split()]
    last_transition = 2 * len(graph_phones())
    assert numbers == [last_transition + 1, last_transition + 2], "two words sound alike"


def test_vosk_is_told_where_in_a_word_each_phone_stands(built: tuple[Path, dict[str, Any]]) -> None:
    text = (built[0] / "graph" / "phones" / "word_boundary.int").read_text("ascii")
    edges = [line.split(" ") for line in text.splitlines()]
    assert [int(number) for number, _ in edges] == list(range(1, len(graph_phones()) + 1))
    assert edges[0][1] == "nonword"
    assert edges[-1][1] == "singleton"
    inside = [edge for _, edge in edges[1:-1]]
    assert inside == ["begin", "end", "internal", "singleton"] * (len(PHONES) - 1)


def test_vosk_loads_the_folder_and_decodes_free_and_by_a_grammar(
    built: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """The network is of random numbers: any words may be heard, but only those that are known."""
    heard = run("hear", built[0], spoken("ja tak", tmp_path / "said.wav"))
    assert set(heard["free"]) <= set(toy.LEXICON)
    assert set(heard["grammar"]) <= {"ja", "nej", "tak", "[unk]"}
    assert all(heard["known"][word] > 0 for word in toy.LEXICON)
    assert heard["known"]["ukendt"] == -1


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped model is not there")
def test_with_the_shipped_network_the_words_are_those_that_were_said(tmp_path: Path) -> None:
    assert "m7" in TEST_VARIANTS
    folder = tmp_path / "model"
    run("build", folder, SHIPPED)
    heard = {
        text: run("hear", folder, spoken(text, tmp_path / "said.wav")) for text in ("nej tak", "hus", "i maj")
    }
    assert [heard[text]["free"] for text in heard] == [["nej", "tak"], ["hus"], ["i", "maj"]]
    assert heard["nej tak"]["grammar"] == ["nej", "tak"]
    assert "[unk]" in heard["hus"]["grammar"]

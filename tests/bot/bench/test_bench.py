"""The bench measures what it says: against a server of known behaviour."""

import asyncio
from pathlib import Path

import pytest

from bot.bench.load import many_at_once, one_after_the_other
from bot.bench.memory import resident_mib
from bot.bench.mix import CONVERSATION
from bot.bench.statistics import Latency, percentile
from bot.bench.stock_project import domain, nlu, rules, some_of
from nlu.evaluation.dataset import Example, read_examples


class Answering:
    """Answers after a known time; not at all to one text."""

    def __init__(self, seconds: float, silent_on: str = "") -> None:
        self.seconds, self.silent_on = seconds, silent_on
        self.conversations = 0
        self.now, self.most = 0, 0

    async def begin(self) -> str:
        self.conversations += 1
        return str(self.conversations)

    async def say(self, conversation: str, text: str) -> bool:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(self.seconds)
        self.now -= 1
        return text != self.silent_on


async def test_one_after_the_other_never_overlaps_and_counts_every_turn() -> None:
    target = Answering(0.01)
    measured = await one_after_the_other(target, rounds=3)
    assert len(measured.durations) == 3 * len(CONVERSATION)
    assert target.most == 1
    assert target.conversations == 3
    # The event loop's timer is coarse: it may wake a millisecond early.
    assert min(measured.durations) > 0.005


async def test_many_at_once_overlap_and_end_in_time() -> None:
    target = Answering(0.01)
    measured = await many_at_once(target, citizens=8, seconds=0.4)
    assert 4 <= target.most <= 8
    assert measured.elapsed_seconds > 0.3
    assert measured.turns_per_second == pytest.approx(len(measured.durations) / measured.elapsed_seconds)


async def test_a_turn_without_an_answer_is_counted_apart() -> None:
    target = Answering(0.0, silent_on=CONVERSATION[0].text)
    measured = await one_after_the_other(target, rounds=2)
    assert measured.unanswered == 2
    assert len(measured.durations) == 2 * (len(CONVERSATION) - 1)


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([7.0], 0.5) == 7
    assert Latency.of([0.010, 0.020]) == Latency(2, 10.0, 20.0, 20.0)
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


def test_memory_is_that_of_the_processes_and_their_children(tmp_path: Path) -> None:
    for pid, parent, pss in ((10, 1, 2048), (11, 10, 1024), (12, 1, 4096)):
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a (strange) name) S {parent} 0 0")
        (folder / "smaps_rollup").write_text(f"x\nRss: 9 kB\nPss:  {pss} kB\n")
    assert resident_mib([10], tmp_path) == 3.0


def test_the_stock_project_has_a_rule_for_every_intent_of_the_data() -> None:
    intents = sorted({example.intent for example in read_examples()})
    assert "bioposer_bestil" in intents
    assert len(intents) >= 80
    said = {step["action"] for rule in rules(intents) for step in rule["steps"] if "action" in step}
    assert {f"utter_{intent}" for intent in intents} <= said
    assert said - {"bioposer_form"} <= set(domain(intents)["responses"])


def test_the_stock_rasa_learns_of_every_intent_from_all_its_writers() -> None:
    examples = [Example(f"tekst {at}", "pas" if at % 3 else "valg", "a.yml") for at in range(30)]
    chosen = some_of(examples, 5)
    assert [example.text for example in chosen if example.intent == "pas"] == [
        f"tekst {at}" for at in (1, 7, 13, 19, 25)
    ]
    assert len(some_of(examples, 100)) == 30
    written = {row["intent"]: row["examples"].splitlines() for row in nlu(chosen)}
    assert {intent: len(said) for intent, said in written.items()} == {"pas": 5, "valg": 5}
    assert written["pas"][0] == "- tekst 1"

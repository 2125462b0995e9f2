"""Whatever happens on a line: a recording begins with the key, after the offer, and with nothing else."""

from collections.abc import Sequence
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from tests.voice.call.test_any_call import STEPS, THOROUGH
from voice.call.consent import ConsentSettings
from voice.call.events import Event, KeyPressed, Record, Say, SpeechStarted, Tell, Tick, Told
from voice.call.machine import Call
from voice.call.phrases import call_phrases
from voice.call.settings import CallSettings
from voice.conversation import Happened, Welcome

OFFER = call_phrases().wordings("recording_offer")
FIVES = st.lists(st.integers(0, 40), max_size=6)


def new_call(offered: bool) -> Call:
    ids = count(1)
    settings = CallSettings(consent=ConsentSettings(offered))
    return Call(settings, call_phrases(), lambda: f"t{next(ids)}")


def with_fives(steps: Sequence[tuple[Event, float]], fives: Sequence[int]) -> list[Event]:
    events: list[Event] = [event for event, _ in steps]
    for place in fives:
        events.insert(min(place, len(events)), KeyPressed("5"))
    return events


@THOROUGH
@given(STEPS, FIVES)
def test_only_the_key_pressed_after_the_offer_begins_and_ends_a_recording(
    steps: Sequence[tuple[Event, float]], fives: Sequence[int]
) -> None:
    call, offers, asked, on, now = new_call(True), set[int](), False, False, 0.0
    for event in with_fives(steps, fives):
        asked = asked or (isinstance(event, SpeechStarted) and event.say_id in offers)
        effects = call.handle(event, now)
        changes = [effect.on for effect in effects if isinstance(effect, Record)]
        told = [
            effect.what.details["given"]
            for effect in effects
            if isinstance(effect, Tell)
            and isinstance(effect.what, Happened)
            and effect.what.name == "recording_consent"
        ]
        assert changes == told
        if changes:
            assert event == KeyPressed("5")
            assert asked
            assert changes == [not on]
            on = changes[0]
        offers |= {e.say_id for e in effects if isinstance(e, Say) and "optage" in e.speech.text}
        offers |= {e.say_id for e in effects if isinstance(e, Say) and "record this call" in e.speech.text}
        now += 80.0


@THOROUGH
@given(STEPS, FIVES)
def test_where_nothing_is_offered_no_key_records(
    steps: Sequence[tuple[Event, float]], fives: Sequence[int]
) -> None:
    call = new_call(False)
    for at, event in enumerate(with_fives(steps, fives)):
        assert not any(isinstance(effect, Record) for effect in call.handle(event, 80.0 * at))


def greeted() -> tuple[Call, dict[str, int]]:
    """A call whose greeting is under way, and the id of each of its sentences."""
    call = new_call(True)
    said = call.handle(Told(Welcome("da", "none", ())), 0.0)
    return call, {effect.speech.text: effect.say_id for effect in said if isinstance(effect, Say)}


def test_the_offer_comes_before_the_question_and_the_key_after_it_records() -> None:
    call, ids = greeted()
    assert list(ids)[-2:] == [OFFER[0], "Hvad kan jeg hjælpe dig med?"]
    assert Record(True) not in call.handle(KeyPressed("5"), 100.0), "the offer is not heard yet"
    call, ids = greeted()
    call.handle(SpeechStarted(ids[OFFER[0]]), 5000.0)
    assert Record(True) in call.handle(KeyPressed("5"), 9000.0)
    call.handle(Tick(), 9100.0)
    assert Record(False) in call.handle(KeyPressed("5"), 9200.0)


def test_a_5_inside_a_number_records_nothing() -> None:
    call, ids = greeted()
    call.handle(SpeechStarted(ids[OFFER[0]]), 5000.0)
    for at, digit in enumerate("28374655"):
        effects = call.handle(KeyPressed(digit), 9000.0 + 400.0 * at)
        assert not any(isinstance(effect, Record) for effect in effects)
    assert Record(True) in call.handle(KeyPressed("5"), 20_000.0)

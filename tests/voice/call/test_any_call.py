"""Whatever happens on a line, in whatever order: the call never breaks, never falls silent for good."""

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice.call.events import (
    CallerGone,
    Effect,
    EndUtterance,
    Event,
    HangUp,
    KeyPressed,
    PartialHeard,
    PauseSpeech,
    ResumeSpeech,
    Say,
    SpeechEnded,
    SpeechStarted,
    TalkButton,
    Tell,
    TextTyped,
    Tick,
    Told,
    Trouble,
    UtteranceHeard,
    VoiceBegan,
    VoicePaused,
)
from voice.call.machine import Call
from voice.call.phrases import call_phrases
from voice.call.settings import CallSettings
from voice.conversation import Done, Ended, Failed, IdentityChanged, Lost, Part, TransferTo, Welcome
from voice.recognition.protocol import Utterance

TEXTS = st.sampled_from(
    [
        *("", "ja", "nej", "hm", "øh", "gentag", "langsommere", "vent", "farvel", "stop", "send en sms"),
        *("hvad koster et pas", "byvej fireoghalvtreds", "nej byvej to", "og så", "min adresse er"),
        *("gentag nummeret", "se https://[ her", "{}", "%s \\1"),
    ]
)  # fmt: skip
IDS = st.sampled_from([None, "t1", "t2", "t3", "unknown"])
EXPECTS = st.sampled_from([None, "address", "reason", "yes_no", "choice", "login", "number", "free", "new"])
CHOICES = st.lists(st.sampled_from(["Ja", "Nej", "I dag", "{x}", "I morgen?"]), max_size=11).map(tuple)
STATES = st.sampled_from(["bot", "bot", "bot", "waiting_for_person", "with_person", "closed"])
IDENTITIES = st.sampled_from(
    ["none", "pending", "approved", "refused", "expired", "unregistered", "unavailable"]
)
BUTTONS = st.lists(st.fixed_dictionaries({"title": TEXTS}), max_size=11)
ODD = st.one_of(
    st.none(), st.integers(), st.lists(st.integers(), max_size=2), st.sampled_from(["buttons", "A"])
)
KEYS = st.sampled_from(["type", "text", "buttons", "url", "number", "speech", "facts"])
KINDS = st.sampled_from(["text", "new", "handoff", "buttons", "link", "login", "receipt"])
PARTS = st.one_of(
    st.fixed_dictionaries(
        {"type": KINDS, "text": st.one_of(TEXTS, st.text(max_size=40))},
        optional={
            "buttons": BUTTONS,
            "url": st.sampled_from(["https://[", "https://www.kk.dk/pas", "x"]),
            "number": st.sampled_from(["", "A-1"]),
            "facts": st.just([{}, {"label": "A", "value": "{B}"}]),
        },
    ),
    st.dictionaries(KEYS, ODD),
    st.just({"type": "text", "text": "Er der fare for liv, så ring 112 nu."}),
)
UTTERANCES = st.builds(
    lambda text, sure, grammar: Utterance(text, sure if text else 0.0, (), 0, 0, "vosk", grammar),
    TEXTS,
    st.floats(0, 1),
    st.booleans(),
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.just(VoiceBegan()),
    st.just(VoicePaused(0.0)),
    st.floats(0, 100_000).map(VoicePaused),
    TEXTS.map(PartialHeard),
    UTTERANCES.map(UtteranceHeard),
    st.sampled_from([*"0123456789*#", "", "A", "½"]).map(KeyPressed),
    TEXTS.map(TextTyped),
    st.booleans().map(TalkButton),
    IDENTITIES.map(lambda identity: Told(Welcome("da", identity, ()))),  # type: ignore[arg-type]
    st.just(Told(Welcome("en", "pending", ({"type": "text", "speech": "Hi"},), resumed=True))),
    st.builds(Part, IDS, PARTS).map(Told),
    st.builds(Done, IDS, EXPECTS, STATES, st.sampled_from(["da", "en", "fr"]), CHOICES).map(Told),
    st.builds(Failed, IDS, st.just("down"), TEXTS).map(Told),
    IDENTITIES.map(lambda identity: Told(IdentityChanged(identity))),  # type: ignore[arg-type]
    st.just(Told(Lost())),
    st.sampled_from(["no_media", "recogniser_stalled", "synthesis_failed", "line_stuck"]).map(Trouble),  # type: ignore[arg-type]
    st.integers(1, 12).map(SpeechStarted),
    st.integers(1, 12).map(SpeechEnded),
    st.just(Tick()),
)
RARE: st.SearchStrategy[Event] = st.one_of(
    st.just(Told(TransferTo("borgerservice", "q"))), st.just(CallerGone("hung_up"))
)
WAITS = st.one_of(st.floats(-50, 400), st.floats(0, 9_000))
BEGUN = st.sampled_from(
    [[(Told(Welcome("da", "pending", ())), 0.0)], [(Told(Welcome("da", "none", ())), 0.0)], []]
)
MIDDLE = st.lists(st.tuples(st.one_of(EVENTS, EVENTS, EVENTS, EVENTS, EVENTS, RARE), WAITS), max_size=40)
STEPS = st.builds(lambda begun, middle: [*begun, *middle], BEGUN, MIDDLE)
THOROUGH = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def new_call() -> Call:
    ids = count(1)
    return Call(CallSettings(), call_phrases(), lambda: f"t{next(ids)}")


def run(steps: Sequence[tuple[Event, float]]) -> tuple[Call, list[Effect], float]:
    """The events, and 80 ms of ticks wherever time passes: as the line does it."""
    call, effects, now = new_call(), [], 0.0
    for event, later in steps:
        for _ in range(int(min(max(later, 0), 900) // 80)):
            now += 80
            effects += call.handle(Tick(), now)
        now += max(later, 0) - 80 * int(min(max(later, 0), 900) // 80)
        effects += call.handle(event, now + min(later, 0))
    return call, effects, now


@THOROUGH
@given(STEPS)
def test_no_order_of_events_breaks_a_call(steps: list[tuple[Event, float]]) -> None:
    _, effects, _ = run(steps)
    assert sum(isinstance(effect, HangUp) for effect in effects) <= 1
    assert sum(isinstance(effect, Tell) and isinstance(effect.what, Ended) for effect in effects) <= 1


@THOROUGH
@given(STEPS)
def test_nothing_is_said_after_the_line_let_go(steps: list[tuple[Event, float]]) -> None:
    call, effects, now = run([*steps, (CallerGone("lost"), 10.0)])
    let_go = next((at for at, effect in enumerate(effects) if isinstance(effect, HangUp)), len(effects))
    assert not any(isinstance(effect, Say | EndUtterance) for effect in effects[let_go:])
    assert call.state == "closed"
    assert call.handle(Told(Part(None, {"type": "text", "text": "Hej."})), now + 1) == []
    assert call.handle(Tick(), now + 100_000) == []


@THOROUGH
@given(STEPS)
def test_the_recogniser_is_never_asked_again_before_it_has_answered_or_was_given_up(
    steps: list[tuple[Event, float]],
) -> None:
    call, now, asked_at = new_call(), 0.0, None
    stalled = CallSettings().turn.stalled_ms
    for event, later in steps:
        now += max(later, 0)
        if isinstance(event, UtteranceHeard) or event == Trouble("recogniser_stalled"):
            asked_at = None
        for effect in call.handle(event, now):
            if isinstance(effect, EndUtterance):
                assert asked_at is None or now - asked_at >= stalled
                asked_at = now


@THOROUGH
@given(STEPS)
def test_speech_is_resumed_only_where_it_was_paused(steps: list[tuple[Event, float]]) -> None:
    paused = False
    for effect in run(steps)[1]:
        if isinstance(effect, PauseSpeech):
            assert not paused
            paused = True
        elif isinstance(effect, ResumeSpeech):
            assert paused
            paused = False
        elif type(effect).__name__ == "DropSpeech":
            paused = False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.sampled_from(["speaks", "mute"]))
def test_no_call_is_silent_for_ever(steps: list[tuple[Event, float]], sound: str) -> None:
    """Left alone, every call is led on until it ends, on a line that works and on one that plays nothing."""
    call, effects, now = run(steps)
    quiet, longest_quiet = 0.0, 0.0
    let_go = any(isinstance(effect, HangUp) for effect in effects) or call.state == "closed"
    call.handle(TalkButton(False), now)
    for _ in range(6_000):
        if let_go:
            break
        now += 100
        effects = call.handle(Tick(), now)
        shown = call.snapshot()
        if sound == "speaks" and shown.say_id is not None and not shown.paused:
            effects += call.handle(SpeechStarted(shown.say_id), now)
            effects += call.handle(SpeechEnded(shown.say_id), now + 1)
        if any(isinstance(effect, EndUtterance) for effect in effects):
            effects += call.handle(UtteranceHeard(Utterance("", 0, (), 0, 0, "vosk")), now + 2)
        quiet = 0.0 if any(isinstance(effect, Say) for effect in effects) else quiet + 100
        longest_quiet = max(longest_quiet, quiet)
        let_go = any(isinstance(effect, HangUp) for effect in effects)
    assert let_go, call.snapshot()
    assert longest_quiet <= 65_000


@pytest.mark.parametrize("later", [0.0, 100.0])
def test_a_clock_that_goes_back_changes_nothing(later: float) -> None:
    call = new_call()
    call.handle(Told(Welcome("da", "none", ())), 1000)
    call.handle(Tick(), later)
    assert call.state == "greeting"

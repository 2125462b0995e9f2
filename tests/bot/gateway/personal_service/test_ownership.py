"""Who has a conversation, over every order of events."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.personal_service.ownership import (
    OPEN,
    OUTCOMES,
    CallBackOrdered,
    Closed,
    Event,
    GivenBack,
    HandedOverAgain,
    Moved,
    NotPossibleError,
    Ownership,
    Taken,
    Withdrawn,
    conversation_state,
    readers,
    step,
)

WAITING = Ownership("waiting", "borgerservice")
people, queues = st.sampled_from(["mette", "omar"]), st.sampled_from(["borgerservice", "jobcenter"])
events = st.one_of(
    st.builds(Taken, people),
    st.builds(Moved, st.one_of(st.none(), people), queues),
    st.builds(GivenBack, people),
    st.builds(Closed, people, st.sampled_from(OUTCOMES)),
    st.just(Withdrawn()),
    st.just(CallBackOrdered()),
    st.builds(HandedOverAgain, queues),
)


def course(happened: list[Event]) -> list[Ownership]:
    """Return every stand of a case, leaving out the events that are refused."""
    stands = [WAITING]
    for event in happened:
        try:
            stands.append(step(stands[-1], event))
        except NotPossibleError:
            continue
    return stands


@given(st.lists(events, max_size=30))
def test_there_is_one_owner_while_a_person_has_it_and_none_while_it_waits(happened: list[Event]) -> None:
    for stands in course(happened):
        assert (stands.person is not None) == (stands.state != "waiting") or stands.state in (
            "withdrawn",
            "call_back",
        )


@given(st.lists(events, max_size=30))
def test_only_whoever_has_it_can_end_it_or_send_it_on(happened: list[Event]) -> None:
    for before, event in zip(course(happened), happened, strict=False):
        if before.state == "with_person" and isinstance(event, Closed | GivenBack | Moved):
            if event.person == before.person:
                step(before, event)
            else:
                with pytest.raises(NotPossibleError):
                    step(before, event)


@given(st.lists(events, max_size=30))
def test_what_has_ended_never_begins_again(happened: list[Event]) -> None:
    stands = course(happened)
    ended = [number for number, now in enumerate(stands) if not now.is_open]
    assert not ended or all(not now.is_open for now in stands[ended[0] :])


@given(st.lists(events, max_size=30))
def test_every_change_has_a_version_of_its_own(happened: list[Event]) -> None:
    stands = course(happened)
    for before, after in itertools.pairwise(stands):
        assert after.version == before.version + (after is not before)


@given(st.lists(events, max_size=30), events)
def test_doing_it_again_changes_nothing(happened: list[Event], event: Event) -> None:
    before = course(happened)[-1]
    try:
        once = step(before, event)
    except NotPossibleError:
        return
    try:
        twice = step(once, event)
    except NotPossibleError:
        # A case that was sent to another queue waits there: whoever sent it no longer has it.
        assert isinstance(event, Moved)
        return
    assert twice == once


@given(st.lists(events, max_size=30))
def test_what_is_said_always_reaches_exactly_one_who_answers(happened: list[Event]) -> None:
    for stands in course(happened):
        state = conversation_state(stands)
        answering = readers(state, "citizen") & {"assistant", "person"}
        assert len(answering) == (0 if state == "closed" else 1)
        assert ("person" in answering) == (stands.state == "with_person")


@given(st.lists(events, max_size=30))
def test_the_assistant_is_not_heard_by_the_citizen_while_a_person_is_there(happened: list[Event]) -> None:
    for stands in course(happened):
        heard = readers(conversation_state(stands), "assistant")
        assert ("citizen" in heard) == (stands.state != "with_person")
        assert heard, "what the assistant did must reach somebody"


def test_of_two_who_take_it_the_first_has_it_and_the_second_is_told_who() -> None:
    taken = step(WAITING, Taken("mette"))
    with pytest.raises(NotPossibleError) as refused:
        step(taken, Taken("omar"))
    assert (refused.value.code, refused.value.person) == ("taken_by_another", "mette")


def test_a_case_that_waits_can_be_moved_by_anyone_and_goes_on_waiting() -> None:
    moved = step(WAITING, Moved("omar", "jobcenter"))
    assert (moved.state, moved.queue, moved.person) == ("waiting", "jobcenter", None)


def test_a_person_who_is_there_is_not_sent_away_by_more_matters() -> None:
    taken = step(WAITING, Taken("mette"))
    assert step(taken, HandedOverAgain("akut_social")) is taken


def test_the_citizen_cannot_stop_waiting_once_a_person_is_there() -> None:
    with pytest.raises(NotPossibleError):
        step(step(WAITING, Taken("mette")), Withdrawn())


@pytest.mark.parametrize(
    ("state", "conversation"),
    [
        ("waiting", "waiting_for_person"),
        ("with_person", "with_person"),
        ("returned", "bot"),
        ("withdrawn", "bot"),
        ("call_back", "bot"),
        ("closed", "closed"),
    ],
)
def test_the_conversation_follows_its_case(state: str, conversation: str) -> None:
    assert conversation_state(Ownership(state, "q")) == conversation  # type: ignore[arg-type]


def test_a_conversation_without_a_case_is_the_assistants() -> None:
    assert conversation_state(None) == "bot"
    assert {"waiting", "with_person"} == OPEN

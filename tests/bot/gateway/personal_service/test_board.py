"""The board shows the newest that is known of a case, whoever brings word of it later."""

from dataclasses import replace

from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.models import Case, Packet, Person
from bot.gateway.personal_service.ownership import Closed, Ownership, Taken, step
from bot.gateway.personal_service.routed_queues import RoutedQueues

METTE = Person("sub-mette", "Mette Holst")
WAITING = Case(
    id="s-1",
    conversation="c-1",
    channel="chat",
    call=None,
    language="da",
    identity="none",
    packet=Packet(None, None, "borgerservice", "normal", "asked_for_person", ()),
    ownership=Ownership("waiting", "borgerservice"),
    person=None,
    opened_at=0.0,
    queued_at=0.0,
)
TAKEN = replace(WAITING, ownership=step(WAITING.ownership, Taken(METTE.id)), person=METTE, taken_at=1.0)
ENDED = replace(TAKEN, ownership=step(TAKEN.ownership, Closed(METTE.id, "loest")), ended_at=2.0)


def board_with(*cases: Case) -> Board:
    board = Board(RoutedQueues(), lambda: 3.0)
    for case in cases:
        board.put(case)
    return board


def test_what_was_read_before_a_change_does_not_undo_it() -> None:
    board = board_with(WAITING, TAKEN, WAITING)
    assert board.get("s-1") == TAKEN
    assert board.waiting_in("borgerservice") == []


def test_a_case_that_has_ended_is_not_opened_again_by_late_word_of_it() -> None:
    board = board_with(TAKEN, ENDED, TAKEN)
    assert board.open_of("c-1") is None


def test_what_changes_without_a_new_version_is_shown() -> None:
    told = replace(TAKEN, packet=replace(TAKEN.packet, contact_id="k-1", receipt="K-1001"))
    assert board_with(TAKEN, told).get("s-1") == told

"""A change of a row holds at once; a wrong one changes nothing and is told once."""

import datetime as dt
import logging

import pytest

from actions.dialogue.catalogue import enquiries
from actions.routing import Keeper, RoutingError, routing
from bot.gateway.calls.targets import Targets
from tests.actions.routing.conftest import Folder

TODAY = dt.date(2026, 11, 23)
PAS = "{enquiry: pas, queue: borgerservice"


def test_a_changed_row_holds_without_a_restart(folder: Folder) -> None:
    keeper = Keeper(folder.path)
    assert keeper.current().route("pas", TODAY).queue == "borgerservice"
    folder.edit("table.yml", PAS, PAS.replace("borgerservice", "folkeregister"))
    assert keeper.current().route("pas", TODAY).queue == "folkeregister"


def test_files_that_have_not_changed_are_not_read_again(folder: Folder) -> None:
    keeper = Keeper(folder.path)
    assert keeper.current() is keeper.current()


def test_a_wrong_change_keeps_the_last_good_table_and_is_logged_once(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = Keeper(folder.path)
    good = keeper.current()
    line = folder.edit("table.yml", PAS, PAS.replace("borgerservice", "kantinen"))
    with caplog.at_level(logging.ERROR):
        assert [keeper.current() for _ in range(3)] == [good] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "The routing is unchanged, for a change cannot be followed: "
        f"table.yml:{line}: there is no queue 'kantinen'"
    ]
    folder.edit("table.yml", PAS.replace("borgerservice", "kantinen"), PAS.replace("borgerservice", "affald"))
    assert keeper.current().route("pas", TODAY).queue == "affald"


def test_a_file_that_is_away_for_a_moment_changes_nothing(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = Keeper(folder.path)
    good = keeper.current()
    text = (folder.path / "queues.yml").read_text(encoding="utf-8")
    (folder.path / "queues.yml").unlink()
    with caplog.at_level(logging.ERROR):
        assert keeper.current() is good
    assert "queues.yml:1: the file cannot be read" in caplog.text
    folder.write("queues.yml", text.replace('name: "Affald"', 'name: "Affald og genbrug"'))
    assert keeper.current().queue("affald", TODAY).name == "Affald og genbrug"


def test_a_table_that_was_never_good_is_refused_at_the_start(folder: Folder) -> None:
    folder.edit("table.yml", PAS, PAS.replace("borgerservice", "kantinen"))
    keeper = Keeper(folder.path)
    with pytest.raises(RoutingError):
        Targets(keeper.current)


def test_dialogue_dialplan_and_contact_centre_follow_the_folder_that_is_named(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.edit("table.yml", PAS, PAS.replace("borgerservice", "affald"))
    folder.edit("queues.yml", "dial: affald", "dial: miljoevagten")
    assert enquiries()["pas"].queue == "borgerservice"
    monkeypatch.setenv("INDGANG_ROUTING", str(folder.path))
    assert enquiries()["pas"].queue == "affald"
    assert Targets().of("affald") == "miljoevagten"
    assert routing() is routing()

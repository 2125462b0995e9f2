"""The hand-over follows the routing table of the day, and a changed row at once."""

from __future__ import annotations

import logging
import os
import re
import shutil
from pathlib import Path

import pytest

from actions.dialogue.agenda import Agenda
from actions.dialogue.journey import take_turn
from actions.dialogue.message import Message
from actions.fagsystemer.errors import Unavailable
from actions.journeys.menneske import tal_med_menneske
from actions.routing.current import FILES, ROUTING_FOLDER
from tests.actions.fakes import FakeFagsystemer, fake_fagsystemer

HOME_CARE = "hjemmepleje_ikke_kommet"
D2 = ("mitid_hjaelp", "regning_forstaar_ikke")
BEFORE_2026, BEFORE_THE_TAKEOVER, TODAY = "2024-06-03T09:00", "2026-03-02T09:00", "2026-11-23T09:00"


async def handed_to(
    *enquiries: str, citizen: str | None = None, systems: FakeFagsystemer | None = None
) -> tuple[str, list[str]]:
    """Ask for a person with these errands open; return the packet's queue and its topics."""
    systems = systems or fake_fagsystemer()
    agenda = Agenda()
    for enquiry in enquiries:
        agenda.add(enquiry).state = "parked"
    metadata = {"citizen": citizen, "state": "bot"}
    wish = {"text": "tal med et menneske", "intent": {"name": "tal_med_menneske"}, "metadata": metadata}
    await take_turn(tal_med_menneske, agenda, Message.from_rasa(wish), systems, "c1")
    (packet,) = systems.contact_centre.handovers
    assert agenda.handover["queue"] == packet.queue
    return packet.queue, [topic.intent for topic in packet.topics]


@pytest.mark.parametrize(
    ("citizen", "before", "after"),
    [
        # Under 65 with a case in Socialforvaltningen; over 65; one of whom nothing is known.
        ("dan-madsen", "den_sociale_hjemmepleje", "hjemmeplejen"),
        ("anna-jensen", "hjemmeplejen", "hjemmeplejen"),
        (None, "hjemmeplejen", "hjemmeplejen"),
    ],
)
@pytest.mark.parametrize("now", [BEFORE_2026, BEFORE_THE_TAKEOVER, TODAY])
async def test_the_same_request_goes_to_whoever_has_the_case_that_day(
    monkeypatch: pytest.MonkeyPatch, now: str, citizen: str | None, before: str, after: str
) -> None:
    monkeypatch.setenv("INDGANG_NOW", now)
    assert await handed_to(HOME_CARE, citizen=citizen) == (after if now == TODAY else before, [HOME_CARE])


@pytest.mark.parametrize("now", [BEFORE_2026, BEFORE_THE_TAKEOVER, TODAY])
@pytest.mark.parametrize("citizen", ["dan-madsen", None])
async def test_two_topics_of_two_offices_go_in_one_packet_to_borgerservice(
    monkeypatch: pytest.MonkeyPatch, now: str, citizen: str | None
) -> None:
    monkeypatch.setenv("INDGANG_NOW", now)
    assert await handed_to(*D2, citizen=citizen) == ("borgerservice", list(D2))


async def test_a_care_record_that_is_down_delays_and_changes_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INDGANG_NOW", BEFORE_THE_TAKEOVER)
    systems = fake_fagsystemer()
    systems.home_care.fail_with = Unavailable("cura", "timeout", "test")
    answer = await handed_to(HOME_CARE, citizen="dan-madsen", systems=systems)
    assert answer == ("hjemmeplejen", [HOME_CARE])


class Table:
    """A copy of the routing files that is in force."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "table.yml"
        self._saved = 0

    def line_of(self, row: str) -> int:
        return self.file.read_text("utf-8").partition(row)[0].count("\n") + 1

    def change(self, before: str, after: str) -> None:
        text = self.file.read_text("utf-8")
        assert text.count(before) == 1, before
        self.file.write_text(text.replace(before, after), "utf-8")
        # The clock of a file may be coarse, and a test does not wait for it.
        self._saved += 1
        later = self.file.stat().st_mtime_ns + self._saved * 1_000_000_000
        os.utime(self.file, ns=(later, later))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    for name in FILES:
        shutil.copyfile(ROUTING_FOLDER / name, tmp_path / name)
    monkeypatch.setenv("INDGANG_ROUTING", str(tmp_path))
    monkeypatch.setenv("INDGANG_NOW", TODAY)
    return Table(tmp_path)


BILLS = "{enquiry: regning_forstaar_ikke, queue: betaling_og_kontrol"


async def test_a_changed_row_changes_the_next_hand_over_without_a_restart(table: Table) -> None:
    assert await handed_to("regning_forstaar_ikke") == ("betaling_og_kontrol", ["regning_forstaar_ikke"])
    table.change(BILLS, "{enquiry: regning_forstaar_ikke, queue: borgerservice")
    assert await handed_to("regning_forstaar_ikke") == ("borgerservice", ["regning_forstaar_ikke"])


async def test_a_takeover_that_is_put_off_is_looked_up_again(table: Table) -> None:
    assert (await handed_to(HOME_CARE, citizen="dan-madsen"))[0] == "hjemmeplejen"
    text = table.file.read_text("utf-8")
    for row in re.findall(rf"{{enquiry: {HOME_CARE}, .*}}", text):
        later = row.replace("2026-07-31", "2026-12-30").replace("2026-08-01", "2026-12-31")
        table.change(row, later.replace("den_sociale_hjemmepleje", "din_sociale_indgang"))
    assert (await handed_to(HOME_CARE, citizen="dan-madsen"))[0] == "din_sociale_indgang"
    assert (await handed_to(HOME_CARE, citizen="anna-jensen"))[0] == "hjemmeplejen"


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (BILLS, "{enquiry: regning_forstaar_ikke, queue: kantinen", "kantinen"),
        (BILLS, "{enquiry: regning_forstaaet, queue: betaling_og_kontrol", "regning_forstaaet"),
        (BILLS, "{enquiry: regning_forstaar_ikke, when: [rich], queue: betaling_og_kontrol", "rich"),
    ],
)
async def test_a_bad_row_is_refused_by_file_and_line_and_the_old_table_goes_on(
    table: Table, caplog: pytest.LogCaptureFixture, before: str, after: str, complaint: str
) -> None:
    assert (await handed_to("regning_forstaar_ikke"))[0] == "betaling_og_kontrol"
    line = table.line_of(before)
    table.change(before, after)
    with caplog.at_level(logging.ERROR):
        assert (await handed_to("regning_forstaar_ikke"))[0] == "betaling_og_kontrol"
    assert f"table.yml:{line}" in caplog.text
    assert complaint in caplog.text
    table.change(after, "{enquiry: regning_forstaar_ikke, queue: borgerservice")
    assert (await handed_to("regning_forstaar_ikke"))[0] == "borgerservice"

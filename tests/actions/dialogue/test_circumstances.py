"""Who a packet goes to by what is known of the citizen: looked up where it matters, and no trouble if not."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence

import pytest

from actions.dialogue.agenda import Agenda, Errand
from actions.dialogue.circumstances import known_circumstances
from actions.dialogue.message import Message
from actions.dialogue.turn import Turn
from actions.fagsystemer.errors import FagsystemError, Garbled, NotFound, Unavailable
from actions.fagsystemer.home_care import HomeCareCase
from actions.routing import routing
from nlu.clock import COPENHAGEN
from tests.actions.fakes import FakeFagsystemer, FakeHomeCare, fake_fagsystemer

BEFORE = ("2024-06-03", "2026-03-02")
AFTER = "2026-11-23"
HOME_CARE = "hjemmepleje_ikke_kommet"


class SilentHomeCare(FakeHomeCare):
    """A care record that takes the question and never answers."""

    async def case(self, citizen: str) -> HomeCareCase:
        """See `HomeCare.case`."""
        self._arrives("case", citizen=citizen)
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")


def turn_of(
    day: str,
    enquiries: Sequence[str],
    citizen: str | None = None,
    *,
    words: str = "",
    said: Sequence[str] = (),
    now: str = "",
    systems: FakeFagsystemer | None = None,
) -> Turn:
    """Return a turn with an errand for each enquiry; ``words`` opened the first, ``now`` is this message."""
    agenda = Agenda()
    for number, enquiry in enumerate(enquiries):
        agenda.add(enquiry, "" if number else words)
    message = Message.from_rasa({"text": now, "metadata": {"citizen": citizen}})
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), COPENHAGEN)
    lines = [("citizen", text) for text in said]
    return Turn(agenda, agenda.errands[0], message, systems or fake_fagsystemer(), moment, "c1", lines)


async def queue_of(turn: Turn, patience_seconds: float = 60) -> str:
    """Return the queue that the table names by what is known."""
    errands: list[Errand] = turn.agenda.errands
    known = await known_circumstances(turn, errands, routing(), patience_seconds=patience_seconds)
    today = turn.now.date()
    return routing().route_together([errand.intent for errand in errands], today, known).queue


def look_ups(turn: Turn) -> int:
    home_care = turn.systems.home_care
    assert isinstance(home_care, FakeHomeCare)
    return sum(call.method == "case" for call in home_care.calls)


@pytest.mark.parametrize(
    ("citizen", "queue"),
    [
        ("dan-madsen", "den_sociale_hjemmepleje"),
        # Over 65 with Socialforvaltningen's case, and under 65 with the other's: age alone decides nothing.
        ("finn-berg", "den_sociale_hjemmepleje"),
        ("bo-nielsen", "hjemmeplejen"),
        ("anna-jensen", "hjemmeplejen"),
        # Known to have no case: then the age does.
        ("carla-holm", "den_sociale_hjemmepleje"),
        ("somebody-the-record-does-not-know", "hjemmeplejen"),
        (None, "hjemmeplejen"),
    ],
)
async def test_home_care_goes_by_the_case_until_the_takeover_and_is_not_looked_up_after_it(
    citizen: str | None, queue: str
) -> None:
    for day in BEFORE:
        turn = turn_of(day, [HOME_CARE], citizen)
        assert await queue_of(turn) == queue
        assert look_ups(turn) == (citizen is not None)
    today = turn_of(AFTER, [HOME_CARE], citizen)
    assert await queue_of(today) == "hjemmeplejen"
    assert look_ups(today) == 0


@pytest.mark.parametrize("day", [*BEFORE, AFTER])
async def test_nothing_is_looked_up_that_would_change_nothing(day: str) -> None:
    for enquiries in (
        ["pas"],
        ["mitid_hjaelp", "regning_forstaar_ikke"],
        # An urgent topic decides alone, and must not wait for anybody.
        [HOME_CARE, "underretning"],
        ["akut_fare", HOME_CARE],
        # Topics of two queues are Borgerservice's, whosever the home care is.
        [HOME_CARE, "regning_forstaar_ikke"],
    ):
        turn = turn_of(day, enquiries, "dan-madsen")
        await queue_of(turn)
        assert look_ups(turn) == 0, enquiries


@pytest.mark.parametrize(
    ("day", "queue"), [(day, "den_sociale_hjemmepleje") for day in BEFORE] + [(AFTER, "borgerservice")]
)
async def test_two_topics_of_one_case_share_its_queue(day: str, queue: str) -> None:
    assert await queue_of(turn_of(day, ["sygepleje", HOME_CARE, "tal_med_menneske"], "dan-madsen")) == queue


@pytest.mark.parametrize(
    "trouble",
    [
        Unavailable("cura", "timeout", "test"),
        Garbled("cura", "garbled", "test"),
        NotFound("cura", "unknown_citizen", "test"),
    ],
)
async def test_a_care_record_in_trouble_stops_no_hand_over(
    trouble: FagsystemError, caplog: pytest.LogCaptureFixture
) -> None:
    systems = fake_fagsystemer()
    systems.home_care.fail_with = trouble
    turn = turn_of("2026-03-02", [HOME_CARE], "dan-madsen", systems=systems)
    with caplog.at_level(logging.INFO):
        assert await queue_of(turn) == "hjemmeplejen"
    assert trouble.code in caplog.text
    assert "dan-madsen" not in caplog.text


async def test_a_care_record_that_never_answers_is_not_waited_for() -> None:
    systems = FakeFagsystemer(home_care=SilentHomeCare())
    turn = turn_of("2026-03-02", [HOME_CARE], "dan-madsen", systems=systems)
    assert await queue_of(turn, patience_seconds=0) == "hjemmeplejen"
    told = turn_of(
        "2026-03-02", [HOME_CARE], "dan-madsen", said=["jeg får hjælp fra den sociale hjemmepleje"]
    )
    told.systems = systems
    assert await queue_of(told, patience_seconds=0) == "den_sociale_hjemmepleje"


async def test_what_the_record_tells_goes_before_what_was_said() -> None:
    said = ["jeg får hjælp fra den sociale hjemmepleje"]
    assert await queue_of(turn_of("2026-03-02", [HOME_CARE], said=said)) == "den_sociale_hjemmepleje"
    assert await queue_of(turn_of("2026-03-02", [HOME_CARE], "bo-nielsen", said=said)) == "hjemmeplejen"
    assert await queue_of(turn_of("2026-11-23", [HOME_CARE], said=said)) == "hjemmeplejen"


async def test_whoever_has_no_case_and_only_needs_nursing_is_helped_by_the_nurses() -> None:
    said = ["jeg har kun brug for sygepleje"]
    assert await queue_of(turn_of("2026-03-02", ["sygepleje"], "carla-holm")) == "den_sociale_hjemmepleje"
    assert await queue_of(turn_of("2026-03-02", ["sygepleje"], "carla-holm", said=said)) == "sygeplejen"
    # A case that there is counts for more than what it is about.
    assert await queue_of(turn_of("2026-03-02", ["sygepleje"], "dan-madsen", said=said)) == (
        "den_sociale_hjemmepleje"
    )


@pytest.mark.parametrize("where", ["words", "now"])
async def test_the_case_of_the_one_who_is_logged_in_tells_nothing_of_another(where: str) -> None:
    about = {where: "det er min mors hjemmepleje, der ikke er kommet"}
    turn = turn_of("2026-03-02", [HOME_CARE], "dan-madsen", **about)  # type: ignore[arg-type]
    assert await queue_of(turn) == "hjemmeplejen"
    assert look_ups(turn) == 0


@pytest.mark.parametrize(
    ("day", "enquiry", "said", "queue"),
    [
        ("2026-11-23", "hjaelpemiddel_ansoeg", "jeg skal bruge en særlig stol på mit arbejde", "jobcenter"),
        ("2026-11-23", "hjaelpemiddel_ansoeg", "jeg er på arbejde til kl. 16", "hjaelpemiddelcentret"),
        ("2024-06-03", "ungeindsats", "min søn er færdig med folkeskolen", "ungeindsatsen"),
        ("2024-06-03", "ungeindsats", "min søn går i 9. klasse", "skole"),
        ("2026-03-02", "ungeindsats", "min søn går i 9. klasse", "ungeindsatsen"),
        ("2026-11-23", "park_og_traeer", "det gælder en blå park", "kultur_fritid"),
        ("2024-06-03", "park_og_traeer", "det gælder en blå park", "drift_byrum"),
        ("2026-11-23", "park_og_traeer", "der er grene over stien", "drift_byrum"),
        # What decides elsewhere decides nothing here.
        ("2026-11-23", "pas", "jeg skal bruge en særlig stol på mit arbejde", "borgerservice"),
    ],
)
@pytest.mark.parametrize("where", ["words", "said", "now"])
async def test_what_was_said_leads_to_the_right_people_wherever_it_was_said(
    day: str, enquiry: str, said: str, queue: str, where: str
) -> None:
    told: dict[str, object] = {where: [said] if where == "said" else said}
    assert await queue_of(turn_of(day, [enquiry], **told)) == queue  # type: ignore[arg-type]


async def test_a_tool_for_work_needs_no_look_up_after_the_takeover() -> None:
    turn = turn_of(AFTER, ["hjaelpemiddel_ansoeg"], "dan-madsen")
    assert await queue_of(turn) == "hjaelpemiddelcentret"
    assert look_ups(turn) == 0

"""Every fault that the stubs can play, met by the real adapters: what is told, and what was done."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from actions.fagsystemer import Fagsystemer, connect
from actions.fagsystemer.addresses import Address
from actions.fagsystemer.errors import FagsystemError, Garbled, Refused, Unavailable, Uncertain
from actions.fagsystemer.mail import Mail
from tests.actions.fagsystemer.conftest import PATIENT, Stubs

BYVEJ = Address("Byvej", "54", "2700", "Brønshøj")
MAIL = Mail("mette.soerensen@example.dk", "Afbud", "Anna kommer ikke.")


@pytest.fixture
async def fagsystemer(stubs: Stubs) -> AsyncIterator[Fagsystemer]:
    fagsystemer = connect(stubs.settings())
    yield fagsystemer
    await fagsystemer.close()


@pytest.fixture
async def hasty(stubs: Stubs) -> AsyncIterator[Fagsystemer]:
    """Gives up long before the slow answer, yet long after a healthy one."""
    fagsystemer = connect(stubs.settings(replace(PATIENT, timeout_seconds=0.3)))
    yield fagsystemer
    await fagsystemer.close()


@pytest.mark.parametrize(
    ("mode", "read", "write"),
    [
        ("down", Unavailable, Uncertain),
        ("error", Unavailable, Uncertain),
        ("garbage", Garbled, Uncertain),
    ],
)
async def test_a_fault_is_told_by_its_type_and_nothing_is_done(
    stubs: Stubs, fagsystemer: Fagsystemer, mode: str, read: type[FagsystemError], write: type[FagsystemError]
) -> None:
    for system in ("cura", "affald"):
        await stubs.break_(system, mode)
    with pytest.raises(read):
        await fagsystemer.home_care.visits("anna-jensen")
    with pytest.raises(write):
        await fagsystemer.waste.order_bags(BYVEJ, "k1")
    assert await stubs.look("/affald/orders") == []


@pytest.mark.parametrize("mode", ["down", "error", "garbage"])
async def test_the_same_key_finishes_the_act_once_the_system_is_well(
    stubs: Stubs, fagsystemer: Fagsystemer, mode: str
) -> None:
    await stubs.break_("affald", mode)
    with pytest.raises(Uncertain):
        await fagsystemer.waste.order_bags(BYVEJ, "k1")
    await stubs.break_("affald", "none")
    order = await fagsystemer.waste.order_bags(BYVEJ, "k1")
    assert [row["id"] for row in await stubs.look("/affald/orders")] == [order.id]


async def test_a_slow_answer_leaves_a_write_uncertain_and_done_once(stubs: Stubs, hasty: Fagsystemer) -> None:
    await stubs.break_("affald", "slow", ms=1500)
    with pytest.raises(Uncertain, match="timeout"):
        await hasty.waste.order_bags(BYVEJ, "k1")
    await stubs.break_("affald", "none")
    order = await hasty.waste.order_bags(BYVEJ, "k1")
    assert [row["id"] for row in await stubs.look("/affald/orders")] == [order.id]


async def test_a_flaky_system_is_not_noticed(stubs: Stubs, fagsystemer: Fagsystemer) -> None:
    await stubs.break_("cura", "flaky")
    await stubs.break_("affald", "flaky")
    for _ in range(10):
        assert len(await fagsystemer.home_care.visits("anna-jensen")) == 3
    await fagsystemer.waste.order_bags(BYVEJ, "k1")
    assert len(await stubs.look("/affald/orders")) == 1


async def test_one_broken_system_does_not_touch_the_others(stubs: Stubs, fagsystemer: Fagsystemer) -> None:
    await stubs.break_("cura", "down")
    for _ in range(PATIENT.breaker_failures + 1):
        with pytest.raises(Unavailable):
            await fagsystemer.home_care.visits("anna-jensen")
    assert len(await fagsystemer.jobcenter.appointments("anna-jensen")) == 1


@pytest.mark.parametrize(
    ("mode", "kind"), [("down", Unavailable), ("error", Refused), ("garbage", Uncertain)]
)
async def test_mail_faults_are_told_by_their_type(
    stubs: Stubs, fagsystemer: Fagsystemer, mode: str, kind: type[FagsystemError]
) -> None:
    await stubs.break_("mail", mode)
    with pytest.raises(kind):
        await fagsystemer.mailer.send(MAIL, "k1")
    assert await stubs.look("/mail/messages") == []


async def test_a_mail_is_kept_once_by_a_slow_and_by_a_flaky_server(stubs: Stubs, hasty: Fagsystemer) -> None:
    await stubs.break_("mail", "slow", ms=1500)
    with pytest.raises(Uncertain, match="timeout"):
        await hasty.mailer.send(MAIL, "k1")
    await stubs.break_("mail", "flaky")
    await hasty.mailer.send(MAIL, "k1")
    assert len(await stubs.look("/mail/messages")) == 1

"""A care record in memory."""

import datetime as dt
from dataclasses import replace

from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.errors import NotFound, Refused
from actions.fagsystemer.home_care import HomeCareCase, Visit
from actions.fagsystemer.receipt import Receipt
from actions.fagsystemer.stubs.citizens import by_reference
from nlu.clock import now
from tests.actions.fakes.base import Fake
from tests.actions.fakes.calendar import check_free, free_times

VISIT_MINUTES = 30


class FakeHomeCare(Fake):
    """`HomeCare` in memory; Anna Jensen has visits today, tomorrow and the day after, all at 10."""

    system = "cura"

    def __init__(self) -> None:
        super().__init__()
        today = now().date()
        self.by_citizen: dict[str, list[Visit]] = {
            "anna-jensen": [
                visit(f"visit-{day + 1}", today + dt.timedelta(days=day), carer=carer)
                for day, carer in enumerate(("Kirsten Larsen", "Kirsten Larsen", "Mehmet Yilmaz"))
            ],
            "bo-nielsen": [visit("visit-4", today + dt.timedelta(days=3), dt.time(13, 0), "Susanne Holst")],
        }
        self.case_by_citizen: dict[str, HomeCareCase] = {
            "anna-jensen": HomeCareCase("SUF", under_65=False, only_nursing=False),
            "bo-nielsen": HomeCareCase("SUF", under_65=True, only_nursing=False),
            "carla-holm": HomeCareCase(None, under_65=True, only_nursing=False),
            "dan-madsen": HomeCareCase("SOF", under_65=True, only_nursing=False),
            "eva-lund": HomeCareCase("SOF", under_65=True, only_nursing=False),
            "finn-berg": HomeCareCase("SOF", under_65=False, only_nursing=False),
            "grace-miller": HomeCareCase(None, under_65=True, only_nursing=False),
        }
        """Whose case each has, as the stubs' seed has it."""

    async def visits(self, citizen: str) -> list[Visit]:
        """See `HomeCare.visits`."""
        self._arrives("visits", citizen=citizen)
        visits = self._of(citizen, self.by_citizen)
        return sorted((_as_of_now(each) for each in visits), key=lambda each: each.starts_at)

    async def case(self, citizen: str) -> HomeCareCase:
        """See `HomeCare.case`."""
        self._arrives("case", citizen=citizen)
        known = by_reference(citizen)
        slug = known.slug if known else citizen
        if slug not in self.case_by_citizen:
            raise NotFound(self.system, "unknown_citizen", "no such citizen")
        return self.case_by_citizen[slug]

    async def free_times(self, visit_id: str) -> list[TimeSlot]:
        """See `HomeCare.free_times`."""
        self._arrives("free_times", visit_id=visit_id)
        self._find(visit_id)
        return free_times(self._taken())

    async def cancel_visit(self, visit_id: str, reason: str, key: str) -> Receipt:
        """See `HomeCare.cancel_visit`."""
        self._arrives("cancel_visit", visit_id=visit_id, reason=reason, key=key)

        def act() -> Receipt:
            visit = self._still_to_come(visit_id)
            return self._put(replace(visit, status="cancelled"))

        return self._once(key, ("cancel", visit_id, reason), act)

    async def restore_visit(self, visit_id: str, key: str) -> Receipt:
        """See `HomeCare.restore_visit`."""
        self._arrives("restore_visit", visit_id=visit_id, key=key)
        return self._once(
            key,
            ("restore", visit_id),
            lambda: self._put(replace(self._find(visit_id), status="planned")),
        )

    async def move_visit(self, visit_id: str, slot: TimeSlot, key: str) -> Receipt:
        """See `HomeCare.move_visit`."""
        self._arrives("move_visit", visit_id=visit_id, slot=slot, key=key)

        def act() -> Receipt:
            visit = self._still_to_come(visit_id)
            check_free(self.system, slot, self._taken())
            return self._put(replace(visit, date=slot.date, time=slot.time))

        return self._once(key, ("move", visit_id, slot), act)

    def _taken(self) -> set[TimeSlot]:
        return {
            TimeSlot(each.date, each.time)
            for visits in self.by_citizen.values()
            for each in visits
            if each.status != "cancelled"
        }

    def _find(self, visit_id: str) -> Visit:
        for visits in self.by_citizen.values():
            for each in visits:
                if each.id == visit_id:
                    return _as_of_now(each)
        raise NotFound(self.system, "unknown_visit", "no such visit")

    def _still_to_come(self, visit_id: str) -> Visit:
        visit = self._find(visit_id)
        if visit.status == "cancelled":
            raise Refused(self.system, "already_cancelled", "the visit is cancelled")
        if visit.status != "planned":
            raise Refused(self.system, "already_done", "the visit has begun")
        return visit

    def _put(self, changed: Visit) -> Receipt:
        for visits in self.by_citizen.values():
            visits[:] = [changed if each.id == changed.id else each for each in visits]
        return Receipt(self._receipt_number("HJP"))


def visit(
    visit_id: str,
    date: dt.date,
    time: dt.time = dt.time(10, 0),
    carer: str = "Kirsten Larsen",
    task: str = "Personlig pleje",
) -> Visit:
    """Return a planned visit with sane defaults."""
    return Visit(id=visit_id, date=date, time=time, carer=carer, task=task, status="planned")


def _as_of_now(visit: Visit) -> Visit:
    """Return the visit with the status that the clock gives it."""
    if visit.status == "cancelled" or now() < visit.starts_at:
        return visit
    ends_at = visit.starts_at + dt.timedelta(minutes=VISIT_MINUTES)
    return replace(visit, status="under_way" if now() < ends_at else "done")

"""The call-back list: the contact centre's, with who calls."""

from actions.fagsystemer.contact_centre import CallBack, ContactCentre
from actions.fagsystemer.errors import FagsystemError, NotFound, Refused
from bot.conversation.models import JsonObject
from bot.gateway.errors import ApiError
from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.models import Person
from bot.gateway.personal_service.ownership import Outcome
from bot.gateway.personal_service.store import ServiceStore


class CallBacks:
    """Reads and settles call-backs. Numbers pass through; nothing of them is kept here."""

    def __init__(self, centre: ContactCentre, store: ServiceStore, board: Board) -> None:
        self._centre = centre
        self._store = store
        self._board = board
        self.unknown = False
        """The list could not be had the last time it was asked for."""

    async def everything(self) -> list[JsonObject]:
        """Return all call-backs, the newest last. Raises ``ApiError`` ``contact_centre_unavailable``."""
        found = await self._all()
        people = await self._store.call_back_people()
        return [await self._shown(call_back, people.get(call_back.id)) for call_back in found]

    async def everything_or_none(self) -> list[JsonObject] | None:
        """Return the list; None while the contact centre is away, for an empty one would be believed."""
        try:
            found = await self.everything()
        except ApiError:
            self.unknown = True
            return None
        self.unknown = False
        return found

    async def take(self, call_back: str, person: Person) -> JsonObject:
        """Make ``person`` the one who calls. Of two at once one gets it. Raises ``ApiError``."""
        had_it = call_back in await self._store.call_back_people()
        owner = await self._store.claim_call_back(call_back, person)
        if owner.id != person.id:
            raise ApiError("taken_by_another", more={"person": owner.to_json()})
        try:
            settled = await self._settle(call_back, "taken", None)
        except ApiError:
            # A colleague may have better luck. Had the contact centre noted it after all, it says so then.
            if not had_it:
                await self._store.release_call_back(call_back)
            raise
        return await self._shown(settled, person)

    async def close(self, call_back: str, person: Person, outcome: Outcome) -> JsonObject:
        """Note how the call went. Raises ``ApiError``."""
        owner = await self._store.claim_call_back(call_back, person)
        if owner.id != person.id:
            raise ApiError("not_yours", more={"person": owner.to_json()})
        return await self._shown(await self._settle(call_back, "closed", outcome), person)

    async def _settle(self, call_back: str, status: str, outcome: Outcome | None) -> CallBack:
        try:
            return await self._centre.settle_call_back(
                call_back, "taken" if status == "taken" else "closed", outcome, f"{call_back}-{status}"
            )
        except NotFound as error:
            raise ApiError("call_back_not_found") from error
        except Refused as error:
            for known in await self._all():
                if known.id == call_back and status == "taken" and known.status == "taken":
                    return known
            raise ApiError("not_possible") from error
        except FagsystemError as error:
            raise ApiError("contact_centre_unavailable") from error

    async def _all(self) -> list[CallBack]:
        try:
            return await self._centre.call_backs()
        except FagsystemError as error:
            raise ApiError("contact_centre_unavailable") from error

    async def _shown(self, call_back: CallBack, person: Person | None) -> JsonObject:
        case = None if call_back.handoff is None else await self._store.case_of_contact(call_back.handoff)
        return {
            "id": call_back.id,
            "receipt": call_back.receipt,
            "queue": call_back.queue,
            "queue_name": self._board.queues.name(call_back.queue),
            "phone": call_back.phone,
            "reason": call_back.reason,
            "created_at": call_back.created_at.isoformat(),
            "status": call_back.status,
            "outcome": call_back.outcome,
            "person": person.to_json() if person else None,
            "case": case,
        }

"""Puts the desk into the application."""

from functools import partial

from aiohttp import web

from actions.fagsystemer.contact_centre import ContactCentre
from bot.conversation.models import JsonObject
from bot.gateway.clock import Clock
from bot.gateway.desk import api, sign_in
from bot.gateway.desk.call_backs import CallBacks
from bot.gateway.desk.hub import Hub
from bot.gateway.desk.keys import DESK, DeskParts
from bot.gateway.desk.socket import desk_socket
from bot.gateway.desk.suggestions import Suggestions
from bot.gateway.errors import ApiError
from bot.gateway.limits import RateLimiter
from bot.gateway.personal_service import citizen
from bot.gateway.personal_service.keys import PERSONAL_SERVICE, PersonalServiceParts
from bot.gateway.personal_service.wiring import PersonalServiceHouse
from bot.gateway.settings import GatewaySettings


def setup(
    app: web.Application,
    settings: GatewaySettings,
    people: PersonalServiceHouse,
    centre: ContactCentre,
    clock: Clock,
) -> Hub:
    """Add ``/api/desk/…``, ``/ws/desk``, the sign-in, and what citizens ask of personal service."""
    hub = Hub(clock.monotonic)

    def tell(frame: JsonObject) -> None:
        hub.tell(frame)

    acts = RateLimiter(settings.desk_burst, settings.desk_acts_per_second)

    def allow(employee: str) -> None:
        if wait_seconds := acts.take(employee, clock.monotonic()):
            raise ApiError("too_many_acts", retry_after_seconds=wait_seconds)

    people.service.tell_desk = people.switches.tell_desk = tell
    people.service.absent_seconds = hub.absent_seconds
    people.board.staff = hub.staff
    app[PERSONAL_SERVICE] = PersonalServiceParts(people.service, people.switches, people.box)
    signed_in = sign_in.setup(app, settings.desk, now=clock.wall)
    app[DESK] = DeskParts(
        people.service,
        people.board,
        people.switches,
        hub,
        CallBacks(centre, people.store, people.board),
        Suggestions(),
        signed_in,
        allow,
    )
    people.service.call_backs_changed = partial(api.tell_call_backs, app[DESK])
    people.on_tick = partial(api.retry_call_backs, app[DESK])
    app.add_routes([*api.routes(), *citizen.routes(), web.get("/ws/desk", desk_socket)])
    return hub

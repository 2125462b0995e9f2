"""Puts the calls into the application."""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from actions.fagsystemer import Fagsystemer
from bot.gateway.beside import beside, every
from bot.gateway.calls import api, browser, line
from bot.gateway.calls.callers import Callers
from bot.gateway.calls.calls import Calls
from bot.gateway.calls.keys import CALLS, OPERATOR, SERVICES
from bot.gateway.calls.operator import Operator
from bot.gateway.calls.services import Services
from bot.gateway.calls.store import CallStore
from bot.gateway.calls.transfers import Transfers
from bot.gateway.clock import Clock
from bot.gateway.conversations import Conversations
from bot.gateway.limits import RateLimiter
from bot.gateway.login import Login
from bot.gateway.login.ciba import BackChannelLogin
from bot.gateway.login.state import LOGIN
from bot.gateway.metrics import Metrics
from bot.gateway.personal_service.wiring import PersonalServiceHouse
from bot.gateway.settings import GatewaySettings


def setup(
    app: web.Application,
    house: GatewaySettings,
    conversations: Conversations,
    login: Login,
    metrics: Metrics,
    clock: Clock,
    systems: Fagsystemer,
    people: PersonalServiceHouse,
) -> None:
    """Add ``/api/calls/{uuid}…`` and ``/ws/voice``. The login must have been set up."""
    settings = house.calls
    state = app[LOGIN]
    store = CallStore(house.state_dir / "calls.sqlite3")
    transfers = Transfers(store, people, conversations.live, clock, settings.ringing_seconds)
    services = Services(
        house=house,
        settings=settings,
        store=store,
        callers=Callers(settings.most_announced),
        conversations=conversations,
        back_channel=BackChannelLogin(state.broker, house.login.scope, clock.wall, wait=clock.wait),
        login=state.conversations,
        sessions=state.sessions,
        systems=systems,
        metrics=metrics,
        clock=clock,
        approvals=RateLimiter(settings.approvals_burst, settings.approvals_per_second),
        end_broker_session=login.end_broker_session,
        turns=RateLimiter(settings.turns_burst, settings.turns_per_second),
        people=people,
        transfers=transfers,
    )
    calls = Calls(services)
    conversations.turns.tell_of_call = calls.told
    people.service.call_of = calls.call_of
    people.board.ringing = transfers.rings
    app[SERVICES], app[CALLS], app[OPERATOR] = services, calls, Operator(settings.operator_token)

    async def running(_: web.Application) -> AsyncIterator[None]:
        # Each is closed whatever becomes of the others: a database left open keeps the process.
        async with contextlib.AsyncExitStack() as stack:
            await services.store.open()
            stack.push_async_callback(services.store.close)
            stack.push_async_callback(systems.close)
            stack.push_async_callback(transfers.close)
            await transfers.open()
            stack.push_async_callback(calls.close)
            async with beside(every(settings.sweep_seconds, calls.sweep, "call_sweep_failed")):
                yield

    app.cleanup_ctx.append(running)
    browser.setup(app)
    call = "/api/calls/{call}"
    app.add_routes(
        [
            web.put(call, api.announce),
            web.get(call, api.read, allow_head=False),
            web.get(f"{call}/next", api.next_step, allow_head=False),
            web.post(f"{call}/answered", api.picked_up),
            web.post(f"{call}/unanswered", api.nobody),
            web.post(f"{call}/over", api.hung_up),
            web.get(f"{call}/line", line.line, allow_head=False),
        ]
    )

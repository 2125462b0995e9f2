"""The gateway: every citizen's way in, and the only process that faces the outside."""

import contextlib
import dataclasses
from collections.abc import AsyncIterator

from aiohttp import web

from actions.fagsystemer import Fagsystemer, connect
from actions.fagsystemer.settings import FagsystemSettings
from bot.conversation.client import Event, TurnClient
from bot.conversation.store import ConversationStore
from bot.gateway import api, health, login, pages, socket
from bot.gateway.access import Access
from bot.gateway.beside import beside, every
from bot.gateway.calls import wiring as calls
from bot.gateway.clock import Clock
from bot.gateway.conversations import Conversations
from bot.gateway.desk import wiring as desk
from bot.gateway.headers import security_headers
from bot.gateway.keys import ACCESS, CONVERSATIONS, COOKIES, LOGIN, METRICS, SETTINGS
from bot.gateway.live import LiveConversations
from bot.gateway.login_side import LoginSide
from bot.gateway.metrics import Metrics
from bot.gateway.middleware import observed, told_in_danish
from bot.gateway.personal_service.routed_queues import RoutedQueues
from bot.gateway.personal_service.wiring import PersonalServiceHouse
from bot.gateway.settings import GatewaySettings
from bot.gateway.tokens import SessionCookies, signing_key
from bot.gateway.transcript import Transcript
from bot.gateway.turns import Turns

PEOPLE = web.AppKey("people", PersonalServiceHouse)


def create_app(
    settings: GatewaySettings, clock: Clock | None = None, systems: Fagsystemer | None = None
) -> web.Application:
    """Build the gateway. It starts and answers whether or not Rasa is there."""
    clock = clock or Clock()
    systems = systems or connect(
        dataclasses.replace(FagsystemSettings.from_environment(), url=settings.fagsystem_url)
    )
    app = web.Application(middlewares=[observed, told_in_danish], client_max_size=settings.max_body_bytes)
    app.on_response_prepare.append(security_headers(settings.public_url, secure=settings.secure))

    store = ConversationStore(settings.state_dir / "conversations.sqlite3")
    client = TurnClient(settings.rasa_url, settings.turn_seconds)
    metrics = Metrics()
    # The login needs the conversations and they need its links: so a link is only asked for when it is shown.
    transcript = Transcript(store, lambda conversation: app[LOGIN].login_url(conversation))
    lives = LiveConversations()
    people = PersonalServiceHouse(
        settings.personal_service, store, transcript, lives, RoutedQueues(), systems.contact_centre, clock
    )
    turns = Turns(store, client, transcript, metrics, clock, settings.identity_idle_seconds, people.turn_side)
    people.service.tell_standing = turns.tell_standing
    conversations = Conversations(settings, store, transcript, turns, metrics, clock, lives)
    cookies = SessionCookies(signing_key(settings.state_dir / "gateway.key"), secure=settings.secure)

    app[SETTINGS] = settings
    app[PEOPLE] = people
    app[METRICS] = metrics
    app[COOKIES] = cookies
    app[CONVERSATIONS] = conversations
    app[ACCESS] = Access(conversations, cookies, settings.origins)

    async def running(_: web.Application) -> AsyncIterator[None]:
        # Each is closed whatever becomes of the others: a database left open keeps the process.
        async with contextlib.AsyncExitStack() as stack:
            await store.open()
            stack.push_async_callback(store.close)
            stack.push_async_callback(people.close)
            await client.open()
            stack.push_async_callback(client.close)
            await stack.enter_async_context(
                people.running(lambda missed: conversations.happen(missed, Event("person_missing")))
            )
            stack.push_async_callback(conversations.finish)
            await conversations.apologise_for_interruptions()
            # Stale logins are refused anyway when they are used; this only tells the citizen in time.
            sweep = every(settings.identity_sweep_seconds, conversations.end_stale_logins, "sweep_failed")
            async with beside(sweep):
                yield

    async def close_sockets(_: web.Application) -> None:
        hub.end_all()
        conversations.close_listeners()

    # The login comes first: its store must be open as long as a turn may show a login link.
    app[LOGIN] = login.setup(app, LoginSide(conversations, cookies, clock), settings.login, now=clock.wall)
    app.cleanup_ctx.append(running)
    # After the conversations: calls are let go of while those can still be told.
    calls.setup(app, settings, conversations, app[LOGIN], metrics, clock, systems, people)
    hub = desk.setup(app, settings, people, systems.contact_centre, clock)
    app.on_shutdown.append(close_sockets)
    api.setup(app)
    socket.setup(app)
    health.setup(app)
    pages.setup(app)
    return app

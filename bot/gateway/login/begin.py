"""``GET /login?ticket=…``: from the chat to the broker."""

import secrets

from aiohttp import web

from bot.gateway.login.errors import LoginError, report_failure
from bot.gateway.login.pages import onward, page
from bot.gateway.login.protocol import Beginning, FailureReason
from bot.gateway.login.state import LOGIN, LoginState
from bot.gateway.login.store import Flow, Ticket

_DOUBLE_CLICK_SECONDS = 10.0
"""A second click on the same link in the same browser within this time is the same click."""


async def begin(request: web.Request) -> web.StreamResponse:
    """Spend the ticket and redirect to the broker; show a page and tell the conversation when that fails."""
    login = request.app[LOGIN]
    ticket = login.store.ticket(request.query.get("ticket", ""))
    if ticket is None:
        return page("unknown_ticket")
    beginning = await login.conversations.begun_by(ticket.conversation)
    if beginning is None:
        return page("conversation_gone")
    if not await login.may_log_in(ticket.conversation, beginning, request):
        return page("wrong_browser")
    if ticket.used:
        return await _followed_again(login, ticket, beginning)
    if login.now() - ticket.issued_at >= login.settings.ticket_seconds:
        return await _fail(login, ticket, "ticket_expired")
    try:
        flow = await _new_flow(login, ticket)
    except LoginError as failure:
        report_failure("login_not_begun", failure)
        return await _fail(login, ticket, failure.reason)
    if not login.store.begin(flow):
        return await _followed_again(login, ticket, beginning)
    return _to_broker(flow)


async def _new_flow(login: LoginState, ticket: Ticket) -> Flow:
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    address = await login.broker.login_address(state=state, nonce=nonce, verifier=verifier)
    return Flow(state, ticket.hash, ticket.conversation, nonce, verifier, address, login.now(), "begun")


async def _followed_again(login: LoginState, ticket: Ticket, beginning: Beginning) -> web.StreamResponse:
    flow = login.store.flow_of(ticket.hash)
    if flow is not None and flow.status == "done":
        return onward(beginning)
    if flow is not None and flow.status == "begun" and beginning == "browser":
        just_now = login.now() - flow.begun_at < _DOUBLE_CLICK_SECONDS
        if just_now:
            return _to_broker(flow)
    return await _fail(login, ticket, "ticket_used")


async def _fail(login: LoginState, ticket: Ticket, reason: FailureReason) -> web.StreamResponse:
    if login.store.report(ticket.hash):
        await login.conversations.run_event(ticket.conversation, "login_failed", reason)
    return page(reason)


def _to_broker(flow: Flow) -> web.Response:
    return web.Response(status=302, headers={"Location": flow.address, "Cache-Control": "no-store"})

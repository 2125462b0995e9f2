"""``GET /login/callback``: from the broker back to the chat."""

from aiohttp import web
from multidict import MultiMapping

from bot.gateway.login.answer import vouched_for
from bot.gateway.login.broker import BrokerLogin
from bot.gateway.login.errors import LoginError, report_failure
from bot.gateway.login.pages import onward, page
from bot.gateway.login.protocol import ConversationGoneError
from bot.gateway.login.state import LOGIN, LoginState
from bot.gateway.login.store import Flow


async def callback(request: web.Request) -> web.StreamResponse:
    """Finish the login that ``state`` names, once: bind the citizen, run the event, go on to the chat."""
    login = request.app[LOGIN]
    flow = login.store.flow(request.query.get("state", ""))
    if flow is None:
        return page("unknown_state")
    beginning = await login.conversations.begun_by(flow.conversation)
    if beginning is None:
        return page("conversation_gone")
    if not await login.may_log_in(flow.conversation, beginning, request):
        return page("wrong_browser")
    if not login.store.claim(flow.state):
        # A reload while we worked: the same browser is sent on, and the first request does the work.
        reloaded = beginning == "browser" and flow.status != "failed"
        return onward(beginning) if reloaded else page("replayed")
    try:
        vouched = await _identify(login, flow, request.query)
    except LoginError as failure:
        report_failure("login_not_completed", failure)
        login.store.finish(flow.state, "failed")
        await login.conversations.run_event(flow.conversation, "login_failed", failure.reason)
        return page(failure.reason)
    try:
        await login.conversations.bind_identity(flow.conversation, vouched.citizen)
    except ConversationGoneError:
        login.store.finish(flow.state, "failed")
        return page("conversation_gone")
    login.sessions.keep(flow.conversation, vouched.id_token)
    login.store.finish(flow.state, "done")
    response = onward(beginning)
    await login.conversations.rotate_session(flow.conversation, response)
    await login.conversations.run_event(flow.conversation, "login_done")
    return response


async def _identify(login: LoginState, flow: Flow, answer: MultiMapping[str]) -> BrokerLogin:
    """Return whom the broker vouches for. Raises ``LoginError``."""
    if login.now() - flow.begun_at >= login.settings.flow_seconds:
        raise LoginError("flow_expired", "callback after flow_seconds")
    return await vouched_for(login.broker, answer, nonce=flow.nonce, verifier=flow.verifier)

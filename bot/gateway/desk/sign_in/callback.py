"""``GET /desk/callback``: from the broker back to the desk."""

import logging

from aiohttp import web
from multidict import MultiMapping

from bot.gateway.desk.sign_in.employee import Employee, employee_of
from bot.gateway.desk.sign_in.pages import page, to_the_desk
from bot.gateway.desk.sign_in.signed_in import SIGN_IN, SignIn
from bot.gateway.desk.sign_in.store import Flow
from bot.gateway.login.answer import vouched_for
from bot.gateway.login.errors import LoginError, report_failure
from bot.gateway.logs import log_event
from bot.gateway.tokens import hashed, same


async def callback(request: web.Request) -> web.StreamResponse:
    """Finish the sign-in that ``state`` names, once and in its own browser; go on to the desk."""
    sign_in = request.app[SIGN_IN]
    state = request.query.get("state", "")
    flow = sign_in.store.flow(state)
    if flow is None:
        # A reload, or the way back by the browser's arrow: whoever is signed in stays so.
        return page("unknown_state") if sign_in.employee(request) is None else to_the_desk()
    browser = sign_in.cookies.browser(request)
    if browser is None or not same(hashed(browser), flow.browser):
        # Not claimed: someone who sends a colleague his own link must not spoil anything either.
        return page("wrong_browser")
    if not sign_in.store.claim(state):
        return page("unknown_state")
    try:
        employee, id_token = await _identify(sign_in, flow, request.query)
    except LoginError as failure:
        report_failure("sign_in_not_completed", failure)
        return page(failure.reason)
    if sign_in.settings.role not in employee.roles:
        log_event("sign_in_without_role", level=logging.WARNING)
        # Else the broker would send the same employee back at once, with no way to become another.
        await sign_in.end_broker_session(id_token)
        return page("no_role")
    if (earlier := sign_in.cookies.session(request)) is not None:
        sign_in.store.end(earlier)
    answer = to_the_desk()
    sign_in.cookies.give_session(answer, sign_in.store.admit(employee, id_token))
    return answer


async def _identify(sign_in: SignIn, flow: Flow, answer: MultiMapping[str]) -> tuple[Employee, str]:
    """Return whom the broker vouches for, and the id_token. Raises ``LoginError``."""
    if sign_in.now() - flow.begun_at >= sign_in.settings.flow_seconds:
        raise LoginError("flow_expired", "callback after flow_seconds")
    vouched = await vouched_for(sign_in.broker, answer, nonce=flow.nonce, verifier=flow.verifier)
    return employee_of(vouched.claims, sign_in.settings.roles_claim), vouched.id_token

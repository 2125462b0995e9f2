"""Where the application keeps the calls."""

from aiohttp import web

from bot.gateway.calls.calls import Calls
from bot.gateway.calls.operator import Operator
from bot.gateway.calls.services import Services

CALLS = web.AppKey("calls", Calls)
OPERATOR = web.AppKey("operator", Operator)
SERVICES = web.AppKey("call_services", Services)

"""Where the application keeps the desk's parts."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.gateway.desk.call_backs import CallBacks
from bot.gateway.desk.hub import Hub
from bot.gateway.desk.sign_in import SignIn
from bot.gateway.desk.suggestions import Suggestions
from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.service import PersonalService
from bot.gateway.personal_service.switches import Switches


@dataclass(frozen=True)
class DeskParts:
    """Everything that the desk works with."""

    service: PersonalService
    board: Board
    switches: Switches
    hub: Hub
    call_backs: CallBacks
    suggestions: Suggestions
    sign_in: SignIn
    allow: Callable[[str], None]
    """Called with who does something; raises ``ApiError`` when that is faster than any person."""


DESK = web.AppKey("desk", DeskParts)

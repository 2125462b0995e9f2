"""Where the application keeps personal service."""

from dataclasses import dataclass

from aiohttp import web

from bot.gateway.personal_service.feedback import FeedbackBox
from bot.gateway.personal_service.service import PersonalService
from bot.gateway.personal_service.switches import Switches


@dataclass(frozen=True)
class PersonalServiceParts:
    """What others ask of it."""

    service: PersonalService
    switches: Switches
    box: FeedbackBox


PERSONAL_SERVICE = web.AppKey("personal_service", PersonalServiceParts)

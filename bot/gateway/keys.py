"""Where the application keeps its parts."""

from aiohttp import web

from bot.gateway.access import Access
from bot.gateway.conversations import Conversations
from bot.gateway.login import Login
from bot.gateway.metrics import Metrics
from bot.gateway.settings import GatewaySettings
from bot.gateway.tokens import SessionCookies

SETTINGS = web.AppKey("settings", GatewaySettings)
CONVERSATIONS = web.AppKey("conversations", Conversations)
ACCESS = web.AppKey("access", Access)
COOKIES = web.AppKey("cookies", SessionCookies)
METRICS = web.AppKey("metrics", Metrics)
LOGIN = web.AppKey("login", Login)

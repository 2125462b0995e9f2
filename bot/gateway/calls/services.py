"""What calls work with, in one handle."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from actions.fagsystemer import Fagsystemer
from bot.gateway.calls.callers import Callers
from bot.gateway.calls.settings import CallSettings
from bot.gateway.calls.store import CallStore
from bot.gateway.calls.transfers import Transfers
from bot.gateway.clock import Clock
from bot.gateway.conversations import Conversations
from bot.gateway.limits import RateLimiter
from bot.gateway.login.ciba import BackChannelLogin
from bot.gateway.login.protocol import LoginConversations
from bot.gateway.login.sessions import BrokerSessions
from bot.gateway.metrics import Metrics
from bot.gateway.personal_service.wiring import PersonalServiceHouse
from bot.gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Services:
    """Everything a call needs of the house."""

    house: GatewaySettings
    settings: CallSettings
    store: CallStore
    callers: Callers
    conversations: Conversations
    back_channel: BackChannelLogin
    login: LoginConversations
    sessions: BrokerSessions
    systems: Fagsystemer
    metrics: Metrics
    clock: Clock
    approvals: RateLimiter
    """Of MitID approvals, by hashed number."""
    end_broker_session: Callable[[str], Awaitable[None]]
    """Ends the citizen's session at the broker, by conversation."""
    turns: RateLimiter
    """Of reported turns, by call."""
    people: PersonalServiceHouse
    transfers: Transfers

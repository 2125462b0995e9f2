"""Everyone around one exchange in a test: who calls, who is rung, and what stands behind the exchange."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tests.voice.asterisk.fakes import FakeGateway, FakeLine, Leg
from tests.voice.asterisk.phone import Phone
from voice.asterisk.settings import ExchangeSettings

Phones = Callable[..., Awaitable[Phone]]
"""Switches on a telephone: number, and the port that it takes calls on where that matters."""
ANNA = "+4520000001"


@dataclass(frozen=True)
class RunningExchange:
    """An Asterisk that takes calls on ``settings.sip_port``."""

    settings: ExchangeSettings
    output: Path

    def port_of(self, target: str) -> int:
        """Return the port that a target's telephone belongs on."""
        return int(dict(self.settings.targets)[target].rpartition(":")[2])


@dataclass(frozen=True)
class Scene:
    """An exchange with a line and a gateway that are fakes, and real telephones."""

    exchange: RunningExchange
    line: FakeLine
    gateway: FakeGateway
    phones: Phones

    async def employee(self, target: str = "borgerservice") -> Phone:
        """Switch on the telephone behind a target."""
        return await self.phones("desk", self.exchange.port_of(target))

    async def call(self, number: str = ANNA) -> tuple[Phone, Leg]:
        """Call, and be with the line."""
        caller = await self.dial(number)
        return caller, await self.line.next_leg()

    async def dial(self, number: str = ANNA) -> Phone:
        """Call, and be answered by the exchange."""
        caller = await self.phones(number)
        await caller.calls(self.exchange.settings.sip_port)
        return caller

    async def put_through(self, step: str = "dial:borgerservice") -> tuple[Phone, Leg]:
        """Call, and be let go of by the line with ``step`` to come next."""
        caller, leg = await self.call()
        self.gateway.next[leg.call] = step
        await leg.hangs_up()
        return caller, leg

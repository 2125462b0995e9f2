"""Faults on demand, so that every way a back office can fail can be tried.

=========  ==========================================================================================
``down``   the connection is dropped without an answer, and nothing is done
``slow``   the work is done, and the answer comes after ``ms``: a caller that gave up does not know
``error``  500, and nothing is done
``garbage`` 200 with something that is not JSON, and next time with JSON of another form; nothing is done
``flaky``  every second request gets 503 without anything done, beginning with the first
=========  ==========================================================================================
"""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Literal, get_args

from aiohttp import web

from actions.fagsystemer.stubs.problems import Handler, Problem, problem_response

Mode = Literal["down", "slow", "error", "garbage", "flaky", "none"]

MODES: tuple[str, ...] = get_args(Mode)
DEFAULT_MS = 5000
MAX_MS = 60_000

TEST_READ = "X-Test-Read"
"""A GET with this header at ``1`` sees through every fault: a test must be able to look."""

_NOT_JSON = "<!doctype html><title>Velkommen</title><p>Systemet er ved at blive opdateret.</p>"
_OTHER_FORM = {"status": "OK", "resultat": {"antal": 0}}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one system right now."""

    mode: Mode = "none"
    ms: int = DEFAULT_MS
    """How long ``slow`` waits, in milliseconds."""


class Faults:
    """The faults of every system; kept in memory, so a restart heals them all."""

    def __init__(self, systems: tuple[str, ...]) -> None:
        self._faults = {system: Fault() for system in systems}
        self._turns = {system: count() for system in systems}

    def of(self, system: str) -> Fault:
        """Return the fault of a system; one that is not known has none."""
        return self._faults.get(system, Fault())

    def knows(self, system: str) -> bool:
        """Say whether there is such a system."""
        return system in self._faults

    def put(self, system: str, fault: Fault) -> None:
        """Break or heal a system; alternating faults begin anew."""
        self._faults[system] = fault
        self._turns[system] = count()

    def clear(self) -> None:
        """Heal every system."""
        for system in self._faults:
            self.put(system, Fault())

    def as_dict(self) -> dict[str, dict[str, str | int]]:
        """Return every system with its mode and milliseconds."""
        return {system: {"mode": fault.mode, "ms": fault.ms} for system, fault in self._faults.items()}

    def is_first_of_two(self, system: str) -> bool:
        """Say whether this is the first, third, fifth … call since the fault was put."""
        return next(self._turns[system]) % 2 == 0


FAULTS = web.AppKey("faults", Faults)


@web.middleware
async def faulty(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Apply the fault of the system that the path's first segment names.

    Mail is spoken to over SMTP, where its faults are (`mail.MailSink`): what it has over HTTP is for tests.
    """
    system = request.path.split("/", 2)[1]
    faults = request.app[FAULTS]
    fault = faults.of(system)
    is_test_read = request.method == "GET" and request.headers.get(TEST_READ) == "1"
    if fault.mode == "none" or is_test_read or system == "mail":
        return await handler(request)
    if fault.mode == "slow":
        try:
            return await handler(request)
        finally:
            await asyncio.sleep(fault.ms / 1000)
    if fault.mode == "flaky" and not faults.is_first_of_two(system):
        return await handler(request)
    if fault.mode == "down":
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.mode == "garbage":
        if faults.is_first_of_two(system):
            return web.Response(text=_NOT_JSON, content_type="text/html")
        return web.json_response(_OTHER_FORM)
    status = 503 if fault.mode == "flaky" else 500
    return problem_response(Problem(status, "unavailable", "Systemet svarer ikke lige nu."))

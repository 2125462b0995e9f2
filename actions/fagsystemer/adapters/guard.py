"""What every call to a fagsystem goes through: breaker, time budget, one repeat, one verdict.

An adapter makes a single *attempt* and says how it failed (`AttemptFailed`); the guard decides whether to
try again and what the caller may know afterwards. The rule it keeps: a write is `Unavailable` only when no
attempt can have reached the system, else `Uncertain`.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_fixed

from actions.fagsystemer.adapters.breaker import Breaker
from actions.fagsystemer.errors import FagsystemError, Garbled, Unavailable, Uncertain
from actions.fagsystemer.settings import FagsystemSettings

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

Attempt = Callable[[float], Awaitable[Answer]]
"""One try at a call. It is given the seconds it may take, and raises `AttemptFailed` or a final error."""

ATTEMPTS = 2
"""The first and one repeat: a person is waiting, and a third rarely helps where the second did not."""


class AttemptFailed(Exception):
    """One attempt came to nothing.

    `code` and `text` end up in the typed error. `may_be_done`: the system may have received the request.
    `garbled`: it answered, but nonsense. `again`: a repeat may help.
    """

    def __init__(
        self, code: str, text: str, *, may_be_done: bool, garbled: bool = False, again: bool = True
    ) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.may_be_done = may_be_done
        self.garbled = garbled
        self.again = again


class Guard:
    """Protects one system from us, and us from it."""

    def __init__(
        self, system: str, settings: FagsystemSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._system = system
        self._settings = settings
        self._clock = clock
        self.breaker = Breaker(settings.breaker_failures, settings.breaker_rest_seconds)

    async def read(self, name: str, attempt: Attempt[Answer]) -> Answer:
        """Carry out a read; `name` is for logs. Raises `Unavailable`, `Garbled`, and what `attempt` says."""
        return await self._call(name, attempt, writes=False, refusal_stands=True)

    async def write(self, name: str, attempt: Attempt[Answer], *, refusal_stands: bool = True) -> Answer:
        """Carry out a write whose attempts share one idempotency key.

        Raises `Unavailable` (not done), `Uncertain` (unknown), and what `attempt` says. `refusal_stands`:
        whether to believe a refusal of the repeat after a lost answer. A system that keeps its keys would
        have given the first answer again had there been one; a mail server keeps none.
        """
        return await self._call(name, attempt, writes=True, refusal_stands=refusal_stands)

    async def _call(
        self, name: str, attempt: Attempt[Answer], *, writes: bool, refusal_stands: bool
    ) -> Answer:
        started = self._clock()
        if not self.breaker.allows(started):
            raise Unavailable(self._system, "circuit_open", f"{name} not tried: the system is left alone")
        failures: list[AttemptFailed] = []
        try:
            answer = await self._with_one_repeat(attempt, started, failures)
        except AttemptFailed:
            self.breaker.failed(self._clock())
            error = self._verdict(name, failures, writes=writes)
            logger.warning("%s", error)
            raise error from None  # the cause may quote an address or an answer
        except FagsystemError as refusal:
            self.breaker.succeeded()
            logger.info("%s", refusal)
            if any(failure.may_be_done for failure in failures) and not refusal_stands:
                raise Uncertain(self._system, refusal.code, f"{name}: {refusal.text}") from None
            raise
        self.breaker.succeeded()
        return answer

    async def _with_one_repeat(
        self, attempt: Attempt[Answer], started: float, failures: list[AttemptFailed]
    ) -> Answer:
        deadline = started + self._settings.budget_seconds

        def worth_repeating(error: BaseException) -> bool:
            next_start = self._clock() + self._settings.retry_wait_seconds
            return isinstance(error, AttemptFailed) and error.again and next_start < deadline

        async def one() -> Answer:
            left = deadline - self._clock()
            try:
                return await attempt(min(self._settings.timeout_seconds, left))
            except AttemptFailed as failure:
                failures.append(failure)
                raise

        repeats = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_fixed(self._settings.retry_wait_seconds),
            retry=retry_if_exception(worth_repeating),
            reraise=True,
        )
        return await repeats(one)

    def _verdict(self, name: str, failures: list[AttemptFailed], *, writes: bool) -> FagsystemError:
        last = failures[-1]
        text = f"{name}: {last.text}"
        if writes and any(failure.may_be_done for failure in failures):
            return Uncertain(self._system, last.code, text)
        if last.garbled and not writes:
            return Garbled(self._system, last.code, text)
        return Unavailable(self._system, last.code, text)

"""The line's side of the process that hears: starts it, asks it, and starts it again when it dies or hangs.

    start ──► spawned ──READY──► up ──dies, or owes an answer for too long──► down ──wait──► spawned …
                                  │                                            │
                                  ear(), hear(), …                             every ear of it is gone

All of it runs in the line's event loop and blocks nothing. Whoever has an ear that is gone asks for a new
one, and waits until the next process is up.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from voice.patience import within
from voice.recognition import errors
from voice.recognition.apart.life import ApartSettings, Life, spawned
from voice.recognition.apart.wire import Frame, Op, partial_read, utterance_read
from voice.recognition.errors import EarFailed, EarGone, HearingError
from voice.recognition.protocol import Expected, Partial, Utterance
from voice.recognition.settings import HearingSettings


class EarsApart:
    """The ears of all calls, in a process of their own."""

    def __init__(
        self,
        settings: HearingSettings,
        apart: ApartSettings | None = None,
        tell: Callable[[str, Mapping[str, int]], None] = lambda _event, _fields: None,
    ) -> None:
        """``tell``: hears of ``recogniser_gone`` and ``recogniser_up``, with numbers for the log."""
        self._settings, self._apart, self._tell = settings, apart or ApartSettings(), tell
        self._life: Life | None = None
        self._up = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self._last_ear = 0
        self._engines: tuple[str, ...] = ()
        self.restarts = 0
        """How often it had to be started anew."""

    @property
    def engines(self) -> tuple[str, ...]:
        """Which engines run; those of the last process while there is none."""
        return self._engines

    @property
    def up(self) -> bool:
        """Whether it can hear now."""
        return self._up.is_set()

    @property
    def pid(self) -> int | None:
        """Of the process, for whoever measures it."""
        return self._life.process.pid if self._life else None

    async def start(self) -> None:
        """Start the process. Raises ``HearingError`` with what to do where it cannot hear."""
        life = await self._born()
        self._keeping = asyncio.create_task(self._keep(life), name="ears")

    async def stop(self) -> None:
        """End it."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def ear(self, rate_hz: int) -> "EarApart":
        """Return an ear for one call, waiting for the process. Raises ``EarGone``, ``EarFailed``."""
        try:
            await within(self._apart.ear_seconds, self._up.wait())
        except asyncio.TimeoutError:
            raise EarGone("the process that hears does not come up") from None
        life = self._life
        if life is None:
            raise EarGone("the process that hears has ended")
        self._last_ear += 1
        ear = EarApart(life, self._last_ear)
        await life.ask(Op.OPEN, self._last_ear, {"rate_hz": rate_hz})
        return ear

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    async def _keep(self, life: Life) -> None:
        wait = self._apart.first_wait_seconds
        alive: Life | None = life
        try:
            while True:
                if alive is not None:
                    await self._live(alive)
                    self._tell("recogniser_gone", {"restarts": self.restarts})
                    wait = self._apart.first_wait_seconds if alive.heard else wait
                await asyncio.sleep(wait)
                wait = min(2.0 * wait, self._apart.longest_wait_seconds)
                self.restarts += 1
                try:
                    alive = await self._born()
                    self._tell("recogniser_up", {"restarts": self.restarts})
                except (HearingError, OSError):
                    alive = None
        finally:
            if alive is not None:
                await alive.end()

    async def _live(self, life: Life) -> None:
        """Until the process ends, or has to be ended."""
        serving = asyncio.create_task(life.serve(), name="ears: answers")
        try:
            while not serving.done():
                await asyncio.wait({serving}, timeout=self._apart.look_seconds)
                if life.look(self._apart.looks_allowed):
                    self._tell("recogniser_hangs", {"restarts": self.restarts})
                    break
        finally:
            self._up.clear()
            self._life = None
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await life.end()

    async def _born(self) -> Life:
        """Start one, and wait until it can hear. Raises ``HearingError``, ``OSError``."""
        life = await spawned(self._apart)
        try:
            said = await within(self._apart.start_seconds, life.first(self._settings))
        except BaseException as error:
            await life.end()
            if isinstance(error, asyncio.TimeoutError):
                raise EarGone("The process that hears did not come up in time.") from None
            if isinstance(error, ValueError):
                raise EarGone("The process that hears says what nobody understands.") from None
            raise
        if said is None or said.op is not Op.READY:
            await life.end()
            raise _why(said)
        self._engines = tuple(said.json())
        self._life = life
        self._up.set()
        return life


class EarApart:
    """Hears one call, in the other process. One request at a time."""

    def __init__(self, life: Life, number: int) -> None:
        self._life, self._number = life, number

    async def listen_for(self, expected: Expected, choices: Sequence[str] = ()) -> None:
        """See ``Ear.listen_for``. Raises ``EarGone`` and ``EarFailed``, as all of these do."""
        await self._life.ask(Op.LISTEN_FOR, self._number, {"expected": expected, "choices": list(choices)})

    async def hear(self, pcm: bytes) -> Partial | None:
        """See ``Ear.hear``."""
        return partial_read(await self._life.ask(Op.HEAR, self._number, pcm))

    async def end_utterance(self, budget_ms: float) -> Utterance:
        """See ``Ear.end_utterance`` and ``Ear.second_thoughts``: both, the second within ``budget_ms``."""
        return utterance_read(await self._life.ask(Op.END, self._number, {"budget_ms": budget_ms}))

    def close(self) -> None:
        """See ``Ear.close``."""
        self._life.tell(Op.CLOSE, self._number)


def _why(said: Frame | None) -> HearingError:
    """The error that kept the process from hearing, as it would have been raised here."""
    if said is None:
        return EarGone("The process that hears ended while it started; its last words are above.")
    told = said.json()
    kind = getattr(errors, str(told["type"]), None)
    if isinstance(kind, type) and issubclass(kind, HearingError):
        return kind(str(told["text"]))
    return EarFailed(f"The recogniser does not start: {told['type']}.")

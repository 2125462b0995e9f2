"""What is done about the children: a pure state machine. Time is passed in (seconds, monotonic).

    waiting ──spawn──> starting ──answers──> running ──exits or falls silent──> waiting (backoff)
                          └──exits, or is not ready in time──> waiting              └──too often──> all stop

Each call returns what the process layer must do now and what there is to tell. Nothing here sleeps, forks or
prints, so that a week of crashes is a test of milliseconds.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits, and how often it tries again. All in seconds."""

    ready_seconds: float = 120.0
    """A child that does not answer this long after its start is stopped and started again."""
    silent_seconds: float = 60.0
    """A child that was ready and has not answered since this long is stopped and started again."""
    first_backoff_seconds: float = 0.5
    """Wait before the first new start; doubles with each further death."""
    longest_backoff_seconds: float = 15.0
    """The wait never grows beyond this."""
    deaths_allowed: int = 4
    """Deaths within ``window_seconds`` that are forgiven; the next one gives the child up."""
    window_seconds: float = 180.0
    """Deaths longer ago than this are forgotten."""
    stop_seconds: float = 8.0
    """Time to stop in peace after SIGTERM, before SIGKILL."""


@dataclass(frozen=True)
class Effect:
    """Something to do or to tell about one child."""

    child: str


@dataclass(frozen=True)
class Spawn(Effect):
    """Start the process."""


@dataclass(frozen=True)
class Terminate(Effect):
    """Ask the process group to stop."""


@dataclass(frozen=True)
class Kill(Effect):
    """End the process group at once."""


@dataclass(frozen=True)
class BecameReady(Effect):
    """The child answers."""

    seconds: float
    """Since it was spawned."""


@dataclass(frozen=True)
class Died(Effect):
    """The child is gone without having been asked to go."""

    status: int
    """Exit status; negative is the signal that ended it."""
    again_in_seconds: float
    """When it is started again."""


@dataclass(frozen=True)
class FellSilent(Effect):
    """The child runs but does not answer, and is about to be started again."""

    seconds: float
    """How long it has been silent."""


@dataclass(frozen=True)
class GaveUp(Effect):
    """The child died too often; everything is stopped."""

    deaths: int
    status: int


@dataclass(frozen=True)
class AllReady(Effect):
    """Every child answers, for the first time."""

    seconds: float
    """Since the beginning."""


class State(Enum):
    """Where a child is."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    LEAVING = "leaving"
    GONE = "gone"


@dataclass
class _Child:
    name: str
    state: State = State.WAITING
    due: float = 0.0
    """Waiting: when to spawn. Leaving: when to kill."""
    since: float = 0.0
    """When it was spawned."""
    heard: float = 0.0
    """When it last answered; the time of the spawn before that."""
    deaths: deque[float] = field(default_factory=deque)
    killed: bool = False


class House:
    """All children of one supervisor."""

    def __init__(self, children: Sequence[str], patience: Patience | None = None) -> None:
        self._children = {name: _Child(name) for name in children}
        self._patience = patience or Patience()
        self._began = 0.0
        self._stopping = False
        self._told_ready = False
        self.failed = False
        """Whether the house stops because a child was given up."""

    @property
    def finished(self) -> bool:
        """Whether the house was told to stop and no process is left."""
        return self._stopping and all(child.state is State.GONE for child in self._children.values())

    def state(self, name: str) -> State:
        """Where the child is."""
        return self._children[name].state

    def begin(self, now: float) -> list[Effect]:
        """Start all children at once."""
        self._began = now
        return [self._spawn(child, now) for child in self._children.values()]

    def answered(self, name: str, now: float) -> list[Effect]:
        """Note that the child's ready check was answered."""
        child = self._children[name]
        if child.state not in (State.STARTING, State.RUNNING):
            return []
        child.heard = now
        if child.state is State.RUNNING:
            return []
        child.state = State.RUNNING
        effects: list[Effect] = [BecameReady(name, now - child.since)]
        everyone = all(each.state is State.RUNNING for each in self._children.values())
        if everyone and not self._told_ready:
            self._told_ready = True
            effects.append(AllReady("", now - self._began))
        return effects

    def exited(self, name: str, status: int, now: float) -> list[Effect]:
        """Note that the process has ended."""
        child = self._children[name]
        if self._stopping:
            child.state = State.GONE
            return []
        limits = self._patience
        child.deaths.append(now)
        while child.deaths[0] < now - limits.window_seconds:
            child.deaths.popleft()
        if len(child.deaths) > limits.deaths_allowed:
            self.failed = True
            child.state = State.GONE
            return [GaveUp(name, len(child.deaths), status), *self.stop(now)]
        wait = min(
            limits.first_backoff_seconds * 2 ** (len(child.deaths) - 1), limits.longest_backoff_seconds
        )
        child.state, child.due = State.WAITING, now + wait
        return [Died(name, status, wait)]

    def tick(self, now: float) -> list[Effect]:
        """Do what has become due."""
        effects: list[Effect] = []
        for child in self._children.values():
            if child.state is State.WAITING and now >= child.due:
                effects.append(self._spawn(child, now))
            elif child.state is State.LEAVING and now >= child.due and not child.killed:
                child.killed = True
                effects.append(Kill(child.name))
            elif silence := self._too_silent(child, now):
                effects += [FellSilent(child.name, silence), self._leave(child, now)]
        return effects

    def stop(self, now: float) -> list[Effect]:
        """Ask everything to stop. Asked a second time, end everything at once."""
        if self._stopping:
            left = [child for child in self._children.values() if child.state is State.LEAVING]
            return [Kill(child.name) for child in left]
        self._stopping = True
        effects: list[Effect] = []
        for child in self._children.values():
            if child.state in (State.STARTING, State.RUNNING):
                effects.append(self._leave(child, now))
            elif child.state is State.WAITING:
                child.state = State.GONE
        return effects

    def _spawn(self, child: _Child, now: float) -> Effect:
        child.state, child.since, child.heard, child.killed = State.STARTING, now, now, False
        return Spawn(child.name)

    def _leave(self, child: _Child, now: float) -> Effect:
        child.state, child.due = State.LEAVING, now + self._patience.stop_seconds
        return Terminate(child.name)

    def _too_silent(self, child: _Child, now: float) -> float:
        """Seconds of silence where it is too long, else 0."""
        limits = {
            State.STARTING: self._patience.ready_seconds,
            State.RUNNING: self._patience.silent_seconds,
        }
        silence = now - child.heard
        return silence if child.state in limits and silence > limits[child.state] else 0.0

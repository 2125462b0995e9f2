"""A conversation while someone uses it: who listens, and what is under way."""

import asyncio
from typing import Any
from weakref import WeakValueDictionary

from bot.conversation.models import JsonObject, Message
from bot.gateway.errors import ApiError
from bot.gateway.frame_queue import FrameQueue

_QUEUE_FRAMES = 256


class Listener(FrameQueue):
    """One open socket's queue of frames. It never gets the same ``seq`` twice, and never one out of order."""

    def __init__(self, after_seq: int) -> None:
        super().__init__(_QUEUE_FRAMES)
        self._seen = after_seq

    def put(self, frame: JsonObject, message: Message | None = None) -> None:
        """Queue a frame for the socket. ``message`` is what a frame of type ``message`` tells."""
        if frame["type"] == "message":
            if frame["message"]["seq"] <= self._seen:
                return
            self._seen = frame["message"]["seq"]
        super().put(frame)


class LiveConversation:
    """Locks, listeners and turns under way of one conversation; gone when nobody holds it."""

    def __init__(self, conversation: str) -> None:
        self.id = conversation
        self.intake = asyncio.Lock()
        """Held while a message is taken in, so that messages are numbered and queued in the same order."""
        self.turn = asyncio.Lock()
        """Held for a turn: one at a time, first come, first served."""
        self.writing = asyncio.Lock()
        """Held while a message is stored and told, so that it is told in the order of ``seq``."""
        self.answering: dict[int, asyncio.Task[Any]] = {}
        """Turns waiting or under way, by ``seq`` of the message."""
        self.typing = False
        self._listeners: list[Listener] = []

    def listen(self, after_seq: int, most: int) -> Listener:
        """Add a listener who has seen everything up to ``after_seq``. Raises ``ApiError`` above ``most``."""
        if len(self._listeners) >= most:
            raise ApiError("too_many_sockets")
        listener = Listener(after_seq)
        self.join(listener)
        return listener

    def join(self, listener: Listener) -> None:
        """Add a listener who reads frames in a way of its own."""
        self._listeners.append(listener)

    def leave(self, listener: Listener) -> None:
        """Take a listener away."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def end_listeners(self) -> None:
        """Tell every socket of this conversation to close."""
        for listener in self._listeners:
            listener.end()

    def tell(self, frame: JsonObject, message: Message | None = None) -> None:
        """Send a frame to everyone who listens."""
        for listener in list(self._listeners):
            listener.put(frame, message)

    def set_typing(self, on: bool) -> None:
        """Tell everyone that the assistant began or stopped writing."""
        self.typing = on
        self.tell({"type": "typing", "on": on})


class LiveConversations:
    """The live conversations by id. ``WeakValueDictionary``: sockets and turns keep theirs alive."""

    def __init__(self) -> None:
        self._by_id: WeakValueDictionary[str, LiveConversation] = WeakValueDictionary()

    def get(self, conversation: str) -> LiveConversation:
        """Return the live side of a conversation, making it if nobody holds it."""
        live = self._by_id.get(conversation)
        if live is None:
            live = self._by_id[conversation] = LiveConversation(conversation)
        return live

    def present(self, conversation: str) -> LiveConversation | None:
        """Return the live side of a conversation that somebody holds."""
        return self._by_id.get(conversation)

    def all(self) -> list[LiveConversation]:
        """Return every live side that somebody holds."""
        return list(self._by_id.values())

    def end_all(self) -> None:
        """Tell every socket to close."""
        for live in list(self._by_id.values()):
            live.end_listeners()

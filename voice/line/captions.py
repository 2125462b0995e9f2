"""What is said and heard, as captions: ``voice/transports/captions.py``. Nothing of it is kept."""

from collections.abc import Callable, Mapping
from typing import Any

from voice.call.events import State

Show = Callable[[dict[str, Any]], None]


class Captions:
    """One call's captions."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._next_id = 1
        self._citizen: int | None = None
        """Caption of the utterance under way."""
        self._to_say: dict[int, tuple[int | None, str]] = {}
        """Thing to say → its caption, once it has begun, and its text."""

    def heard_so_far(self, text: str) -> None:
        """The recogniser's text so far."""
        if text or self._citizen is not None:
            self._citizen = self._caption("citizen", text, False, self._citizen)

    def heard(self, text: str) -> None:
        """What the utterance was in the end."""
        if text or self._citizen is not None:
            self._caption("citizen", text, True, self._citizen)
        self._citizen = None

    def to_say(self, say_id: int, text: str) -> None:
        """Something is going to be said."""
        self._to_say[say_id] = (None, text)

    def starts(self, say_id: int) -> None:
        """Its first sound leaves."""
        if say_id in self._to_say:
            _, text = self._to_say[say_id]
            self._to_say[say_id] = (self._caption("assistant", text, False, None), text)

    def ends(self, say_id: int) -> None:
        """It was said to its end, or cannot be said: then it is read instead."""
        caption, text = self._to_say.pop(say_id, (None, ""))
        if text:
            self._caption("assistant", text, True, caption)

    def dropped(self, heard: str) -> None:
        """What was being said stops after ``heard``; sound on its way is thrown away."""
        self._show({"type": "stop"})
        for caption, text in self._to_say.values():
            if caption is not None:
                cut = text if heard == text or not text.startswith(heard) else f"{heard} …"
                self._caption("assistant", cut, True, caption)
        self._to_say.clear()

    def part(self, part: Mapping[str, Any]) -> None:
        """A part of an answer, as in the chat."""
        self._show({"type": "part", "part": dict(part)})

    def state(self, state: State) -> None:
        """The call went into another state."""
        self._show({"type": "state", "state": state})

    def _caption(self, who: str, text: str, final: bool, caption: int | None) -> int:
        if caption is None:
            caption, self._next_id = self._next_id, self._next_id + 1
        self._show({"type": "caption", "who": who, "text": text, "final": final, "id": caption})
        return caption

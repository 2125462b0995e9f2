"""Turns what happens in a conversation into what the line is told, each part tied to what it answers."""

import re
from collections.abc import Callable, Sequence

from bot.conversation.models import JsonObject, Message
from bot.gateway.calls.outlet import COME_BACK, Outlet
from bot.gateway.calls.texts import failure_text
from bot.gateway.live import Listener

_UNASKED = ""
_PUNCTUATION = re.compile(r"[^\w]+")


class Teller(Listener):
    """Listens to the conversation of one call, for as long as the call lasts."""

    def __init__(self, outlet: Outlet, adapt: Callable[[JsonObject], JsonObject]) -> None:
        super().__init__(after_seq=0)
        self._outlet = outlet
        self._adapt = adapt
        self._ids: dict[int, str] = {}
        self._expected: dict[str, str] = {}
        self._held: set[str] = set()
        self._by_itself = False
        self._buttons: Sequence[JsonObject] = ()
        self._asked_anew = False
        self._expects: str | None = None
        self.language = "da"
        self.settled: Callable[[], None] = lambda: None
        """Called when something came by itself and is complete."""
        self.taken: Callable[[], None] = lambda: None
        """Called when a person has the conversation."""
        self.login_shown: Callable[[], None] = lambda: None
        """Told when the conversation asks for a login."""
        self._links: dict[str, JsonObject] = {}
        self.queue: str | None = None
        """The queue of the last hand-over."""

    def expect(self, client_id: str, said: str) -> None:
        """The message that will be stored under ``client_id`` is what the line calls ``said``."""
        self._expected[client_id] = said

    def expect_unasked(self, client_id: str) -> None:
        """The message that will be stored under ``client_id`` was not said: its answer comes by itself.

        That it failed is told by whoever had it stored, who knows what comes next.
        """
        self._expected[client_id] = _UNASKED

    def hold(self, seq: int, said: str) -> None:
        """Keep the parts of this answer back: it is told as a whole when it is complete."""
        self._ids[seq] = said
        self._held.add(said)

    def release(self, said: str, parts: Sequence[JsonObject]) -> None:
        """Tell a whole answer, if it was held."""
        if said in self._held:
            self._held.discard(said)
            self.tell_all(said, parts)

    def tell_all(self, said: str | None, parts: Sequence[JsonObject]) -> None:
        """Tell parts that the conversation has told before, or never will."""
        for part in parts:
            self._tell(said, part)

    def put(self, frame: JsonObject, message: Message | None = None) -> None:
        """Take in what the conversation tells everyone who listens."""
        if message is not None:
            self._take(message)
        elif frame["type"] == "state":
            if frame["state"] == "with_person":
                self.taken()
            if self._by_itself:
                self._by_itself = False
                self.settled()

    def end(self) -> None:
        """The gateway is going down: the line comes back by itself."""
        self._outlet.close(COME_BACK)

    def done(self, said: str | None, standing: JsonObject) -> None:
        """Tell that an answer is complete, and what its question expects."""
        expects = standing["expects"]
        if not self._asked_anew and expects != self._expects:
            self._buttons = ()
        self._asked_anew, self._expects = False, expects
        self._by_itself = self._by_itself and said is not None
        choices = [str(button["title"]) for button in self._buttons] if expects is not None else []
        self._outlet.put(
            {
                "type": "done",
                "id": said,
                "expects": expects,
                "state": standing["state"],
                "language": self.language,
                "choices": choices,
            }
        )

    def failed(self, said: str | None, code: str, text: str | None = None) -> None:
        """Tell that there is no answer; in ``text``, else in the words for the code."""
        self._outlet.put({"type": "failed", "id": said, "code": code, "text": text or failure_text(code)})

    def meant(self, text: str, *, keyed: bool = False) -> str:
        """Return what a button sends when its title was said, or its number keyed; else the text itself."""
        for number, button in enumerate(self._buttons, start=1):
            title = str(button["title"])
            if _plain(title) == _plain(text) or (keyed and text == str(number)):
                return str(button.get("text") or title)
        return text

    @property
    def choices_send(self) -> list[str]:
        """What the choices of the question that stands would send; none where it has none."""
        return [str(button.get("text") or button["title"]) for button in self._buttons]

    @property
    def link(self) -> JsonObject | None:
        """The last link that was offered."""
        return next(reversed(self._links.values()), None)

    def link_to(self, url: str | None) -> JsonObject | None:
        """Return the link that was offered with this address, else the last one: never one from outside."""
        return self._links.get(url or "", self.link)

    def _take(self, message: Message) -> None:
        if message.sender == "citizen":
            if (said := self._expected.pop(message.client_id or "", None)) is not None:
                self._ids[message.seq] = said
            return
        if message.sender == "system":
            return  # Logged in or out: the line has a frame of its own for it.
        said = self._ids.get(message.reply_to) if message.reply_to is not None else None
        if said is None or said not in self._held:
            self._tell(said, message.part or {"type": "text", "text": message.text or ""})

    def _tell(self, said: str | None, part: JsonObject) -> None:
        if "code" in part:
            # Why it was not answered: told as ``failed``, in words for the ear.
            if said is None:
                self.failed(None, str(part["code"]))
            return
        said = said or None
        self._note(part)
        self._outlet.put({"type": "part", "id": said, "part": self._adapt(part)})
        self._by_itself = self._by_itself or said is None

    def _note(self, part: JsonObject) -> None:
        match part["type"]:
            case "buttons":
                self._buttons, self._asked_anew = part.get("buttons") or (), True
            case "link":
                self._links.pop(str(part["url"]), None)
                self._links[str(part["url"])] = part
            case "handoff":
                queue = part.get("queue")
                self.queue = str(queue.get("id")) if isinstance(queue, dict) else None
            case "login":
                self.login_shown()


def _plain(text: str) -> str:
    return _PUNCTUATION.sub(" ", text.casefold()).strip()

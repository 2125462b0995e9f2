"""Write a line of the transcript and tell everyone who listens, in that order and in the order of ``seq``."""

from collections.abc import Callable, Iterable

from bot.conversation.models import AnswerState, JsonObject, Message, Sender, State
from bot.conversation.store import ConversationStore, Reply
from bot.gateway.live import Listener, LiveConversation
from nlu.clock import now

LoginUrl = Callable[[str], str]


class Transcript:
    """Transcripts of all conversations.

    A login part is stored without its address: the one-time link is made each time the part is shown, so no
    ticket lies in the database, and a page that is reloaded an hour later still has a link that works.
    """

    def __init__(self, store: ConversationStore, login_url: LoginUrl) -> None:
        self._store = store
        self._login_url = login_url
        self.heard: Callable[[str, Message], None] = lambda _, __: None
        """Called with the conversation's id and each message that has been told; the service desk sets it."""

    async def write(
        self,
        live: LiveConversation,
        sender: Sender,
        *,
        text: str | None = None,
        part: JsonObject | None = None,
        client_id: str | None = None,
        answer: AnswerState | None = None,
        reply: Reply | None = None,
    ) -> Message:
        """Store a message, send it to the listeners, and return it as they saw it."""
        message = await self.write_unless(
            None, live, sender, text=text, part=part, client_id=client_id, answer=answer, reply=reply
        )
        if message is None:
            raise LookupError("a message was not stored")
        return message

    async def write_unless(
        self,
        state: State | None,
        live: LiveConversation,
        sender: Sender,
        *,
        text: str | None = None,
        part: JsonObject | None = None,
        client_id: str | None = None,
        answer: AnswerState | None = None,
        reply: Reply | None = None,
    ) -> Message | None:
        """Write it unless the conversation is in ``state`` by now: None, and nobody is told."""
        async with live.writing:
            message = await self._store.append(
                live.id,
                sender,
                now().isoformat(timespec="seconds"),
                text=text,
                part=part,
                client_id=client_id,
                answer=answer,
                reply=reply,
                unless=state,
            )
            return None if message is None else self.tell(live, message)

    def tell(self, live: LiveConversation, message: Message) -> Message:
        """Tell a message that is stored, holding ``live.writing``; return it as it was seen."""
        message = self.shown(live.id, [message])[0]
        live.tell({"type": "message", "message": message.to_json()}, message)
        self.heard(live.id, message)
        return message

    def shown(self, conversation: str, messages: Iterable[Message]) -> list[Message]:
        """Return the messages as citizens see them: login parts with an address."""
        url: str | None = None
        result = []
        for message in messages:
            if message.part is not None and message.part["type"] == "login":
                url = url or self._login_url(conversation)
                message = message.with_part({**message.part, "url": url})
            result.append(message)
        return result

    def shown_parts(self, conversation: str, parts: Iterable[JsonObject]) -> list[JsonObject]:
        """Return the parts as citizens see them."""
        return [
            {**part, "url": self._login_url(conversation)} if part["type"] == "login" else part
            for part in parts
        ]

    async def read(self, conversation: str, after: int = 0) -> list[Message]:
        """Return the messages after ``after`` as citizens see them."""
        return self.shown(conversation, await self._store.messages(conversation, after))

    async def follow(self, live: LiveConversation, after: int, most: int) -> tuple[list[Message], Listener]:
        """Return the messages after ``after`` and a listener for all that follow: none lost, none twice."""
        async with live.writing:
            after = min(after, await self._store.last_seq(live.id))
            messages = await self.read(live.id, after)
            listener = live.listen(messages[-1].seq if messages else after, most)
        return messages, listener

    async def attend(self, live: LiveConversation, listener: Listener, after: int | None) -> list[Message]:
        """Add the listener; return the messages after ``after`` (None: none), which it will not be told."""
        async with live.writing:
            messages = [] if after is None else await self.read(live.id, after)
            live.join(listener)
        return messages

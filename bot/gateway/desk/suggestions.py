"""What an employee can send with one click: answers to the citizen's topics, or to the words looked for."""

from pathlib import Path

from actions.dialogue.catalogue import enquiries
from bot.conversation.models import JsonObject
from bot.gateway.desk.answers.reading import ANSWERS_FOLDER, PARTS_OF_TALK, Entry, read_entries
from bot.gateway.desk.search import Index
from bot.gateway.personal_service.models import Case

MOST = 12
"""Suggestions at a time."""
MOST_FOR_TOPICS = 6
"""Of them for the case's own topics, so that a greeting and a farewell always have a place."""
SETTLED = frozenset({"done", "cancelled"})
"""States of a topic that leave the person nothing to answer."""

_TITLE, _WORDS, _ENQUIRY, _TEXT = 3.0, 2.5, 2.0, 1.0
"""What a word counts by where it stands."""


class Suggestions:
    """Reads and checks all texts once; from then on nothing waits.

    Raises ``RoutingError`` with file and line.
    """

    def __init__(self, folder: Path = ANSWERS_FOLDER) -> None:
        titles = {intent: enquiry.title for intent, enquiry in enquiries().items()}
        self._entries = read_entries(titles, folder)
        self._by_intent: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            self._by_intent.setdefault(entry.intent, []).append(number)
        self._index = Index(
            [
                (
                    (_TITLE, entry.title),
                    (_WORDS, entry.words),
                    (_ENQUIRY, titles.get(entry.intent, "")),
                    (_TEXT, entry.text),
                )
                for entry in self._entries
            ]
        )

    def of(self, case: Case | None, words: str) -> list[JsonObject]:
        """Return at most ``MOST`` suggestions ``{"kind", "intent", "title", "text", "url"?}``, best first.

        Without words: what belongs to the case's topics, those that are not settled first, then what fits any
        conversation. With words: what they find, nothing where they find nothing.
        """
        topics = _topics(case)
        if words.strip():
            own = {number for intent in topics for number in self._by_intent.get(intent, [])}
            numbers = self._index.find(words, own)
        else:
            numbers = [*self._for_topics(topics), *self._for_any_talk(case)]
        return [_json(self._entries[number]) for number in numbers[:MOST]]

    def _for_topics(self, topics: list[str]) -> list[int]:
        known = [self._by_intent[intent] for intent in topics if intent in self._by_intent]
        share = max(1, MOST_FOR_TOPICS // max(1, len(known)))
        return [number for numbers in known for number in numbers[:share]][:MOST_FOR_TOPICS]

    def _for_any_talk(self, case: Case | None) -> list[int]:
        """Return the general ones; where it is urgent, those for danger and despair come first."""
        urgent = case is not None and case.packet.priority == "immediate"
        parts = list(PARTS_OF_TALK)[:: -1 if urgent else 1]
        return [number for part in parts for number in self._by_intent.get(part, [])]


def _topics(case: Case | None) -> list[str]:
    if case is None:
        return []
    ordered = sorted(case.packet.topics, key=lambda topic: topic.state in SETTLED)
    return list(dict.fromkeys(topic.intent for topic in ordered))


def _json(entry: Entry) -> JsonObject:
    found: JsonObject = {
        "kind": entry.kind,
        "intent": entry.intent,
        "title": entry.title,
        "text": entry.text,
    }
    return {**found, "url": entry.url} if entry.url else found

"""Read the packet that the dialogue hands over, and make one where the dialogue cannot."""

from typing import Any

from actions.dialogue.catalogue import dialogue_acts, enquiries, title_of
from actions.fagsystemer.contact_centre import Reason
from bot.conversation.models import Conversation, JsonObject
from bot.conversation.parts import MisshapenError
from bot.gateway.personal_service.models import Packet, Topic

_MOST_TOPICS = 50
_MOST_CHARS = 2000
_UNFINISHED = frozenset({"open", "parked", "waiting_login", "failed", "handed_over"})


def packet_of(value: Any) -> Packet:
    """Return the packet in a turn's ``handover``. Raises ``MisshapenError``."""
    if not isinstance(value, dict):
        raise MisshapenError("a hand-over must be an object")
    topics, failed = value.get("topics", []), value.get("failed", [])
    if not isinstance(topics, list) or len(topics) > _MOST_TOPICS or not isinstance(failed, list):
        raise MisshapenError("topics and what failed must be lists")
    priority = value.get("priority", "normal")
    if priority not in ("normal", "immediate"):
        raise MisshapenError("the priority must be normal or immediate")
    return Packet(
        contact_id=_text(value, "id") or None,
        receipt=_text(value, "receipt") or None,
        queue=_text(value, "queue"),
        priority=priority,
        reason=_text(value, "reason"),
        topics=tuple(_topic(topic) for topic in topics),
        failed=tuple(str(text)[:_MOST_CHARS] for text in failed),
    )


def own_packet(
    conversation: Conversation, queue: str, reason: Reason, failed: tuple[str, ...] = ()
) -> Packet:
    """Make a packet of what the gateway knows itself: the errands, as they stood after the last turn."""
    errands = [errand for errand in conversation.errands if errand["state"] in _UNFINISHED]
    return Packet(
        contact_id=None,
        receipt=None,
        queue=queue,
        priority="normal",
        reason=reason,
        topics=tuple(
            Topic(errand["intent"], _title(errand["intent"]), errand["state"], "") for errand in errands
        ),
        failed=failed,
    )


def packet_to_json(packet: Packet) -> JsonObject:
    """Return the shape that ``packet_of`` reads."""
    return {
        "id": packet.contact_id or "",
        "receipt": packet.receipt or "",
        "queue": packet.queue,
        "priority": packet.priority,
        "reason": packet.reason,
        "topics": [topic.to_json() for topic in packet.topics],
        "failed": list(packet.failed),
    }


def merged(before: Packet, more: Packet) -> Packet:
    """Return one packet of two: the newer topics win, nothing is dropped, urgency stays.

    The queue is the newer one's when it is the more urgent, else the one where the citizen waits already.
    """
    renewed = {topic.intent for topic in more.topics}
    topics = tuple(topic for topic in before.topics if topic.intent not in renewed) + more.topics
    urgent = more.priority == "immediate" and before.priority != "immediate"
    return Packet(
        contact_id=more.contact_id or before.contact_id,
        receipt=before.receipt or more.receipt,
        queue=more.queue if urgent else before.queue,
        priority="immediate" if "immediate" in (before.priority, more.priority) else "normal",
        reason=more.reason if urgent else before.reason,
        topics=topics[-_MOST_TOPICS:],
        failed=before.failed + tuple(text for text in more.failed if text not in before.failed),
    )


def _topic(value: Any) -> Topic:
    if not isinstance(value, dict) or not isinstance(value.get("facts", {}), dict):
        raise MisshapenError("a topic must be an object with facts")
    facts = {str(label)[:80]: str(fact)[:_MOST_CHARS] for label, fact in value.get("facts", {}).items()}
    return Topic(
        _text(value, "intent"), _text(value, "title"), _text(value, "state"), _text(value, "summary"), facts
    )


def _text(value: JsonObject, name: str) -> str:
    text = value.get(name) or ""
    if not isinstance(text, str):
        raise MisshapenError(f"{name} must be a string")
    return text[:_MOST_CHARS]


def _title(intent: str) -> str:
    return title_of(intent) if intent in enquiries() or intent in dialogue_acts() else intent

"""Cases, queues and call-backs as the gateway would tell of them."""

from typing import Any

Json = dict[str, Any]

NOW = "2026-11-21T10:00:00+01:00"
METTE = {"id": "e-mette", "name": "Mette Holm"}
OLE = {"id": "e-ole", "name": "Ole Friis"}


def queue(id: str, name: str, department: str = "KFF", **more: Any) -> Json:
    """Return one queue: open, staffed, empty."""
    return {
        "id": id,
        "name": name,
        "department": department,
        "is_open": True,
        "opens_at": None,
        "closes_at": None,
        "waiting": 0,
        "longest_wait_seconds": None,
        "staffed": True,
        "hypercare": False,
        **more,
    }


def case(id: str, *titles: str, **more: Any) -> Json:
    """Return one case that waits, three minutes old."""
    return {
        "id": id,
        "version": 1,
        "conversation": f"c-{id}",
        "channel": "chat",
        "call": None,
        "ringing": False,
        "state": "waiting",
        "queue": "borgerservice",
        "queue_name": "Borgerservice",
        "department": "KFF",
        "hypercare": False,
        "priority": "normal",
        "reason": "asked_for_person",
        "language": "da",
        "identity": "none",
        "topics": [
            {"intent": title.lower(), "title": title, "state": "handed_over", "summary": "", "facts": {}}
            for title in titles
        ],
        "failed": [],
        "receipt": None,
        "person": None,
        "opened_at": "2026-11-21T09:57:00+01:00",
        "taken_at": None,
        "ended_at": None,
        "outcome": None,
        "position": 1,
        "wait_minutes": 4,
        "unread": 0,
        **more,
    }


def taken(by: Json, **more: Any) -> Json:
    """Return what a case is with an employee."""
    return {"state": "with_person", "person": by, "taken_at": "2026-11-21T09:58:00+01:00", **more}


def call_back(id: str, phone: str, reason: str, **more: Any) -> Json:
    """Return one call-back that waits."""
    return {
        "id": id,
        "receipt": "K-7001",
        "queue": "borgerservice",
        "queue_name": "Borgerservice",
        "phone": phone,
        "reason": reason,
        "created_at": "2026-11-21T09:30:00+01:00",
        "status": "waiting",
        "outcome": None,
        "person": None,
        "case": None,
        **more,
    }


def said(seq: int, sender: str, text: str | None = None, **more: Any) -> Json:
    """Return one message."""
    body = {} if text is None else {"text": text}
    return {"seq": seq, "from": sender, "time": f"2026-11-21T09:{50 + seq % 10:02d}:00+01:00", **body, **more}


QUEUES = [
    queue("borgerservice", "Borgerservice", waiting=2, longest_wait_seconds=190),
    queue("hjemmepleje", "Hjemmepleje", "SUF", staffed=False, hypercare=True),
    queue("jobcenter", "Jobcenter", "BIF", is_open=False, opens_at="2026-11-23T08:00:00+01:00"),
]
TOPICS = [
    {"id": "bioposer", "title": "Bestil bioposer"},
    {"id": "mitid", "title": "Hjælp til MitID"},
    {"id": "regning", "title": "Spørgsmål til en regning"},
]
"""Titles as in the enquiry catalogue, ids made up."""

"""The one clock of the house: what "today" and "in an hour" mean."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """Return the present moment in Copenhagen, or the one that ``INDGANG_NOW`` names.

    ``INDGANG_NOW`` is ISO 8601; without an offset it is Copenhagen time. It stands still: tests and
    demonstrations see one fixed moment. Raises ``ValueError`` when it cannot be read.
    """
    fixed = os.environ.get("INDGANG_NOW", "").strip()
    if not fixed:
        return datetime.now(COPENHAGEN)
    try:
        moment = datetime.fromisoformat(fixed.replace("Z", "+00:00"))
    except ValueError as error:
        raise ValueError(f"INDGANG_NOW skal være ISO 8601, fx 2026-11-23T08:30, ikke {fixed!r}") from error
    return moment.replace(tzinfo=COPENHAGEN) if moment.tzinfo is None else moment.astimezone(COPENHAGEN)

"""Small builders of JSON Schema (draft 2020-12), used both to check input and to describe it in OpenAPI."""

from typing import Any

Schema = dict[str, Any]

DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TIME_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


def text(max_chars: int, *, min_chars: int = 1, pattern: str | None = None) -> Schema:
    """A string; one that must say something may not be blank."""
    if pattern is None and min_chars:
        pattern = r"\S"
    return {
        "type": "string",
        "minLength": min_chars,
        "maxLength": max_chars,
        **({"pattern": pattern} if pattern else {}),
    }


def one_of(*values: str) -> Schema:
    """One of a few fixed words."""
    return {"type": "string", "enum": list(values)}


def whole(minimum: int = 0, maximum: int | None = None) -> Schema:
    """A whole number."""
    return {"type": "integer", "minimum": minimum, **({} if maximum is None else {"maximum": maximum})}


def flag() -> Schema:
    """True or false."""
    return {"type": "boolean"}


def date() -> Schema:
    """A day: ``2026-11-23``."""
    return {"type": "string", "format": "date", "pattern": DATE_PATTERN, "maxLength": 10}


def time() -> Schema:
    """A time of day: ``09:30``."""
    return {"type": "string", "pattern": TIME_PATTERN, "maxLength": 5}


def moment() -> Schema:
    """A moment with its offset: ``2026-11-23T09:30:00+01:00``."""
    return {"type": "string", "format": "date-time"}


def nullable(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def listing(items: Schema, max_items: int | None = None) -> Schema:
    """A list."""
    return {"type": "array", "items": items, **({} if max_items is None else {"maxItems": max_items})}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def tolerant(required: dict[str, Schema], optional: dict[str, Schema]) -> Schema:
    """An object with these fields; others may stand there and mean nothing."""
    return {**record(required, optional), "additionalProperties": True}


def words(max_items: int, max_chars: int) -> Schema:
    """An object from short names to texts, such as what a citizen has already said."""
    return {
        "type": "object",
        "maxProperties": max_items,
        "propertyNames": text(100),
        "additionalProperties": text(max_chars, min_chars=0),
    }


CITIZEN = text(64)
"""Slug or opaque UUID."""
SLOT = record({"date": date(), "time": time()})
ERROR = record({"error": record({"code": text(60), "text": text(300)})})
EMPTY = record({})
PHONE = text(15, pattern="^([+]45)? ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2}$")
"""Eight digits, with or without +45."""

"""Checking the form of input against JSON Schema, with answers in plain Danish."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from actions.fagsystemer.stubs.problems import Problem, invalid
from actions.fagsystemer.stubs.schemas import Schema


def parse_object(raw: bytes) -> Mapping[str, Any]:
    """Read a body; none at all is an empty object. Raises `Problem` 400."""
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        # A lone half of a surrogate pair is JSON but no text: it could not be stored.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Problem(400, "invalid_json", "Indholdet er ikke gyldig JSON.") from None
    if not isinstance(value, dict):
        raise invalid("Indholdet skal være et JSON-objekt.")
    return value


def _no_constant(_: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")


_FAULTS = {
    "required": "Der mangler et felt",
    "additionalProperties": "Der er et felt, som ikke kendes,",
    "type": "Et felt har en forkert type",
    "enum": "Et felt har en værdi, som ikke kendes,",
    "maxLength": "En tekst er for lang",
    "minLength": "En tekst er for kort",
    "maxItems": "En liste er for lang",
    "maxProperties": "Der er for mange felter",
}


def checker(schema: Schema) -> Callable[[Mapping[str, Any]], None]:
    """Return a check that raises `Problem` 400 ``invalid_input``, naming the field and never its value."""
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    names = _field_names(schema)

    def check(value: Mapping[str, Any]) -> None:
        error = next(validator.iter_errors(value), None)
        if error is None:
            return
        missing = set(error.schema.get("required", ())) if error.validator == "required" else set()
        missing -= set(error.instance) if missing else set()
        # Only names from our own description are shown: what the caller sent may be personal.
        where = [str(step) for step in error.absolute_path if step in names or isinstance(step, int)]
        place = ".".join([*where, *sorted(missing)[:1]])
        fault = _FAULTS.get(str(error.validator), "Et felt har ikke den rigtige form")
        raise invalid(f"{fault}: {place}." if place else f"{fault.rstrip(',')}.")

    return check


def _field_names(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*(_field_names(each) for each in schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", ())).union(*(_field_names(each) for each in schema.values()))

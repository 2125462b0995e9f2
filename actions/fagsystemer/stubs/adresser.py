"""The address register (modelled on Danmarks Adresseregister, DAR): which addresses exist."""

import sqlite3
from typing import Any

from actions.fagsystemer.stubs import register, schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System

_DEFAULT_LIMIT = 10


def _autocomplete(_: sqlite3.Connection, call: Call) -> Any:
    return register.autocomplete(call.query["q"], int(call.query.get("limit", _DEFAULT_LIMIT)))


def _match(_: sqlite3.Connection, call: Call) -> Any:
    return register.match(call.query["street"], call.query.get("number"), call.query.get("postcode"))


_STREET = schemas.record(
    {
        "id": schemas.text(36),
        "street": schemas.text(80),
        "number": schemas.nullable(schemas.text(5)),
        "postcode": schemas.text(4),
        "city": schemas.text(40),
        "text": schemas.text(150),
    }
)
_MATCH = schemas.record(
    {
        "category": schemas.one_of(
            "exact", "several_postcodes", "number_missing", "unknown_number", "unknown_street"
        ),
        "addresses": schemas.listing(_STREET),
        "suggestions": schemas.listing(_STREET),
    }
)

ADRESSER = System(
    name="adresser",
    title="Adresseregister",
    description="Københavnske veje med postnumre; husnumrene er forenklede til demonstrationen.",
    endpoints=(
        Endpoint(
            "GET",
            "/adresser",
            "Adresser, der begynder sådan, også med stavefejl",
            _autocomplete,
            schemas.listing(_STREET),
            query={"q": schemas.text(120), "limit": schemas.text(2, pattern=r"^([1-9]|[1-4][0-9]|50)$")},
            required_query=("q",),
        ),
        Endpoint(
            "GET",
            "/adresser/match",
            "Hvilken adresse der kan være ment",
            _match,
            _MATCH,
            # As a citizen said it: what cannot be a number or a postcode is one that does not exist.
            query={"street": schemas.text(500), "number": schemas.text(50), "postcode": schemas.text(20)},
            required_query=("street",),
        ),
    ),
)

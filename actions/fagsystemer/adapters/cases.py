"""The case system (`sager`) over HTTP."""

import re
from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields, items
from actions.fagsystemer.cases import CaseStatus
from actions.fagsystemer.errors import NotFound

_NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-z][0-9A-Za-z -]{0,39}")


def parse_case(fields: Fields) -> CaseStatus:
    """Read one case."""
    return CaseStatus(
        number=fields.text("number"),
        kind=fields.text("kind"),
        title=fields.text("title"),
        stage=fields.text("stage"),
        received=fields.date("received"),
        next_step=fields.text("next_step"),
        expected=fields.date_or_none("expected"),
    )


class HttpCases:
    """`Cases` against the case system's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def status(self, number: str) -> CaseStatus:
        """See `Cases.status`. What cannot be a case number is `NotFound` without asking."""
        if not _NUMBER.fullmatch(number.strip()):
            # It becomes a path, and a citizen wrote it.
            raise NotFound("sager", "unknown_case", "not a case number")
        return await self._http.read("/{number}", _parse_one, number=number.strip())

    async def of_citizen(self, citizen: str) -> list[CaseStatus]:
        """See `Cases.of_citizen`."""
        return await self._http.read("", lambda answer: items(answer, parse_case), {"citizen": citizen})


def _parse_one(answer: Any) -> CaseStatus:
    return parse_case(Fields(answer))

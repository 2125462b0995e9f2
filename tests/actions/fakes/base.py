"""What every fake fagsystem can do: remember calls, keep its promises about keys, and fail on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from actions.fagsystemer.errors import FagsystemError, NotFound, Refused, Uncertain
from actions.fagsystemer.stubs.citizens import by_reference

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that reached a fake."""

    method: str
    arguments: dict[str, Any]


class Fake:
    """The base of the fakes.

    `fail_with`: every call raises it, and nothing is done. `lose_answers`: writes are carried out and then
    raise `Uncertain`, as when the line breaks before the answer.
    """

    system = "fake"

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.fail_with: FagsystemError | None = None
        self.lose_answers = False
        self._answers: dict[str, tuple[tuple[object, ...], Any]] = {}

    @property
    def writes(self) -> int:
        """How many different acts were carried out; a repeat with the same key is no new act."""
        return len(self._answers)

    def _arrives(self, method: str, **arguments: Any) -> None:
        self.calls.append(Call(method, arguments))
        if self.fail_with is not None:
            raise self.fail_with

    def _once(self, key: str, asked: tuple[object, ...], act: Callable[[], Answer]) -> Answer:
        """Do an act unless its key has been seen; the same key for another act is refused."""
        if key in self._answers:
            asked_before, answer = self._answers[key]
            if asked_before != asked:
                raise Refused(self.system, "key_reused", "the key belongs to another act")
            return answer  # type: ignore[no-any-return]
        answer = act()
        self._answers[key] = (asked, answer)
        if self.lose_answers:
            raise Uncertain(self.system, "connection_lost", "the answer was lost")
        return answer

    def _of(self, citizen: str, records: dict[str, list[Answer]]) -> list[Answer]:
        """Return the records of a citizen given by slug or opaque reference. Raises `NotFound`."""
        known = by_reference(citizen)
        slug = known.slug if known else citizen
        if known is None and slug not in records:
            raise NotFound(self.system, "unknown_citizen", "no such citizen")
        return records.get(slug, [])

    def _receipt_number(self, prefix: str) -> str:
        return f"{prefix}-{len(self._answers) + 1:06d}"

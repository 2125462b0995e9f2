"""What can go wrong between the assistant and a fagsystem, as types a journey can answer to.

A journey tells the citizen the truth by the type alone:

=============  ====================================================================================
`Unavailable`  Nothing was done: the system is down or too slow. Offer a person, a call back, later.
`Uncertain`    A write may or may not have been carried out. Never say that it was done or was not.
`Refused`      The system answered no. `code` says why (`slot_taken`, `already_cancelled`, …).
`NotFound`     What was asked for is not there.
`Garbled`      The answer to a read could not be understood. Treat it as down; somebody must look.
=============  ====================================================================================

The texts are for the log: English, and free of personal data. They never quote an answer, an address
line with a query, or anything a citizen said.
"""

from __future__ import annotations


class FagsystemError(Exception):
    """The base of all trouble with a fagsystem.

    `system` is the short name used in settings and faults (`cura`, `jobcenter`, `affald`, …), `code` a
    stable lower-case word for metrics and branching, `text` one English sentence for the log.
    """

    def __init__(self, system: str, code: str, text: str) -> None:
        super().__init__(f"{system}: {code}: {text}")
        self.system = system
        self.code = code
        self.text = text

    def __reduce__(self) -> tuple[type[FagsystemError], tuple[str, str, str]]:
        """Let the error be copied and pickled with its three parts, as any value can."""
        return type(self), (self.system, self.code, self.text)


class Unavailable(FagsystemError):
    """Down, too slow or given up on: a read without an answer, or a write known not to be done."""


class Uncertain(FagsystemError):
    """A write whose outcome is unknown, also after it was sent again with the same key."""


class Refused(FagsystemError):
    """The system understood and said no. `code` is the service's own (`slot_taken`, `key_reused`, …)."""


class NotFound(FagsystemError):
    """The thing asked for does not exist; `code` is the service's own (`unknown_case`, …)."""


class Garbled(FagsystemError):
    """The answer was not what the contract promises: broken JSON, a missing field, a wrong type."""

"""What can go wrong in a login, as one typed error."""

import logging

from bot.gateway.login.protocol import FailureReason
from bot.gateway.logs import log_event


class LoginError(Exception):
    """The login came to nothing.

    ``detail`` is for the log: it never holds a token, a name or the value of a claim.
    """

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def report_failure(event: str, failure: LoginError) -> None:
    """Write the failure to the log."""
    log_event(event, level=logging.WARNING, reason=failure.reason, detail=failure.detail)

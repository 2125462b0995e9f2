"""Who an employee is: what the broker's id_token says of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.gateway.login.errors import LoginError

_NAME_CHARS = 100
_ROLE_CHARS = 100
_MOST_ROLES = 200


@dataclass(frozen=True)
class Employee:
    """Someone who is signed in at the service desk."""

    id: str
    """Opaque OpenID Connect subject."""
    name: str
    """Full name, as colleagues see it."""
    roles: frozenset[str]
    """What the municipality's own sign-in says they may do."""


def employee_of(claims: Mapping[str, object], roles_claim: str) -> Employee:
    """Return the employee whom verified claims name. No list of roles is no role.

    Raises ``LoginError`` where there is no name: a citizen is always told who they talk to.
    """
    subject, name = claims.get("sub"), claims.get("name")
    if not isinstance(subject, str) or not subject:
        raise LoginError("bad_answer", "id_token: no sub")
    shown = _printable(name) if isinstance(name, str) else ""
    if not shown:
        raise LoginError("bad_answer", "id_token: no name")
    return Employee(subject, shown, _roles(claims.get(roles_claim)))


def _printable(name: str) -> str:
    """Return the name in one line, without what turns or hides text on a screen."""
    letters = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(letters.split())[:_NAME_CHARS].rstrip()


def _roles(listed: object) -> frozenset[str]:
    if not isinstance(listed, list):
        return frozenset()
    whole = (role for role in listed[:_MOST_ROLES] if isinstance(role, str))
    return frozenset(role for role in whole if 0 < len(role) <= _ROLE_CHARS)

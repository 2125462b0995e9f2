"""The fictitious employees that the demo broker lets into the service desk.

Nobody here exists. Roles are what the municipality's own sign-in would say of an employee.
"""

from dataclasses import dataclass

SERVICE_DESK = "service_desk"
"""May talk to citizens at the service desk."""
SERVICE_DESK_LEAD = "service_desk_lead"
"""Leads the service desk."""


@dataclass(frozen=True)
class Employee:
    """One fictitious employee."""

    slug: str
    """Readable id that tests and demonstrations use, such as ``mette-holst``."""
    sub: str
    """Opaque UUID: the OpenID Connect subject."""
    name: str
    """Full name."""
    office: str
    """Where the employee works, as the login page shows it."""
    roles: tuple[str, ...]
    """Roles in the id_token; empty for one who has no business at the desk."""


EMPLOYEES: tuple[Employee, ...] = (
    Employee(
        slug="mette-holst",
        sub="c8b2f4a1-3d6e-4f90-8a7b-15e9d0c36a11",
        name="Mette Holst",
        office="Borgerservice",
        roles=(SERVICE_DESK,),
    ),
    Employee(
        slug="omar-said",
        sub="1f5d97e3-b04c-4a28-9e61-72c8fa0b5d12",
        name="Omar Said",
        office="Borgerservice",
        roles=(SERVICE_DESK,),
    ),
    Employee(
        slug="lise-krogh",
        sub="6a0e3c7d-92f8-4b15-a4d3-e8107b2c9f13",
        name="Lise Krogh",
        office="Borgerservice",
        roles=(SERVICE_DESK, SERVICE_DESK_LEAD),
    ),
    Employee(
        slug="per-dahl",
        sub="d47b1e80-5c39-4e6a-b2f7-093a6d8e4c14",
        name="Per Dahl",
        office="Parkering",
        roles=(),
    ),
)

_BY_REFERENCE = {reference: employee for employee in EMPLOYEES for reference in (employee.slug, employee.sub)}


def by_reference(reference: str) -> Employee | None:
    """Return the employee with this slug or opaque UUID, or ``None``."""
    return _BY_REFERENCE.get(reference)

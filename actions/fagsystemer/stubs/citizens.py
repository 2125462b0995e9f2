"""The fictitious citizens that every stub and the demo MitID broker know.

Nobody here exists: the names are common, the phone numbers are not in use, and no one has a CPR number.
"""

from dataclasses import dataclass
from typing import Literal

MitIdAnswer = Literal["approve", "refuse", "silent"]


@dataclass(frozen=True)
class Citizen:
    """One fictitious citizen."""

    slug: str
    """Readable id that tests and demonstrations use, such as ``anna-jensen``."""
    sub: str
    """Opaque UUID: the OpenID Connect subject, and the only reference that dialogue code sees."""
    name: str
    """Full name."""
    phone: str
    """Registered phone, E.164."""
    birth_year: int
    """Calendar year of birth."""
    mitid: MitIdAnswer
    """What the MitID app answers to a back-channel request: approve, refuse, or nothing at all."""
    language: Literal["da", "en"]
    """The language that the citizen wants."""


CITIZENS: tuple[Citizen, ...] = (
    Citizen(
        slug="anna-jensen",
        sub="7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01",
        name="Anna Jensen",
        phone="+4520000001",
        birth_year=1951,
        mitid="approve",
        language="da",
    ),
    Citizen(
        slug="bo-nielsen",
        sub="2e9d4c83-61f7-4b0a-8d2e-b7a91c5f4402",
        name="Bo Nielsen",
        phone="+4520000002",
        birth_year=1968,
        mitid="approve",
        language="da",
    ),
    Citizen(
        slug="carla-holm",
        sub="b4a6e1d9-0c3f-4e72-a1b5-90d7f82c3603",
        name="Carla Holm",
        phone="+4520000003",
        birth_year=1994,
        mitid="approve",
        language="da",
    ),
    Citizen(
        slug="dan-madsen",
        sub="53f0a8b2-9e64-4d17-b6c0-1ad83e7b9f04",
        name="Dan Madsen",
        phone="+4520000004",
        birth_year=1981,
        mitid="approve",
        language="da",
    ),
    Citizen(
        slug="eva-lund",
        sub="e81c5d37-42ab-4c96-8f09-6b2f7d90a505",
        name="Eva Lund",
        phone="+4520000005",
        birth_year=1973,
        mitid="refuse",
        language="da",
    ),
    Citizen(
        slug="finn-berg",
        sub="0f7d92c6-b8e1-4a35-9c74-d5e06a1b8c06",
        name="Finn Berg",
        phone="+4520000006",
        birth_year=1957,
        mitid="silent",
        language="da",
    ),
    Citizen(
        slug="grace-miller",
        sub="9a36b0e4-7d5c-4189-b2f3-c41e8f605d07",
        name="Grace Miller",
        phone="+4520000007",
        birth_year=1989,
        mitid="approve",
        language="en",
    ),
)

_BY_REFERENCE = {reference: citizen for citizen in CITIZENS for reference in (citizen.slug, citizen.sub)}
_BY_PHONE = {citizen.phone: citizen for citizen in CITIZENS}


def by_reference(reference: str) -> Citizen | None:
    """Return the citizen with this slug or opaque UUID, or ``None``."""
    return _BY_REFERENCE.get(reference)


def by_phone(phone: str) -> Citizen | None:
    """Return the citizen who registered this phone (E.164), or ``None``."""
    return _BY_PHONE.get(phone)

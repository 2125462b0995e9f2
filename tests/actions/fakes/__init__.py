"""Fagsystemer in memory, for tests of journeys. They keep the promises that the real adapters keep.

    fagsystemer = fake_fagsystemer()
    fagsystemer.home_care.fail_with = Unavailable("cura", "timeout", "test")

Citizens are named by slug or opaque reference; days are relative to `nlu.clock.now` at the making.
"""

from dataclasses import dataclass, field

from actions.fagsystemer.connection import Fagsystemer
from tests.actions.fakes.addresses import FakeAddressRegister
from tests.actions.fakes.base import Call, Fake
from tests.actions.fakes.cases import FakeCases
from tests.actions.fakes.contact_centre import FakeContactCentre
from tests.actions.fakes.home_care import FakeHomeCare, visit
from tests.actions.fakes.jobcenter import FakeJobcenter, appointment
from tests.actions.fakes.messages import FakeMailer, FakeTextMessages, TextMessage
from tests.actions.fakes.waste import FakeWaste


@dataclass(frozen=True, slots=True)
class FakeFagsystemer(Fagsystemer):
    """All fakes in the bundle that a journey takes, with their own types for the test's questions."""

    home_care: FakeHomeCare = field(default_factory=FakeHomeCare)
    jobcenter: FakeJobcenter = field(default_factory=FakeJobcenter)
    waste: FakeWaste = field(default_factory=FakeWaste)
    addresses: FakeAddressRegister = field(default_factory=FakeAddressRegister)
    cases: FakeCases = field(default_factory=FakeCases)
    contact_centre: FakeContactCentre = field(default_factory=FakeContactCentre)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    text_messages: FakeTextMessages = field(default_factory=FakeTextMessages)


def fake_fagsystemer() -> FakeFagsystemer:
    """Return fresh fakes with the small seed described in each."""
    return FakeFagsystemer()


__all__ = [
    "Call",
    "Fake",
    "FakeAddressRegister",
    "FakeCases",
    "FakeContactCentre",
    "FakeFagsystemer",
    "FakeHomeCare",
    "FakeJobcenter",
    "FakeMailer",
    "FakeTextMessages",
    "FakeWaste",
    "TextMessage",
    "appointment",
    "fake_fagsystemer",
    "visit",
]

"""The ports over HTTP and SMTP. Nothing outside this package knows what travels on the wire."""

from actions.fagsystemer.adapters.addresses import HttpAddressRegister
from actions.fagsystemer.adapters.cases import HttpCases
from actions.fagsystemer.adapters.contact_centre import HttpContactCentre
from actions.fagsystemer.adapters.home_care import HttpHomeCare
from actions.fagsystemer.adapters.http_client import HttpSystem, SharedSession
from actions.fagsystemer.adapters.jobcenter import HttpJobcenter
from actions.fagsystemer.adapters.sms import HttpTextMessages
from actions.fagsystemer.adapters.smtp import SmtpMailer
from actions.fagsystemer.adapters.waste import HttpWaste
from actions.fagsystemer.connection import Fagsystemer
from actions.fagsystemer.settings import FagsystemSettings


def connect_adapters(settings: FagsystemSettings) -> Fagsystemer:
    """Put an adapter behind every port, all over one session; each system has its own breaker."""
    session = SharedSession()

    def system(name: str) -> HttpSystem:
        return HttpSystem(name, settings, session)

    return Fagsystemer(
        home_care=HttpHomeCare(system("cura")),
        jobcenter=HttpJobcenter(system("jobcenter")),
        waste=HttpWaste(system("affald")),
        addresses=HttpAddressRegister(system("adresser")),
        cases=HttpCases(system("sager")),
        contact_centre=HttpContactCentre(system("kontaktcenter")),
        mailer=SmtpMailer(settings),
        text_messages=HttpTextMessages(system("sms")),
        on_close=session.close,
    )

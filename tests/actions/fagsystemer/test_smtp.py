"""Mail over a real SMTP server on loopback, and over servers that fail at each step of the exchange."""

import asyncio
import email.policy
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from actions.fagsystemer.adapters.smtp import SmtpMailer, build_message
from actions.fagsystemer.errors import FagsystemError, Refused, Unavailable, Uncertain
from actions.fagsystemer.mail import Mail
from actions.fagsystemer.settings import FagsystemSettings
from tests.actions.fagsystemer.conftest import HASTY, PATIENT
from tests.ports import kept_port

MAIL = Mail(
    to="mette.friis@example.dk",
    subject="Afbud: Anna Jensen kommer ikke i dag kl. 13",
    text="Hej Mette\n\nAnna Jensen er på hospitalet.\n.\nHilsen Én Indgang\n",
)


class Sink:
    """Keeps what a real SMTP server was given."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        parser = BytesParser(policy=email.policy.default)
        return [parser.parsebytes(envelope.content) for envelope in self.envelopes]


class Script:
    """An SMTP server that answers each command as written down, the last answer over and over.

    `None` cuts the line, "" says nothing.
    """

    def __init__(self, **answers: Sequence[str | None]) -> None:
        self.delay_seconds = 0.0
        """How long each answer takes."""
        good: dict[str, Sequence[str | None]] = {
            "GREETING": ["220 localhost"],
            "EHLO": ["250 localhost"],
            "MAIL": ["250 OK"],
            "RCPT": ["250 OK"],
            "DATA": ["354 go on"],
            "END": ["250 OK"],
        }
        self.answers = {step: list(answer) for step, answer in (good | answers).items()}
        self.message_ids: list[bytes] = []
        """Of every mail that came in full."""
        self._talks = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with self._one_more_talk(writer):
            await self._talk(reader, writer)

    async def is_quiet(self) -> None:
        """Wait until the last connection has ended."""
        await self._quiet.wait()

    @asynccontextmanager
    async def _one_more_talk(self, writer: asyncio.StreamWriter) -> AsyncIterator[None]:
        self._talks += 1
        self._quiet.clear()
        try:
            yield
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self._talks -= 1
            if not self._talks:
                self._quiet.set()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        step = "GREETING"
        while step:
            left = self.answers[step]
            answer = left.pop(0) if len(left) > 1 else left[0]
            await asyncio.sleep(self.delay_seconds)
            if answer is None:
                break
            if answer:
                writer.write(f"{answer}\r\n".encode())
            step = await self._next_step(reader, step)

    async def _next_step(self, reader: asyncio.StreamReader, step: str) -> str:
        line = await reader.readline()
        if step != "DATA":
            verb = line[:4].decode().upper()
            return verb if verb in self.answers else ""
        while line not in (b".\r\n", b""):
            if line.startswith(b"Message-ID:"):
                self.message_ids.append(line)
            line = await reader.readline()
        return "END" if line else ""


Serve = Callable[..., Awaitable[SmtpMailer]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Give a function that starts an SMTP server and a mailer to it: `await serve(Sink() or Script())`."""
    async with AsyncExitStack() as stack:

        async def start(behaviour: Sink | Script, settings: FagsystemSettings = PATIENT) -> SmtpMailer:
            if isinstance(behaviour, Sink):
                server = await asyncio.get_running_loop().create_server(
                    lambda: SMTP(behaviour, hostname="localhost"), "127.0.0.1", 0
                )
            else:
                server = await asyncio.start_server(behaviour, "127.0.0.1", 0)
                stack.push_async_callback(behaviour.is_quiet)
            stack.callback(server.close)
            port = server.sockets[0].getsockname()[1]
            return SmtpMailer(replace(settings, smtp_port=port))

        yield start


async def test_a_mail_arrives_as_it_was_written(serve: Serve) -> None:
    sink = Sink()
    await (await serve(sink)).send(MAIL, "key-1")
    (envelope,), (message,) = sink.envelopes, sink.messages
    assert (envelope.mail_from, envelope.rcpt_tos) == ("en-indgang@example.dk", [MAIL.to])
    assert message["To"] == MAIL.to
    assert message["Subject"] == MAIL.subject
    assert message.get_content().replace("\r\n", "\n") == MAIL.text
    assert message["From"].addresses[0].display_name == "Københavns Kommune, Én Indgang"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "text", ["æøå ÆØÅ é ☂ 🙂", "x" * 5000, ".\r\n.\r\n", "From mig", "", "a\x00b", "\ud800"]
)
async def test_any_text_can_be_sent(serve: Serve, text: str) -> None:
    sink = Sink()
    await (await serve(sink)).send(replace(MAIL, text=text, subject=text), "key-1")
    (message,) = sink.messages
    sent = text.replace("\ud800", "?").replace("\r\n", "\n")
    assert message.get_content().replace("\r\n", "\n").removesuffix("\n") == sent.removesuffix("\n")


@pytest.mark.parametrize(
    "injected", ["\r\nBcc: x@example.com", "\nBcc: x@example.com", "\r", "\x0b\x85\u2028Bcc: x"]
)
def test_a_subject_cannot_add_a_header(injected: str) -> None:
    message = build_message(replace(MAIL, subject=f"Afbud{injected}"), "a@example.dk", "key-1")
    parsed = BytesParser(policy=email.policy.default).parsebytes(message.as_bytes())
    assert parsed["Bcc"] is None
    assert parsed["Subject"].startswith("Afbud")
    assert len(parsed["Subject"].splitlines()) == 1


@pytest.mark.parametrize(
    "to",
    [
        "",
        "mette",
        "mette@",
        "@example.dk",
        "mette@example",
        "mette@example.dk, x@example.com",
        "mette@example.dk\r\nBcc: x@example.com",
        "mette@example.dk>\r\nRCPT TO:<x@example.com",
        "<mette@example.dk>",
        "Mette <mette@example.dk>",
        '"x y"@example.dk',
        "mette@example.dk\n",
        "møtte@example.dk",
    ],
)
async def test_what_is_not_one_plain_address_is_refused_before_anything_is_sent(
    serve: Serve, to: str
) -> None:
    sink = Sink()
    mailer = await serve(sink)
    with pytest.raises(Refused, match="bad_address"):
        await mailer.send(replace(MAIL, to=to), "key-1")
    assert sink.envelopes == []


def test_the_same_key_gives_the_same_message_id_and_another_key_another() -> None:
    first, again, other = (
        build_message(MAIL, "a@example.dk", key)["Message-ID"] for key in ("key-1", "key-1", "key-2")
    )
    assert first == again != other
    assert "key-1" not in first


async def test_a_mail_whose_answer_was_lost_is_sent_again_with_the_same_id(serve: Serve) -> None:
    script = Script(END=[None, "250 OK"])
    await (await serve(script)).send(MAIL, "key-1")
    first, second = script.message_ids
    assert first == second


async def test_nobody_at_the_port_is_unavailable() -> None:
    mailer = SmtpMailer(replace(PATIENT, smtp_port=kept_port()))
    with pytest.raises(Unavailable, match="no_connection"):
        await mailer.send(MAIL, "key-1")


@pytest.mark.parametrize(
    ("step", "answer", "kind", "code"),
    [
        ("GREETING", None, Unavailable, "no_connection"),
        ("GREETING", "554 no service", Unavailable, "smtp_554"),
        ("GREETING", "421 busy", Unavailable, "smtp_421"),
        ("GREETING", "HTTP/1.1 400 Bad Request", Unavailable, "garbled"),
        ("EHLO", None, Unavailable, "no_connection"),
        ("EHLO", "554 go away", Unavailable, "no_connection"),
        ("MAIL", None, Unavailable, "no_connection"),
        ("MAIL", "451 later", Unavailable, "smtp_451"),
        ("RCPT", None, Unavailable, "no_connection"),
        ("RCPT", "450 later", Unavailable, "smtp_450"),
        ("RCPT", "550 no such person", Refused, "smtp_550"),
        ("DATA", "554 no", Refused, "smtp_554"),
        ("END", "452 full", Unavailable, "smtp_452"),
        ("END", "552 too large", Refused, "smtp_552"),
        ("DATA", None, Uncertain, "connection_lost"),
        ("END", None, Uncertain, "connection_lost"),
        ("END", "rubbish", Uncertain, "garbled"),
    ],
)
async def test_each_step_that_fails_tells_whether_the_mail_may_have_been_sent(
    serve: Serve, step: str, answer: str | None, kind: type[FagsystemError], code: str
) -> None:
    mailer = await serve(Script(**{step: [answer]}))
    with pytest.raises(kind) as caught:
        await mailer.send(MAIL, "key-1")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("step", "kind"), [("GREETING", Unavailable), ("RCPT", Unavailable), ("END", Uncertain)]
)
async def test_silence_is_unavailable_before_the_mail_and_uncertain_after_it(
    serve: Serve, step: str, kind: type[FagsystemError]
) -> None:
    mailer = await serve(Script(**{step: [""]}), HASTY)
    with pytest.raises(kind, match="timeout"):
        await mailer.send(MAIL, "key-1")


async def test_a_server_that_takes_its_time_at_every_step_is_not_waited_for(serve: Serve) -> None:
    script = Script()
    script.delay_seconds = HASTY.timeout_seconds * 0.6
    mailer = await serve(script, HASTY)
    with pytest.raises(Unavailable, match="timeout"):
        await mailer.send(MAIL, "key-1")


async def test_a_server_that_says_no_to_the_repeat_leaves_it_uncertain(serve: Serve) -> None:
    mailer = await serve(Script(END=[None], DATA=["354 go on", "554 seen that Message-ID"]))
    with pytest.raises(Uncertain):
        await mailer.send(MAIL, "key-1")


async def test_no_error_or_log_line_names_the_receiver_or_quotes_the_mail(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = await serve(Script(RCPT=["550 no mette.friis@example.dk here"]))
    with caplog.at_level("DEBUG", logger="actions"), pytest.raises(Refused) as caught:
        await mailer.send(MAIL, "key-1")
    said = f"{caught.value} {caplog.text}"
    for personal in ("mette", "Anna", "hospital", "key-1"):
        assert personal not in said

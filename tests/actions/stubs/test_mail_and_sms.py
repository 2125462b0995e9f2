"""The mail sink and the text messages."""

import asyncio
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest


async def send(
    service: Any, message_id: str = "<en@example.dk>", text: str = "Kære Mette\n\nTiden er aflyst."
) -> None:
    message = EmailMessage()
    message["From"] = "en-indgang@example.dk"
    message["To"] = "mette@example.dk"
    message["Subject"] = "Afbud: møde på onsdag"
    message["Message-ID"] = message_id
    message.set_content(text)
    await aiosmtplib.send(
        message, hostname="127.0.0.1", port=service.smtp_port, local_hostname="localhost", timeout=5
    )


async def test_a_mail_is_kept_with_its_danish_letters(service: Any) -> None:
    await send(service)
    (mail,) = await service.read("/mail/messages")
    assert mail["from"] == "en-indgang@example.dk"
    assert mail["to"] == ["mette@example.dk"]
    assert mail["subject"] == "Afbud: møde på onsdag"
    assert mail["text"].strip() == "Kære Mette\n\nTiden er aflyst."
    assert mail["received_at"] == "2026-11-23T08:30:00+01:00"


async def test_a_repeat_with_the_same_message_id_is_the_same_mail(service: Any) -> None:
    await send(service, "<samme@example.dk>")
    await send(service, "<samme@example.dk>")
    await send(service, "<anden@example.dk>")
    assert len(await service.read("/mail/messages")) == 2


async def test_mails_at_once_are_all_kept(service: Any) -> None:
    await asyncio.gather(*(send(service, f"<{number}@example.dk>") for number in range(10)))
    assert len(await service.read("/mail/messages")) == 10


async def test_a_broken_mail_is_kept_as_far_as_it_can_be_read(service: Any) -> None:
    client = aiosmtplib.SMTP(
        hostname="127.0.0.1", port=service.smtp_port, local_hostname="localhost", timeout=5
    )
    async with client:
        await client.sendmail("a@example.dk", ["b@example.dk"], b"Subject: \xff\xfe\r\n\r\n\xff\xe6\r\n")
    (mail,) = await service.read("/mail/messages")
    assert mail["to"] == ["b@example.dk"]


async def test_a_sink_that_is_down_drops_the_connection(service: Any) -> None:
    await service.fault("mail", "down")
    with pytest.raises((aiosmtplib.SMTPException, OSError)):
        await send(service)
    assert await service.read("/mail/messages") == []


@pytest.mark.parametrize(("mode", "code"), [("error", 554), ("flaky", 451)])
async def test_a_sink_in_trouble_says_so_and_keeps_nothing(service: Any, mode: str, code: int) -> None:
    await service.fault("mail", mode)
    with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
        await send(service)
    assert refused.value.code == code
    assert await service.read("/mail/messages") == []


async def test_a_flaky_sink_takes_the_second_try(service: Any) -> None:
    await service.fault("mail", "flaky")
    with pytest.raises(aiosmtplib.SMTPResponseException):
        await send(service)
    await send(service)
    assert len(await service.read("/mail/messages")) == 1


async def test_a_sink_that_talks_nonsense_is_not_understood(service: Any) -> None:
    await service.fault("mail", "garbage")
    with pytest.raises(aiosmtplib.SMTPException):
        await send(service)


async def test_a_slow_sink_has_kept_the_mail_that_nobody_waited_for(service: Any) -> None:
    await service.fault("mail", "slow", ms=60_000)
    sending = asyncio.create_task(send(service))
    while not await service.read("/mail/messages"):
        assert not sending.done()
    sending.cancel()
    await service.fault("mail", "none")
    await send(service)
    assert len(await service.read("/mail/messages")) == 1


async def test_a_text_message_is_kept_and_not_sent_twice(service: Any) -> None:
    body = {"to": "20 00 00 01", "text": "Læs mere på kk.dk"}
    first = await service.post("/sms/messages", body, key="sms")
    assert first == await service.post("/sms/messages", body, key="sms")
    (message,) = await service.read("/sms/messages")
    assert (message["to"], message["text"]) == ("+4520000001", "Læs mere på kk.dk")


@pytest.mark.parametrize(
    "body", [{"to": "112", "text": "x"}, {"to": "20000001", "text": ""}, {"to": "20000001"}]
)
async def test_a_text_message_of_the_wrong_form_is_refused(service: Any, body: dict[str, str]) -> None:
    assert (await service.post("/sms/messages", body))[0] == 400

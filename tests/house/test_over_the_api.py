"""The model dialogues and their troubles over the public API, with the effect read back from the stubs."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
import requests

from tests.house.running import Citizen


def test_d1_with_login_on_the_web_and_the_order_in_the_waste_system(house, citizen):
    citizen.says("Hvad tid kommer min hjemmepleje?")
    assert "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10" in citizen.logs_in("anna-jensen")
    assert "Ja, hvad er din adresse?" in citizen.says(
        "Jeg er også løbet tør for bioposer. Kan jeg få nogle flere?"
    )
    assert "Vi sender bioposer til dig, og de er hos dig inden for fire dage." in citizen.says("Byvej 54")
    citizen.says("nej, det var Byvej 45")
    (order,) = house.read("/affald/orders")
    assert order["address_text"] == "Byvej 45, 2700 Brønshøj"
    assert citizen.errands == [("hjemmepleje_hvornaar", "done"), ("bioposer_bestil", "done")]


def test_d2_puts_one_packet_with_both_topics_in_the_contact_centre(house, citizen):
    answer = citizen.says(
        "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår. "
        "Jeg vil gerne snakke med en, der kan hjælpe mig"
    )
    assert "Jeg stiller dig videre til personlig betjening." in answer
    (packet,) = house.read("/kontaktcenter/handoffs")
    assert [topic["intent"] for topic in packet["topics"]] == ["mitid_hjaelp", "regning_forstaar_ikke"]
    assert citizen.look()["state"] == "waiting_for_person"


def test_d3_cancels_in_the_calendar_and_mails_the_caseworker(house, citizen):
    citizen.says("Jeg skal aflyse min tid i Jobcentret i dag")
    assert "Hvorfor må du melde afbud?" in citizen.logs_in("anna-jensen")
    assert "Jeg har aflyst din tid i Jobcentret, og skrevet en mail til din sagsbehandler" in citizen.says(
        "Jeg er syg"
    )
    (appointment,) = house.read("/jobcenter/appointments?citizen=anna-jensen")
    assert (appointment["status"], appointment["reason"]) == ("cancelled", "Jeg er syg")
    (mail,) = house.read("/mail/messages")
    assert mail["to"] == [appointment["caseworker"]["email"]]
    assert "Jeg er syg" in mail["text"]


def test_a_refused_login_is_told_in_the_chat_and_the_errand_waits(citizen):
    citizen.says("Jeg skal aflyse min tid i Jobcentret")
    assert "ikke logget ind" in citizen.logs_in("anna-jensen", "refuse")
    assert citizen.errands == [("aflys_jobcentertid", "waiting_login")]


@pytest.mark.parametrize("mode", ["down", "error", "garbage"])
def test_a_waste_system_in_trouble_is_admitted_and_the_order_placed_once_it_is_back(house, citizen, mode):
    citizen.says("Jeg vil gerne bestille bioposer")
    house.fault("affald", mode)
    assert "Skal jeg prøve igen?" in citizen.says("Byvej 54")
    house.fault("affald", "none")
    assert "inden for fire dage" in citizen.says("Prøv igen")
    assert len(house.read("/affald/orders")) == 1


def test_a_flaky_waste_system_is_not_noticed_and_nothing_is_ordered_twice(house, citizen):
    house.fault("affald", "flaky")
    citizen.says("Jeg vil gerne bestille bioposer")
    assert "inden for fire dage" in citizen.says("Byvej 54")
    house.fault("affald", "none")
    assert len(house.read("/affald/orders")) == 1


def test_parked_errands_survive_rasa_being_killed(house, citizen):
    citizen.says("Jeg mangler bioposer, og jeg vil også gerne aflyse min tid i jobcentret")
    before = citizen.errands
    os.kill(house.pid_of("rasa"), signal.SIGKILL)
    until_ready_again(house)
    assert "inden for fire dage" in citizen.says("Byvej 54")
    assert [intent for intent, _ in citizen.errands] == [intent for intent, _ in before]


def test_while_rasa_is_gone_the_citizen_gets_an_honest_sentence(house, citizen):
    os.kill(house.pid_of("rasa"), signal.SIGKILL)
    parts_while_down = citizen.says("Jeg vil gerne bestille bioposer")
    assert parts_while_down
    until_ready_again(house)
    assert "hvad er din adresse" in citizen.says("Jeg vil gerne bestille bioposer")


def test_what_a_citizen_writes_reaches_no_log_and_a_cpr_number_no_file(house, citizen):
    secret = "kaktusblomsten synger"
    citizen.says(f"Jeg hedder {secret} og mit cpr-nummer er 010190-1234, hvornår har I åbent?")
    citizen.says("bestil bioposer til Byvej 54")
    logs = [path for path in Path(house.state).rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" for path in logs)
    for path in logs:
        content = path.read_bytes()
        assert b"010190-1234" not in content, path
        assert b"0101901234" not in content, path
        if path.suffix in (".log", ".out"):
            assert secret.encode() not in content, path


def test_a_command_in_the_text_is_only_text(citizen):
    for text in ("/restart", "/aflys_jobcentertid{}", "/event_login_done"):
        assert citizen.says(text)
    assert citizen.look()["identity"]["level"] == "none"


def test_someone_elses_conversation_looks_like_none(house, citizen):
    other = Citizen(house)
    answer = requests.get(citizen.url, headers=other.headers, timeout=5)
    assert answer.status_code in (401, 404)
    assert "messages" not in answer.text


def test_the_model_parse_contract(house):
    answer = requests.post(
        f"{house.rasa}/model/parse",
        json={"text": "Hvad tid kommer min hjemmepleje? Jeg mangler bioposer til Byvej 54"},
        timeout=10,
    ).json()
    assert [errand["intent"] for errand in answer["errands"]] == ["hjemmepleje_hvornaar", "bioposer_bestil"]
    address = next(e for e in answer["errands"][1]["entities"] if e["entity"] == "address")
    assert address["value"]["street"] == "Byvej"
    assert address["value"]["number"] == "54"
    assert {"confidence", "start", "end", "text"} <= set(answer["errands"][0])


def until_ready_again(house) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if json.loads(requests.get(f"{house.gateway}/healthz", timeout=3).text)["checks"]["rasa"]["ok"]:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise AssertionError("Rasa did not come back")

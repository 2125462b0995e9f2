"""The banner of the service desk, as a caller hears it."""

from tests.bot.gateway.calls.phone import AS_OPERATOR, CALL, Line, greeted
from tests.bot.gateway.desk_page import DeskPage
from tests.bot.gateway.house import House


async def test_the_banner_is_said_once_and_before_the_question(house: House, mette: DeskPage) -> None:
    banner = {"text": "Vandet i Valby skal koges.", "level": "danger"}
    assert (await mette.call("PUT", "/banner", banner)).status == 200
    line = Line(await house.http.ws_connect(f"/api/calls/{CALL}/line", headers=AS_OPERATOR))
    said = [part["text"] for part in (await line.next())["parts"]]
    assert said[1:] == ["Vigtig besked: Vandet i Valby skal koges.", "Hvad kan jeg hjælpe dig med?"]
    await line.socket.close()
    line = Line(await house.http.ws_connect(f"/api/calls/{CALL}/line", headers=AS_OPERATOR))
    assert (await line.next())["parts"] == []


async def test_a_long_banner_is_cut_between_sentences_and_says_where_the_rest_is(
    house: House, mette: DeskPage
) -> None:
    text = "Vandet i Valby skal koges. " + "Det gælder alle ejendomme vest for banen. " * 8
    await mette.call("PUT", "/banner", {"text": text, "level": "danger"})
    line = Line(await house.http.ws_connect(f"/api/calls/{CALL}/line", headers=AS_OPERATOR))
    said = (await line.next())["parts"][1]["text"]
    assert said.startswith("Vigtig besked: Vandet i Valby skal koges. Det gælder")
    assert said.endswith("Du kan læse resten på 127.0.0.1.")
    assert len(said) < 320


async def test_a_banner_that_is_put_up_during_a_call_interrupts_nobody(house: House, mette: DeskPage) -> None:
    line = await greeted(house)
    await mette.call("PUT", "/banner", {"text": "Nyt", "level": "warning"})
    frames = await line.says("Hej")
    assert [frame["type"] for frame in frames] == ["part", "done"]

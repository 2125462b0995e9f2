"""The desk is as quick as people are, and no quicker."""

from tests.bot.gateway.desk_page import DeskPage
from tests.bot.gateway.house import House


async def test_who_does_more_than_a_person_can_waits_a_moment_and_colleagues_do_not(
    house: House, mette: DeskPage, omar: DeskPage
) -> None:
    burst = house.settings.desk_burst
    answers = [await mette.call("GET", "/suggestions?q=pas") for _ in range(burst + 1)]
    assert {answer.status for answer in answers[:burst]} == {200}
    assert answers[-1].code == "too_many_acts"
    assert answers[-1].status == 429
    assert answers[-1].headers["Retry-After"] == "1"
    assert (await omar.call("GET", "/me")).status == 200
    house.time.forward(1)
    assert (await mette.call("GET", "/me")).status == 200


async def test_frames_count_and_keeping_the_line_does_not(house: House, mette: DeskPage) -> None:
    socket = await mette.open()
    for _ in range(house.settings.desk_burst + 1):
        await socket.send(type="ping")
        await socket.until("pong")
    for _ in range(house.settings.desk_burst + 1):
        await socket.send(type="typing", case="s-none", on=True)
    codes = set()
    while "too_many_acts" not in codes:
        codes.add((await socket.until("error"))["code"])
    await socket.send(type="ping")
    await socket.until("pong")

"""What was moved may go back to where it came from, also to a time that the calendar does not offer."""

from typing import Any


async def test_an_appointment_outside_the_grid_can_go_back(service: Any) -> None:
    seed = {"citizen": "anna-jensen", "appointments": [{"date": "2026-12-05", "time": "07:10"}]}
    await service.client.put("/_seed", json=seed)
    (booked,) = await service.read("/jobcenter/appointments?citizen=anna-jensen")
    url = f"/jobcenter/appointments/{booked['id']}"
    free = (await service.read(f"{url}/free-times"))[0]
    for number, slot in enumerate((free, {"date": "2026-12-05", "time": "07:10"})):
        answer = await service.client.post(
            f"{url}/move", json=slot, headers={"Idempotency-Key": f"k{number}"}
        )
        assert answer.status == 200
    (back,) = await service.read("/jobcenter/appointments?citizen=anna-jensen")
    assert (back["date"], back["time"]) == ("2026-12-05", "07:10")

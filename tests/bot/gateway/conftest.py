"""A fresh gateway for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.gateway.desk_page import METTE, OMAR, DeskPage
from tests.bot.gateway.fake_rasa import FakeRasa
from tests.bot.gateway.house import House


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    fake = FakeRasa()
    yield fake
    await fake.stop()


@pytest.fixture
async def house(tmp_path: Path, rasa: FakeRasa) -> AsyncIterator[House]:
    house = House(tmp_path, rasa, await rasa.start())
    try:
        await house.start()
        yield house
    finally:
        await house.stop()


@pytest.fixture
async def mette(house: House) -> AsyncIterator[DeskPage]:
    page = DeskPage(house, METTE)
    yield page
    await page.close()


@pytest.fixture
async def omar(house: House) -> AsyncIterator[DeskPage]:
    page = DeskPage(house, OMAR)
    yield page
    await page.close()

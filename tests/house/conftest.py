"""One house for all its tests; each test begins with the seed data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dialogues.conftest import trained_model
from tests.house.running import Citizen, House
from tests.web.building import built_page


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    built_page()
    house = House(tmp_path_factory.mktemp("house"), trained_model())
    try:
        house.wait_until_ready()
        yield house
    finally:
        house.stop()


@pytest.fixture
def house(running_house: House) -> House:
    running_house.reset()
    return running_house


@pytest.fixture
def citizen(house: House) -> Citizen:
    return Citizen(house)

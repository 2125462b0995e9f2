"""One house for all its tests; each test begins with the seed data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.dialogues.conftest import trained_model
from tests.house.running import Citizen, House
from tests.web.building import CHROMIUM_FLAGS, built_page, chromium


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()

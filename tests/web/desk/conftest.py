"""A desk of its own for each test, and a tab with the page before it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page

from .cases import call_back, case, said
from .desk_page import DeskPage
from .fake_desk import FakeDesk


@pytest.fixture(scope="session")
def desk_files(page_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built page, which a build beside the tests does not pull away."""
    return shutil.copytree(page_files, tmp_path_factory.mktemp("desk") / "dist")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(desk_files: Path) -> AsyncIterator[FakeDesk]:
    """A scripted desk on a free port, with two that wait and a call-back."""
    desk = FakeDesk(desk_files)
    await desk.add(
        case("s-1", "Hjælp til MitID", "Spørgsmål til en regning"),
        said(1, "assistant", "Hej, jeg er kommunens digitale assistent – en robot."),
        said(2, "citizen", "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår"),
    )
    await desk.add(
        case("s-2", "Bestil bioposer", opened_at="2026-11-21T09:59:00+01:00"),
        said(1, "citizen", "Jeg mangler bioposer"),
    )
    desk.call_backs["b-1"] = call_back("b-1", "+4520123456", "Spørgsmål om folkepension")
    runner = web.AppRunner(desk.app(), shutdown_timeout=0.05)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    desk.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield desk
    desk.slow.set()
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def mette(page: Page, desk: FakeDesk) -> DeskPage:
    """The desk as Mette sees it, ready to work."""
    return await DeskPage(page, desk).enter()

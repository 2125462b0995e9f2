"""The desk as an employee sees it: what can be found, read and done, by role and name."""

from playwright.async_api import Locator, Page, expect

from .fake_desk import FakeDesk


class DeskPage:
    """One tab with the desk."""

    def __init__(self, page: Page, desk: FakeDesk) -> None:
        self.page = page
        self.desk = desk
        self.list = page.get_by_role("navigation", name="Sager")
        self.log = page.get_by_role("log")
        self.reply = page.get_by_label("Skriv til borgeren")
        self.note = page.get_by_label("Ny note")
        self.search = page.get_by_label("Søg i svar og artikler")
        self.link = page.locator(".desk-link-state")
        self.trouble = page.locator(".desk-trouble.some")
        self.dialog = page.get_by_role("dialog")
        self.title = page.locator(".talk:not([hidden]) .talk-title")

    async def enter(self, path: str = "/desk") -> "DeskPage":
        """Go to the desk and wait until it is connected."""
        await self.page.goto(self.desk.address + path)
        await expect(self.link).to_have_text("Forbundet")
        return self

    def row(self, id: str) -> Locator:
        """The case in the list."""
        return self.page.locator(f'[data-case="{id}"]')

    def section(self, name: str) -> Locator:
        return self.list.locator(f".list-{name}")

    async def open(self, id: str) -> None:
        """Open a case and wait for its conversation."""
        await self.row(id).click()
        await expect(self.log.locator(".message").first).to_be_visible()

    async def take(self, id: str) -> None:
        """Open a case and take it."""
        await self.open(id)
        await self.button("Tag samtalen").click()
        await expect(self.reply).to_be_focused()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def write(self, text: str) -> None:
        """Write to the citizen and send with Enter."""
        await self.reply.fill(text)
        await self.reply.press("Enter")

    def said(self, text: str) -> Locator:
        return self.log.locator(".message", has_text=text)

    async def offline(self) -> None:
        """The gateway goes away in the middle of it."""
        self.desk.unreachable = True
        await self.desk.cut()
        await expect(self.link).to_have_text("Ingen forbindelse")

    async def online(self) -> None:
        """The gateway is back, and the browser has noticed."""
        self.desk.unreachable = False
        await self.page.evaluate("window.dispatchEvent(new Event('online'))")
        await expect(self.link).to_have_text("Forbundet")

"""The page as a citizen sees it: what can be found, read and done, by role and name."""

from playwright.async_api import Locator, Page, expect

from .fake_gateway import FakeGateway


class ChatPage:
    """The front page with the chat, before a gateway."""

    def __init__(self, page: Page, gateway: FakeGateway) -> None:
        self.page = page
        self.gateway = gateway
        self.find()

    def find(self) -> None:
        """Name what a citizen meets."""
        page = self.page
        self.launcher = page.get_by_role("button", name="Skriv med os")
        self.panel = page.get_by_role("dialog", name="Spørg kommunen")
        self.input = self.panel.get_by_label("Skriv din besked")
        self.log = page.get_by_role("log")
        self.messages = self.log.locator(".message")
        self.scroller = self.panel.locator(".chat-scroller")
        self.banner = self.panel.locator(".chat-banner")
        self.head = self.panel.locator(".chat-heading")
        self.waiting = self.panel.get_by_role("group", name="Din plads i køen", exact=True)
        self.acute_on_page = page.locator("#acute .acute")
        self.acute_in_chat = self.panel.locator(".acute")
        self.notices = self.log.locator(".message.from-system .bubble")

    async def visit(self, path: str = "/") -> None:
        await self.page.goto(self.gateway.address + path)

    async def open(self) -> None:
        """Visit the page, open the chat, and wait for the greeting."""
        await self.visit()
        await self.launcher.click()
        await self.greeted()

    async def greeted(self) -> None:
        await expect(self.messages.first).to_be_visible()

    async def write(self, text: str) -> None:
        """Write a message and send it with Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    def said_by(self, who: str) -> Locator:
        return self.log.locator(f".message.from-{who}")

    async def texts(self, who: str) -> list[str]:
        return [text.strip() for text in await self.said_by(who).locator(".bubble").all_inner_texts()]

"""The chat with its speech, as a citizen meets it."""

from playwright.async_api import expect

from .chat_page import ChatPage
from .fake_line import Call

WATCH_MICROPHONE = """
    window.tracks = [];
    const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (ask) navigator.mediaDevices.getUserMedia = async (wanted) => {
        window.wanted = wanted;
        const stream = await ask(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
"""


class VoicePage(ChatPage):
    """The chat with its speech."""

    def find(self) -> None:
        super().find()
        self.start = self.panel.get_by_role("button", name="Tal med os")
        self.strip = self.panel.get_by_role("group", name="Tal med os")
        self.talk = self.strip.locator(".voice-talk")
        self.stop = self.strip.get_by_role("button", name="Læg på")
        self.state = self.strip.locator(".voice-state")
        self.captions = self.strip.locator(".voice-captions")
        self.free = self.strip.get_by_role("checkbox", name="Tal frit")
        self.problem = self.panel.locator(".voice-problem")
        self.status = self.panel.locator("> [role=status]")

    async def prepare(self) -> "VoicePage":
        """Before the first visit: watch what becomes of the microphone."""
        await self.page.add_init_script(WATCH_MICROPHONE)
        return self

    async def call(self, *, freely: bool = False) -> Call:
        """Open the chat and begin a talk; what it says to screen readers at the start is said by then."""
        await self.open()
        await self.start.click()
        call = await self.gateway.line.call()
        await expect(self.state).to_have_text("Assistenten taler")
        await expect(self.status).to_contain_text("Du kan tale nu.")
        if freely:
            await self.free.check()
        return call

    async def bars(self) -> int:
        return await self.strip.locator(".voice-bar.on").count()

    async def microphone_is_open(self) -> bool:
        """Whether any track that the page was given is still live."""
        live: bool = await self.page.evaluate("window.tracks.some(track => track.readyState === 'live')")
        return live

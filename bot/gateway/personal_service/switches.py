"""What employees set for all citizens at once: the banner, and the topics that are left to people."""

import secrets
from collections.abc import Callable

from bot.conversation.models import JsonObject
from bot.gateway.live import LiveConversations
from bot.gateway.personal_service.models import Banner, Level
from bot.gateway.personal_service.shown_clock import ShownClock
from bot.gateway.personal_service.store import ServiceStore


class Switches:
    """Kept durably, read from memory. ``open`` before use."""

    def __init__(self, store: ServiceStore, lives: LiveConversations, clock: ShownClock) -> None:
        self._store = store
        self._lives = lives
        self._clock = clock
        self._banner: Banner | None = None
        self._topics_off: tuple[str, ...] = ()
        self.tell_desk: Callable[[JsonObject], None] = lambda _: None

    async def open(self) -> None:
        """Read what was set."""
        banner = await self._store.setting("banner")
        self._banner = Banner(**banner) if banner else None
        self._topics_off = tuple(await self._store.setting("topics_off") or ())

    @property
    def banner(self) -> Banner | None:
        """The banner, while it holds."""
        banner = self._banner
        if banner is None or (banner.until is not None and self._clock.now() >= banner.until):
            return None
        return banner

    @property
    def topics_off(self) -> tuple[str, ...]:
        """Ids of the enquiries that are left to people, sorted."""
        return self._topics_off

    async def set_banner(self, text: str, level: Level, until: float | None) -> Banner:
        """Show every citizen ``text``, at once and until ``until`` (seconds since 1970) at most."""
        banner = Banner(f"b-{secrets.token_hex(4)}", text, level, until)
        await self._store.set_setting("banner", dict(vars(banner)))
        self._banner = banner
        self.tell_all()
        return banner

    async def clear_banner(self) -> None:
        """Take the banner down. Harmless when there is none."""
        await self._store.set_setting("banner", None)
        self._banner = None
        self.tell_all()

    async def set_topic(self, intent: str, *, off: bool) -> tuple[str, ...]:
        """Leave an enquiry to people, or give it back to the assistant; return all that are left."""
        topics = set(self._topics_off) | {intent} if off else set(self._topics_off) - {intent}
        await self._store.set_setting("topics_off", sorted(topics))
        self._topics_off = tuple(sorted(topics))
        self.tell_desk({"type": "topics_off", "topics_off": list(self._topics_off)})
        return self._topics_off

    def tell_all(self) -> None:
        """Tell every open page how the banner stands."""
        banner = self.banner
        frame: JsonObject = {"type": "banner", "banner": banner.to_json() if banner else None}
        self.tell_desk(frame)
        for live in self._lives.all():
            live.tell(frame)

    def expire(self) -> None:
        """Take the banner off every page once its time is over."""
        if self._banner is not None and self.banner is None:
            self._banner = None
            self.tell_all()

"""What a watchdog reports, said honestly and with a way on."""

from typing import Literal

from voice.call.context import Context

What = Literal["no_media", "recogniser_stalled", "synthesis_failed", "line_stuck"]


class Troubles:
    """Counts what goes wrong on one line."""

    def __init__(self, context: Context) -> None:
        self._call = context
        self._no_media_at: float | None = None
        """When the caller was told that no sound comes, for as long as none does."""
        self._stalled = 0
        self._mute = 0

    def recogniser_works(self) -> None:
        """It has answered."""
        self._stalled = 0

    def sound_comes(self) -> None:
        """The caller's line carries a voice."""
        self._no_media_at = None

    def told(self, what: What, now_ms: float) -> None:
        """A watchdog speaks up."""
        if self._call.leaving:
            if what in ("synthesis_failed", "line_stuck"):
                self._call.speaking.drop_all(now_ms)  # The last sentence cannot be said: let go without it.
            return
        if what == "no_media":
            self._no_media(now_ms)
        elif what == "recogniser_stalled":
            self._recogniser_stalled(now_ms)
        else:
            self._cannot_speak(now_ms)

    def time(self, now_ms: float) -> None:
        """Look for what nobody reports: a recogniser that owes an answer, speech that never ends."""
        call = self._call
        if call.turn.is_stalled(now_ms):
            call.turn.abandon(now_ms)
            if not call.leaving:
                self._recogniser_stalled(now_ms)
        if call.speaking.mouth.is_stuck(now_ms):
            self.told("line_stuck", now_ms)

    def _no_media(self, now_ms: float) -> None:
        call = self._call
        if self._no_media_at is None:
            self._no_media_at = now_ms
            call.speaking.say_key("no_media", now_ms)
        elif now_ms - self._no_media_at >= call.settings.watchdogs.no_media_again_ms:
            call.speaking.say_key("no_media_again", now_ms)
            call.leave("no_sound", now_ms)

    def _recogniser_stalled(self, now_ms: float) -> None:
        call = self._call
        call.turn.abandon(now_ms)
        call.speaking.resume(now_ms)
        call.barge_in.over()
        self._stalled += 1
        if self._stalled == 1:
            call.speaking.say_key("recogniser_stalled", now_ms)
        else:
            call.want_person("recogniser_stalled", "recogniser_stalled_again", now_ms)

    def _cannot_speak(self, now_ms: float) -> None:
        """What cannot be said is dropped. One more sentence is tried; then a person without one."""
        call = self._call
        call.speaking.drop_all(now_ms)
        call.barge_in.over()
        self._mute += 1
        if self._mute == 1:
            call.speaking.say_key("line_trouble", now_ms)
        else:
            call.want_person("line_trouble", None, now_ms)

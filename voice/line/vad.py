"""Whether the caller's line carries a voice, frame by frame. Pure: sound and its time are passed in.

    frame   ▁▁▇▇▇▁▇▇▇▁▁▁▁▁▁▁▁▁▁        each 20 ms: WebRTC's detector says voice, and it is above the noise
    voice      ╭─────────────╮
    tells      VoiceBegan    VoicePaused(since = end of the last ▇)

WebRTC's detector alone takes a fan or a busy street for a voice. So a frame must also be louder than the
background, which is followed: it falls at once with a quieter line and rises slowly, and while a voice is
heard hardly at all.
"""

import math
from dataclasses import dataclass

import numpy as np
import webrtcvad

from voice.call.events import VoiceBegan, VoicePaused
from voice.transports.protocol import FRAME_MS


@dataclass(frozen=True)
class VadSettings:
    """What counts as a voice."""

    aggressiveness: int = 2
    """Of WebRTC's detector: 0 lets through much, 3 little."""
    onset_frames: int = 2
    """Voiced frames among the last ``onset_window`` that begin a voice: 40 ms, for a short "ja"."""
    onset_window: int = 3
    hangover_ms: float = 160.0
    """Quiet that ends a voice: longer than the gap before a t or a k."""
    above_noise_db: float = 6.0
    """A voice is so much louder than the background."""
    floor_db: float = -60.0
    """Below this (dB of full scale) nothing is a voice, however quiet the background."""
    rise_db_a_second: float = 6.0
    """How fast the background is believed to have become louder, in quiet."""
    rise_in_voice_db_a_second: float = 1.0
    """The same while a voice is heard: a noise that stays is background after some seconds."""
    stands_out_db: float = 3.0
    """What is so much louder than the background may be something: the recogniser should hear it."""
    first_frames: int = 15
    """The quietest of so many first frames is the background to begin with, and until then nothing is a
    voice: the detectors know nothing of the line yet, and few speak in its first 300 ms."""


class VoiceActivity:
    """Follows one call's line."""

    def __init__(self, rate_hz: int, settings: VadSettings | None = None) -> None:
        self._settings = settings or VadSettings()
        self._rate_hz = rate_hz
        self._size = rate_hz * FRAME_MS // 1000 * 2
        self._webrtc = webrtcvad.Vad(self._settings.aggressiveness)
        self._rest = b""
        self._recent: list[bool] = []
        self._last_voiced_ms = 0.0
        self._background_db = 0.0
        self._first_frames = self._settings.first_frames
        self.voiced = False
        """Whether a voice is heard now."""
        self.stands_out = True
        """Whether anything in the sound of the last ``hear`` stood out from the background at all."""

    @property
    def background_db(self) -> float:
        """Level of the background noise, in dB of full scale."""
        return self._background_db

    def hear(self, pcm: bytes, now_ms: float) -> list[VoiceBegan | VoicePaused]:
        """Take in int16 LE mono whose last sample was heard at ``now_ms``; return what that changes."""
        sound = self._rest + pcm
        count = len(sound) // self._size
        self._rest = sound[count * self._size :]
        rest_ms = 1000.0 * (len(self._rest) // 2) / self._rate_hz
        found: list[VoiceBegan | VoicePaused] = []
        if count:
            self.stands_out = self._first_frames > 0
        for place in range(count):
            end_ms = now_ms - rest_ms - (count - 1 - place) * FRAME_MS
            found += self._frame(sound[place * self._size : (place + 1) * self._size], end_ms)
        return found

    def silence(self, now_ms: float) -> list[VoiceBegan | VoicePaused]:
        """No sound comes at all: what was a voice is over, as if it were quiet."""
        return self._changed(False, now_ms)

    def _frame(self, frame: bytes, end_ms: float) -> list[VoiceBegan | VoicePaused]:
        level = level_db(frame)
        floor = max(self._background_db + self._settings.above_noise_db, self._settings.floor_db)
        voiced = level > floor and not self._first_frames and self._webrtc.is_speech(frame, self._rate_hz)
        least = max(self._background_db, self._settings.floor_db - self._settings.above_noise_db)
        self.stands_out = self.stands_out or voiced or level > least + self._settings.stands_out_db
        self._follow(level, voiced)
        return self._changed(voiced, end_ms)

    def _changed(self, voiced: bool, end_ms: float) -> list[VoiceBegan | VoicePaused]:
        settings = self._settings
        self._recent = [*self._recent, voiced][-settings.onset_window :]
        if voiced:
            self._last_voiced_ms = end_ms
        if not self.voiced and sum(self._recent) >= settings.onset_frames:
            self.voiced = True
            return [VoiceBegan()]
        if self.voiced and end_ms - self._last_voiced_ms >= settings.hangover_ms:
            self.voiced, self._recent = False, []
            return [VoicePaused(self._last_voiced_ms)]
        return []

    def _follow(self, level: float, voiced: bool) -> None:
        settings = self._settings
        self._first_frames = max(0, self._first_frames - 1)
        if level < self._background_db:
            self._background_db = max(level, settings.floor_db - settings.above_noise_db)
            return
        rise = settings.rise_in_voice_db_a_second if voiced else settings.rise_db_a_second
        self._background_db = min(level, self._background_db + rise * FRAME_MS / 1000.0)


def level_db(pcm: bytes) -> float:
    """Return the level of int16 LE sound in dB of full scale; -100 for silence."""
    # For each frame of each call, in the clock's thread: np.mean took a quarter of that thread's time.
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    power = float(samples @ samples) / samples.size if samples.size else 0.0
    return 10.0 * math.log10(power / 32768.0**2) if power > 0.1 else -100.0

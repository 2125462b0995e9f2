"""A process that hears what a script says: ``python -m … FD THREADS``."""

import asyncio
import os
import socket
import sys
import threading

from voice.recognition.apart.worker import serve
from voice.recognition.errors import ModelMissing
from voice.recognition.protocol import Expected, Partial, Utterance, Word
from voice.recognition.settings import HearingSettings


class ScriptedEar:
    """Sound of ones is a word each; of twos it hangs; of threes it breaks; of fours the process dies."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.expected = "free"

    def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        self.expected = " ".join((expected, *choices))

    def hear(self, pcm: bytes) -> Partial | None:
        kind = pcm[0] if pcm else 0
        if kind == 2:
            threading.Event().wait()
        if kind == 3:
            raise RuntimeError("what the caller said")
        if kind == 4:
            os._exit(9)
        if kind == 1:
            self.words.append("ord")
            return Partial(" ".join(self.words))
        return None

    def end_utterance(self) -> Utterance:
        text, self.words = " ".join([self.expected, *self.words]), []
        return Utterance(text, 0.5, (Word("ord", 1.0, 2.0, 0.5),), 1.0, 2.0, "vosk")

    async def second_thoughts(self, heard: Utterance, budget_ms: float) -> Utterance:
        return Utterance(
            f"{heard.text} {budget_ms:.0f}", 0.9, heard.words, heard.start_ms, heard.end_ms, "parakeet"
        )

    def close(self) -> None:
        return


class ScriptedRecogniser:
    engines = ("scripted", os.environ.get("A_SECRET", "no secret"))

    def ear(self, rate_hz: int) -> ScriptedEar:
        if rate_hz == 44100:
            raise ValueError("not at this rate")
        return ScriptedEar()


def engines(settings: HearingSettings) -> ScriptedRecogniser:
    if settings.vosk_model.name == "missing":
        raise ModelMissing("There is no model here: build one.")
    if settings.vosk_model.name == "dies":
        os._exit(9)
    return ScriptedRecogniser()


if __name__ == "__main__":
    try:
        asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), 2, engines))
    finally:
        os._exit(0)

"""``python -m voice``: the telephone line, until told to stop."""

import asyncio
import signal
import sys
from collections.abc import Iterable, Mapping

from voice.call.phrases import call_phrases
from voice.espeak.library import SpeechLibraryError
from voice.line.farewells import all_farewells
from voice.line.logs import log_event, log_to
from voice.line.process import VoiceProcess
from voice.priority import before_others, beside_the_clock
from voice.recognition.apart.client import EarsApart
from voice.recognition.apart.life import ApartSettings
from voice.recognition.errors import HearingError
from voice.recognition.start import report
from voice.settings import TOKEN, VoiceSettings, voice_settings_from_env
from voice.synthesis.choose import voice_from_settings
from voice.synthesis.piper_voice import PiperUnavailable


def main() -> int:
    """Serve; return 2 with one sentence on stderr when it cannot start."""
    try:
        settings = voice_settings_from_env()
    except ValueError as error:
        return _give_up(str(error))
    log_to(sys.stderr)
    log_event("priority", place=before_others())
    for engine in report(settings.hearing):
        log_event("engine", name=engine.name, works=engine.works, says=engine.says, remedy=engine.remedy)
    try:
        asyncio.run(_serve(settings))
    except (HearingError, SpeechLibraryError, PiperUnavailable) as error:
        return _give_up(str(error))
    except OSError:
        return _give_up(
            f"Port {settings.port} or {settings.web_port} cannot be used; perhaps another program has it."
            " Stop that, or set INDGANG_VOICE_PORT or INDGANG_VOICE_WEB_PORT."
        )
    return 0


async def _serve(settings: VoiceSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    apart = ApartSettings(settings.recogniser_threads, not_inherited=(TOKEN,))
    ears = EarsApart(settings.hearing, apart, _tell)
    await ears.start()
    try:
        voice = voice_from_settings(settings.synthesis, _said_to_everyone(), beside_the_clock)
        process = VoiceProcess(settings, ears, voice)
        try:
            await process.start()
            log_event("ready", engines=list(ears.engines), voice=voice.name)
            await stop.wait()
        finally:
            await process.stop()
    finally:
        await ears.stop()


def _tell(event: str, numbers: Mapping[str, int]) -> None:
    log_event(event, **numbers)


def _said_to_everyone() -> Iterable[str]:
    """The line's own sentences that have nothing to fill in."""
    for said in call_phrases().sayings.values():
        yield from (text for texts in said.values() for text in texts if "{" not in text)
    yield from all_farewells()


def _give_up(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())

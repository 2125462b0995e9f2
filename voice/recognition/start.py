"""Puts the engines together as the environment asks for, and says plainly what they are good for."""

from dataclasses import dataclass

from voice.recognition.errors import HearingError
from voice.recognition.model import VoskModel, check_folder, takes_grammars
from voice.recognition.parakeet import Parakeet, files_in, package_installed
from voice.recognition.probe import probe
from voice.recognition.second_pass import SecondPass
from voice.recognition.settings import SHIPPED_MODEL, HearingSettings, hearing_settings_from_env
from voice.recognition.vosk_engine import VoskRecogniser


@dataclass(frozen=True)
class EngineReport:
    """One engine, for ``doctor`` and the start-up line."""

    name: str
    works: bool
    says: str
    """What it is good for, or why it does not run."""
    remedy: str = ""


def open_recogniser(settings: HearingSettings | None = None) -> VoskRecogniser:
    """Load every engine that is there; blocks for seconds where the second one is loaded.

    Raises ``HearingError`` where Vosk has no usable model. A second engine that cannot work is left out, for
    the line works without it; ``report`` says so.
    """
    chosen = settings or hearing_settings_from_env()
    model = VoskModel(chosen.vosk_model)
    return VoskRecogniser(chosen, model, second_pass(chosen))


def second_pass(settings: HearingSettings) -> SecondPass | None:
    """Load and warm the second engine, or return None where it is not wanted or not usable."""
    if not settings.second_pass:
        return None
    try:
        files_in(settings.parakeet_weights)
        engine = Parakeet(settings.parakeet_weights, settings.second_pass_threads)
        probe(settings.parakeet_weights, settings.second_pass_threads)
        engine.warm()
    except HearingError:
        return None
    return SecondPass(engine, settings.second_pass_workers, settings.second_pass_queue)


def report(settings: HearingSettings | None = None) -> list[EngineReport]:
    """Say which engines would run, without loading them."""
    chosen = settings or hearing_settings_from_env()
    return [_vosk(chosen), _parakeet(chosen)]


def _vosk(settings: HearingSettings) -> EngineReport:
    folder = settings.vosk_model
    try:
        check_folder(folder)
    except HearingError as error:
        return EngineReport("vosk", False, "no usable model", str(error))
    if folder.resolve() == SHIPPED_MODEL.resolve():
        return EngineReport(
            "vosk",
            True,
            "the shipped Danish model: of synthetic speech, good for demonstrations and tests; it does"
            " not understand people in the open",
        )
    grammars = "" if takes_grammars(folder) else ", without grammars for yes, no and digits"
    return EngineReport("vosk", True, f"the model at {folder}{grammars}")


def _parakeet(settings: HearingSettings) -> EngineReport:
    if not settings.second_pass:
        return EngineReport("parakeet", False, "switched off by INDGANG_SECOND_PASS=0")
    install = "People are understood with it: run `en-indgang speech install parakeet`."
    if not package_installed():
        return EngineReport("parakeet", False, "sherpa-onnx is not installed", install)
    try:
        files_in(settings.parakeet_weights)
    except HearingError:
        return EngineReport("parakeet", False, f"no weights in {settings.parakeet_weights}", install)
    return EngineReport(
        "parakeet", True, f"understands people, Danish and 24 more languages ({settings.parakeet_weights})"
    )

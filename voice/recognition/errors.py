"""What can be wrong with the engines. Every text says what to do; it is for the person at the terminal."""


class HearingError(ValueError):
    """An engine cannot work."""


class ModelMissing(HearingError):
    """There is no Vosk model where one should be."""


class ModelBroken(HearingError):
    """The folder is there, but Vosk cannot load it."""


class EngineMissing(HearingError):
    """The package of the second engine is not installed."""


class WeightsMissing(HearingError):
    """The second engine's weights are not there, or not whole."""


class WeightsRefused(HearingError):
    """The weights could not be fetched, or are not what they should be."""


class EarFailed(HearingError):
    """The engine could not do what it was asked to; the ear goes on. The text is the error's type."""


class EarGone(HearingError):
    """The process that heard is gone, and the ear with it: ask for a new one."""

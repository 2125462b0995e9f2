"""Festival's recorded voices, and what they say for each Danish phone."""

from collections.abc import Mapping
from dataclasses import dataclass

from voice.builder.phone_maps import said_as

_FINNISH, _CZECH, _AMERICAN = (said_as(name) for name in ("finnish", "czech", "american"))


@dataclass(frozen=True)
class DiphoneVoice:
    """One recorded speaker."""

    name: str
    """Festival's name without ``voice_``."""
    package: str
    """Debian package."""
    pause: str
    """The voice's own name for silence."""
    sounds: Mapping[str, str]
    """Danish phone to one or more of the voice's own, in order, spaces between them."""
    pitch_hz: float
    """Middle pitch of the speaker."""


VOICES = (
    DiphoneVoice("suo_fi_lj_diphone", "festvox-suopuhe-lj", "#", _FINNISH, 190),
    DiphoneVoice("hy_fi_mv_diphone", "festvox-suopuhe-mv", "#", _FINNISH, 105),
    DiphoneVoice("czech_dita", "festvox-czech-dita", "#", _CZECH, 190),
    DiphoneVoice("czech_krb", "festvox-czech-krb", "#", _CZECH, 150),
    DiphoneVoice("czech_machac", "festvox-czech-machac", "#", _CZECH, 110),
    DiphoneVoice("czech_ph", "festvox-czech-ph", "#", _CZECH, 110),
    DiphoneVoice("kal_diphone", "festvox-kallpc16k", "pau", _AMERICAN, 105),
    DiphoneVoice("ked_diphone", "festvox-kdlpc16k", "pau", _AMERICAN, 110),
)

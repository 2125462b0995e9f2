"""What happens to a voice on its way: room, microphone, noise, telephone band, codec, lost packets.

All sound is float32 in the range of 16-bit samples, 16 kHz mono.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

Sound = npt.NDArray[np.float32]
RATE_HZ = 16000
FULL_SCALE = 32767.0

_TELEPHONE = butter(4, [300, 3400], "band", fs=RATE_HZ, output="sos")
_PINK = ([0.049922, -0.095993, 0.050612, -0.004408], [1, -2.494956, 2.017265, -0.522189])
"""Pinking filter, Julius O. Smith, Spectral Audio Signal Processing (-3 dB an octave)."""


def room(sound: Sound, rng: np.random.Generator) -> Sound:
    """Let the sound be heard in a random room: an exponentially dying tail of 0.1 to 0.6 s."""
    length = int(rng.uniform(0.1, 0.6) * RATE_HZ)
    tail = rng.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length) * rng.uniform(0.02, 0.15)
    tail[0] = 1.0
    return np.asarray(fftconvolve(sound, tail)[: len(sound)], np.float32)


def microphone(sound: Sound, rng: np.random.Generator) -> Sound:
    """Tilt the spectrum and lift or lower one band, as microphones and handsets do."""
    tilted = lfilter([1, -rng.uniform(-0.6, 0.6)], [1], sound)
    centre = rng.uniform(300, 5000)
    band = sosfilt(butter(1, [centre * 0.7, centre * 1.4], "band", fs=RATE_HZ, output="sos"), tilted)
    return np.asarray(tilted + rng.uniform(-0.6, 0.6) * band, np.float32)


def loudness(sound: Sound, rms: float) -> Sound:
    """Scale to a root mean square of ``rms`` sample units."""
    return np.asarray(sound * (rms / (np.sqrt(np.mean(np.square(sound))) + 1e-9)), np.float32)


def noise(length: int, kind: str, rng: np.random.Generator) -> Sound:
    """Return ``length`` samples of noise with a root mean square of 1: white, pink, hum or babble."""
    white = rng.standard_normal(length)
    if kind == "pink":
        made = lfilter(*_PINK, white)
    elif kind == "hum":
        time = np.arange(length) / RATE_HZ
        made = sum(np.sin(2 * np.pi * 50 * k * time + rng.uniform(0, 2 * np.pi)) / k for k in range(1, 8))
        made = made + 0.2 * white
    elif kind == "babble":
        steps = np.repeat(rng.uniform(0.1, 1, length // 1600 + 2), 1600)[:length]
        made = lfilter([1], [1, -0.9], white) * steps
    else:
        made = white
    return np.asarray(made / (np.sqrt(np.mean(np.square(made))) + 1e-9), np.float32)


def with_noise(sound: Sound, snr_db: float, kind: str, rng: np.random.Generator) -> Sound:
    """Add noise ``snr_db`` below the sound's own root mean square."""
    rms = float(np.sqrt(np.mean(np.square(sound))))
    return sound + noise(len(sound), kind, rng) * np.float32(rms * 10 ** (-snr_db / 20))


def mu_law(sound: Sound) -> Sound:
    """Through G.711 mu-law and back (8 bits)."""
    scaled = np.clip(sound / 32768.0, -1, 1)
    squeezed = np.round(np.log1p(255 * np.abs(scaled)) / np.log(256) * 127) / 127
    return np.asarray(np.sign(scaled) * np.expm1(squeezed * np.log(256)) / 255 * 32768.0, np.float32)


def a_law(sound: Sound) -> Sound:
    """Through G.711 A-law and back (8 bits)."""
    scaled = np.abs(np.clip(sound / 32768.0, -1, 1))
    a = 87.6
    squeezed = np.where(scaled < 1 / a, a * scaled, 1 + np.log(np.maximum(a * scaled, 1e-9))) / (
        1 + np.log(a)
    )
    squeezed = np.round(squeezed * 127) / 127
    level = squeezed * (1 + np.log(a))
    opened = np.where(level < 1, level / a, np.exp(level - 1) / a)
    return np.asarray(np.sign(sound) * opened * 32768.0, np.float32)


def telephone(sound: Sound, codec: Callable[[Sound], Sound] = a_law) -> Sound:
    """300 to 3400 Hz, 8 kHz, through a codec, and back to 16 kHz."""
    narrow = soxr.resample(sosfilt(_TELEPHONE, sound).astype(np.float32), RATE_HZ, RATE_HZ // 2, "MQ")
    wide = soxr.resample(codec(narrow), RATE_HZ // 2, RATE_HZ, "MQ")[: len(sound)]
    return np.pad(wide, (0, len(sound) - len(wide))).astype(np.float32)


def lost_packets(sound: Sound, share: float, rng: np.random.Generator) -> Sound:
    """Silence a ``share`` of the 20 ms packets, as a bad line does."""
    packet = RATE_HZ // 50
    heard = np.repeat(rng.random(len(sound) // packet + 1) >= share, packet)[: len(sound)]
    return (sound * heard).astype(np.float32)


def any_way(sound: Sound, rng: np.random.Generator) -> Sound:
    """Send the sound down a random way; what training hears."""
    if rng.random() < 0.35:
        sound = room(sound, rng)
    if rng.random() < 0.6:
        sound = microphone(sound, rng)
    sound = loudness(sound, rng.uniform(300, 6000))
    if rng.random() < 0.8:
        kind = ("white", "pink", "hum", "babble")[rng.integers(4)]
        sound = with_noise(sound, rng.uniform(3, 35), kind, rng)
    if rng.random() < 0.5:
        sound = telephone(sound, (mu_law, a_law)[rng.integers(2)])
        if rng.random() < 0.1:
            sound = lost_packets(sound, rng.uniform(0.005, 0.03), rng)
    sound = np.clip(sound, -FULL_SCALE, FULL_SCALE)
    dither = rng.standard_normal(len(sound)) * rng.choice([0.3, 1, 3])
    return np.asarray(sound + dither, np.float32)

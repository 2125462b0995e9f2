"""Mel cepstra, computed as Kaldi (and so Vosk) computes them, by kaldi-native-fbank."""

import functools

import kaldi_native_fbank as knf
import numpy as np
import numpy.typing as npt

Features = npt.NDArray[np.float32]
DIMENSIONS = 40
FRAME_SHIFT_SECONDS = 0.010
FRAME_CENTRE_SECONDS = 0.0125
LOW_HZ, HIGH_HZ = 40.0, 7800.0
LIFTER = 22.0
"""Kaldi's ``--cepstral-lifter``."""

MFCC_CONF = (
    "--sample-frequency=16000", "--use-energy=false", f"--num-mel-bins={DIMENSIONS}",
    f"--num-ceps={DIMENSIONS}", "--low-freq=40", "--high-freq=-200", "--allow-upsample=true", "--dither=0",
)  # fmt: skip
"""The lines of ``conf/mfcc.conf``: what Vosk must compute for the model to understand it."""


def mfcc(sound: npt.NDArray[np.float32], rate_hz: int = 16000) -> Features:
    """Return the cepstra of 16 kHz ``sound`` (16-bit range): one row of ``DIMENSIONS`` each 10 ms."""
    computer = knf.OnlineMfcc(_options())
    computer.accept_waveform(rate_hz, np.ascontiguousarray(sound, np.float32).tolist())
    computer.input_finished()
    count = computer.num_frames_ready
    if count == 0:
        return np.zeros((0, DIMENSIONS), np.float32)
    return np.asarray([computer.get_frame(index) for index in range(count)], np.float32)


@functools.cache
def _options() -> knf.MfccOptions:
    """What ``MFCC_CONF`` says, for ``mfcc``."""
    default = knf.MfccOptions().as_dict()
    frames = {**default["frame_opts"], "samp_freq": 16000.0, "dither": 0.0, "snip_edges": True}
    bins = {**default["mel_opts"], "num_bins": DIMENSIONS, "low_freq": LOW_HZ, "high_freq": -200.0}
    changed = {"frame_opts": frames, "mel_opts": bins, "use_energy": False, "num_ceps": DIMENSIONS}
    return knf.MfccOptions.from_dict({**default, **changed})

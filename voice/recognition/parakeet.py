"""The second engine: Parakeet TDT 0.6B v3 (int8) in ``sherpa-onnx``, on the CPU.

A NeMo token-and-duration transducer for 25 European languages, Danish among them, that writes capitals and
punctuation. Whole utterances only. The folder holds ``encoder.int8.onnx`` (652 MB), ``decoder.int8.onnx``,
``joiner.int8.onnx`` and ``tokens.txt``; a name without ``.int8`` is taken as well. The three files are read
into memory, so the process grows by about their size and some working memory for the utterance: reckon with
1.2 GB. Any other NeMo transducer exported for sherpa-onnx works too.
"""

import threading
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from voice.recognition.errors import EngineMissing, WeightsMissing
from voice.recognition.kept_sound import Pcm
from voice.recognition.language import language_of
from voice.recognition.protocol import Word
from voice.recognition.second_pass import SecondText

NAME = "parakeet"
PARTS = ("encoder", "decoder", "joiner")
TOKENS = "tokens.txt"
_RATE_HZ = 16000
_PADDING_SECONDS = 0.3
"""Silence behind the sound: without it such models lose a last word that ends with the recording."""
_LAST_TOKEN_MS = 80.0
"""Length of a token of which only the beginning is known: one frame of the encoder (8 × 10 ms)."""
_WORD_STARTS = ("▁", " ")


def package_installed() -> bool:
    """Whether ``sherpa-onnx`` is there."""
    return find_spec("sherpa_onnx") is not None


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of the weights by part. Raises ``WeightsMissing`` with what to do."""
    found: dict[str, Path] = {}
    for part in PARTS:
        names = (f"{part}.int8.onnx", f"{part}.onnx")
        there = next((folder / name for name in names if _has_content(folder / name)), None)
        if there is None:
            raise WeightsMissing(_missing(folder, names[0]))
        found[part] = there
    if not _has_content(folder / TOKENS):
        raise WeightsMissing(_missing(folder, TOKENS))
    return {**found, "tokens": folder / TOKENS}


class Parakeet:
    """The engine, loaded when it is first asked or warmed. Implements ``SecondEngine``."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """``threads``: CPU threads of one decoding. Raises ``EngineMissing`` or ``WeightsMissing``."""
        if not package_installed():
            raise EngineMissing(
                "The package sherpa-onnx is not installed: `uv pip install 'en-indgang[second-pass]'`, or"
                " `uv sync --extra second-pass` in the repository."
            )
        self._files, self._threads, self._folder = files_in(folder), threads, folder
        self._lock = threading.Lock()
        self._recogniser: Any = None

    @property
    def name(self) -> str:
        """``parakeet``."""
        return NAME

    def warm(self) -> None:
        """Load the weights and decode a moment of silence, so that the first caller does not wait for it.

        Raises ``WeightsMissing`` where sherpa-onnx cannot use the files.
        """
        self.recognise(np.zeros(_RATE_HZ // 2, np.int16), _RATE_HZ)

    def recognise(self, pcm: Pcm, rate_hz: int) -> SecondText:
        """Recognise one utterance; blocks. ``pcm``: int16 mono at any rate."""
        recogniser = self._loaded()
        stream = recogniser.create_stream()
        stream.accept_waveform(_RATE_HZ, features_of(pcm, rate_hz))
        recogniser.decode_stream(stream)
        result = stream.result
        text = str(result.text).strip()
        words = words_of(result.tokens, result.timestamps, len(pcm) * 1000.0 / rate_hz)
        return SecondText(text, confidence_of(result.ys_log_probs), words, language_of(text))

    def _loaded(self) -> Any:
        with self._lock:
            if self._recogniser is None:
                import sherpa_onnx

                try:
                    self._recogniser = sherpa_onnx.OfflineRecognizer.from_transducer(
                        **{part: str(path) for part, path in self._files.items()},
                        num_threads=self._threads,
                        sample_rate=_RATE_HZ,
                        model_type="nemo_transducer",
                        decoding_method="greedy_search",
                    )
                except (RuntimeError, ValueError) as error:
                    raise WeightsMissing(
                        f"sherpa-onnx cannot use the weights in {self._folder}: fetch them again with"
                        " `en-indgang speech install parakeet --again`."
                    ) from error
            return self._recogniser


def features_of(pcm: Pcm, rate_hz: int) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """Return the sound as sherpa-onnx takes it: float32 in -1 to 1, 16 kHz, some silence behind."""
    sound = pcm.astype(np.float32) / 32768.0
    if rate_hz != _RATE_HZ:
        sound = soxr.resample(sound, rate_hz, _RATE_HZ).astype(np.float32)
    return np.concatenate([sound, np.zeros(round(_RATE_HZ * _PADDING_SECONDS), np.float32)])


def words_of(tokens: Sequence[str], starts: Sequence[float], end_ms: float) -> tuple[Word, ...]:
    """Join tokens to words: a token that begins with a space or ``▁`` begins a word.

    ``starts``: seconds from the first sample; a word ends where the next begins, at most ``end_ms``.
    """
    if len(tokens) != len(starts):
        return ()
    begun: list[tuple[str, float, float]] = []
    for token, start in zip(tokens, starts, strict=True):
        ms = 1000.0 * start
        if begun and not token.startswith(_WORD_STARTS):
            text, first, _ = begun[-1]
            begun[-1] = (text + token, first, ms + _LAST_TOKEN_MS)
        else:
            begun.append((token.lstrip("▁ "), ms, ms + _LAST_TOKEN_MS))
    ends = [
        min(own[2], following[1]) if following[1] > own[1] else own[2] for own, following in pairwise(begun)
    ]
    ends += [begun[-1][2]] if begun else []
    return tuple(
        Word(text.lower().strip(".,;:!?"), start, max(start, min(end, end_ms)), 1.0)
        for (text, start, _), end in zip(begun, ends, strict=True)
        if text.strip(".,;:!?")
    )


def confidence_of(log_probs: Sequence[float]) -> float | None:
    """The tokens' mean probability, or None where the engine gives none."""
    sure = [exp(min(0.0, value)) for value in log_probs]
    return sum(sure) / len(sure) if sure else None


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _missing(folder: Path, name: str) -> str:
    return f"{name} is not in {folder}: fetch the weights with `en-indgang speech install parakeet`."

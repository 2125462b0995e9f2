"""The recogniser's numbers as rows: what was wanted, what was found."""

import os

from bot.bench.speech import WANTED, Heard, SpeechResult


def condition_rows(result: SpeechResult) -> list[tuple[str, ...]]:
    """Return, by condition: name, word error rate with its interval, what is wanted, errands understood.

    Right errands from speech, as a share of those from writing; then sentences understood as in writing, and
    in brackets those with all their values.
    """
    return [
        (
            heard.condition,
            f"{_percent(heard.word_errors)} {_interval(heard)}".rstrip(),
            f"≤ {WANTED[heard.condition]:.0f} %" if heard.condition in WANTED else "–",
            "–" if heard.right_errands is None else _percent(heard.right_errands),
            _errands(heard),
            f"{heard.clips}, {heard.words} words",
        )
        for heard in result.conditions
    ]


def rows(result: SpeechResult) -> list[tuple[str, str]]:
    """Return label and value of everything that is not by condition."""
    return [
        ("calls decoded in real time, a core", f"{result.calls_a_core:.1f} (wanted: 10)"),
        ("  a second of sound", f"{1000.0 * result.work_a_second:.0f} ms of a core"),
        ("memory (PSS), the model", f"{result.model_mib:.0f} MiB (at most 100)"),
        ("  each call", f"{result.ear_mib:.1f} MiB (at most 15)"),
        ("load of the machine", f"{result.load_average:.1f} on {os.cpu_count()} cores"),
    ]


def _interval(heard: Heard) -> str:
    return f"[{100 * heard.interval_95[0]:.1f}–{100 * heard.interval_95[1]:.1f}]" if heard.interval_95 else ""


def _errands(heard: Heard) -> str:
    if heard.errands is None:
        return "–"
    values = f" ({_percent(heard.errands_and_values)})" if heard.errands_and_values is not None else ""
    return f"{_percent(heard.errands)}{values}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"

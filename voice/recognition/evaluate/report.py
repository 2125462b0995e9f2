"""What was measured, as values for JSON and as lines for a terminal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from voice.recognition.evaluate.errors import Errors
from voice.recognition.evaluate.intervals import rate_interval
from voice.recognition.evaluate.run import Choice, Measured, Outcome

_CONFUSIONS = 15
_ALL = "all"


def summary(measured: Measured, *, texts: bool = False) -> dict[str, Any]:
    """Return everything for JSON; ``texts``: every clip's recognised text too."""
    engines = dict.fromkeys(outcome.engine for outcome in measured.outcomes)
    result: dict[str, Any] = {
        "engines": {
            name: _engine([outcome for outcome in measured.outcomes if outcome.engine == name])
            for name in engines
        },
        "choice": _choices(measured.choices),
        "bad_rows": [{"line": row.line, "why": row.why} for row in measured.bad_rows],
    }
    if texts:
        result["clips"] = [
            {
                "line": outcome.clip.line,
                "engine": outcome.engine,
                "said": outcome.clip.text,
                "heard": outcome.text,
                "wer": round(outcome.errors.rate, 4),
            }
            for outcome in measured.outcomes
        ]
    return result


def _engine(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    by_condition: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_condition[outcome.clip.condition].append(outcome)
    conditions = {_ALL: list(outcomes)}
    if len(by_condition) > 1 or "" not in by_condition:
        conditions |= {name or "(none)": group for name, group in sorted(by_condition.items())}
    sound = sum(outcome.sound_seconds for outcome in outcomes)
    confusions = Counter(pair for outcome in outcomes for pair in outcome.wrong)
    return {
        "conditions": {name: _condition(group) for name, group in conditions.items()},
        "real_time_factor": _rounded(sum(outcome.busy_seconds for outcome in outcomes) / sound)
        if sound
        else None,
        "confusions": [
            {"said": said, "heard": heard, "times": times}
            for (said, heard), times in confusions.most_common(_CONFUSIONS)
        ],
    }


def _condition(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    total = sum((outcome.errors for outcome in outcomes), Errors())
    speakers: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for outcome in outcomes:
        errors = outcome.errors
        wrong = errors.substitutions + errors.deletions + errors.insertions
        speakers[outcome.clip.speaker].append((wrong, errors.words))
    interval = rate_interval(speakers)
    row: dict[str, Any] = {
        "clips": len(outcomes),
        "speakers": len(speakers) if "" not in speakers else None,
        "words": total.words,
        "wer": _rounded(total.rate),
        "interval_95": [_rounded(bound) for bound in interval] if interval else None,
        "wer_compounds_forgiven": _rounded(total.lenient_rate),
        "substitutions": total.substitutions,
        "deletions": total.deletions,
        "insertions": total.insertions,
    }
    meant = [outcome.understood for outcome in outcomes if outcome.understood is not None]
    if meant:
        row["errands_understood"] = _rounded(sum(same.errands for same in meant) / len(meant))
        row["errands_and_values_understood"] = _rounded(sum(same.values for same in meant) / len(meant))
    judged = [same.right for same in meant if same.right is not None]
    if judged:
        row["errands_judged"] = len(judged)
        row["errands_right_from_text"] = sum(said for said, _ in judged)
        row["errands_right_from_speech"] = sum(heard for _, heard in judged)
    return row


def _choices(choices: Sequence[Choice]) -> dict[str, Any] | None:
    if not choices:
        return None
    speakers: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for choice in choices:
        speakers[choice.clip.speaker].append((float(choice.right), 1.0))
    interval = rate_interval(speakers)
    return {
        "clips": len(choices),
        "among": max(choice.among for choice in choices),
        "right": _rounded(sum(choice.right for choice in choices) / len(choices)),
        "interval_95": [_rounded(bound) for bound in interval] if interval else None,
    }


def lines(result: dict[str, Any]) -> Iterable[str]:
    """Yield the summary as lines for a terminal."""
    for name, engine in result["engines"].items():
        speed = engine["real_time_factor"]
        yield f"{name}: {speed:.3f} s of work for a second of sound" if speed is not None else f"{name}:"
        for condition, row in engine["conditions"].items():
            yield f"  {condition:<24} {_condition_line(row)}"
        if engine["confusions"]:
            shown = (
                f"{pair['said'] or '–'} → {pair['heard'] or '–'} ({pair['times']})"
                for pair in engine["confusions"]
            )
            yield "  commonest: " + ", ".join(shown)
    if choice := result["choice"]:
        yield (
            f"the right one of {choice['among']} sentences: {_percent(choice['right'])}"
            f"{_interval(choice['interval_95'])} of {choice['clips']} clips"
        )
    for row in result["bad_rows"]:
        yield f"line {row['line']} was left out: {row['why']}"


def _condition_line(row: dict[str, Any]) -> str:
    text = (
        f"WER {_percent(row['wer'])}{_interval(row['interval_95'])}"
        f" ({_percent(row['wer_compounds_forgiven'])} with compounds forgiven);"
        f" {row['clips']} clips, {row['words']} words;"
        f" {row['substitutions']} other, {row['deletions']} missing, {row['insertions']} too many"
    )
    if "errands_understood" in row:
        text += (
            f"; errand understood {_percent(row['errands_understood'])},"
            f" with its values {_percent(row['errands_and_values_understood'])}"
        )
    if "errands_judged" in row:
        said, heard = row["errands_right_from_text"], row["errands_right_from_speech"]
        text += f"; right errand {heard} from speech and {said} from text, of {row['errands_judged']}"
        text += f" ({_percent(heard / said)})" if said else ""
    return text


def _interval(interval: Sequence[float] | None) -> str:
    return f" [{_percent(interval[0])}–{_percent(interval[1])}]" if interval else ""


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _rounded(value: float) -> float:
    return round(value, 4)

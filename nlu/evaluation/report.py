"""The evaluation as text: Markdown for people, pictures beside it."""

import re
from collections.abc import Sequence
from pathlib import Path

from nlu.evaluation.baseline import Baseline
from nlu.evaluation.charts import confusions_svg, coverage_svg
from nlu.evaluation.intents import CONFIDENT, IntentReport, Prediction, summarise
from nlu.evaluation.linear import LinearBaseline
from nlu.evaluation.messages import EntityReport, ErrandReport
from nlu.evaluation.scope import (
    ScopeReport,
    coverage_and_risk,
    interval,
    macro_f1_interval,
)


def intents_markdown(title: str, predictions: Sequence[Prediction], show: int) -> str:
    """Accuracy with intervals, then tables by style, by length and by intent, and the confusions."""
    report = summarise(predictions)
    low, high = interval([p.intent == p.truth for p in predictions])
    f1_low, f1_high = macro_f1_interval(predictions)
    lines = [
        f"## {title}",
        "",
        f"{report.utterances} ytringer. Intervaller: 95 %, bootstrap.",
        "",
        "| Mål | Resultat | Interval |",
        "|---|---|---|",
        f"| rigtige | {report.accuracy:.1%} | {low:.1%} – {high:.1%} |",
        f"| blandt de tre første | {report.within_three:.1%} | |",
        f"| makro-F1 | {report.macro_f1:.3f} | {f1_low:.3f} – {f1_high:.3f} |",
        f"| sikker og forkert (≥ {CONFIDENT}) | {report.confidently_wrong / report.utterances:.1%} | |",
        f"| kalibreringsfejl | {report.calibration_error:.3f} | |",
        "",
        *_groups("Stil eller skribent", {p.style: [] for p in predictions if p.style}, predictions),
        *_groups("Længde og form", {}, [_restyled(p) for p in predictions]),
        "| Intent | antal | fundet | præcis |",
        "|---|---|---|---|",
    ]
    ordered = sorted(report.per_intent.items(), key=lambda item: item[1][1])
    lines += [
        f"| {name} | {n} | {recall:.0%} | {precision:.0%} |" for name, (n, recall, precision) in ordered
    ]
    lines += ["", "Oftest forvekslet (ment → svaret):", ""]
    lines += [f"- {n} × {truth} → {answer}: {text}" for truth, answer, n, text in report.confusions[:show]]
    lines += ["", "| Tærskel | besvaret | forkert deraf |", "|---|---|---|"]
    points = coverage_and_risk(predictions)
    lines += [f"| {threshold:.2f} | {coverage:.1%} | {risk:.1%} |" for threshold, coverage, risk in points]
    return "\n".join([*lines, "", ""])


def scope_markdown(report: ScopeReport, threshold: float, show: int) -> str:
    """Out of scope: what was caught, what was refused by mistake."""
    lines = [
        f"## Uden for emne (tærskel {threshold})",
        "",
        f"- fanget: {report.caught:.1%} af {report.outside}",
        f"- rigtige henvendelser afvist: {report.refused:.1%} af {report.enquiries}",
        *(f"- ikke fanget, blev {answer}: {text}" for text, answer in report.missed[:show]),
    ]
    return "\n".join([*lines, "", ""])


def errands_markdown(report: ErrandReport, show: int) -> str:
    """Messages with one or several questions."""
    lines = [
        "## Ærinder",
        "",
        f"Ærinder: {report.messages} beskeder, helt rigtige {report.exact:.1%}"
        f" (flere spørgsmål {report.exact_of_several:.1%}, ét {report.exact_of_one:.1%}),"
        f" delt forkert {report.false_splits:.1%}",
        "",
        *(f"- {wanted} → {found}: {text}" for text, wanted, found in report.misses[:show]),
    ]
    return "\n".join([*lines, "", ""])


def entities_markdown(report: EntityReport, show: int) -> str:
    """Values read out of messages, by type."""
    lines = [
        "## Oplysninger",
        "",
        f"Oplysninger: {report.messages} beskeder, helt rigtige {report.exact:.1%}",
        "",
        "| Type | i alt | rigtige |",
        "|---|---|---|",
        *(f"| {kind} | {wanted} | {right} |" for kind, (wanted, right) in report.per_kind.items()),
        "",
        *(f"- {wanted} → {found}: {text}" for text, wanted, found in report.misses[:show]),
    ]
    return "\n".join([*lines, "", ""])


def baseline_markdown(
    ours: Sequence[Prediction], stock: Baseline, linear: Sequence[LinearBaseline], train_seconds: float
) -> str:
    """Us, stock Rasa and the linear classifiers side by side."""
    rows: list[tuple[str, IntentReport, float, str]] = [
        ("Én Indgang", summarise(ours), train_seconds, ""),
        (
            f"stock Rasa (DIET, {stock.epochs} epoker)",
            summarise(stock.predictions),
            stock.train_seconds,
            f"{stock.milliseconds:.1f}",
        ),
        *((b.name, summarise(b.predictions), b.train_seconds, f"{b.milliseconds:.1f}") for b in linear),
    ]
    lines = [
        "## Ved siden af andre, trænet på de samme tekster",
        "",
        "| | rigtige | blandt tre | makro-F1 | sikker og forkert | kalibreringsfejl | træning, s | ms |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {r.accuracy:.1%} | {r.within_three:.1%} | {r.macro_f1:.3f} |"
            f" {r.confidently_wrong / r.utterances:.1%} | {r.calibration_error:.3f} | {seconds:.0f} |"
            f" {milliseconds} |"
            for name, r, seconds, milliseconds in rows
        ),
        "",
        "ms: en tekst. Stock Rasas tid gælder hele dens kæde, de andres kun klassifikationen.",
    ]
    return "\n".join([*lines, "", ""])


def write_report(folder: Path, text: str, predictions: Sequence[Prediction]) -> None:
    """Write ``report.md`` and, where there are predictions, ``confusions.svg`` and ``coverage.svg``."""
    folder.mkdir(parents=True, exist_ok=True)
    if predictions:
        (folder / "confusions.svg").write_text(confusions_svg(summarise(predictions)), encoding="utf-8")
        (folder / "coverage.svg").write_text(coverage_svg(coverage_and_risk(predictions)), encoding="utf-8")
        text += "![Forvekslinger](confusions.svg)\n\n![Dækning og risiko](coverage.svg)\n"
    (folder / "report.md").write_text(text, encoding="utf-8")


def form_of(text: str) -> str:
    """Length and look of a text: what kind of writing it is, as far as can be seen."""
    words = len(text.split())
    length = "kort (1-6 ord)" if words <= 6 else "almindelig (7-14)" if words <= 14 else "lang (15 og flere)"
    bare = text == text.lower() and not re.search(r"[.,?!]", text)
    return f"{length}, {'uden tegn og store bogstaver' if bare else 'med tegn'}"


def _restyled(prediction: Prediction) -> Prediction:
    return Prediction(prediction.text, prediction.truth, prediction.ranking, form_of(prediction.text))


def _groups(title: str, groups: dict[str, list[Prediction]], predictions: Sequence[Prediction]) -> list[str]:
    for prediction in predictions:
        groups.setdefault(prediction.style, []).append(prediction)
    if len(groups) < 2:
        return []
    lines = [f"| {title} | antal | rigtige | interval |", "|---|---|---|---|"]
    for name, held in sorted(groups.items()):
        right = [p.intent == p.truth for p in held]
        low, high = interval(right)
        lines.append(
            f"| {name or '-'} | {len(held)} | {sum(right) / len(right):.1%} | {low:.1%} – {high:.1%} |"
        )
    return [*lines, ""]

"""Pictures of the evaluation as SVG: no drawing library, the same bytes for the same numbers."""

from collections.abc import Sequence
from html import escape

from nlu.evaluation.intents import IntentReport

_CELL, _LABELS, _FONT = 16, 210, "font-family='sans-serif' font-size='11'"
_WIDTH, _HEIGHT, _MARGIN = 480, 300, 45


def confusions_svg(report: IntentReport, most: int = 25) -> str:
    """The intents that are confused most: a row is what was meant, a column what was answered; the darker,
    the more.
    """
    counts = {(truth, answer): number for truth, answer, number, _ in report.confusions}
    weight: dict[str, int] = {}
    for (truth, answer), number in counts.items():
        weight[truth] = weight.get(truth, 0) + number
        weight[answer] = weight.get(answer, 0) + number
    names = sorted(sorted(weight, key=lambda name: -weight[name])[:most])
    largest = max((counts.get((a, b), 0) for a in names for b in names), default=1) or 1
    size = _LABELS + _CELL * len(names) + 10
    lines = [_head(size, size, "Forvekslinger: rækken er det mente, kolonnen svaret")]
    for row, truth in enumerate(names):
        y = _LABELS + row * _CELL
        lines.append(f"<text x='{_LABELS - 6}' y='{y + 12}' text-anchor='end' {_FONT}>{escape(truth)}</text>")
        lines.append(
            f"<text transform='translate({y + 12},{_LABELS - 6}) rotate(-90)' {_FONT}>{escape(truth)}</text>"
        )
        for column, answer in enumerate(names):
            number = counts.get((truth, answer), 0)
            shade = 255 - round(215 * number / largest)
            x = _LABELS + column * _CELL
            fill = "#ddd" if truth == answer else f"rgb({shade},{shade},255)"
            title = f"<title>{escape(truth)} → {escape(answer)}: {number}</title>"
            lines.append(
                f"<rect x='{x}' y='{y}' width='{_CELL - 1}' height='{_CELL - 1}' fill='{fill}'>{title}</rect>"
            )
    return "\n".join([*lines, "</svg>", ""])


def coverage_svg(points: Sequence[tuple[float, float, float]]) -> str:
    """Risk (share of wrong answers) over coverage (share answered); every fourth point has its threshold."""
    top = max(0.05, *(risk for _, _, risk in points)) * 1.1
    spots = [
        (
            _MARGIN + coverage * (_WIDTH - 2 * _MARGIN),
            _HEIGHT - _MARGIN - risk / top * (_HEIGHT - 2 * _MARGIN),
            threshold,
        )
        for threshold, coverage, risk in points
    ]
    base, right = _HEIGHT - _MARGIN, _WIDTH - _MARGIN
    lines = [
        _head(_WIDTH, _HEIGHT, "Dækning og risiko"),
        f"<path d='M{_MARGIN} {_MARGIN}V{base}H{right}' fill='none' stroke='#333'/>",
        f"<text x='{_WIDTH / 2}' y='{_HEIGHT - 8}' text-anchor='middle' {_FONT}>besvaret (0-100 %)</text>",
        f"<text x='8' y='{_MARGIN - 12}' {_FONT}>forkert blandt de besvarede (øverst {top:.0%})</text>",
        "<polyline fill='none' stroke='#06c' stroke-width='2' points='"
        + " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
        + "'/>",
    ]
    lines += [
        f"<text x='{x + 4:.1f}' y='{y - 4:.1f}' {_FONT}>{threshold:.1f}</text>"
        for x, y, threshold in spots[::4]
    ]
    return "\n".join([*lines, "</svg>", ""])


def _head(width: int, height: int, title: str) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' role='img'>"
        f"<title>{title}</title><rect width='100%' height='100%' fill='white'/>"
    )

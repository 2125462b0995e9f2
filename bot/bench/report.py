"""The table at the end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.bench.mix import KINDS
from bot.bench.speech_report import condition_rows
from bot.bench.speech_report import rows as speech_rows
from bot.bench.statistics import Latency
from bot.bench.voice import rows as voice_rows

if TYPE_CHECKING:
    from bot.bench.bench import BenchSettings, Result
    from bot.bench.speech import SpeechResult


def side_by_side(results: Sequence[Result], settings: BenchSettings) -> None:
    """Print the results in columns; milliseconds are P50 / P95 / P99."""
    table = Table(
        title=f"Loopback, {os.cpu_count()} cores; milliseconds are P50 / P95 / P99", title_justify="left"
    )
    table.add_column("")
    for result in results:
        table.add_column(result.name, justify="right")
    for label, cells in rows(results, settings):
        table.add_row(label, *cells)
    console = Console(highlight=False, width=100)
    console.print(table)
    for result in results:
        if result.voice is not None:
            telephone = Table(title=f"{result.name}, the telephone line", title_justify="left")
            telephone.add_column("")
            telephone.add_column("", justify="right")
            for label, value in voice_rows(result.voice):
                telephone.add_row(label, value)
            console.print(telephone)
        if result.speech is not None:
            _print_speech(console, result.name, result.speech)
    if len(results) > 1 and results[1].turns_per_second:
        times = results[0].turns_per_second / results[1].turns_per_second
        console.print(
            f"{results[0].name} answers {times:.1f} times as many turns a second as {results[1].name}."
        )
        console.print(
            f"It has learnt {settings.texts} texts an intent in {settings.epochs} epochs;"
            " with more it would be better, and no faster."
        )


def _print_speech(console: Console, name: str, speech: SpeechResult) -> None:
    heard = Table(title=f"{name}, what is heard", title_justify="left")
    for heading in ("", "word errors [95 %]", "wanted", "right errands", "as in writing", "sentences"):
        heard.add_column(heading, justify="right" if heading else "left")
    for row in condition_rows(speech):
        heard.add_row(*row)
    console.print(heard)
    work = Table(title=f"{name}, the recogniser", title_justify="left")
    work.add_column("")
    work.add_column("", justify="right")
    for label, value in speech_rows(speech):
        work.add_row(label, value)
    console.print(work)


def rows(results: Sequence[Result], settings: BenchSettings) -> list[tuple[str, list[str]]]:
    """Return label and cells of each row."""
    alone = [("one after the other", [_shown(result.sequential) for result in results])]
    kinds = [(f"  {kind}", [_shown(result.by_kind.get(kind)) for result in results]) for kind in KINDS]
    return [
        *alone,
        *kinds,
        (f"{settings.citizens} citizens at once", [_shown(result.concurrent) for result in results]),
        ("  turns a second", [f"{result.turns_per_second:.1f}" for result in results]),
        ("  turns without an answer", [str(result.unanswered) for result in results]),
        ("ready after", [f"{result.ready_seconds:.1f} s" for result in results]),
        (
            "memory (PSS)",
            [f"{result.memory_mib:.0f} MiB, {result.processes} processes" for result in results],
        ),
    ]


def _shown(latency: Latency | None) -> str:
    return f"{latency.p50:.0f} / {latency.p95:.0f} / {latency.p99:.0f} ms" if latency else "–"

"""Whether the errand is understood after recognition: the same question to the NLU, spoken and written.

What counts is the difference that recognition makes: the errands (intents in order) and the values in them as
the language understanding reads them from the recognised text, against what it reads from the reference.
Where the manifest says which errands are right, those that are right from either text are counted as well: a
sentence that is misread one way from paper and another way from the telephone has lost nothing on the line.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

_LIMIT_SECONDS = 20.0
Parse = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Understood:
    """Whether recognised and reference text mean the same."""

    errands: bool
    """The same intents in the same order."""
    values: bool
    """And the same values in them."""
    right: tuple[bool, bool] | None = None
    """Whether the errands are right, read from the reference and from the recognised text; None where nobody
    has said what is right."""


def parser_at(url: str) -> Parse:
    """Return a parser that asks a running Rasa; ``url``: of Rasa, without ``/model/parse``.

    It raises ``ValueError`` with what to do where Rasa does not answer.
    """
    address = url.rstrip("/") + "/model/parse"
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{url} is no address: name the running Rasa, such as http://127.0.0.1:5005.")

    def parse(text: str) -> Mapping[str, Any]:
        body = json.dumps({"text": text}).encode()
        asked = urllib.request.Request(  # noqa: S310
            address, body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=_LIMIT_SECONDS) as answer:  # noqa: S310
                parsed = json.load(answer)
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            raise ValueError(
                f"{address} gives no answer ({getattr(error, 'reason', error)}): start the house with"
                " `en-indgang serve`, or name another Rasa with --rasa."
            ) from None
        return parsed if isinstance(parsed, dict) else {}

    return parse


def parser_of(archive: Path, now: datetime) -> Parse:
    """Return a parser with the classifier of a trained model, without a running Rasa.

    ``now``: what "i morgen" counts from. Raises ``ValueError`` where the archive holds no classifier.
    """
    from nlu.components.understanding import understand
    from nlu.evaluation.__main__ import trained_model

    model = trained_model(archive)
    return lambda text: asdict(understand(text, model.ranking, now))


def understood(
    said: Mapping[str, Any], heard: Mapping[str, Any] | None, readings: Sequence[str] = ()
) -> Understood:
    """Compare what ``/model/parse`` answers for the reference and for the recognised text.

    ``heard``: None where nothing was recognised. ``readings``: the right ones, see ``manifest``.
    """
    same = heard is not None and _intents(said) == _intents(heard)
    right = None
    if readings:
        right = (_is_right(said, readings), heard is not None and _is_right(heard, readings))
    return Understood(same, heard is not None and same and _values(said) == _values(heard), right)


def _is_right(parsed: Mapping[str, Any], readings: Sequence[str]) -> bool:
    return sorted(_intents(parsed)) in [sorted(reading.split("+")) for reading in readings]


def _intents(parsed: Mapping[str, Any]) -> list[str]:
    errands = parsed.get("errands")
    if errands:
        return [str(errand.get("intent")) for errand in errands]
    intent = parsed.get("intent") or {}
    return [str(intent.get("name") if isinstance(intent, dict) else intent)]


def _values(parsed: Mapping[str, Any]) -> list[list[str]]:
    """By errand, each entity with its value; where it stood in the text does not count."""
    errands = parsed.get("errands") or [parsed]
    return [
        sorted(
            f"{entity.get('entity')} {json.dumps(entity.get('value'), sort_keys=True, ensure_ascii=False)}"
            for entity in errand.get("entities") or []
        )
        for errand in errands
    ]

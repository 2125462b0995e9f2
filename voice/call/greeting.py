"""The first words of a call: who speaks, that it is a machine, that one may interrupt, that 0 is a person.

The assistant may bring a greeting for the telephone (parts with ``speech``). It is spoken as it comes,
and only what nobody may leave out is added: that this is a machine (EU's AI Act, article 50(1)). A greeting
that was written for the page is not read out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voice.call.answers import as_spoken
from voice.call.phrases import CallPhrases
from voice.conversation import Identity


def greeting(
    parts: Sequence[Mapping[str, Any]],
    identity: Identity,
    language: str,
    phrases: CallPhrases,
    recording_offered: bool = False,
) -> tuple[str, ...]:
    """Return the sentences in order, the question last; before it, where recording is offered, the offer."""
    told = [str(part["speech"]) for part in parts if part.get("speech")]
    pending = phrases.wordings("greeting_pending", language) if identity == "pending" else ()
    question = phrases.wordings("greeting_question", language)
    offer = phrases.wordings("recording_offer", language) if recording_offered else ()
    if not told:
        return (*phrases.wordings("greeting", language), *pending, *offer, *question)
    told = [as_spoken(text, phrases) for text in told]
    whole = " ".join(told)
    robot = () if phrases.says_robot.search(whole) else phrases.wordings("greeting_robot", language)
    extra = (*robot, *(() if "mitid" in whole.lower() else pending), *offer)
    if told[-1].rstrip().endswith("?"):
        return (*told[:-1], *extra, told[-1])
    return (*told, *extra, *question)

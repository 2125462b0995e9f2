"""From what the assistant's question waits for to what the recogniser listens for."""

from typing import cast, get_args

from voice.recognition.protocol import Expected

_ALSO: dict[str, Expected] = {"number": "digits", "login": "free"}
"""Words of ``Expects`` in ``actions/dialogue/agenda.py`` that the recogniser calls otherwise."""


def expected_from(expects: str | None, choices: tuple[str, ...] = ()) -> Expected:
    """Return what to listen for; an unknown word, or nothing asked, means anything may be said.

    A question with other choices than yes and no is listened to as a choice, whatever it is called:
    its titles are what the caller has just heard.
    """
    if expects is None:
        return "free"
    known = _ALSO.get(expects, expects)
    expected = cast(Expected, known) if known in get_args(Expected) else "free"
    if expected == "yes_no" and choices and not is_yes_and_no(choices):
        return "choice"
    return "free" if expected == "choice" and not choices else expected


def is_yes_and_no(choices: tuple[str, ...]) -> bool:
    """Whether the choices are a plain yes and no, in that order."""
    return tuple(title.strip().lower() for title in choices) in (("ja", "nej"), ("yes", "no"))

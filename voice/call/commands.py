"""What the caller says to the line rather than to the assistant: "gentag", "langsommere", "vent".

Only a whole utterance is a command ("jeg vil gerne vente med at bestille" is none), or a short one with a
word that is said for nothing else ("kan du ikke sige det lidt langsommere").
"""

from typing import Literal, cast, get_args

from voice.call.phrases import CallPhrases
from voice.call.words import plain, words_of

MOST_WORDS = 8
"""A longer sentence with such a word in it is about something else."""

FEW_WORDS = 3

Command = Literal["repeat", "slower", "faster", "stop", "receipt", "wait", "sms", "goodbye"]


def command_in(text: str, phrases: CallPhrases, choices: tuple[str, ...] = ()) -> Command | None:
    """Return the command that the whole text is, or None. A title among ``choices`` is a choice."""
    said = plain(text)
    if not said or said in {plain(title) for title in choices}:
        return None
    words = said.split()
    for name, telling in phrases.command_words.items():
        to_the_line = len(words) <= FEW_WORDS or not phrases.said_to_the_line.isdisjoint(words)
        if len(words) <= MOST_WORDS and to_the_line and not telling.isdisjoint(words):
            return cast(Command, name)
    bare = _without_small_words(said, phrases) - phrases.alone_only
    for name in get_args(Command):
        known = phrases.commands[name]
        if said in known or bare & known:
            return cast(Command, name)
    return None


def _without_small_words(said: str, phrases: CallPhrases) -> frozenset[str]:
    """The text with some or all of the small words before and after it left out."""
    words = words_of(said)
    small = phrases.polite_words | phrases.hesitations
    before = next((at for at, word in enumerate(words) if word not in small), len(words))
    after = next((at for at, word in enumerate(reversed(words)) if word not in small), len(words))
    return frozenset(
        " ".join(words[begin:end])
        for begin in range(before + 1)
        for end in range(max(begin + 1, len(words) - after), len(words) + 1)
    )

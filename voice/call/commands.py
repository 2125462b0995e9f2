"""What the caller says to the line rather than to the assistant: "gentag", "langsommere", "vent".

Only a whole utterance is a command: "jeg vil gerne vente med at bestille" is none.
"""

from typing import Literal, cast, get_args

from voice.call.phrases import CallPhrases
from voice.call.words import plain, words_of

Command = Literal["repeat", "slower", "faster", "stop", "receipt", "wait", "sms", "goodbye"]


def command_in(text: str, phrases: CallPhrases, choices: tuple[str, ...] = ()) -> Command | None:
    """Return the command that the whole text is, or None. A title among ``choices`` is a choice."""
    said = plain(text)
    if not said or said in {plain(title) for title in choices}:
        return None
    bare = _bare(said, phrases)
    for name in get_args(Command):
        known = phrases.commands[name]
        if said in known or (bare in known and bare not in phrases.alone_only):
            return cast(Command, name)
    return None


def _bare(said: str, phrases: CallPhrases) -> str:
    """Without the small words before and after."""
    words = words_of(said)
    small = phrases.polite_words | phrases.hesitations
    while words and words[0] in small:
        words = words[1:]
    while words and words[-1] in small:
        words = words[:-1]
    return " ".join(words)

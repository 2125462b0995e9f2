"""Recognised text as the language understanding wants it.

Spoken numbers stay words: ``nlu/danish`` reads "byvej fireoghalvtreds", "fire og halvtreds" and "tyve nul
nul nul nul en". Letters that were spelled stay apart: it reads them too; only those of an abbreviation that
is a word by now are joined ("s m s"). Hesitations are taken out where something else was said, because
"byvej øh fireoghalvtreds" is the address without them; a lone "hm" stays, for the call decides what it means.
"""

import re
import unicodedata
from itertools import groupby

from nlu.danish.wordlists import words as listed

UNKNOWN = "[unk]"
"""Vosk's word for a sound that is none of the words listened for."""
HESITATIONS = listed("øh øhm øhh øhhm æh æhh æhm eh ehm hm hmm mm mmm")
ABBREVIATIONS = listed("sms mms tv pc eu su cpr bbr atp adhd gps pdf usb ok")
_MARKS = re.compile(r"[\[<(][^\])>]{0,20}[\])>]")
_SPACES = re.compile(r"\s+")
_FINAL = re.compile(r"[\s.,;:!…]+$")


def without_hesitations(words: list[str]) -> list[str]:
    """Drop hesitations, unless nothing else was said."""
    rest = [word for word in words if word.strip(".,!?…") not in HESITATIONS]
    return rest or words


def with_abbreviations(words: list[str]) -> list[str]:
    """Join letters in a row that make up an abbreviation, all of them: "e r s m s" was spelled."""
    joined: list[str] = []
    for are_letters, run in groupby(
        words, lambda word: len(word) == 1 and word.isalpha() and word not in "iå"
    ):
        row = list(run)
        joined += ["".join(row)] if are_letters and "".join(row) in ABBREVIATIONS else row
    return joined


def from_vosk(words: list[str]) -> str:
    """Join Vosk's words (lower case, no punctuation) to a text without ``[unk]`` and marks as ``<sil>``."""
    spoken = [word for word in words if word != UNKNOWN and not _MARKS.fullmatch(word)]
    return " ".join(with_abbreviations(without_hesitations(spoken)))


def from_second_pass(text: str) -> str:
    """Write a text with capitals and punctuation as a citizen would type it in haste.

    Lower case, NFC, one space between words, no final full stop; commas and question marks inside stay, for
    they tell the language understanding where a question begins. Marks such as ``<unk>`` go.
    """
    plain = _MARKS.sub(" ", unicodedata.normalize("NFC", text)).lower()
    words = without_hesitations(_SPACES.sub(" ", plain).strip().split())
    return _FINAL.sub("", " ".join(words)).lstrip(" .,;:!?…")

"""Make a citizen's text safe to keep and pass on, without changing what it says."""

import re
import unicodedata

from bot.gateway.errors import ApiError
from nlu.danish.masking import mask_personal_numbers

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\u0085]")
# C0 and C1 controls but tab and newline; lone surrogates, which no encoding can hold; marks that turn the
# direction of the text around or hide in it. The joiners U+200C and U+200D stay: emoji are built with them.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def clean(text: str, max_chars: int) -> str:
    """Return the text normalised (NFC), without control characters, and with CPR and card numbers hidden.

    Raises ``ApiError`` ``empty_text`` when nothing visible is left, ``too_long`` above ``max_chars``
    characters (counted before hiding). Markup and leading slashes stay as they are: they are only text.
    """
    if len(text) > 4 * max_chars:
        # Long before any cleaning could help, so that the cost of a huge text is one comparison.
        raise ApiError("too_long")
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))).strip()
    if not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        raise ApiError("empty_text")
    if len(text) > max_chars:
        raise ApiError("too_long")
    return mask_personal_numbers(text)

"""Web and e-mail addresses. A short host is said, a long address never is."""

import re

_LABEL = r"[a-zæøå0-9](?:[a-zæøå0-9-]{0,40}[a-zæøå0-9])?"
_ENDING = r"(?:dk|com|org|net|eu|info|nu|se|no|de|io|gov|uk)"
_EMAIL = re.compile(
    rf"(?:mailto:)?\b([a-z0-9æøå](?:[a-z0-9æøå._%+-]{{0,50}}[a-z0-9æøå])?)@((?:{_LABEL}\.){{1,4}}{_ENDING})\b",
    re.IGNORECASE,
)
_URL = re.compile(
    rf"\bhttps?://\S{{1,2000}}|(?<![\w@.])(?:www\.)?(?:{_LABEL}\.){{1,4}}{_ENDING}\b(?:[/?#:][^\s,]{{0,2000}})?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}»”\"'"
_LONGEST_HOST_CHARS = 24
_VOWEL = re.compile(r"[aeiouyæøå]")
_HOST = re.compile(rf"(?:{_LABEL}\.){{1,4}}{_ENDING}", re.IGNORECASE)
SOME_LINK = "linket"
SOME_EMAIL = "e-mailadressen"


def read_links(text: str) -> str:
    """``kk.dk`` → "k k punktum d k", ``post@kk.dk`` → "post snabel-a k k punktum d k"."""
    return _URL.sub(_url, _EMAIL.sub(_email, text))


def _email(found: re.Match[str]) -> str:
    name, host = found[1].lower(), found[2].lower()
    if len(name) + len(host) > 40:
        return SOME_EMAIL
    said = " ".join(
        {".": "punktum", "-": "bindestreg", "_": "understreg", "+": "plus", "%": "procent"}.get(piece)
        or _label(piece)
        for piece in re.split(r"([._%+-])", name)
        if piece
    )
    return f"{said} snabel-a {_host(host)}"


def _url(found: re.Match[str]) -> str:
    address = found[0]
    kept = address.rstrip(_TRAILING)
    after = address[len(kept) :]
    host = re.split(r"[/?#:]", re.sub(r"^(?:https?://)?(?:www\.)?", "", kept.lower()), maxsplit=1)[0]
    if len(host) > _LONGEST_HOST_CHARS or not _HOST.fullmatch(host):
        return SOME_LINK + after
    return _host(host) + after


def _host(host: str) -> str:
    *names, ending = host.split(".")
    said = [_label(name) for name in names]
    said.append(ending if ending in ("com", "info") else " ".join(ending))
    return " punktum ".join(said)


def _label(name: str) -> str:
    """A word is said; what no one could say is spelled. Digits are left to those who read numbers."""
    pieces = [piece for piece in re.split(r"-|(\d+)", name) if piece]
    return " ".join(
        piece if piece.isdigit() or (len(piece) > 2 and _VOWEL.search(piece)) else " ".join(piece)
        for piece in pieces
    )

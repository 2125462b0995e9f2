"""A sub-dialogue: find out which address is meant, and ask only what the register cannot tell."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from actions.dialogue.agenda import Option
from actions.dialogue.turn import Turn
from actions.fagsystemer.addresses import Address, AddressMatch, AddressQuery
from nlu.danish.numbers import find_numbers, parse_number

ADDRESS_TOPICS = frozenset({"address", "address_number", "address_choice", "address_confirm"})
LOOSE_ADDRESS = re.compile(
    r"^\W*(?:nej|ja|det er|jeg bor)?\W*(?:på )?([^\W\d][^\d,]{2,40}?)\s*(?:nr\.?|nummer)?"
    r"\s*(\d{1,3}\s?[a-zæøå]?)\b",
    re.IGNORECASE,
)
NUMBER_FIRST = re.compile(
    r"\b(\d{1,3}[a-z]?)\s+(?:på\s+)?"
    r"([^\W\d][\wæøå.]{2,30}(?:vej|gade|allé|alle|plads|torv|stræde))\b",
    re.IGNORECASE,
)
HOUSE_NUMBER = re.compile(r"\b(\d{1,3})(?:\s?([a-hj-zæøå])\b|\b)(?!\d)", re.IGNORECASE)
AS_A_NUMBER = re.compile(r"\b(?:nummer|nr\.?)\W*$", re.IGNORECASE)
CALLED_A_NUMBER = re.compile(r"\b(?:nummer|nr)\b", re.IGNORECASE)
AS_AN_ANSWER = re.compile(
    r"(?:^|\b(?:nummer|nr\.?|nej|men|det (?:er|var|skal være|skulle være))\b)\W*$", re.IGNORECASE
)
"""Before a house number in words: "jeg skal bruge to" names none."""
DENIED = re.compile(r"\bikke\W*(?:nummer|nr\.?)?\W*$", re.IGNORECASE)
COUNTS = re.compile(
    r"\W*(?:sal|etage|år|års|ruller?|poser?|stk|styk\w*|pakker?|personer|dage?|gange?|timer)\b",
    re.IGNORECASE,
)
"""After a number: what it is so many of, or the floor."""
LETTER_BESIDE = re.compile(r" ([a-hj-zæøå])(?![\w.])(?! sal)", re.IGNORECASE)
EITHER_OR = re.compile(r"\d\w?\s+eller\s+(?:\w+\s+)?\d", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"\bi (odense|aarhus|århus|aalborg|ålborg|esbjerg|randers|kolding|horsens|vejle|roskilde|helsingør"
    r"|herning|silkeborg|næstved|frederiksberg|gentofte|gladsaxe|hvidovre|rødovre|herlev|glostrup|tårnby|dragør|hellerup"
    r"|lyngby|ballerup|albertslund|ishøj|køge|hillerød|slagelse|malmø)\b",
    re.IGNORECASE,
)
"""Towns with a municipality of their own: we do not send there."""

MAX_SUGGESTIONS = 3


async def settle_address(
    turn: Turn, ask_key: str, confirm_key: str, *, confirm_corrected: bool = True
) -> Address | None:
    """Return the address when it is settled, or None while a question about it is open.

    ``ask_key`` asks for it; ``confirm_key`` asks yes or no, with ``{address}``, where it was guessed or
    (unless ``confirm_corrected`` is False: the act is done and is only put right) corrected. What is
    known so far is kept in ``turn.memory["address"]``. Raises what the address register raises.
    """
    memory = turn.memory
    if "address_settled" in memory and not turn.corrected:
        return Address.from_dict(memory["address_settled"])
    heard = _heard(turn)
    if elsewhere := ELSEWHERE.search(turn.text):
        turn.ask("address.elsewhere", "address", "address", town=elsewhere.group(1).capitalize())
        return None
    if heard and EITHER_OR.search(turn.text):
        turn.ask("address.either_or", "address", "address")
        return None
    if turn.topic == "address_confirm" and turn.yes is not None and not heard:
        if turn.yes:
            return _settled(turn, Address.from_dict(memory["candidates"][0]))
        memory.pop("address", None)
        turn.ask("address.right_one", "address", "address")
        return None
    if turn.topic == "address_choice" and turn.choice:
        return _settled(turn, Address.from_dict(memory["candidates"][int(turn.choice)]))
    waits_for_number = turn.topic == "address_number" or (
        turn.topic in ADDRESS_TOPICS and (memory.get("address") or {}).get("street")
    )
    if waits_for_number and not heard:
        heard = _number_alone(turn)
    if not heard and not memory.get("address"):
        key = "address.not_understood" if turn.topic == "address" and turn.signal != "dont_know" else ask_key
        turn.ask("address.help" if turn.signal == "dont_know" else key, "address", "address")
        return None
    query = _merged(memory.get("address") or {}, heard)
    if "street" not in query:
        turn.ask("address.not_understood", "address", "address")
        return None
    corrected = turn.corrected and confirm_corrected
    unsure = memory.get("address_unsure", False) or corrected or _guessed(turn, heard)
    memory["address"], memory["address_unsure"] = query, unsure
    match = await turn.systems.addresses.match(AddressQuery(**query))
    return _weigh(turn, match, query, unsure, confirm_key)


def _weigh(
    turn: Turn, match: AddressMatch, query: dict[str, Any], unsure: bool, confirm_key: str
) -> Address | None:
    if match.category == "exact":
        if not unsure:
            return _settled(turn, match.addresses[0])
        _confirm(turn, match.addresses[0], confirm_key)
    elif match.category == "several_postcodes":
        _choose(turn, match.addresses, "address.several_postcodes", query)
    elif match.category == "number_missing":
        turn.ask("address.number_missing", "address_number", "number", street=query["street"])
    elif match.suggestions:
        # A suggestion is a guess: choosing one is the citizen's own word for it.
        key = "address.unknown_number" if match.category == "unknown_number" else "address.unknown_street"
        near = match.suggestions[0]
        known = {"street": near.street, "postcode": near.postcode} if near.street == query["street"] else {}
        turn.memory["address"] = known
        _choose(turn, match.suggestions[:MAX_SUGGESTIONS], key, query)
    else:
        turn.memory.pop("address", None)
        turn.ask("address.not_found", "address", "address", address=_as_said(query))
    return None


def _settled(turn: Turn, address: Address) -> Address:
    turn.memory["address_settled"] = address.to_dict()
    turn.memory.pop("address_unsure", None)
    return address


def _confirm(turn: Turn, address: Address, key: str) -> None:
    turn.memory["candidates"] = [address.to_dict()]
    turn.ask(key, "address_confirm", "yes_no", address=address.text)


def _choose(turn: Turn, addresses: tuple[Address, ...], key: str, query: dict[str, Any]) -> None:
    found = [address for address in addresses if address.number]
    if not found:
        turn.ask("address.not_found", "address", "address", address=_as_said(query))
        return
    if len(found) == 1:
        _confirm(turn, found[0], "address.did_you_mean")
        return
    turn.memory["candidates"] = [address.to_dict() for address in found]
    options = [
        Option(address.text, str(index), [address.postcode, address.city.lower(), address.number.lower()])
        for index, address in enumerate(found)
    ]
    turn.ask(key, "address_choice", "choice", options, address=_as_said(query), street=query["street"])


def _heard(turn: Turn) -> dict[str, Any]:
    """Return the address said in this message or one read loosely from the words."""
    said = turn.heard_now("address")
    if isinstance(said, dict) and said:
        return said if said.get("number") else {**said, **number_called_so(turn.text)}
    if turn.topic not in ADDRESS_TOPICS or turn.topic == "address_number":
        return {}
    if turned := NUMBER_FIRST.search(turn.text):
        return {"street": turned.group(2), "number": turned.group(1).upper()}
    if loose := LOOSE_ADDRESS.search(turn.text):
        return {"street": loose.group(1).strip(), "number": loose.group(2).replace(" ", "").upper()}
    return {}


def _number_alone(turn: Turn) -> dict[str, Any]:
    number = HOUSE_NUMBER.search(turn.text)
    if number:
        return {"number": number.group(1) + (number.group(2) or "").upper()}
    quantity = turn.heard_now("quantity")
    spoken = quantity if quantity is not None else parse_number(turn.text.strip(" .!").lower())
    return {"number": str(spoken)} if spoken else {}


def number_called_so(text: str) -> dict[str, str]:
    """Read the house number after the word "nummer", however far from its street that is said."""
    called = CALLED_A_NUMBER.search(text)
    return number_instead(text[called.start() :], "") if called else {}


def number_instead(text: str, instead_of: str) -> dict[str, str]:
    """Read the house number of a correction like "45, ikke 54"; empty when it names none or several."""
    written = [
        (match.start(), match.end(), match[1] + (match[2] or "")) for match in HOUSE_NUMBER.finditer(text)
    ]
    spoken = [
        (span.start, span.end, str(span.value) + letter[1] if letter else str(span.value))
        for span in find_numbers(text)
        for letter in (LETTER_BESIDE.match(text, span.end),)
        if not any(sign.isdigit() for sign in text[span.start : span.end])
        and (AS_A_NUMBER if span.value < 2 else AS_AN_ANSWER).search(text, 0, span.start)
    ]
    numbers = {
        number.upper()
        for start, end, number in (*written, *spoken)
        if not DENIED.search(text, 0, start) and not COUNTS.match(text, end)
    } - {instead_of}
    return {"number": numbers.pop()} if len(numbers) == 1 else {}


def _merged(known: dict[str, Any], heard: dict[str, Any]) -> dict[str, Any]:
    """A new street starts over; anything less is added to what is known."""
    if heard.get("street") and heard["street"] != known.get("street"):
        known = {}
    merged = {**known, **heard}
    return {
        key: str(merged[key]) for key in ("street", "number", "floor", "door", "postcode") if merged.get(key)
    }


def _guessed(turn: Turn, heard: dict[str, Any]) -> bool:
    """Tell whether the street was put right from a different spelling than the citizen's."""
    street = _plain(str(heard.get("street") or ""))
    return street not in _plain(turn.text) and street not in _plain(turn.errand.text)


def _plain(text: str) -> str:
    """Spell without case, accents and æøå, so that "aaboulevard" and "Åboulevard" are the same."""
    text = text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    folded = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", "", folded.replace("aa", "a").replace("oe", "o").replace("ae", "a"))


def _as_said(query: dict[str, Any]) -> str:
    return f"{query['street']} {query.get('number', '')}".strip()

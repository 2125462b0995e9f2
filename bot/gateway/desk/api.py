"""What an employee does, over HTTP: each act has an answer."""

from datetime import datetime

from aiohttp import web

from actions.dialogue.catalogue import enquiries
from bot.conversation.models import JsonObject
from bot.gateway.answers import json_answer
from bot.gateway.api import read_json_object
from bot.gateway.desk.hub import desk_message
from bot.gateway.desk.keys import DESK, DeskParts
from bot.gateway.desk.reading import banner_in, client_id_in, outcome_in, text_in, topic_in
from bot.gateway.errors import ApiError
from bot.gateway.keys import CONVERSATIONS
from bot.gateway.personal_service.models import Case, Person
from bot.gateway.personal_service.ownership import OUTCOMES
from nlu.clock import COPENHAGEN


def routes() -> list[web.RouteDef]:
    """Return ``/api/desk/…``."""
    case, call_back = "/api/desk/cases/{case}", "/api/desk/call_backs/{call_back}"
    return [
        web.get("/api/desk/me", me, allow_head=False),
        web.get("/api/desk/cases", cases, allow_head=False),
        web.get(case, one_case, allow_head=False),
        web.post(f"{case}/take", take),
        web.post(f"{case}/messages", say),
        web.post(f"{case}/notes", note),
        web.post(f"{case}/move", move),
        web.post(f"{case}/give_back", give_back),
        web.post(f"{case}/close", close),
        web.get("/api/desk/call_backs", call_backs, allow_head=False),
        web.post(f"{call_back}/take", take_call_back),
        web.post(f"{call_back}/close", close_call_back),
        web.put("/api/desk/banner", put_banner),
        web.delete("/api/desk/banner", delete_banner),
        web.put("/api/desk/topics/{enquiry}", put_topic),
        web.get("/api/desk/suggestions", suggestions, allow_head=False),
    ]


def overview(desk: DeskParts, person: Person, now: float) -> JsonObject:
    """Return what every desk is told first."""
    banner = desk.switches.banner
    return {
        "employee": person.to_json(),
        "queues": desk.board.queues_json(),
        "outcomes": list(OUTCOMES),
        "topics": [{"id": enquiry.id, "title": enquiry.title} for enquiry in enquiries().values()],
        "topics_off": list(desk.switches.topics_off),
        "banner": banner.to_json() if banner else None,
        "now": datetime.fromtimestamp(now, COPENHAGEN).isoformat(timespec="milliseconds"),
    }


def _person(request: web.Request) -> Person:
    desk = request.app[DESK]
    employee = desk.sign_in.require(request)
    desk.allow(employee.id)
    return Person(employee.id, employee.name)


async def me(request: web.Request) -> web.Response:
    """Say who is signed in, and how the house stands."""
    person = _person(request)
    return json_answer(overview(request.app[DESK], person, request.app[DESK].board.shown.now()))


async def cases(request: web.Request) -> web.Response:
    """Return the open cases, and those that ended within the hour."""
    _person(request)
    board = request.app[DESK].board
    return json_answer({"cases": [board.case_json(case) for case in board.all()]})


async def one_case(request: web.Request) -> web.Response:
    """Return a case with its conversation, notes and what may help."""
    _person(request)
    desk = request.app[DESK]
    case = await desk.service.case(request.match_info["case"])
    messages = await request.app[CONVERSATIONS].store.messages(case.conversation)
    return json_answer(
        {
            "case": desk.board.case_json(case),
            "messages": [desk_message(message) for message in messages],
            "notes": [note.to_json() for note in await desk.service.notes(case.id)],
            "suggestions": desk.suggestions.of(case, ""),
        }
    )


async def take(request: web.Request) -> web.Response:
    """Take the case."""
    person = _person(request)
    return _case(request, await request.app[DESK].service.take(request.match_info["case"], person))


async def say(request: web.Request) -> web.Response:
    """Write to the citizen."""
    person = _person(request)
    body = await read_json_object(request)
    message = await request.app[DESK].service.say(
        request.match_info["case"], person, text_in(body), client_id_in(body)
    )
    return json_answer({"message": desk_message(message)})


async def note(request: web.Request) -> web.Response:
    """Leave a note for colleagues."""
    person = _person(request)
    body = await read_json_object(request)
    added = await request.app[DESK].service.add_note(
        request.match_info["case"], person, text_in(body), client_id_in(body)
    )
    return json_answer({"note": added.to_json()})


async def move(request: web.Request) -> web.Response:
    """Send the case to another queue."""
    person = _person(request)
    queue = text_in(await read_json_object(request), "queue")
    return _case(request, await request.app[DESK].service.move(request.match_info["case"], person, queue))


async def give_back(request: web.Request) -> web.Response:
    """Give the conversation back to the assistant."""
    person = _person(request)
    return _case(request, await request.app[DESK].service.give_back(request.match_info["case"], person))


async def close(request: web.Request) -> web.Response:
    """End the conversation."""
    person = _person(request)
    outcome = outcome_in(await read_json_object(request))
    return _case(request, await request.app[DESK].service.close(request.match_info["case"], person, outcome))


async def call_backs(request: web.Request) -> web.Response:
    """Return the call-back list."""
    _person(request)
    return json_answer({"call_backs": await request.app[DESK].call_backs.everything()})


async def take_call_back(request: web.Request) -> web.Response:
    """Be the one who calls."""
    person = _person(request)
    desk = request.app[DESK]
    taken = await desk.call_backs.take(request.match_info["call_back"], person)
    await tell_call_backs(desk)
    return json_answer({"call_back": taken})


async def close_call_back(request: web.Request) -> web.Response:
    """Note how the call went."""
    person = _person(request)
    desk = request.app[DESK]
    outcome = outcome_in(await read_json_object(request))
    closed = await desk.call_backs.close(request.match_info["call_back"], person, outcome)
    await tell_call_backs(desk)
    return json_answer({"call_back": closed})


async def tell_call_backs(desk: DeskParts) -> None:
    """Tell every desk how the list stands now."""
    desk.hub.tell({"type": "call_backs", "call_backs": await desk.call_backs.everything_or_none()})


async def retry_call_backs(desk: DeskParts) -> None:
    """Tell every desk the list once the contact centre, which did not answer, is back."""
    if desk.call_backs.unknown and (found := await desk.call_backs.everything_or_none()) is not None:
        desk.hub.tell({"type": "call_backs", "call_backs": found})


async def put_banner(request: web.Request) -> web.Response:
    """Show every citizen a message."""
    _person(request)
    desk = request.app[DESK]
    text, level, until = banner_in(await read_json_object(request), desk.board.shown.now())
    return json_answer({"banner": (await desk.switches.set_banner(text, level, until)).to_json()})


async def delete_banner(request: web.Request) -> web.Response:
    """Take the message down."""
    _person(request)
    await request.app[DESK].switches.clear_banner()
    return json_answer({"banner": None})


async def put_topic(request: web.Request) -> web.Response:
    """Leave a topic to people, or give it back to the assistant."""
    _person(request)
    intent = request.match_info["enquiry"]
    off = topic_in(intent, await read_json_object(request))
    return json_answer({"topics_off": list(await request.app[DESK].switches.set_topic(intent, off=off))})


async def suggestions(request: web.Request) -> web.Response:
    """Return answers and articles for a case, or for some words."""
    _person(request)
    desk, case_id = request.app[DESK], request.query.get("case", "")
    case = await desk.service.case(case_id) if case_id else None
    words = request.query.get("q", "")
    if case is None and not words.strip():
        raise ApiError("bad_request")
    return json_answer({"suggestions": desk.suggestions.of(case, words[:200])})


def _case(request: web.Request, case: Case) -> web.Response:
    return json_answer({"case": request.app[DESK].board.case_json(case)})

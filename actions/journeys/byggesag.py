"""How far a building case has come."""

from __future__ import annotations

from actions.dialogue.agenda import Option
from actions.dialogue.danish import day
from actions.dialogue.floor import person_button
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn
from actions.fagsystemer.cases import CaseStatus
from actions.fagsystemer.errors import NotFound


@journey("status_byggesag", kind="info")
async def status_byggesag(turn: Turn) -> None:
    """Status by case number (no login: nothing personal is told), or by login from the citizen's own."""
    number = turn.heard("case_number")
    if turn.choice == "login":
        turn.memory["own"] = True
    if turn.choice and turn.topic == "which_case":
        number = turn.choice
    if number:
        return await by_number(turn, str(number))
    if turn.memory.get("own") or turn.citizen:
        if turn.citizen is None:
            return turn.need_login("byggesag.login")
        return await own_cases(turn, turn.citizen)
    key = "byggesag.ask_number"
    if turn.topic == "number":
        key = "byggesag.number_help" if turn.signal == "dont_know" else "byggesag.not_a_number"
    turn.ask(
        key,
        "number",
        "number",
        [Option("Log ind med MitID", "login", ["mitid", "log ind", "kender det ikke"])],
    )
    return None


async def by_number(turn: Turn, number: str) -> None:
    try:
        case = await turn.systems.cases.status(number)
    except NotFound:
        options = [Option("Log ind med MitID", "login", ["mitid", "log ind"])]
        return turn.ask("byggesag.not_found", "number", "number", options, number=number)
    turn.memory["case_number"] = case.number
    tell(turn, case)
    turn.settle("done")


async def own_cases(turn: Turn, citizen: str) -> None:
    cases = [case for case in await turn.systems.cases.of_citizen(citizen) if case.kind == "byggesag"]
    if not cases:
        if turn.topic == "number":
            turn.say("byggesag.cannot_find")
            turn.show(person_button("common.login_or_person_short"))
            return turn.settle("failed")
        turn.memory.pop("own", None)
        return turn.ask("byggesag.no_own_cases", "number", "number")
    if len(cases) > 1 and turn.topic != "which_case":
        options = [
            Option(f"{case.title} ({case.number})", case.number, case.title.lower().split()) for case in cases
        ]
        return turn.ask("byggesag.which", "which_case", "choice", options)
    tell(turn, cases[0])
    turn.settle("done")


def tell(turn: Turn, case: CaseStatus) -> None:
    today = turn.now.date()
    turn.say(
        "byggesag.status",
        number=case.number,
        title=case.title,
        stage=case.stage,
        received=day(case.received, today),
    )
    if case.expected:
        turn.say("byggesag.next_by", next_step=case.next_step, expected=day(case.expected, today))
    else:
        turn.say("byggesag.next", next_step=case.next_step)

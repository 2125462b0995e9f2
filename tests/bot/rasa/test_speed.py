"""The check of what the action server answers: as strict as Rasa's own."""

from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException

from bot.rasa.speed import _validate_action_result

SLOT = {"event": "slot", "timestamp": None, "name": "agenda", "value": {"errands": []}}
ANSWERS: tuple[Any, ...] = (
    {},
    {"events": [], "responses": []},
    {"events": [SLOT, {"event": "followup", "name": "action_conduct"}], "responses": [{"text": "Ja"}]},
    {"events": [{"event": "reset_slots"}]},
    {"events": [{**SLOT, "name": 7}]},
    {"events": [{"event": "slot", "value": 1}]},
    {"events": [SLOT, {"event": "an_event_nobody_knows"}]},
    {"events": [{"name": "agenda"}]},
    {"events": [{**SLOT, "timestamp": "i dag"}]},
    {"events": "slot"},
    {"events": [7]},
    {"responses": ["Ja"]},
    [],
    None,
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_taken_or_refused_as_rasa_itself_does(answer: Any) -> None:
    try:
        Draft7Validator(RemoteAction.action_response_format_spec()).validate(answer)
    except ValidationError:
        with pytest.raises(RasaException):
            _validate_action_result(None, answer)
    else:
        assert _validate_action_result(None, answer)


def test_a_refusal_says_where_and_quotes_nothing() -> None:
    with pytest.raises(RasaException) as refused:
        _validate_action_result(None, {"events": [SLOT, {**SLOT, "name": ["010190-1234"]}]})
    assert "events/1/name" in str(refused.value)
    assert "010190" not in str(refused.value)

"""Home care: somebody was expected and has not come."""

from __future__ import annotations

import re

from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn

NOT_COME = "not_come"
"""Topic of the question whether home care shall be told."""
_HOME_CARE = re.compile(
    r"hjemme|hjælper|\bplej|\bsosu|\bvagt|besøg|\bmedicin|\bpiller|\bbad\b|\bsengen\b|stomi|\bble\b|\bsonde|\bsår"
    r"|\b(?:han|hun|pigen|damen|konen|hende|de) (?:er )?(?:ikke |aldrig )?(?:kom|skulle|plejer|kommer|dukke)"
    r"|\bkom(?:mer|met)?\b.{0,20}\b(?:i dag|til morgen|i morges|endnu|klokken|kl)\b",
    re.IGNORECASE,
)
"""Words that make "der kom ingen" one of home care; a wait on the telephone is not."""
SURE_ALARM = 0.5
"""Below this the words may have meant something else: then it is asked before anybody is called out."""


@journey("hjemmepleje_ikke_kommet", kind="danger")
async def hjemmepleje_ikke_kommet(turn: Turn) -> None:
    """A carer who has not come is urgent: no login is asked, a person takes over at once."""
    if turn.topic == NOT_COME:
        if not turn.yes:
            turn.say("hjemmepleje.no_alarm")
            return turn.settle("done")
    else:
        named = _HOME_CARE.search(turn.text) is not None
        if named:
            turn.say("hjemmepleje.not_come")
        if turn.message.confidence < SURE_ALARM or not named:
            key = "hjemmepleje.offer_alarm" if named else "hjemmepleje.is_it_home_care"
            return turn.ask(key, NOT_COME, "yes_no")
    await hand_over(turn, "hjemmepleje.not_come_handoff", "carer_has_not_come", alone=True)

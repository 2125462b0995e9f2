"""Plain words with a plain meaning in the middle of an errand, whatever the understanding made of them."""

from __future__ import annotations

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


UNDO = _words(
    "fortryd",
    r"\bbehold",
    "annull?er",
    "afbestil",
    "træk.{0,20}tilbage",
    "omgør",
    r"\bslet(?:te)?\b",
    r"\bkommer (?:så )?(?:godt )?alligevel\b",
    r"\b(?:have|få) (?:den|det|tiden|besøget) (?:tilbage|igen)",
    r"lav.{0,10}om\b",
)
"""Said after an act: take it back. "Glem det" is not among them: it may mean only the talk."""

CORRECTION = _words(
    r"^\W*(?:nej|hov|ups|ikke|undskyld|vent|jeg mente|det (?:er|var)|rettelse)\b", r"\bikke \d"
)
"""Opens a correction: "nej, det var …", "45, ikke 54"."""

ALSO = _words(r"\b(?:også|desuden|derudover|endnu en|og til)\b")
"""One more of the same, not the first one put right."""

EVERYTHING = _words(r"\b(?:det hele|alt|alle|begge)\b")

WHY_LOGIN = _words(
    r"\bhvorfor\b.{0,40}(?:logge? (?:på|ind)|mit ?id)", r"\bbehøver jeg.{0,20}(?:logge|mit ?id)"
)

WAIT = _words(
    r"^\W*(?:(?:nej|hov|ja|jo|ok|okay|men|så|øh)\W+)*vent(?:\s+(?:lidt|lige|nu|et (?:øjeblik|sekund)))*\W*$",
    r"^\W*(?:(?:nej|hov|ja|ok|okay|lige)\W+)*(?:et )?(?:lille )?(?:øjeblik|sekund)\W*$",
    r"^\W*to sekunder\W*$",
)

DROP = _words(
    r"\b(?:vil|skal|ønsker) (?:jeg )?(?:alligevel )?ikke (?:alligevel )?"
    r"(?:aflyse|afbestille|flytte|bestille|have)",
    r"\b(?:behold|forkert knap|lad være)",
    r"\blad (?:den|det|tiden|mødet|besøget) (?:bare )?(?:blive|stå|være)",
    r"\bikke (?:aflyse|flytte) (?:den|det)\b",
    r"^\W*(?:stop|drop det|glem det)\b",
    r"\bjeg ringer selv\b",
)
"""The act that is being asked about is not wanted after all."""

NOTHING_WANTED = _words(
    r"^\W*(?:(?:nej|stop|hov|ok|okay|vent|men)\W+)*jeg (?:vil|skal|ønsker) (?:alligevel )?ikke "
    r"(?:alligevel )?(?:flytte|aflyse|bestille|afbestille|ændre) "
    r"(?:noget|den|det|tiden|mødet|besøget|alligevel)(?: alligevel)?\W*$",
    r"^\W*(?:(?:nej|ok|okay|så|men)\W+)*(?:stop|glem det|drop det)\W*$",
    r"^\W*(?:(?:nej|ok|okay|så|men)\W+)*lad (?:den|det|tiden|mødet|besøget) (?:bare )?(?:blive|stå|være)\b",
)
"""Asks for nothing at all, and names nothing that could be meant: "stop, jeg vil ikke flytte noget"."""

INSTEAD = _words(r"\bi stedet\b", r"\bhellere\b", r"\balligevel\b")

RETRY = _words(r"^\W*(?:ja |så )?prøv (?:lige )?igen", r"^\W*en gang til\W*$", r"^\W*igen\W*$")
"""Try again what could not be done."""

SAID_IN_THE_RECEIPT = _words(
    r"\bhvornår (?:kommer|får jeg) (?:de|dem|poserne|bioposerne)\b",
    r"\bhvad (?:skrev du|har du skrevet)\b",
    r"\bhvad (?:er|var|blev) (?:adressen|nummeret|tiden|tidspunktet)\b.{0,12}\bskrevet\b",
    r"\bhvilke[nt]? (?:adresse|nummer|vej|dag|tid|tidspunkt) "
    r"(?:(?:skrev|noterede|fik) (?:du|i)|har (?:du|i) (?:skrevet|noteret|fået)|står der)\b",
)
"""After an act: the reply and its receipt have said it already."""

AND_THEN = _words(r"^\W*(?:og|hvad med|hvad så)\b")
"""Opens a follow-up to what was just answered: "og på onsdag?"."""

MOVE_INSTEAD = _words(r"\b(?:flytte?t?|rykke[st]?|udsætte)\b", r"\ben anden (?:tid|dag)\b")
"""Said when asked why a time is to be cancelled: it is to be moved."""

GOODBYE = _words(
    r"\b(?:farvel|hej hej|det var (?:bare )?(?:det hele|alt|det)|ikke andet|ha'? det godt|god dag)\b"
)
"""Said with a "nej tak" by who is on the way out."""

RECEIPT = _words(r"\bkvittering", r"\breferencenummer", r"\bordrenummer")
"""The citizen wants to hear the receipt again."""

ASKS_WHEN = _words(
    r"\bhvornår\b",
    r"\bhvor (?:længe|lang tid|mange dage|hurtigt)\b",
    r"\bkommer (?:de|den|det|poserne)\b.{0,20}\b(?:i dag|i morgen|snart|inden|før|på)\b",
)
"""Asks when what was ordered comes."""

HAS_NO_MITID = _words(
    r"\b(?:har|ejer|fik) (?:(?:jeg|hun|han|altså|jo|slet|desværre) )*(?:ikke|ingen|aldrig) (?:\w+ ){0,3}?"
    r"(?:mitid|mit id|nemid)\b",
    r"\b(?:uden|foruden) (?:mitid|mit id)\b",
    r"\b(?:mitid|mit id)\b.{0,12}\bhar jeg ikke\b",
)
"""Has no MitID: that is no trouble with one."""

THANKS_OR_BYE = _words(r"\b(?:tak|farvel|hej hej|vi tales|god aften|godnat)\b")
"""Leaves, in so many words."""

NOT_ARRIVED = _words(
    r"\b(?:ikke|aldrig)\b.{0,15}\b(?:kommet|modtaget|fået|ankommet|leveret|dukket op)\b"
    r"(?!.{0,15}\b(?:bestilt|tid)\b)"
)
"""What was ordered has not come."""

"""The words by which a part of a message shows what it is: a question, a telling, a further matter, an echo.

Danish, and matched without regard to case; ``errands`` says what follows from them.
"""

import re

from nlu.danish.wordlists import words

# Words that point back or only carry a sentence: a part made of these alone is no question of its own.
EMPTY_WORDS = words(
    """
    jeg du i vi de han hun man det den der dem dette denne disse mig dig os jer min mit mine din dit
    dine vores en et to nogle nogen noget flere mere lidt også og men så at om som kan kunne må måtte
    skal skulle vil ville er var har havde få får fik have gerne bare lige ikke nu her ja nej tak hej
    venlig venligst for til på af med fra ved hos igen hvad hvor hvornår hvordan hvem hvorfor gør gøre
    hjælpe hjælp bedes håber synes tror snart endnu jo da vel sådan nok meget mange ok okay undskyld
    bestemmer ansvarlig sørger henne koste koster lade siger lov søge melder
    kommer sige vide spørge høre egentlig sig være blive bliver blev idag dag altid aldrig stadig hele
    alt alle intet ingen ingenting
    """
)

# Beside these, a part that asks nothing tells only when: "fogeden | kommer i morgen".
DAYS = words(
    """
    morgen overmorgen morges aften formiddag eftermiddag middag nat weekenden ugen måneden dagen
    mandag tirsdag onsdag torsdag fredag lørdag søndag
    """
)
SOMEBODY = re.compile(r"\b(?:jeg|du|vi|de|han|hun|det|den|der|nogen|man|mig)\b", re.IGNORECASE)
# What must not wait is told, never asked for: "vi får besøg af fogeden, og jeg mangler bioposer".
TOLD = words("underretning udsaettelse_boligraadgiver")
# Words by which a part asks for something, rather than telling it.
ASKS = re.compile(
    r"\?|^\W*(?:hvor\w*|hva\w?|hvem|hvilke\w*|kan|ka|må|er der|findes|skal|har i|send|bestil|aflys|flyt|"
    r"afbestil|giv|stil|hjælp|fortæl|"
    r"nyt?|nye)\b|"
    r"\b(?:vil(?:le)? (?:også |bare |lige |jeg |helst |så |hellere )*(?:gerne|høre|vide|have|tale|"
    r"snakke|klage|søge|spørge|bestille|leje|låne|fritages)|"
    r"skal (?:også |bare |lige |jeg |så |vi |have |selv )*(?:have|bruge|melde\w*|aflyse|flytte|bestille|"
    r"forny\w*|søge|vide|snakke|tale|skifte|"
    r"aflevere|indskrives|registreres|fornyes)|mangler|brug for|trænger til|søger|ønsker|leder efter|"
    r"løbet tør|ikke flere|kan (?:jeg|i|vi|man|du)|"
    r"hvordan|hvornår|må (?:jeg|i|vi|man)|virker ikke|fungerer ikke|er ikke (?:kommet|hentet|tømt|"
    r"blevet)|forstår ikke|ikke forstår|"
    r"(?:hvor(?:dan|når|henne|ledes)?|hvad|hvem) (?:\w+r|kan|skal|må|vil|gør) "
    r"(?:jeg|vi|man|de|det|den|min|mit|mine|i|hun|han|du)|"
    r"er (?:spærret|væk|i stykker|itu|gået|mistet|udløbet)|udløber|få fat i|tale med|snakke med|aflyse|"
    r"afbud|flytte|forny)\b",
    re.IGNORECASE,
)
# What often follows an enquiry as a part of it: "hvor ligger hjælpemiddelcentret, og hvornår har de åbent".
PLACES = words(
    """
    hjaelpemiddelcenter_adresse borgerservice_adresse_tider bibliotek idraet_og_kultur turisme legeplads
    kirkegaard_begravelse tandpleje ungdomsklub
    """
)
# Enquiries that one and the same trouble touches: two of them are two questions only where the second is
# said to be a further one.
KIN = frozenset(
    frozenset(pair.split("/"))
    for pair in words(
        """
        handicap/boern_familie boern_familie/mental_sundhed_unge underretning/mental_sundhed_unge
        underretning/boern_familie integration_sprog/skole
        hjaelp_saerlige_behov/hvem_skal_jeg_kontakte hjaelp_saerlige_behov/oplys_om_digital_post
        """
    )
)
FURTHER = re.compile(
    r"\b(?:også|ogs|desuden|derudover|samtidig|samt|yderligere|ligeledes|forresten|resten|øvrigt|ps|"
    r"så (?:vil|skal))\b",
    re.IGNORECASE,
)
# The words between two parts by which the second is told as a further matter: "og så larmer den bar".
AND_THEN = re.compile(
    r"\b(?:og så|så (?:skal|vil|er der|har)|også|desuden|derudover|samtidig|forresten|nåja|nå ja|"
    r"i øvrigt|for resten|oven i\w*|"
    r"for øvrigt|ud over det|nu vi taler om det)\b",
    re.IGNORECASE,
)
# "… , og jeg vil også flytte min tid": the wish is a further one, so what stands before it is one as well.
WISH_THEN = re.compile(
    r"(?:og |men |samt )?(?:så )?(?:(?:jeg|vi) )?(?:vil|ville|skal|skulle|kan|kunne|ønsker|mangler|behøver) "
    r"(?:jeg |vi )?(?:så |gerne |lige )*(?:også|desuden|derudover|samtidig)\b",
    re.IGNORECASE,
)
AND_THEN_LENGTH = 24
"""Characters of a part in which such a word may still stand ("der er også rotter")."""
# "den vil jeg klage over": what about, the part before it says.
COMPLAINS_OF_IT = re.compile(r"^\W*(?:den|det|dem|de|dette|så det)\b[^.?!]{0,40}\bklage\w*\b", re.IGNORECASE)
# "er der en tid?": for what, the part before it says.
A_TIME = re.compile(r"\ben (?:ledig )?tid\b", re.IGNORECASE)
# A price asked about something just named belongs to another enquiry than the thing.
PRICE = re.compile(
    r"^\W*(?:og )?hvad (?:koster|kommer)\b.{0,12}\b(?:det|den|sådan en|en plads)\b", re.IGNORECASE
)
PRICE_OF = {"pladsanvisning": "foraeldrebetaling"}
BACK_REFERENCE = re.compile(r"\b(?:de|den|det|der|dem|centret|dér)\b", re.IGNORECASE)

NAMES_ITS_PLACE = 0.75
"""Confidence above which a part about a place names that place itself."""
_BESIDE_A_NO = r"\W*(?:(?:men|vent|øh\w*|altså|undskyld)\W*)*"
# What may stand between a "nej" and what is right instead.
BESIDE_A_NO = re.compile(_BESIDE_A_NO, re.IGNORECASE)
# Something told after a "nej" that says what is right instead of it: not "nej, jeg er 84 år".
INSTEAD = re.compile(_BESIDE_A_NO + r"(?:(?:det|den|der) (?:er|var|skal|skulle)|nummer|nr)\b", re.IGNORECASE)

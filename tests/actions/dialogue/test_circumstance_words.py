"""What a citizen says of circumstances counts when it is said plainly, and only then."""

import pytest

from actions.dialogue.circumstance_words import is_about_somebody_else, told_circumstances
from actions.routing import routing

PLAINLY = {
    "in_work": [
        "jeg skal bruge en hæve-sænkebord på mit arbejde",
        "jeg vil søge om et hjælpemiddel til mit job",
        "Kan jeg få en kontorstol til arbejdspladsen?",
        "det er i forbindelse med min praktik",
        "hun har brug for et høreapparat i sit nye job",
        "jeg skal have en særlig stol på arbejde",
        "det er til mit arbejde",
    ],
    "over_school_age": [
        "min søn er færdig med folkeskolen og ved ikke hvad han skal",
        "jeg gik ud af 9. klasse i sommer",
        "jeg er 22 og går ikke i skole",
        "Jeg er 19 år, uden job og uddannelse",
        "hun er droppet ud af gymnasiet",
    ],
    "blue_park": ["det gælder en af de blå parker", "hvem passer de tre parker ved vandet?"],
    "sof_case": [
        "jeg får hjælp fra Den Sociale Hjemmepleje",
        "min hjemmepleje hører til Socialforvaltningen",
        "jeg får sygepleje fra SOF",
    ],
    "no_case": ["jeg har aldrig fået hjemmepleje", "jeg har ingen sag endnu"],
    "under_65": ["jeg er 54 år", "jeg er 43, og har brug for hjælp", "jeg er under 65"],
    "only_nursing": ["jeg har kun brug for sygepleje", "det er udelukkende hjemmesygepleje"],
}

SAYS_NOTHING = [
    "jeg søger et hjælpemiddel, jeg er på arbejde indtil kl. 16",
    "jeg har brug for hjælp til at finde et job",
    "jeg skal på arbejde nu, kan I ringe?",
    "jeg har brug for en stol, så jeg kan cykle til arbejde",
    "det er en arbejdsstol til køkkenet",
    "den er væk, og jeg kører til arbejde om lidt",
    "jeg har et bord, men det er ikke til arbejde",
    "hvad skal min søn, når han er færdig med folkeskolen?",
    "vores søn er færdig med skolen til sommer",
    "hun er færdig med 9. klasse om et halvt år",
    "min mor sidder i kørestol og kan ikke komme på kontoret",
    "hun bliver snart færdig med 9. klasse",
    "jeg er 17 og går ikke i skole",
    "min søn er skoletræt og 14",
    "han går i 9. klasse",
    "der er en blå bænk i parken",
    "parkering i blå zone",
    "der er grene over stien i parken ved søen",
    "får jeg hjælp fra Den Sociale Hjemmepleje?",
    "jeg får ikke hjemmepleje fra Socialforvaltningen",
    "jeg har fået et brev fra Socialforvaltningen",
    "jeg har en sag i Socialforvaltningen",
    "jeg er 30 minutter væk",
    "jeg er 72 år",
    "jeg er nummer 54 i køen",
    "jeg har ikke kun brug for sygepleje",
    "hvornår kommer hjemmeplejen?",
    "tal med et menneske",
    "",
]


@pytest.mark.parametrize(
    ("circumstance", "said"), [(name, text) for name in PLAINLY for text in PLAINLY[name]]
)
def test_what_is_said_plainly_is_known_and_nothing_else(circumstance: str, said: str) -> None:
    told = told_circumstances([said])
    # Whoever tells that they are 22 has told that, too.
    assert circumstance in told
    assert told <= {circumstance, "under_65"}
    assert told_circumstances([said.upper()]) == told


@pytest.mark.parametrize("said", SAYS_NOTHING)
def test_what_only_sounds_like_it_tells_nothing(said: str) -> None:
    assert told_circumstances([said]) == frozenset()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("hjælpemidlet er til mit arbejde", "nej, det er ikke til mit arbejde"),
        ("jeg er færdig med folkeskolen", "hov, jeg går i 10. klasse"),
        ("det er en blå park", "nej, det er ikke en af de blå parker"),
        ("jeg har kun brug for sygepleje", "jeg skal også have rengøring"),
    ],
)
def test_the_last_word_counts(first: str, then: str) -> None:
    assert told_circumstances([first])
    assert told_circumstances([first, then]) == frozenset()
    assert told_circumstances([first, "hvornår har I åbent?"]) == told_circumstances([first])
    assert told_circumstances([then, first]) == told_circumstances([first])


def test_every_circumstance_of_the_table_has_words_and_the_words_are_the_tables() -> None:
    assert set(PLAINLY) == routing().circumstances.keys()


@pytest.mark.parametrize(
    "said",
    [
        "hvornår kommer der nogen til min mor?",
        "min fars hjemmepleje er ikke kommet",
        "min kone har brug for sygepleje",
        "jeg ringer på vegne af min nabo",
        "hvornår får min mormor besøg?",
    ],
)
def test_anothers_matter_is_seen(said: str) -> None:
    assert is_about_somebody_else(said)


@pytest.mark.parametrize(
    "said",
    ["hvornår kommer min hjemmepleje?", "min hjælper er ikke kommet", "jeg bor alene", "min farve er blå"],
)
def test_the_citizens_own_matter_is_not_taken_for_anothers(said: str) -> None:
    assert not is_about_somebody_else(said)

"""How a message is divided into errands, given what each part of it could mean."""

import pytest

from nlu.components.errands import Decision, ErrandSettings, Ranking, decide, parts_of
from nlu.danish.clauses import split_atoms


def divide(
    text: str, meanings: dict[str, tuple[str, float]], settings: ErrandSettings | None = None
) -> Decision:
    """Decide with a classifier that knows these texts and finds every other one unclear."""

    def ranking(said: str) -> Ranking:
        return [meanings.get(said.strip(" ,.?!"), ("oplysning", 0.2)), ("klage", 0.01)]

    atoms = split_atoms(text)
    rankings = {(part.first, part.last): ranking(text[part.start : part.end]) for part in parts_of(atoms)}
    return decide(text, atoms, rankings, ranking(text), settings)


def intents(decision: Decision) -> list[str]:
    return [errand.intent for errand in decision.errands]


def test_two_sure_questions_become_two_errands_in_order() -> None:
    decision = divide(
        "Hvornår åbner I? Jeg mangler bioposer",
        {"Hvornår åbner I": ("aabningstider", 0.9), "Jeg mangler bioposer": ("bioposer_bestil", 0.9)},
    )
    assert intents(decision) == ["aabningstider", "bioposer_bestil"]


def test_a_story_around_one_question_is_one_errand() -> None:
    text = "Jeg er 84 år. Jeg bor alene. Der er ikke kommet nogen"
    decision = divide(text, {"Der er ikke kommet nogen": ("hjemmepleje_ikke_kommet", 0.9)})
    assert intents(decision) == ["hjemmepleje_ikke_kommet"]


def test_the_same_enquiry_twice_is_one_errand() -> None:
    decision = divide(
        "Jeg mangler bioposer. Send bioposer til mig",
        {"Jeg mangler bioposer": ("bioposer_bestil", 0.9), "Send bioposer til mig": ("bioposer_bestil", 0.8)},
    )
    assert intents(decision) == ["bioposer_bestil"]


def test_a_part_without_content_joins_the_question_before_it() -> None:
    text = "Hvornår åbner I? Jeg mangler bioposer. Kan jeg få nogle flere?"
    decision = divide(
        text,
        {
            "Hvornår åbner I": ("aabningstider", 0.9),
            "Jeg mangler bioposer": ("bioposer_bestil", 0.9),
            "Kan jeg få nogle flere": ("pas", 0.9),
        },
    )
    assert intents(decision) == ["aabningstider", "bioposer_bestil"]
    assert (
        text[decision.errands[1].start : decision.errands[1].end]
        == "Jeg mangler bioposer. Kan jeg få nogle flere?"
    )


def test_a_greeting_is_no_errand_but_an_act() -> None:
    decision = divide(
        "Hej. Jeg mangler bioposer",
        {
            "Hej": ("hilsen", 0.99),
            "Jeg mangler bioposer": ("bioposer_bestil", 0.9),
            "Hej. Jeg mangler bioposer": ("bioposer_bestil", 0.8),
        },
    )
    assert intents(decision) == ["bioposer_bestil"]
    assert [act.intent for act in decision.acts] == ["hilsen"]


def test_a_greeting_with_a_name_takes_nothing_of_what_stands_behind_it() -> None:
    text = "Hej, det er Fatima. Jeg ville høre om en skole"
    decision = divide(
        text,
        {
            text: ("hilsen", 0.8),
            "Hej, det er Fatima": ("hilsen", 0.9),
            "det er Fatima. Jeg ville høre om en skole": ("skole", 0.3),
        },
    )
    assert intents(decision) == ["skole"]
    assert text[decision.errands[0].start :] == "det er Fatima. Jeg ville høre om en skole"


def test_a_greeting_of_several_sentences_is_a_greeting() -> None:
    text = "Hej med dig. Goddag. Hej hej"
    greetings = dict.fromkeys((text, "Hej med dig", "Goddag", "Hej hej", "Goddag. Hej hej"), ("hilsen", 0.9))
    assert intents(divide(text, greetings)) == ["hilsen"]


def test_an_answer_before_a_question_is_kept_as_an_act() -> None:
    sure = ("hjemmepleje_hvornaar", 0.95)
    decision = divide(
        "ja, og hvornår kommer hjemmeplejen",
        {"ja": ("ja", 0.99), "hvornår kommer hjemmeplejen": sure, "ja, og hvornår kommer hjemmeplejen": sure},
    )
    assert intents(decision) == ["hjemmepleje_hvornaar"]
    assert [act.intent for act in decision.acts] == ["ja"]


@pytest.mark.parametrize(
    "more",
    [
        {"nej, det er nummer 21": ("ret_oplysning", 0.87)},
        {"det er nummer 21": ("oplysning", 0.68)},
        {"det er nummer 21": ("ret_oplysning", 0.6)},
    ],
)
def test_a_no_with_what_is_right_after_it_is_one_act(more: dict[str, tuple[str, float]]) -> None:
    text = "nej, det er nummer 21, og hvornår har borgerservice åbent"
    asks = ("borgerservice_adresse_tider", 0.95)
    whole = ("borgerservice_adresse_tider", 0.9)
    meanings = {"nej": ("nej", 0.98), "hvornår har borgerservice åbent": asks, text: whole, **more}
    decision = divide(text, meanings)
    assert intents(decision) == ["borgerservice_adresse_tider"]
    (act,) = decision.acts
    assert (act.intent, text[act.start : act.end]) == ("ret_oplysning", "nej, det er nummer 21")


def test_a_no_before_another_question_stays_a_no() -> None:
    text = "nej, hvornår har borgerservice åbent"
    asks = ("borgerservice_adresse_tider", 0.95)
    decision = divide(text, {"nej": ("nej", 0.98), "hvornår har borgerservice åbent": asks, text: asks})
    assert [act.intent for act in decision.acts] == ["nej"]


def test_danger_comes_first_wherever_it_stands() -> None:
    decision = divide(
        "Jeg mangler bioposer. Min mand trækker ikke vejret",
        {
            "Jeg mangler bioposer": ("bioposer_bestil", 0.9),
            "Min mand trækker ikke vejret": ("akut_fare", 0.9),
        },
    )
    assert intents(decision) == ["akut_fare", "bioposer_bestil"]


def test_an_aside_needs_more_certainty_than_a_question() -> None:
    meanings = {
        "Jeg mangler bioposer": ("bioposer_bestil", 0.9),
        "naboen brokker sig over affaldet": ("stoej", 0.7),
    }
    text = "Jeg mangler bioposer. naboen brokker sig over affaldet"
    assert intents(divide(text, meanings)) == ["bioposer_bestil"]
    assert len(intents(divide(text, meanings, ErrandSettings(statement_doubt=0.5)))) == 2


def test_the_hours_of_a_place_just_named_belong_to_it() -> None:
    decision = divide(
        "hvor ligger hjælpemiddelcentret og hvornår har de åbent",
        {
            "hvor ligger hjælpemiddelcentret": ("hjaelpemiddelcenter_adresse", 0.9),
            "hvornår har de åbent": ("aabningstider", 0.9),
        },
    )
    assert intents(decision) == ["hjaelpemiddelcenter_adresse"]


def test_never_more_than_four_errands() -> None:
    names = ["pas", "koerekort", "valg", "skole", "rotter", "stoej"]
    sentences = {f"Jeg skal have {name}": (name, 0.9 + i / 100) for i, name in enumerate(names)}
    decision = divide(". ".join(sentences), sentences)
    assert intents(decision) == names[2:]


@pytest.mark.parametrize("text", ["", "   ", "🙂", "Byvej 54"])
def test_there_is_always_at_least_one_errand(text: str) -> None:
    assert len(divide(text, {}).errands) == 1


def test_what_a_person_is_asked_for_comes_before_the_person() -> None:
    meanings = {
        "tal med et menneske": ("tal_med_menneske", 0.95),
        "min regning": ("regning_forstaar_ikke", 0.8),
    }
    decision = divide("tal med et menneske om min regning", meanings)
    assert intents(decision) == ["regning_forstaar_ikke", "tal_med_menneske"]


def test_a_trouble_that_touches_two_kindred_enquiries_is_one_unless_more_is_asked() -> None:
    meanings = {
        "vi søger aflastning": ("handicap", 0.95),
        "kan vi få hjælp i familien": ("boern_familie", 0.9),
        "kan vi også få hjælp i familien": ("boern_familie", 0.9),
    }
    assert intents(divide("vi søger aflastning, kan vi få hjælp i familien", meanings)) == ["handicap"]
    several = divide("vi søger aflastning, kan vi også få hjælp i familien", meanings)
    assert intents(several) == ["handicap", "boern_familie"]


def test_a_matter_told_as_a_further_one_needs_no_question() -> None:
    meanings = {
        "Hvornår henter I storskrald": ("affald", 0.98),
        "ligger der en gammel sofa i parken": ("fejl_i_byen", 0.61),
    }
    text = "Hvornår henter I storskrald? {} ligger der en gammel sofa i parken"
    assert intents(divide(text.format("Og så"), meanings)) == ["affald", "fejl_i_byen"]
    assert intents(divide("Hvornår henter I storskrald? Jeg så en gammel sofa i parken", meanings)) == [
        "affald"
    ]


def test_a_complaint_about_it_belongs_to_what_was_told() -> None:
    meanings = {
        "Jeg har fået en p-bøde, den vil jeg klage over": ("p_afgift_klage", 0.95),
        "Jeg har fået en p-bøde": ("p_afgift_klage", 0.8),
        "den vil jeg klage over": ("klage", 0.97),
    }
    assert intents(divide("Jeg har fået en p-bøde, den vil jeg klage over", meanings)) == ["p_afgift_klage"]


def test_the_price_of_a_place_in_day_care_is_an_enquiry_of_its_own() -> None:
    meanings = {
        "hvornår kan vi få en plads i vuggestue": ("pladsanvisning", 0.98),
        "hvad kommer det til at koste os": ("betalingsaftale", 0.13),
        "hvornår kan vi få en plads i vuggestue, og hvad kommer det til at koste os": (
            "pladsanvisning",
            0.97,
        ),
    }
    text = "hvornår kan vi få en plads i vuggestue, og hvad kommer det til at koste os"
    assert intents(divide(text, meanings)) == ["pladsanvisning", "foraeldrebetaling"]


def test_what_stands_before_a_wish_for_more_is_a_matter_too() -> None:
    hole = {"der er hul i vejen ud for Nørrebrogade 12": ("fejl_i_byen", 0.85)}
    also = divide(
        "der er hul i vejen ud for Nørrebrogade 12, og jeg vil også flytte min tid",
        hole | {"jeg vil også flytte min tid": ("flyt_jobcentertid", 0.9)},
    )
    assert intents(also) == ["fejl_i_byen", "flyt_jobcentertid"]
    alone = divide(
        "der er hul i vejen ud for Nørrebrogade 12, og jeg vil flytte min tid",
        hole | {"jeg vil flytte min tid": ("flyt_jobcentertid", 0.9)},
    )
    assert intents(alone) == ["flyt_jobcentertid"]


@pytest.mark.parametrize(("wish", "expected"), [("tal_med_menneske", True), ("pas", False)])
def test_what_is_told_beside_a_wish_for_a_person_is_what_it_is_about(wish: str, expected: bool) -> None:
    decision = divide(
        "Regningen er helt sort. Hent en af jer",
        {"Regningen er helt sort": ("regning_forstaar_ikke", 0.75), "Hent en af jer": (wish, 0.95)},
    )
    assert ("regning_forstaar_ikke" in intents(decision)) is expected


def test_when_it_happens_is_no_question_of_its_own() -> None:
    text = "fogeden kommer i morgen"
    decision = divide(
        text,
        {
            "fogeden": ("udsaettelse_boligraadgiver", 0.98),
            "kommer i morgen": ("hjemmepleje_hvornaar", 0.95),
            text: ("udsaettelse_boligraadgiver", 0.94),
        },
    )
    assert intents(decision) == ["udsaettelse_boligraadgiver"]
    asked = divide(
        "min knap blinker og kommer der nogen i morgen",
        {"min knap blinker": ("noedkald", 0.97), "kommer der nogen i morgen": ("hjemmepleje_hvornaar", 0.95)},
    )
    assert intents(asked) == ["noedkald", "hjemmepleje_hvornaar"]


def test_a_child_in_trouble_is_heard_where_it_is_only_told_of() -> None:
    decision = divide(
        "Drengen ovenpå er alene. Jeg mangler bioposer",
        {
            "Drengen ovenpå er alene": ("underretning", 0.85),
            "Jeg mangler bioposer": ("bioposer_bestil", 0.9),
        },
    )
    assert intents(decision) == ["underretning", "bioposer_bestil"]

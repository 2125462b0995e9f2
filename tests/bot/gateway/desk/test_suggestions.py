"""What the desk suggests: an answer to every enquiry, found by the words that people really type."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from actions.dialogue.catalogue import enquiries
from actions.dialogue.phrases import phrase
from actions.routing.rows import RoutingError
from bot.gateway.desk.answers.reading import MOST_TEXT_CHARS, PARTS_OF_TALK, Entry, read_entries
from bot.gateway.desk.suggestions import MOST, Suggestions
from bot.gateway.personal_service.models import Case, Packet, Priority, Topic
from bot.gateway.personal_service.ownership import Ownership

TITLES = {intent: enquiry.title for intent, enquiry in enquiries().items()}

WAITING = Ownership("waiting", "borgerservice")


@pytest.fixture(scope="module")
def desk() -> Suggestions:
    return Suggestions()


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_entries(TITLES)


def case_about(*topics: tuple[str, str], priority: Priority = "normal") -> Case:
    told = tuple(Topic(intent, TITLES.get(intent, intent), state, "") for intent, state in topics)
    packet = Packet(None, None, "borgerservice", priority, "asked_for_person", told)
    return Case("s-1", "c-1", "chat", None, "da", "none", packet, WAITING, None, 0.0, 0.0)


def intents(found: Sequence[dict[str, object]]) -> list[object]:
    return [each["intent"] for each in found]


@pytest.mark.parametrize("intent", sorted(TITLES))
def test_every_enquiry_has_an_article_and_answers(entries: list[Entry], intent: str) -> None:
    kinds = [entry.kind for entry in entries if entry.intent == intent]
    assert kinds.count("article") == 1
    assert 2 <= kinds.count("answer") <= 4


def test_no_text_holds_a_number_that_could_be_somebodys(entries: list[Entry]) -> None:
    for entry in entries:
        numbers = re.findall(r"\d+", entry.title + " " + entry.text)
        assert all(number == "112" or len(number) < 3 for number in numbers), entry


def test_nobody_but_an_enquiry_has_two_answers_of_the_same_name(entries: list[Entry]) -> None:
    named = [(entry.kind, entry.intent, entry.title) for entry in entries]
    assert len(set(named)) == len(named)


def test_citizens_are_called_du_and_nobody_signs(entries: list[Entry]) -> None:
    said = " ".join(entry.text for entry in entries)
    assert not re.findall(r"(?<=[a-zæøå,] )(?:De|Dem|Deres)\b", said)
    assert not re.search(r"(?i)venlig hilsen|mvh", said)


def test_the_assistant_and_a_person_say_the_same(entries: list[Entry]) -> None:
    articles = {entry.intent: entry.text for entry in entries if entry.kind == "article"}
    assert articles["mitid_hjaelp"] == phrase("mitid_hjaelp.advice")
    assert articles["bioposer_bestil"] == phrase("bioposer.ordered")
    assert articles["regning_forstaar_ikke"] == phrase("regning.advice", queue="Betaling og kontrol")


def test_without_a_case_the_general_ones_are_suggested(desk: Suggestions) -> None:
    found = desk.of(None, "")
    assert len(found) == MOST
    assert found[0]["title"] == "Velkommen"
    assert set(intents(found)) <= set(PARTS_OF_TALK)


def test_the_cases_topics_come_first_and_then_what_fits_any_talk(desk: Suggestions) -> None:
    found = desk.of(
        case_about(("mitid_hjaelp", "handed_over"), ("regning_forstaar_ikke", "handed_over")), " "
    )
    assert intents(found) == ["mitid_hjaelp"] * 3 + ["regning_forstaar_ikke"] * 3 + ["samtale"] * 6
    assert (found[0]["kind"], found[0]["url"]) == ("article", "https://www.mitid.dk")
    assert [each["title"] for each in found[6:]][::5] == ["Velkommen", "Farvel"]
    assert "url" not in found[1]


def test_what_is_settled_comes_after_what_is_not(desk: Suggestions) -> None:
    found = desk.of(case_about(("bioposer_bestil", "done"), ("pas", "failed"), ("klage", "handed_over")), "")
    assert list(dict.fromkeys(intents(found))) == ["pas", "klage", "bioposer_bestil", "samtale"]


def test_every_topic_has_a_share_when_there_are_many(desk: Suggestions) -> None:
    many = ["pas", "klage", "skole", "rotter", "affald"]
    found = desk.of(case_about(*((intent, "open") for intent in many)), "")
    assert set(many) < set(intents(found))
    assert len(found) == MOST


def test_a_topic_that_is_there_twice_is_suggested_once(desk: Suggestions) -> None:
    found = desk.of(case_about(("pas", "open"), ("pas", "failed")), "")
    assert len({(each["title"], each["text"]) for each in found}) == len(found)


def test_an_unknown_topic_does_no_harm(desk: Suggestions) -> None:
    assert intents(desk.of(case_about(("made_up", "open")), "")) == ["samtale"] * MOST


def test_where_it_is_urgent_danger_comes_before_small_talk(desk: Suggestions) -> None:
    found = desk.of(case_about(("akut_fare", "open"), priority="immediate"), "")
    assert "112" in str(found[0]["text"])
    assert set(intents(found)) == {"svaere_oejeblikke"}


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("pas", "pas"),
        ("PASSET", "pas"),
        ("pasfornyelse", "pas"),
        ("kørekort", "koerekort"),
        ("koerekort", "koerekort"),
        ("korekort", "koerekort"),
        ("kørekrot", "koerekort"),
        ("körekort", "koerekort"),
        ("hjemmepl", "hjemmepleje_aendr_aflys"),
        ("hjemmehjælper kom ikke", "hjemmepleje_ikke_kommet"),
        ("mit mitid virker ikke", "mitid_hjaelp"),
        ("nemid", "mitid_hjaelp"),
        ("eboks", "oplys_om_digital_post"),
        ("skifte læge", "sundhedskort"),
        ("blive gift på rådhuset", "raadhusvielse"),
        ("bisættelse", "kirkegaard_begravelse"),
        ("folkeregistret", "flytning_adresse"),
        ("flytningen", "flytning_adresse"),
        ("bopælsatest", "flytning_adresse"),
        ("poser", "bioposer_bestil"),
        ("stomiposer", "stomi_og_inkontinens"),
        ("hvornår henter I skraldet", "affald_ikke_hentet"),
        ("rottefænger", "rotter"),
        ("vand i kælderen", "skybrud"),
        ("gadelygte", "fejl_i_byen"),
        ("parkeringsbøde", "p_afgift_klage"),
        ("p-bøde", "p_afgift_klage"),
        ("altna", "byggesag_ansoeg"),
        ("udeservring", "arrangement_tilladelse"),
        ("aflyse mødet i jobcentret", "aflys_jobcentertid"),
        ("sygemeldt", "sygedagpenge"),
        ("sygdagpenge", "sygedagpenge"),
        ("kontanthjelp", "kontanthjaelp"),
        ("rykker", "betalingsaftale"),
        ("faktura", "regning_forstaar_ikke"),
        ("friplads", "foraeldrebetaling"),
        ("børnehaveplads", "pladsanvisning"),
        ("vuggestu", "pladsanvisning"),
        ("bekymret for nabobarn", "underretning"),
        ("sat på gaden", "udsaettelse_boligraadgiver"),
        ("fogedretten", "udsaettelse_boligraadgiver"),
        ("hjælpemiddel", "hjaelpemiddel_ansoeg"),
        ("hjælpemidler", "hjaelpemiddel_ansoeg"),
        ("rollatoren er gået i stykker", "hjaelpemiddel_ansoeg"),
        ("nødkaldet virker ikke", "noedkald"),
        ("psykolog", "mental_sundhed_unge"),
        ("afvænning", "misbrug_udsat"),
        ("jeg er vred", "svaere_oejeblikke"),
        ("selvmord", "svaere_oejeblikke"),
        ("112", "svaere_oejeblikke"),
        ("farvel", "samtale"),
    ],
)
def test_words_of_real_life_find_the_right_enquiry(desk: Suggestions, words: str, intent: str) -> None:
    assert intents(desk.of(None, words))[:1] == [intent]


def test_what_a_case_is_about_wins_over_others_that_fit_as_well(desk: Suggestions) -> None:
    assert intents(desk.of(None, "klage"))[0] == "klage"
    assert intents(desk.of(case_about(("p_afgift_klage", "open")), "klage"))[0] == "p_afgift_klage"


@pytest.mark.parametrize("words", ["xyzzy", "æblegrød", "!!!", "🙂", "'; drop table", "\x00", "skal jeg"])
def test_nothing_is_made_up_where_nothing_fits(desk: Suggestions, words: str) -> None:
    assert desk.of(None, words) == []


@pytest.mark.parametrize(
    "words", [" ".join(f"ord{n}langt" for n in range(20_000)), "x" * 100_000, "pas" * 9_000]
)
def test_whatever_is_pasted_takes_no_longer_than_a_few_words(desk: Suggestions, words: str) -> None:
    began = time.process_time()
    desk.of(None, words)
    assert time.process_time() - began < 0.2


def test_every_answer_is_found_by_its_own_title(desk: Suggestions, entries: list[Entry]) -> None:
    for entry in entries:
        found = desk.of(case_about((entry.intent, "open")), entry.title)
        assert entry.text in [each["text"] for each in found], entry


GOOD = """pas:
  words: "rejse"
  article: {text: "Du møder op.", url: "https://www.borger.dk"}
  answers:
    Tid: "Passer [dato]?"
"""


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (GOOD.replace("pas:", "passs:"), "kff.yml:2"),
        (GOOD.replace("words:", "wordz:"), "kff.yml:2"),
        (GOOD.replace("https:", "http:"), "kff.yml:3"),
        (GOOD.replace("https://www.borger.dk", "javascript:x"), "kff.yml:3"),
        (GOOD.replace("Du møder op.", ""), "kff.yml:3"),
        (GOOD.replace("Du møder op.", "x" * (MOST_TEXT_CHARS + 1)), "kff.yml:3"),
        (GOOD.replace("op.", "op. Ring 33 66 33 66."), "kff.yml:3"),
        (GOOD.replace("op.", "op. 010190-1234."), "kff.yml:3"),
        (GOOD.replace("[dato]", "[dato"), "kff.yml:5"),
        (GOOD.replace('"Passer [dato]?"', "{phrase: mitid_hjaelp.missing}"), "kff.yml:5"),
        (GOOD.replace('"Passer [dato]?"', "{phrase: regning.advice}"), "kff.yml:5"),
        (GOOD.replace('    Tid: "Passer [dato]?"\n', "    {}\n"), "kff.yml:"),
        (GOOD + GOOD, "kff.yml:6"),
        (GOOD.replace("answers:", "answers: ["), "kff.yml:"),
        ("- pas\n", "kff.yml:1"),
        ("", "kff.yml:1"),
    ],
)
def test_a_bad_row_is_refused_with_file_and_line(tmp_path: Path, row: str, place: str) -> None:
    (tmp_path / "kff.yml").write_text(row, encoding="utf-8")
    with pytest.raises(RoutingError, match=f"^{re.escape(place)}"):
        Suggestions(tmp_path)


def test_an_enquiry_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(RoutingError, match=r"^b\.yml:2: 'pas' stands in a\.yml already"):
        Suggestions(tmp_path)


def test_the_good_row_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "kff.yml").write_text(GOOD, encoding="utf-8")
    assert Suggestions(tmp_path).of(None, "rejse") == [
        {
            "kind": "article",
            "intent": "pas",
            "title": TITLES["pas"],
            "text": "Du møder op.",
            "url": "https://www.borger.dk",
        },
        {"kind": "answer", "intent": "pas", "title": "Tid", "text": "Passer [dato]?"},
    ]

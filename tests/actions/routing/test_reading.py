"""A row that is wrong is refused with its file and line, and a sentence that says what is wrong."""

import pytest

from actions.routing import RoutingError, read_routing
from tests.actions.routing.conftest import Folder

PAS = "{enquiry: pas, queue: borgerservice, department: KFF, valid_from: 2024-01-01, valid_to: null"
NEW = "{enquiry: kirkegaard_begravelse, queue: kirkegaarde, department: KFF, valid_from: 2026-01-01"


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("table.yml", PAS, PAS.replace("borgerservice", "kantinen"), "there is no queue 'kantinen'"),
        ("table.yml", PAS, PAS.replace("pas,", "pasta,"), "there is no enquiry 'pasta' in the catalogue"),
        ("table.yml", PAS, PAS.replace("KFF", "TMF"), "there is no forvaltning 'TMF'"),
        ("table.yml", PAS, PAS.replace("2024-01-01", "2024-02-30"), "'2024-02-30' is no date"),
        ("table.yml", PAS, PAS.replace("2024-01-01", "1. januar"), "is no date"),
        ("table.yml", PAS, PAS.replace("2024-01-01", "2023-01-01"), "before the table begins"),
        ("table.yml", PAS, PAS.replace("2024-01-01", "2024-01-02"), "a gap: nothing holds from 2024-01-01"),
        ("table.yml", PAS, PAS.replace("null", "2023-12-31"), "ends before it begins"),
        ("table.yml", PAS, PAS.replace("null", "2026-12-31"), "nothing holds after 2026-12-31"),
        ("table.yml", PAS, PAS.replace("department: KFF, ", ""), "the column 'department' is missing"),
        ("table.yml", PAS, PAS.replace("{", "{kø: x, "), "no column is called 'kø'"),
        ("table.yml", PAS, PAS.replace("{", "{queue: affald, "), "'queue' stands here twice"),
        ("table.yml", PAS, PAS.replace("{", "{when: [rich], "), "there is no circumstance rich"),
        ("table.yml", PAS, PAS.replace("{", "{when: [in_work], "), "no row that needs no circumstance"),
        ("table.yml", PAS, PAS.replace("borgerservice", '""'), "a text is missing here"),
        ("table.yml", NEW, NEW.replace("2026-01-01", "2025-12-31"), "on the same days"),
        ("table.yml", NEW, NEW.replace("2026-01-01", "2026-01-03"), "a gap: nothing holds from 2026-01-01"),
        ("table.yml", "begins: 2024-01-01", "begins: x", "'x' is no date"),
        ("table.yml", "urgent: [akut_fare", "urgent: [brand", "there is no enquiry 'brand'"),
        ("queues.yml", "{id: affald,", "{id: akut_social,", "stands here twice"),
        ("queues.yml", "{id: affald,", "{id: 'affald)',", "is no name"),
        ("queues.yml", "hours: by_og_miljoe", "hours: nat", "no opening hours called 'nat'"),
        ("queues.yml", "mandag: 09:00-16:00", "mandag: 9-16", "'9-16' are no opening hours"),
        ("queues.yml", "mandag: 09:00-16:00", "mandag: 25:00-26:00", "are no opening hours"),
        ("queues.yml", "mandag: 09:00-16:00", "mandag: 16:00-09:00", "closes before it opens"),
        ("queues.yml", "mandag: 09:00-16:00", "mandagg: 09:00-16:00", "no column is called 'mandagg'"),
        ("queues.yml", '"+4533661003"', '"33661003"', "a telephone number is written"),
        ("queues.yml", "kontor, public_holidays: closed", "kontor, public_holidays: maybe", "no rule for"),
        ("queues.yml", "round: 0", "round: 3", "the rounds are 0"),
        ("queues.yml", "until: 2027-12-31", "until: 2025-12-31", "hypercare ends before"),
        ("queues.yml", "fallback: borgerservice", "fallback: kantinen", "there is no queue 'kantinen'"),
        ("queues.yml", "entrance: KFF", "entrance: KBS", "there is no forvaltning 'KBS'"),
        ("departments.yml", "id: BIF", "id: KFF", "the forvaltning KFF stands here twice"),
        ("departments.yml", "valid_to: 2025-12-31", "valid_to: 2025-12-30", "has a gap"),
        ("holidays.yml", "06-05", "06-31", "'06-31' is no day"),
        ("holidays.yml", "12-31", "12-24", "stands here twice"),
        ("holidays.yml", "closing_days:", "closing_days: [", "this is not YAML"),
    ],
)
def test_a_wrong_row_is_refused(folder: Folder, file: str, before: str, after: str, says: str) -> None:
    line = folder.edit(file, before, after)
    with pytest.raises(RoutingError) as refused:
        read_routing(folder.path)
    assert says in refused.value.text
    assert refused.value.file == file
    # Of two rows that clash the later one is named.
    clash = any(word in says for word in ("twice", "gap", "YAML"))
    assert line <= refused.value.line <= line + (3 if clash else 0)
    assert str(refused.value).startswith(f"{file}:{refused.value.line}: ")


def test_an_enquiry_without_a_row_is_named(folder: Folder) -> None:
    folder.edit("table.yml", f"  - {PAS}", f"  # - {PAS}")
    with pytest.raises(RoutingError, match=r"^table\.yml:\d+: the enquiry 'pas' has no row$"):
        read_routing(folder.path)


def test_a_row_that_outlives_its_queue_is_refused(folder: Folder) -> None:
    line = folder.edit("table.yml", PAS, PAS.replace("borgerservice", "den_sociale_hjemmepleje"))
    with pytest.raises(RoutingError, match=rf"^table\.yml:{line}: the queue .* does not exist for as long"):
        read_routing(folder.path)


def test_a_ring_of_fallbacks_is_refused(folder: Folder) -> None:
    for queue, other in (("affald", "akut_social"), ("akut_social", "affald")):
        text = (folder.path / "queues.yml").read_text(encoding="utf-8")
        head, row = text.split(f"{{id: {queue},", 1)
        row = row.replace("fallback: borgerservice", f"fallback: {other}", 1)
        folder.write("queues.yml", f"{head}{{id: {queue},{row}")
    with pytest.raises(RoutingError, match="in a ring"):
        read_routing(folder.path)


@pytest.mark.parametrize(
    "content", [b"", b"- 1\n", b"\xff\xfe", b"a: &a [*a]\n", b"%", b"a: !!python/name:os.system\n"]
)
@pytest.mark.parametrize("file", ["departments.yml", "holidays.yml", "queues.yml", "table.yml"])
def test_a_file_that_is_no_table_is_refused_by_name(folder: Folder, file: str, content: bytes) -> None:
    (folder.path / file).write_bytes(content)
    with pytest.raises(RoutingError) as refused:
        read_routing(folder.path)
    assert (refused.value.file, refused.value.line) == (file, 1)


def test_a_file_that_is_not_there_is_named(folder: Folder) -> None:
    (folder.path / "holidays.yml").unlink()
    with pytest.raises(RoutingError, match=r"^holidays\.yml:1: the file cannot be read"):
        read_routing(folder.path)

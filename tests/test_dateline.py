"""Datelines: the table of cases, and what must hold for any string."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.recognizers.dateline import REACH, parse_dateline
from newsparse.recognizers.dateline_day import resolve_date
from tests.tables import cases

COLUMNS = ("places", "region", "country_code", "agency", "date", "authors")


@pytest.mark.parametrize("case", cases("datelines.tsv", "paragraph"))
def test_table(case: dict[str, str]) -> None:
    found = parse_dateline(case["paragraph"])
    if not case["text"]:
        assert found is None
        return
    assert found is not None
    several = {"places": found.places, "authors": found.authors}
    got = {
        name: ";".join(several[name]) if name in several else getattr(found, name) or ""
        for name in ("text", *COLUMNS)
    }
    assert got == {name: case[name] for name in ("text", *COLUMNS)}


PIECES = [
    "PARIS", "Paris", "St. ", "AP", "(", ")", "/", " - ", "—", ":", ", ", ".", "Dec", " 12", "2012",
    "新华社", "北京", "8月12日", "电", "记者", "（", "）", "【", "】", "=", "＝", "서울", " 기자 ",
    "Fla.", "[", "]", "رويترز", "мая", "РИА Новости", "?", "\n", " ", "\u00a0", "İ", "ß", "’",
    "By ", "|", "Monday ", "台北報導", "／", "╱", "据", "［", "］", "：",
    "Λονδίνο", "Kansas", "(dpo)", "A.com",
]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_string(paragraph: str) -> None:
    found = parse_dateline(paragraph)
    assert found == parse_dateline(paragraph)
    if found is None:
        return
    assert found.text
    assert paragraph.startswith(found.text)
    assert found.span is not None
    assert (found.span.start, found.span.end) == (0, len(found.text))
    assert found.places or found.date or found.agency or found.authors
    assert all(found.places)
    assert all(found.authors)
    assert "" not in {found.region, found.country_code, found.agency, found.date}


ADVERSARIES = [
    "A ", "Aa-", "A.", "PARIS/", "PARIS - ", "(AP) ", "12 ", "Monday ", " ", "By A ", "St. ", "电",
    "新华社", "記者", "【", "（（", "=", "서울=", "a'", "-", "—", "A, ", "Dec 1 ", "\u0301",
    "PARIS, Fla., ", "北京・", "【記者", "／", "╱台北", "2019. márc ",
    "据新华社电（", "(1 Jan ", "A\u0391", "a.co", "A.B.C.com",
]  # fmt: skip


@pytest.mark.parametrize("piece", ADVERSARIES)
def test_the_rest_of_the_paragraph_is_not_looked_at(piece: str) -> None:
    head = (piece * REACH)[:REACH]
    assert parse_dateline(head + piece * 1000) == parse_dateline(head + "x" * 10)


@pytest.mark.parametrize("piece", ADVERSARIES)
def test_adversarial_heads_cost_no_more_than_their_length(piece: str) -> None:
    """The work on a full head is at most some ten times that on a quarter of it."""

    def cost(text: str) -> float:
        parse_dateline(text)
        runs = []
        for _ in range(5):
            start = time.perf_counter()
            for _ in range(10):
                parse_dateline(text)
            runs.append(time.perf_counter() - start)
        return min(runs)

    quarter = (piece * REACH)[: REACH // 4]
    assert cost((piece * REACH)[:REACH]) < 12 * cost(quarter) + 0.02


@pytest.mark.parametrize("case", cases("dateline_places.tsv", "paragraph"))
def test_places_are_resolved(case: dict[str, str]) -> None:
    found = parse_dateline(case["paragraph"], country=case["publisher"] or None)
    assert found is not None
    assert len(found.resolved) == len(found.places)
    place = found.resolved[0]
    told = place and (place.country_code, place.region, place.geonames_id, place.evidence)
    wanted = (
        case["country_code"],
        case["region"] or None,
        int(case["geonames_id"]) if case["geonames_id"] else None,
        case["evidence"],
    )
    assert told == (wanted if case["country_code"] else None)
    assert found.country_code == (case["country_code"] or None)


@pytest.mark.parametrize("case", cases("dateline_dates.tsv", "written"))
def test_dates_are_resolved(case: dict[str, str]) -> None:
    found = resolve_date(case["written"], case["reference"] or None)
    assert (found and (found.value, found.precision)) == (
        (case["value"], case["precision"]) if case["value"] else None
    )


@given(st.text(max_size=40), st.one_of(st.none(), st.dates().map(str), st.text(max_size=12)))
def test_no_date_is_guessed_beyond_the_reference(written: str, reference: str | None) -> None:
    found = resolve_date(written, reference)
    assert found is None or len(found.value) == (10 if found.precision == "day" else 7)


def test_places_and_agencies_have_their_standard_names() -> None:
    found = parse_dateline("КИЕВ/МОСКВА, 3 марта - РИА Новости. Лампы горят.")
    assert found is not None
    assert found.agency_name == "RIA Novosti"
    assert [place and place.country_code for place in found.resolved] == ["UA", "RU"]
    assert "resolved" not in found.to_dict()

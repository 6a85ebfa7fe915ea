"""The tables of places, regions, countries and agencies: well-formed, consistent, small."""

from __future__ import annotations

from collections import Counter

import pytest

from newsparse.data import read_lines, read_table, resource
from newsparse.recognizers.names import fold_name
from newsparse.recognizers.places import find_place

CITIES = read_lines("cities.tsv.gz")[1:]
PLACES = [row.split("\t") for row in read_lines("places.tsv.gz")[1:]]
AGENCIES = read_table("agencies.tsv")
REGIONS = read_table("regions.tsv")
CODES = {row["code"] for row in read_table("countries.tsv")}
LARGEST = 1_500_000  # bytes of all tables of places in the wheel


def test_the_tables_stay_small() -> None:
    names = ("cities.tsv.gz", "places.tsv.gz", "regions.tsv", "countries.tsv", "agencies.tsv")
    assert sum(len(resource(name).read_bytes()) for name in names) < LARGEST


def test_names_are_folded_and_in_order() -> None:
    """A place is found by halving: rows out of order would be lost."""
    names = [row[0] for row in PLACES]
    assert [name for name in names if fold_name(name) != name] == []
    assert names == sorted(set(names))


def test_names_mean_cities_of_the_table() -> None:
    for name, cities, standing, display in PLACES:
        numbers = [int(city.rstrip("!*~")) for city in cities.split()]
        assert numbers == sorted(set(numbers)), name
        assert numbers[-1] < len(CITIES), name
        assert standing in {"", "word", "name"}, name
        assert not display or fold_name(display) == name, name


def test_every_name_of_the_table_is_found() -> None:
    assert [name for name, *_ in PLACES[::97] if find_place(name) is None] == []


@pytest.mark.parametrize("table", [AGENCIES, REGIONS], ids=["agencies", "regions"])
def test_countries_are_iso_codes(table: list[dict[str, str]]) -> None:
    assert {row["country"] for row in table} - {""} <= CODES


def test_an_agency_has_each_form_once() -> None:
    forms = [form for row in AGENCIES for form in (row["name"], *row["forms"].split(";")) if form]
    assert [form for form, times in Counter(forms).items() if times > 1] == []


def test_regions_have_cities() -> None:
    """A code that no city bears would resolve nothing: it is misspelt."""
    borne = {tuple(city.split("\t")[1:3]) for city in CITIES}
    codes = {(row["country"], row["admin1"]) for row in REGIONS if row["admin1"]}
    assert codes - borne == set()

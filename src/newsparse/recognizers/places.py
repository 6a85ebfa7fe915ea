"""The places that names mean, by GeoNames, with how each name stands for them."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple

from newsparse.data import read_lines
from newsparse.recognizers.names import fold_name, title_case


class City(NamedTuple):
    """A row of cities.tsv.gz."""

    geonames_id: int | None
    country: str
    """ISO 3166-1 alpha-2."""
    admin1: str
    """GeoNames code of the state or province, empty where there is none."""
    latitude: float | None
    longitude: float | None
    population: int
    """Thousands of people."""


class Candidate(NamedTuple):
    """One of the cities a name may mean."""

    city: City
    mark: str
    """`!` AP lets the name stand alone, `*` a capital, `~` an alternate name, or empty."""

    @property
    def weight(self) -> float:
        """People who know the city by this name, in thousands: of an alternate, one in twenty."""
        return self.city.population / 20 if self.mark == "~" else self.city.population


class Place(NamedTuple):
    """What a written name stands for."""

    candidates: tuple[Candidate, ...]
    """Heaviest first."""
    population: int
    """Thousands of people in the largest of them; at least 100 for capitals and AP's cities."""
    standing: str
    """`main`, `other` (an alternate name), `word` (a common word too) or `name` (people's too)."""
    display: str
    """The name in mixed case where plain title case would be wrong, else empty."""


@cache
def _cities() -> list[str]:
    return read_lines("cities.tsv.gz")[1:]


@lru_cache(4096)
def _city(number: int) -> City:
    key, country, admin1, latitude, longitude, population = _cities()[number].split("\t")
    return City(
        int(key) if key else None,
        country,
        admin1,
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        int(population),
    )


@cache
def _places() -> list[str]:
    """Rows in the order of their names, taken apart only when asked for: there are 80,000."""
    return read_lines("places.tsv.gz")[1:]


@lru_cache(8192)
def find_place(name: str) -> Place | None:
    """The entry of a written place name.

    >>> find_place("KYIV").candidates[0].city.country, find_place("DEAR ABBY")
    ('UA', None)
    """
    key = fold_name(name) + "\t"
    rows = _places()
    index = bisect_left(rows, key)
    if index == len(rows) or not rows[index].startswith(key):
        return None
    _, cities, standing, display = rows[index].split("\t")
    found = [Candidate(_city(int(c.rstrip("!*~"))), c.lstrip("0123456789")) for c in cities.split()]
    least = 100 if any(candidate.mark in ("!", "*") for candidate in found) else 0
    known = "main" if any(candidate.mark != "~" for candidate in found) else "other"
    return Place(
        tuple(sorted(found, key=lambda candidate: -candidate.weight)),
        max(least, *(candidate.city.population for candidate in found)),
        standing or known,
        display,
    )


def display_name(written: str, place: Place | None) -> str:
    """A place name as a reader writes it, letters unchanged but for their case.

    >>> display_name("MCALLEN", find_place("MCALLEN")), display_name("ПСКОВ", None)
    ('McAllen', 'Псков')
    """
    if place and place.display and place.display.upper() == written and written.isupper():
        return place.display
    return title_case(written)

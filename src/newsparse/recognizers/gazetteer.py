"""What the tables know of countries and their states, provinces and territories."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from newsparse.data import read_table
from newsparse.recognizers.names import fold_name


class Region(NamedTuple):
    """A state, province or territory."""

    country: str
    """ISO 3166-1 alpha-2."""
    admin1: str
    """GeoNames code, empty where it has none."""


@cache
def _regions() -> dict[str, Region]:
    known: dict[str, Region] = {}
    for row in read_table("regions.tsv"):
        region = Region(row["country"], row["admin1"])
        for form in (row["name"], *row["forms"].split(";")):
            if form:
                known.setdefault(form if len(form) == 2 else fold_name(form), region)
    return known


def find_region(name: str) -> Region | None:
    """A state, province or territory; postal codes count in capitals only.

    >>> find_region("Fla."), find_region("Gaza Strip").country, find_region("Ok")
    (Region(country='US', admin1='FL'), 'PS', None)
    """
    return _regions().get(name if len(name) == 2 else fold_name(name))


@cache
def _region_names() -> dict[Region, str]:
    names: dict[Region, str] = {}
    for row in read_table("regions.tsv"):
        names.setdefault(Region(row["country"], row["admin1"]), row["name"])
    return names


def region_name(region: Region) -> str | None:
    """The full name of a region.

    >>> region_name(Region("US", "FL")), region_name(Region("DE", ""))
    ('Florida', None)
    """
    return _region_names().get(region) if region.admin1 else None


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in read_table("countries.tsv"):
        for name in (row["name"], *row["names"].split(";")):
            if name:
                known.setdefault(fold_name(name), row["code"])
    return known


def country_code(name: str) -> str | None:
    """The ISO code of a country by any of its names.

    >>> country_code("Saudi Arabia"), country_code("意大利"), country_code("Fla.")
    ('SA', 'IT', None)
    """
    return _countries().get(fold_name(name))

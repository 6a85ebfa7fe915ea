"""What the tables know of places, regions, countries, agencies and the calendar."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from newsparse.data import read_lines, read_table


class Place(NamedTuple):
    """What a written name stands for, by GeoNames."""

    country: str | None
    """ISO 3166-1 alpha-2; `None` when two countries hold it and neither clearly leads."""
    population: int
    """Thousands of people, of the largest place so named."""
    standing: str
    """`main`, `other` (an alternate name), `word` (a common word too) or `name` (people's too)."""
    display: str
    """The name in mixed case where plain title case would be wrong, else empty."""


_SMALL_WORDS = frozenset(
    {
        "of",
        "the",
        "and",
        "on",
        "upon",
        "in",
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "les",
        "el",
        "au",
        "aux",
        "sur",
        "sous",
        "en",
        "y",
        "e",
        "am",
        "an",
        "der",
        "die",
        "den",
        "im",
        "bei",
        "van",
        "het",
        "aan",
        "της",
        "του",
        "των",
        "και",
        "στη",
        "σε",
        "на",
    }
)
_STARTS = re.compile(r"(?:(?<=[\s\-–/.(])|^)(?:([dDlLoO])(['’]))?([^\W\d_]+)(\.?)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_FOLDS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "ı": "i", "\u00a0": " "})


def fold_name(name: str) -> str:
    """The key of a name in the tables: lower case, no accents, plain apostrophes.

    >>> fold_name("SÃO PAULO"), fold_name("Αθήνα")
    ('sao paulo', 'αθηνα')
    """
    if name.isascii():
        return name.lower()
    lowered = name.translate(_FOLDS).replace("İ", "i").lower()
    parts = unicodedata.normalize("NFKD", lowered)
    kept = "".join(c for c in parts if unicodedata.combining(c) < 200)
    return unicodedata.normalize("NFKC", kept)


def title_case(name: str) -> str:
    """A name in capitals as a reader writes it; other names stay as they are.

    >>> title_case("PORT-AU-PRINCE"), title_case("ST. LOUIS"), title_case("서울")
    ('Port-au-Prince', 'St. Louis', '서울')
    """
    if not name.isupper() and not name.islower():
        return name

    def word(found: re.Match[str]) -> str:
        particle, mark, letters, dot = found.groups()
        low = letters.lower()
        if found.start() and particle:
            return f"{particle.lower()}{mark}{low.capitalize()}{dot}"
        if found.start() and low in _SMALL_WORDS:
            return f"{low}{dot}"
        lead = f"{particle.upper()}{mark}" if particle else ""
        return f"{lead}{low[:1].upper()}{low[1:]}{dot}"

    if _INITIALS.fullmatch(name) or (name.isupper() and len(name) < 3):
        return name
    written = _STARTS.sub(word, name)
    return _INITIALS.sub(lambda found: found.group().upper(), written)


@cache
def _places() -> dict[str, str]:
    """Rows by name, taken apart only when asked for: the table has tens of thousands."""
    return dict(line.split("\t", 1) for line in read_lines("places.tsv.gz")[1:])


@lru_cache(4096)
def find_place(name: str) -> Place | None:
    """The entry of a written place name.

    >>> find_place("KYIV").country, find_place("DEAR ABBY")
    ('UA', None)
    """
    row = _places().get(fold_name(name))
    if row is None:
        return None
    country, population, standing, display = row.split("\t")
    return Place(country or None, int(population), standing, display)


def display_name(written: str, place: Place | None) -> str:
    """A place name as a reader writes it, letters unchanged but for their case.

    >>> display_name("MCALLEN", find_place("MCALLEN")), display_name("ПСКОВ", None)
    ('McAllen', 'Псков')
    """
    if place and place.display and place.display.upper() == written and written.isupper():
        return place.display
    return title_case(written)


@cache
def _regions() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in read_table("regions.tsv"):
        for form in (row["name"], *row["forms"].split(";")):
            if form:
                known.setdefault(form if len(form) == 2 else fold_name(form), row["country"])
    return known


def region_country(name: str) -> str | None:
    """The country of a state, province or territory; postal codes count in capitals only.

    >>> region_country("Fla."), region_country("Gaza Strip"), region_country("Ok")
    ('US', 'PS', None)
    """
    return _regions().get(name if len(name) == 2 else fold_name(name))


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


_CODE = 4
_MIXED = re.compile(r"[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
_TWINS = str.maketrans("acehikmoptxy", "асенікмортху")
"""Latin letters that stand inside Cyrillic words by mistake, and the letters they look like."""


@cache
def _agencies() -> frozenset[str]:
    """Names folded; codes of up to four letters as written, for `MAP` is an agency and map not."""
    return frozenset(
        form if len(form) <= _CODE else fold_name(form)
        for row in read_table("agencies.tsv")
        for form in (row["name"], *row["forms"].split(";"))
        if form
    )


@lru_cache(4096)
def is_agency(name: str) -> bool:
    """Whether a name is that of an agency or outlet which signs datelines.

    >>> is_agency("AP"), is_agency("РИА Новости"), is_agency("CLAIM"), is_agency("Map")
    (True, True, False, False)
    """
    if len(name) <= _CODE:
        return name in _agencies()
    key = fold_name(name)
    return key in _agencies() or (
        bool(_MIXED.search(name)) and key.translate(_TWINS) in _agencies()
    )


@cache
def _months() -> frozenset[str]:
    return frozenset(fold_name(row["name"]) for row in read_table("months.tsv"))


def is_month(word: str) -> bool:
    """Whether a word, less its dot, is a month's name in some language.

    >>> is_month("Sept."), is_month("ноября"), is_month("percent")
    (True, True, False)
    """
    return fold_name(word.rstrip(".")) in _months()


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(fold_name(row["name"]) for row in read_table("weekdays.tsv"))


def is_weekday(word: str) -> bool:
    """Whether a word, less its dot, is a weekday's name in some language.

    >>> is_weekday("Monday"), is_weekday("Everyday")
    (True, False)
    """
    return fold_name(word.rstrip(".")) in _weekdays()

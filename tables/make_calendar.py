"""Write `data/months.tsv` and `data/weekdays.tsv` from the Unicode CLDR, read through babel.

Run: python tables/make_calendar.py (needs babel; `--check` only compares).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path

from babel import Locale

DATA = Path(__file__).parent.parent / "src" / "newsparse" / "data"

LOCALES = """
af am ar ar_DZ ar_SY ar_MA ar_IQ az be bg bn bs ca cs cy da de de_AT el en en_GB en_AU es es_MX
et eu fa fi fil fr fr_CA ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml
mn mr ms my nb ne nl nn or pa pl ps pt pt_PT ro ru si sk sl so sq sr sr_Latn sv sw ta te tg th
tr uk ur uz vi zh zh_Hant
"""

CATALAN_OF = re.compile("^(?:de |d['’])")  # format names carry the preposition: d’abril

# Forms that newspapers write and the CLDR does not list, with the reason for each.
MORE_MONTHS = {
    "en": {"sept": 9, "janu": 1, "febr": 2},  # AP Stylebook (Jan. to Dec.); older wire copy
    "de": {"sept": 9, "mrz": 3, "maerz": 3, "jänner": 1, "feber": 2},  # tables; Austria
    "es": {"setiembre": 9, "set": 9, "sept": 9},  # Peru, Uruguay
    "pt": {"fev": 2, "mai": 5, "set": 9, "out": 10, "dez": 12},
    "it": {"sett": 9},
    "fr": {"fevrier": 2, "fev": 2, "aout": 8, "decembre": 12, "sept": 9},  # accents lost
    "id": {"agt": 8, "agst": 8, "pebruari": 2, "nopember": 11},  # pre-1972 spelling lives on
    "ru": {"сент": 9, "нояб": 11, "февр": 2},
    "ro": {"sept": 9},
    "el": {
        "μαιου": 5,
        "μαϊου": 5,
        "ιουνιου": 6,
        "ιουλιου": 7,
        "αυγουστου": 8,
    },  # capitals lose the accent
    "tr": {"subat": 2, "agustos": 8, "eylul": 9, "kasim": 11, "aralik": 12},
    "hi": {"सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12, "अक्तूबर": 10},
    "ne": {"सेप्टेम्बर": 9, "अगष्ट": 8},
    "bn": {"সেপ্টেম্বর": 9, "জানুয়ারি": 1, "ফেব্রুয়ারি": 2},  # i for the older ī
    "ur": {"ستمبر": 9, "مئی": 5},
}
MORE_WEEKDAYS = {
    "en": {"tues": 2, "wednes": 3, "thur": 4, "thurs": 4},
    "pt": {"segunda": 1, "terça": 2, "quarta": 3, "quinta": 4, "sexta": 5},
}


def normalise(name: str) -> str:
    """Casefold, compose (NFC), drop the trailing dot and the dot that İ leaves behind."""
    folded = unicodedata.normalize("NFC", name.casefold()).replace("i\u0307", "i")
    return folded.strip().removesuffix(".").strip()


def names_of(locale: Locale, kind: str) -> set[tuple[str, int]]:
    names: set[tuple[str, int]] = set()
    table = locale.months if kind == "months" else locale.days
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table[context][width].items():
                bare = CATALAN_OF.sub("", str(name)) if locale.language == "ca" else str(name)
                names.add((normalise(bare), number if kind == "months" else number + 1))
    return names


def rows_of(kind: str, more: dict[str, dict[str, int]]) -> list[tuple[str, int, str]]:
    rows = {
        (code.split("_")[0], number, name)
        for code in LOCALES.split()
        for name, number in names_of(Locale.parse(code), kind)
        # "9月", "tháng 9": those the date recognizer reads as numbers
        if len(name) > 1 and not any(character.isdigit() for character in name)
    }
    rows |= {
        (code, number, normalise(name))
        for code, names in more.items()
        for name, number in names.items()
    }
    if kind == "months":  # Basque dates take the genitive: 2023ko irailaren 14a
        rows |= {(code, number, name + "ren") for code, number, name in rows if code == "eu"}
    return sorted(rows)


def table(kind: str, numbering: str, more: dict[str, dict[str, int]]) -> str:
    head = [
        f"# Names of {kind}, casefolded, without trailing dot; number: {numbering}.",
        f"# Source: Unicode CLDR through babel {version('babel')} (wide and abbreviated,",
        "# format and stand-alone); Unicode License v3, https://www.unicode.org/license.txt; forms",
        "# of newspapers added by hand. Written by tables/make_calendar.py: edit that, not this.",
        "language\tname\tnumber",
    ]
    rows = [f"{language}\t{name}\t{number}" for language, number, name in rows_of(kind, more)]
    return "\n".join([*head, *rows]) + "\n"


def main() -> int:
    tables = {
        "months.tsv": table("months", "1 is January", MORE_MONTHS),
        "weekdays.tsv": table("weekdays", "ISO 8601, 1 is Monday", MORE_WEEKDAYS),
    }
    stale = 0
    for name, text in tables.items():
        path = DATA / name
        if "--check" in sys.argv:
            stale += not path.exists() or path.read_text("utf-8") != text
        else:
            path.write_text(text, "utf-8")
            print(f"{path}: {text.count(chr(10)) - 5} rows")
    return stale


if __name__ == "__main__":
    sys.exit(main())

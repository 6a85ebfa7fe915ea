"""How names are compared and shown: folded keys, title case."""

from __future__ import annotations

import re
import unicodedata

_SMALL_WORDS = frozenset(  # a list of words reads better than a list of strings
    """of the and on upon in de del della di da do dos das du des la le les el au aux sur sous
    en y e am an der die den im bei van het aan της του των και στη σε на""".split()  # noqa: SIM905
)
_STARTS = re.compile(r"(?:(?<=[\s\-–/.(])|^)(?:([dDlLoO])(['’]))?([^\W\d_]+)(\.?)")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])(['’])S\b")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_FOLDS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "ı": "i", "\u00a0": " "})
_MIXED = re.compile(r"[a-z][\u0370-\u04ff]|[\u0370-\u04ff][a-z]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_TWINS = (
    str.maketrans("acehikmoptxy", "асенікмортху"),
    str.maketrans("abehiklmnoptvxyz", "αβεηικλμνορτνχυζ"),
)
"""Latin letters inside Cyrillic and Greek words by mistake, and those that they look like."""


def fold_name(name: str) -> str:
    """The key of a name in the tables: lower case, no accents, plain apostrophes, one script.

    >>> fold_name("SÃO PAULO"), fold_name("Αθήνα"), fold_name("MOCKBA") == fold_name("МОСКВА")
    ('sao paulo', 'αθηνα', False)
    >>> fold_name("\N{LATIN CAPITAL LETTER A}\N{LATIN CAPITAL LETTER M}ΜΑΝ") == fold_name("ΑΜΜΑΝ")
    True
    """
    if name.isascii():
        return name.lower()
    lowered = name.translate(_FOLDS).replace("İ", "i").lower()
    parts = unicodedata.normalize("NFKD", lowered)
    kept = "".join(c for c in parts if unicodedata.combining(c) < 200)
    if _MIXED.search(kept):
        kept = kept.translate(_TWINS[_GREEK.search(kept) is not None])
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
    written = _POSSESSIVE.sub(r"\1s", _STARTS.sub(word, name))
    return _INITIALS.sub(lambda found: found.group().upper(), written)

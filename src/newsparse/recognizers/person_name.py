"""What a person's name looks like: `Jane Doe`, `LUDWIG VAN BEECK`, `张三`, `홍길동`."""

from __future__ import annotations

import re
import unicodedata

from newsparse.recognizers.byline_tokens import PARTICLES, bare
from newsparse.recognizers.line_words import calendar_words, fold

_BEFORE = "dr prof mr mrs ms mx pr rev sir dame dipl-ing ing mgr bc dott"
_TITLES = frozenset(_BEFORE.split())
_AFTER = "md phd ph.d m.d mba rn jd rd dvm cfp esq edd mph msw rdn ma mpa cpa do dds dnp lcsw"
_CREDENTIALS = frozenset(_AFTER.split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLES = frozenset(
    ("der", "des", "das", "den", "dem", "die", "los", "las")
)  # no name begins with these
_BEFORE_DATES = frozenset(("Vom", "Von"))  # no name ends with these
_MOST_WORDS = 5


def is_cased(word: str) -> bool:
    """Whether the word is of a script with capitals."""
    return word.lower() != word.upper()


def is_name_word(word: str) -> bool:
    """A capitalised word of letters, or a word of a script without case.

    >>> is_name_word("O'Brien"), is_name_word("أحمد"), is_name_word("reporter"), is_name_word("4")
    (True, True, False, False)
    """
    if not all(c.isalpha() or c in "'’‘.-‑" or unicodedata.category(c)[0] == "M" for c in word):
        # ZWNJ and ZWJ belong to Persian and Indic words
        return word[0].isalpha() and not word[0].isascii() and not any(map(str.isdigit, word))
    return (
        word[0].isupper()
        or not is_cased(word)
        or (word[1:2] in tuple("'’") and word[2:3].isupper())
        or (word[2:3] in tuple("-‑") and word[3:4].isupper())  # al-Sayed
    )


def is_han(word: str) -> bool:
    """Whether the word is written in Chinese characters or Hangul alone."""
    return all("\u3400" <= letter <= "\u9fff" or "가" <= letter <= "힣" for letter in word)


def han_names(words: list[str]) -> list[str]:
    """`张三 李四` are two people, `张 三` is one; no name has five characters or more."""
    if len(words) == 2 and min(map(len, words)) == 1 and sum(map(len, words)) <= 4:
        return [" ".join(words)]
    return [word for word in words if 2 <= len(word) <= 4 and word not in calendar_words()]


def name_of(words: list[str], alone: bool) -> str | None:
    """The words as a name: two to five, or `alone` after a prefix.

    >>> name_of(["Dr.", "JANE", "DOE", "MD"], alone=False), name_of(["Jane"], alone=True)
    ('Jane Doe', 'Jane')
    >>> name_of(["Jane"], alone=False), name_of(["AFP"], alone=True), name_of([], alone=True)
    (None, None, None)
    """
    while words and bare(words[0]) in _TITLES:
        words = words[1:]
    if words and words[0] in _ARTICLES:
        return None
    while words and _is_no_last_word(words):
        words = words[:-1]
    if len(words) >= 4 and words[: len(words) // 2] == words[len(words) // 2 :]:
        words = words[: len(words) // 2]  # the same link twice
    if not words or len(words) > _MOST_WORDS or all(len(bare(word)) < 2 for word in words):
        return None
    if len(words) == 1 and not (alone and is_cased(words[0]) and not words[0].isupper()):
        return None
    if all(bare(word) in calendar_words() for word in words):
        return None
    last = words[-1]
    if last.endswith(".") and len(last) > 2 and bare(last) not in _SUFFIXES:
        words = [*words[:-1], last.rstrip(".")]
    shouted = all(not is_cased(word) or word.isupper() for word in words)
    if shouted and len("".join(words)) > 4:
        words = [
            words[0].title() if len(words) == 1 else _calm(word, i) for i, word in enumerate(words)
        ]
    return " ".join(words)


def _is_no_last_word(words: list[str]) -> bool:
    """A degree, `Jane Doe RDN`, or a particle that nothing follows."""
    last = bare(words[-1])
    if (words[-1].islower() and is_cased(words[-1])) or words[-1] in _BEFORE_DATES:
        return True
    if last in _CREDENTIALS:
        return len(words) > 2 or (len(words) == 2 and last not in PARTICLES | {"ma"})  # Yo-Yo Ma
    capitals = words[-1].isupper() and not words[0].isupper()
    return (
        len(words) > 2 and capitals and len(last) in range(2, 6) and not set(last) & set("aeiouy")
    )


def _calm(word: str, position: int) -> str:
    """`O'BRIEN-MCDONALD` as `O'Brien-McDonald`; initials such as `J.R.` and `JD` stay."""
    if position and fold(word) in PARTICLES:
        return word.lower()
    if "." in word or (len(word) == 2 and not set(fold(word)) & set("aeiouy")):
        return word
    parts = re.split(r"(['’-])", word)
    calm = "".join(part[:1] + part[1:].lower() for part in parts)
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), calm)

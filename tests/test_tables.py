"""The tables of set phrases: well-formed, casefolded, broad enough."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict

import pytest

from newsparse.data import read_lines, read_table
from newsparse.labeling.phrases import KINDS

LABELS = set(KINDS) - {"month", "weekday"}
WALLS = {"consent", "error", "paywall"}  # labels of pages: a single word says too little
CORE = {"ticker", "nav", "share", "related", "tags", "comments", "legal", "timestamp", "promo"}
ROWS = [(row["label"], row["language"], row["phrase"]) for row in read_table("phrases.tsv")]


def _folded(phrase: str) -> str:
    return unicodedata.normalize("NFC", phrase.casefold())


def _dense(phrase: str) -> bool:
    """Scripts that put no spaces between words."""
    scripts = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "MYANMAR", "KHMER")
    return any(unicodedata.name(letter, "").startswith(scripts) for letter in phrase)


def test_columns() -> None:
    lines = read_lines("phrases.tsv")
    assert lines[0] == "label\tlanguage\tphrase"
    assert all(line.count("\t") == 2 for line in lines)


def test_labels_are_known() -> None:
    assert {label for label, _, _ in ROWS} == LABELS


def test_phrases_are_folded() -> None:
    """Pages are lower-cased, not folded: a form that folding changes (ß, ς) has its twin."""
    rows = set(ROWS)
    assert [row for row in ROWS if row[2] != row[2].lower()] == []
    assert [row for row in ROWS if (*row[:2], _folded(row[2])) not in rows] == []


def test_phrases_have_no_ragged_ends() -> None:
    for row in ROWS:
        phrase = row[2]
        assert phrase == " ".join(phrase.split()), row
        assert unicodedata.category(phrase[0])[0] in "LN", row
        assert unicodedata.category(phrase[-1])[0] in "LNM", row


def test_phrases_have_one_to_six_words() -> None:
    assert [row for row in ROWS if not 1 <= len(row[2].split()) <= 6] == []
    short = [row for row in ROWS if row[0] in WALLS and " " not in row[2] and not _dense(row[2])]
    assert short == []


def test_no_row_twice() -> None:
    assert [row for row, times in Counter(ROWS).items() if times > 1] == []


def test_breadth() -> None:
    per_language = Counter(language for _, language, _ in ROWS)
    assert len(per_language) >= 35
    assert len(ROWS) >= 1800
    assert per_language["en"] >= 350
    assert per_language["de"] >= 200


@pytest.mark.parametrize("language", sorted({language for _, language, _ in ROWS}))
def test_every_language_has_the_core_labels(language: str) -> None:
    found: defaultdict[str, int] = defaultdict(int)
    for label, of, _ in ROWS:
        found[label] += of == language
    assert {label for label in CORE if not found[label]} == set()

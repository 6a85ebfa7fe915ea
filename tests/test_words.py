"""Words as numbers: the same letters give the same number, in any case, place and batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.labeling.characters import class_table, code_points
from newsparse.labeling.words import (
    HashIndex,
    Words,
    find_words,
    phrase_hashes,
    sequence_hashes,
)
from tests.pages import pages


def words_of(text: str) -> Words:
    codes = code_points(text)
    return find_words(codes, class_table()[codes])


def split(text: str) -> list[str]:
    words = words_of(text)
    spans = zip(words.starts.tolist(), words.lengths.tolist(), strict=True)
    return [text[start : start + length] for start, length in spans]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" — … | ", []),
        ("Old mill, reopened.", ["Old", "mill", "reopened"]),
        ("don't e-mail", ["don", "t", "e", "mail"]),
        ("Sept 13 2023 10:45", ["Sept", "13", "2023", "10", "45"]),
        ("COVID-19, 5G", ["COVID", "19", "5G"]),
        ("Мэр Казани", ["Мэр", "Казани"]),
        ("सरकार ने", ["सरकार", "ने"]),  # vowel signs belong to their word
        ("الأخبار العاجلة", ["الأخبار", "العاجلة"]),
        ("부산항 재개", ["부산항", "재개"]),
        ("成都5月", ["成", "都", "5", "月"]),
        ("AI时代News", ["AI", "时", "代", "News"]),
        ("ニュース", ["ニ", "ュ", "ー", "ス"]),
        ("ข่าว", ["ข", "่", "า", "ว"]),
    ],
)
def test_a_dense_character_is_a_word_of_its_own(text: str, words: list[str]) -> None:
    assert split(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("RELATED News", "related nEWS"), ("МОСКВА", "Москва"), ("ÉTÉ", "été"), ("ΑΘΗΝΑ", "αθηνα")],
)
def test_case_makes_no_difference(one: str, other: str) -> None:
    assert words_of(one).hashes.tolist() == words_of(other).hashes.tolist()


def test_different_words_have_different_numbers() -> None:
    text = "a b c ab ba aa aaa abc acb été ete 1 11 12 21 成 都 москва Москве the teh"
    hashes = words_of(text).hashes
    assert len(set(hashes.tolist())) == len(text.split())


def test_words_differ_by_their_order_in_a_sequence() -> None:
    one, other = words_of("related news").hashes, words_of("news related").hashes
    assert sequence_hashes(one, 2) != sequence_hashes(other, 2)


@given(st.lists(pages, max_size=4))
def test_words_are_the_same_in_any_batch(texts: list[str]) -> None:
    joined = words_of("\n".join(texts))
    alone = [words_of(text) for text in texts]
    assert joined.hashes.tolist() == [h for words in alone for h in words.hashes.tolist()]
    assert joined.lengths.tolist() == [n for words in alone for n in words.lengths.tolist()]


@given(pages)
def test_words_are_in_order_and_do_not_overlap(text: str) -> None:
    words = words_of(text)
    ends = words.starts + words.lengths
    assert (words.lengths > 0).all()
    assert (ends[:-1] <= words.starts[1:]).all()
    assert words.hashes.dtype == np.uint64


@given(pages, st.integers(1, 6))
def test_a_run_of_words_has_the_number_of_its_phrase(text: str, length: int) -> None:
    runs = sequence_hashes(words_of(text).hashes, length)
    words = split(text)
    assert len(runs) == max(len(words) - length + 1, 0)
    phrases = [" ".join(words[first : first + length]) for first in range(len(runs))]
    lengths, _, numbers = phrase_hashes(phrases)
    assert lengths.tolist() == [length] * len(runs)
    assert numbers.tolist() == runs.tolist()


@pytest.mark.parametrize(
    ("phrase", "length"),
    [("", 0), ("…", 0), ("related", 1), ("Related News", 2), ("also read:", 2), ("相关新闻", 4)],
)
def test_a_phrase_has_as_many_words_as_its_number_says(phrase: str, length: int) -> None:
    for phrases in ([phrase], ["old mill", phrase, "a b c"]):
        lengths, _, numbers = phrase_hashes(phrases)
        at = phrases.index(phrase)
        assert lengths[at] == length
        assert (numbers[at] == 0) == (length == 0)


def test_a_very_long_word_still_has_a_number() -> None:
    # Letters past the 64th weigh alike, so that their order is lost but not their number.
    assert words_of("a" * 1000).hashes != words_of("a" * 1001).hashes


@given(st.sets(st.integers(0, 2**64 - 1), max_size=30), st.lists(st.integers(0, 2**64 - 1)))
def test_an_index_finds_its_own_numbers_and_no_others(own: set[int], others: list[int]) -> None:
    hashes = np.array(sorted(own), dtype=np.uint64)
    values = np.array([*others, *own], dtype=np.uint64)
    found, place = HashIndex.of(hashes).find(values)
    assert found.tolist() == [at for at, value in enumerate(values.tolist()) if value in own]
    assert hashes[place].tolist() == values[found].tolist()

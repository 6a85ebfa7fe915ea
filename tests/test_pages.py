"""The pages of `fixtures/pages`, key by key, against the record that each should give.

`KNOWN_FAILURES` are strict: a key that comes right must leave the table. After a change of the
labeller, `python -m tests.test_pages` prints the table as it should be now, and to standard error
what was expected and found.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import newsparse
from tests.judged_pages import cases, folded, judged, print_failures

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"

KNOWN_FAILURES: dict[str, tuple[str, ...]] = {
    "de_consent_wall": ("headline",),
    "en_breadcrumb_menu": ("ticker", "authors"),
    "en_bs4_broken": ("body",),
    "en_inline_promo_caption": ("body",),
    "en_ticker_label_line_before": ("deck",),
    "en_trailing_boilerplate": ("trailing",),
    "en_whole_page_menus": ("headline",),
    "th_seed_bullet": ("ticker", "headline", "trailing", "flags"),
}
"""Keys that come out wrong, by page."""


def names() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.json"))


@cache
def expected(name: str) -> dict[str, Any]:
    """What the page should give; keys that are not judged are left out."""
    record: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    return {key: folded(value) for key, value in record.items()}


@cache
def found(name: str) -> dict[str, Any]:
    """What the page gives."""
    record = newsparse.parse((PAGES / f"{name}.txt").read_bytes()).to_dict()
    return judged(record, expected(name))


EXPECTED = {name: expected(name) for name in names()}


@pytest.mark.parametrize(("name", "key"), cases(EXPECTED, KNOWN_FAILURES))
def test_a_page_is_read_as_its_record_says(name: str, key: str) -> None:
    assert found(name)[key] == expected(name)[key]


def test_every_page_has_its_record_and_its_line_in_the_readme() -> None:
    pages = {path.stem for path in PAGES.glob("*.txt")}
    readme = (PAGES / "README.md").read_text("utf-8")
    assert pages == set(names())
    assert [name for name in names() if f"- `{name}`:" not in readme] == []


def test_known_failures_name_pages_and_keys_that_are_judged() -> None:
    told = {(name, key) for name in names() for key in expected(name)}
    assert {(name, key) for name, keys in KNOWN_FAILURES.items() for key in keys} <= told


if __name__ == "__main__":
    print_failures(EXPECTED, found)

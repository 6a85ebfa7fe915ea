"""The pages of `fixtures/html_pages`, key by key, against the record that each should give.

`KNOWN_FAILURES` are strict: a key that comes right must leave the table. After a change of the
labeller, `python -m tests.test_html_pages` prints the table as it should be now, and to standard
error what was expected and found.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import newsparse
from tests.judged_pages import cases, folded, judged, print_failures

PAGES = Path(__file__).parent.parent / "fixtures" / "html_pages"
NOT_JUDGED = ("why", "url")

KNOWN_FAILURES: dict[str, tuple[str, ...]] = {
    "de_portal_paywall": ("kicker",),
    "el_site": ("body",),
    "en_font_1999": ("body",),
    "en_live_blog": ("page_type", "body"),
    "pt_microdata": ("body",),
    "zh_no_spaces": ("body",),
}
"""Keys that come out wrong, by page."""


def names() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.json"))


@cache
def case(name: str) -> dict[str, Any]:
    """The whole record of a case."""
    record: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    return record


@cache
def expected(name: str) -> dict[str, Any]:
    """What the page should give; keys that are not judged are left out."""
    return {key: folded(value) for key, value in case(name).items() if key not in NOT_JUDGED}


@cache
def found(name: str) -> dict[str, Any]:
    """What the page gives."""
    page = (PAGES / f"{name}.html").read_bytes()
    record = newsparse.parse_html(page, url=case(name)["url"]).to_dict()
    return judged(record, expected(name))


EXPECTED = {name: expected(name) for name in names()}


@pytest.mark.parametrize(("name", "key"), cases(EXPECTED, KNOWN_FAILURES))
def test_a_page_is_read_as_its_record_says(name: str, key: str) -> None:
    assert found(name)[key] == expected(name)[key]


def test_every_page_has_its_record_and_says_why_it_is_there() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(names())
    assert all(case(name)["why"] for name in names())


def test_known_failures_name_pages_and_keys_that_are_judged() -> None:
    told = {(name, key) for name in names() for key in expected(name)}
    assert {(name, key) for name, keys in KNOWN_FAILURES.items() for key in keys} <= told


if __name__ == "__main__":
    print_failures(EXPECTED, found)

"""Flattened text into blocks: one a line, but for hard wraps and sentences cut at inline tags."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from newsparse.blocks.text import page_from_text
from tests.pages import pages

if TYPE_CHECKING:
    from newsparse.blocks.page import Page

LINE_ENDS = ("\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
STORY = tuple(
    """\
The mill by the river opened its doors on Monday, ten years after the fire that closed it, and \
some four hundred people came to see the wheel turn once more in the cold brown water.
Mayor Anneke Dijkstra cut the ribbon with a pair of garden shears because nobody had thought of \
bringing any scissors, and then spoke for so long that the wheel had to be stopped again.
Entry is free until the end of the month. After that a family ticket costs twelve euros.
""".splitlines()
)
HEADLINES = (
    "Ferry sinks off the coast of Brittany",
    "Mayor of Lyon resigns over the contract for a bridge that nobody wanted",
    "Rain ahead",
    "Bakery in Duluth wins its court fight over the smell of fresh bread",
    "Villagers restore the old road to market by hand",
    "Lagos tailors form a union",
)


def texts(page: Page) -> list[str]:
    return [page.text(block) for block in range(len(page))]


def unwrapped(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in texts(page)]


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_every_kind_of_line_end_ends_a_block(end: str) -> None:
    page = page_from_text(f"Old mill reopens{end}By Jane Doe{end}{end}The mill reopened.{end}")
    assert texts(page) == ["Old mill reopens", "By Jane Doe", "The mill reopened."]
    assert page.gaps.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("source", "gaps", "indents"),
    [
        ("", [], []),
        (" \n\t\n\u3000\u00a0", [], []),
        ("A", [0], [0]),
        ("\n\n\nA", [0], [0]),
        ("A\n\n\n\nB\nC", [0, 3, 0], [0, 0, 0]),
        ("A\n \t\nB", [0, 1], [0, 0]),
        ("A\r\n\r\n\r\nB", [0, 2], [0, 0]),
        ("  A\n\tB\n \u3000 C  ", [0, 0, 0], [2, 1, 3]),
        ("A\n\n\n", [0], [0]),
    ],
)
def test_blank_lines_and_indents_are_counted(
    source: str, gaps: list[int], indents: list[int]
) -> None:
    page = page_from_text(source)
    assert page.gaps.tolist() == gaps
    assert page.indents.tolist() == indents


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("margin", ["", "    "])
def test_hard_wraps_are_joined_again(width: int, end: str, margin: str) -> None:
    parts = ["Old mill reopens", *STORY]
    lines = "\n\n".join(fill(part, width) for part in parts)
    source = indent(lines, margin).replace("\n", end)
    page = page_from_text(source)
    assert unwrapped(page) == parts
    assert texts(page)[1] == indent(fill(STORY[0], width), margin).lstrip().replace("\n", end)


@pytest.mark.parametrize("width", [60, 72])
def test_hard_wraps_after_an_indented_first_line_are_joined_again(width: int) -> None:
    lines = "\n".join(fill(part, width, initial_indent="    ") for part in STORY)
    assert unwrapped(page_from_text(lines)) == list(STORY)


def test_paragraphs_of_a_wrapped_page_need_no_blank_line() -> None:
    lines = "\n".join(fill(part, 60) for part in STORY)
    assert unwrapped(page_from_text(lines)) == list(STORY)


def test_list_items_of_a_wrapped_page_are_not_joined() -> None:
    items = ["• Heating is paid by the owner of the house, not by the tenant,",
             "• Bonds are paid back within ten days of the end of the lease,",
             "• Rents may rise once in two years and by no more than prices."]  # fmt: skip
    page = page_from_text(fill(STORY[0], 66) + "\n\n" + "\n".join(items))
    assert texts(page)[1:] == items


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_of_headlines_is_not_joined(gap: str) -> None:
    assert texts(page_from_text(gap.join(HEADLINES))) == list(HEADLINES)
    with_story = gap.join([*HEADLINES, *STORY])
    assert texts(page_from_text(with_story)) == [*HEADLINES, *STORY]


def test_headlines_of_one_length_are_not_joined() -> None:
    even = ["Ferry sinks off the coast of Brittany in a storm",
            "Mayor of Lyon resigns over the bridge contract",
            "Rain ahead for the south until late on Sunday",
            "Bakery in Duluth wins fight over smell of bread",
            "Villagers restore old road to market by hand now"]  # fmt: skip
    assert texts(page_from_text("\n".join(even))) == even


LONG = "The judge found that the smell was noticeable and frequent, no nuisance, and that in the"

CUT_AT_TAGS = [
    ("a closing mark", [f"{LONG}\n19-page order", ", she noted a complaint."], 1),
    ("comma and word", [f"{LONG} court", ", and the owner of the shop agreed."], 1),
    ("a closing mark alone", ["The judge quoted the London Review", "."], 1),
    ("lower case goes on", [f"{LONG} county court", "of Duluth", ", she said."], 1),
    ("an inline tag in upper case", [f"{LONG} pages of the", "London Review", ", she said."], 1),
    ("a paragraph after a blank line", [f"{LONG} court", ", she said.\n", "and more"], 2),
    ("a finished sentence", [f"{LONG} court", ", she said.", "iPhones were sold out."], 2),
    ("no closing mark, no certainty", [f"{LONG} pages of the", "London Review", "she said."], 3),
]


@pytest.mark.parametrize(
    ("lines", "blocks"), [c[1:] for c in CUT_AT_TAGS], ids=[c[0] for c in CUT_AT_TAGS]
)
def test_sentences_cut_at_inline_tags_are_joined_again(lines: list[str], blocks: int) -> None:
    assert len(page_from_text("\n".join(lines))) == blocks


@pytest.mark.parametrize(
    "lines",
    [
        ["home", "news", "sport", "weather"],
        ["home", "news", "local news and views", "weather for the week"],
        ["Home", "news", "(12)", "sport", "…"],
        ["By", "Jane Doe", "iPhone", "eBay"],
        ["главная", "новости", "спорт", "погода"],
    ],
)
def test_a_menu_in_lower_case_is_not_joined(lines: list[str]) -> None:
    joined = {"…"}  # a closing mark alone goes with the line before it
    page = page_from_text("\n".join(lines))
    assert unwrapped(page)[:3] == lines[:3]
    assert len(page) == len([line for line in lines if line not in joined])


@given(pages)
def test_blocks_tile_the_text(text: str) -> None:
    page = page_from_text(text)
    reached = 0
    for block, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
        assert start < end
        assert not text[reached:start].strip()
        assert page.text(block) == page.text(block).strip()
        reached = int(end)
    assert not text[reached:].strip()
    assert len(page.starts) == len(page.ends) == len(page.gaps) == len(page.indents)
    assert not (page.gaps < 0).any()
    assert not (page.indents < 0).any()

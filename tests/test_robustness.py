"""What the robustness benchmark makes of a page and of its gold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.robustness import CHANGES, Told, measure

from newsparse.blocks.text import page_from_text

TEXT = """\
Home
Sport
Contact
Old mill reopens after nine years
By Ana Roth
The mill by the river Aar opened its doors again on Monday, after nine years of repairs.
The council had given up twice, and last winter the roof of the old barn fell in.
A second wheel follows in May, said the miller, if the river lets him.
Share
Log in
Imprint
Terms
More of this: the harbour and its mayor"""
PAGE = page_from_text(TEXT)
BODY = np.array([5, 6, 7])
TOLD = Told("1", PAGE, "\n".join(PAGE.text(int(block)) for block in BODY), BODY)


def test_the_gold_of_a_cut_page_ends_where_the_page_does() -> None:
    source, gold = CHANGES["cut"](TOLD)
    assert source.endswith("The council had given up twice, and last")
    assert gold.endswith("the council had given up twice and")
    assert gold.startswith("the mill by the river aar")


def test_rows_of_short_lines_go_but_for_those_beside_the_body() -> None:
    source, gold = CHANGES["no_menus"](TOLD)
    assert source.lstrip().startswith("Old mill reopens after nine years\nBy Ana Roth\nThe mill")
    assert source.endswith("the river lets him.\nMore of this: the harbour and its mayor")
    assert gold == TOLD.gold


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_a_change_leaves_the_words_of_the_gold_on_the_page(kind: str) -> None:
    source, gold = CHANGES[kind](TOLD)
    assert " ".join(gold.casefold().split())[:40] in " ".join(source.casefold().split())


def test_without_the_corpus_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no corpus here"):
        measure(tmp_path / "corpus", tmp_path, "block")

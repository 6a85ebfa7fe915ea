"""Pages without labels, and what their gold tells: the body's paragraphs, if anything.

A line belongs to the body when most of its runs of four words stand in the gold text. Of all such
lines the best *increasing chain* of gold positions is kept, which drops teasers of the article
elsewhere on the page; short lines count where they stand inside the chain and in the gold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.characters import class_table, code_points
from newsparse.labeling.words import Hashes, find_words, sequence_hashes
from newsparse.parts import fold
from training.corpus import Known

Lines = npt.NDArray[np.int8]
"""`Known` for each block of a page."""

SETS = ("aed", "daniel", "fundus", "wcxb")
"""Sets whose gold has paragraphs."""
NO_ARTICLES = "wcxb_other"
_RUN = 4  # words
_RUNNING = 80  # characters of a block from which it is no headline
_MATCHED = 0.6  # of a line's runs that must stand in the gold
_COVERED = 0.8  # of the gold's words that the chain must hold; else page and gold disagree


def gold_lines(page: Page, gold: Mapping[str, Any], name: str) -> Lines | None:
    """`Known` for each block of a page of the set `name`; `None` where its gold tells nothing."""
    if name in SETS and gold.get("body"):
        return body_lines(page, gold["body"])
    if name not in (*SETS, NO_ARTICLES) and gold.get("with"):
        return snippet_lines(page, gold["with"], gold["without"])
    return None


def headline_block(page: Page, headline: str, known: Lines) -> int | None:
    """The one block before the body that is the headline; `None` if there is none or several."""
    wanted = fold(headline).casefold()
    body = np.flatnonzero(known == Known.BODY)
    before = range(int(body[0]) if len(body) else len(page))
    found = [block for block in before if fold(page.text(block)).casefold() == wanted]
    return found[0] if len(found) == 1 else None


def is_article(name: str) -> bool | None:
    """Whether the pages of a set are news articles; sets without bodies hold some other pages."""
    return True if name in SETS else False if name == NO_ARTICLES else None


def body_lines(page: Page, paragraphs: list[str]) -> Lines | None:
    """`Known` for each block of the page; `None` where the gold is not found on it."""
    gold = _words("\n".join(p.strip("[]") for p in paragraphs))
    position = {int(r): at for at, r in reversed(list(enumerate(sequence_hashes(gold, _RUN))))}
    if len(gold) < 3 * _RUN:
        return None
    words = [_words(page.text(block)) for block in range(len(page))]
    chain = _best_chain(_matches(words, position))
    covered = np.zeros(len(gold), dtype=np.bool_)
    for block in chain:
        for at in _places(words[block], position):
            covered[at : at + _RUN] = True
    if covered.mean() < _COVERED:
        return None
    known = np.full(len(page), Known.OUTSIDE, dtype=np.int8)
    whole = set(gold.tolist())
    for block in range(chain[0], chain[-1] + 1):
        # Captions, promos and headings inside the body: the gold may leave them out or not.
        short = 0 < len(words[block]) < _RUN
        missing = short and not whole.issuperset(words[block].tolist())
        known[block] = Known.OUTSIDE if missing else Known.NOTHING
    known[chain] = Known.BODY
    return known


def snippet_lines(page: Page, present: list[str], absent: list[str]) -> Lines | None:
    """`Known` for each block by what must stand in the article and what must not.

    What must is looked for in running text, and only where one block alone has it. `None` if
    nothing is found.
    """
    blocks = [" ".join(page.text(block).casefold().split()) for block in range(len(page))]
    known = np.full(len(page), Known.NOTHING, dtype=np.int8)
    for snippets, state in ((absent, Known.OUTSIDE), (present, Known.BODY)):
        for snippet in filter(None, (" ".join(each.casefold().split()) for each in snippets)):
            at = [block for block, text in enumerate(blocks) if snippet in text]
            if state is Known.OUTSIDE:
                known[at] = state
            elif len(at) == 1 and len(blocks[at[0]]) >= _RUNNING:
                # A block that holds both says nothing.
                known[at] = Known.NOTHING if known[at[0]] == Known.OUTSIDE else state
    return known if known.any() else None


def _places(words: Hashes, position: dict[int, int]) -> list[int]:
    """Where in the gold the runs of some words stand."""
    return [position[r] for r in sequence_hashes(words, _RUN).tolist() if r in position]


def _matches(words: list[Hashes], position: dict[int, int]) -> list[tuple[int, int, int]]:
    """Blocks whose text is gold, each with its gold position and weight."""
    matched = []
    for block, here in enumerate(words):
        places = _places(here, position) if len(here) >= _RUN else []
        if places and len(places) >= _MATCHED * (len(here) - _RUN + 1):
            # The middle one: a phrase of the block may stand elsewhere in the gold as well.
            matched.append((block, sorted(places)[len(places) // 2], len(places)))
    return matched


def _words(text: str) -> Hashes:
    codes = code_points(text)
    return find_words(codes, class_table()[codes]).hashes


def _best_chain(matched: list[tuple[int, int, int]]) -> list[int]:
    """The blocks of the heaviest sequence whose gold positions increase."""
    best = np.zeros(len(matched))
    back = np.full(len(matched), -1)
    places = np.array([place for _, place, _ in matched])
    for i, (_, place, weight) in enumerate(matched):
        before = np.flatnonzero(places[:i] < place)
        if len(before):
            back[i] = before[best[before].argmax()]
        best[i] = weight + (best[back[i]] if back[i] >= 0 else 0)
    chain = []
    i = int(best.argmax()) if matched else -1
    while i >= 0:
        chain.append(matched[i][0])
        i = int(back[i])
    return chain[::-1]

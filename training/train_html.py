"""Train the labeller of HTML pages and write its shipped weights.

    python -m training.train_html CORPUS [--folds [0 1 …]]

Writes a model for each cross-validation fold, trained without its sites, into `out/folds`, for
`benchmarks/`, and the shipped weights, trained on all sites; with `--folds` only what it names,
which may be nothing but the shipped weights. One process a core.

Labels made by hand on the lines of a page's flattened text are carried over to the blocks of its
HTML by aligning words; of the other pages the gold tells the body, or snippets inside and outside
of it. Two of the flattenings come as well, their lines with the evidence of the blocks they have
their words from: the same page cut in other ways. Names of elements and places in the tree fit a
training set all too well, so that more is left out at random than for text.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from newsparse.blocks.html import page_from_html
from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.taxonomy import STATES
from training.align import transfer
from training.carry import with_evidence
from training.chain import Recipe, arrays, train
from training.corpus import (
    FOLDS,
    FORMS,
    MOST_BLOCKS,
    Example,
    Record,
    fold_of,
    project,
    read_records,
    records_by_set,
    spread,
)
from training.gold import NO_ARTICLES, gold_lines, is_article
from training.samples import (
    Counted,
    Mask,
    count,
    labelled,
    name_vocabulary,
    partly_known,
    sample,
    vocabulary,
)

SEED = 20231113
RECIPE = Recipe(epochs=6, channels=0.35, vectors=0.4, names=0.3, thinned=0.15)
FORM = "html"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A form of a page with what is counted of it, and what is known of its blocks."""

    fold: int
    counted: Counted
    allowed: Mask
    article: bool | None
    """Whether the page is a news article, if that is known."""


def lessons(corpus: Path) -> list[Lesson]:
    """Every page that teaches something, in the order of the corpus."""
    hand = {record["id"]: record for record in read_records(corpus / "lines.jsonl")}
    pages = (
        (name, record, hand.get(record["id"]))
        for name, record in records_by_set(corpus)
        if record["html"]
    )
    return list(spread(_lessons_of, pages))


def _lessons_of(name: str, record: Record, hand: Record | None) -> list[Lesson]:
    """The page's HTML and two of its flattenings, as far as something is known of them."""
    page = page_from_html(record["html"], url=record["url"] or None)
    if not 0 < len(page) <= MOST_BLOCKS:
        return []
    article = is_article(name)
    told = count(page, record["site"])
    left_out = fold_of(record["id"] + "form") % len(FORMS)
    shown = [(page, told)]
    for number, form in enumerate(FORMS):
        text = page_from_text(record["text"][form] or "", title=page.title)
        if number != left_out and 0 < len(text) <= MOST_BLOCKS:
            counted = with_evidence(count(text, record["site"]), text, told, page)
            shown += [(text, counted)] if counted else []
    if article is False:  # teaches the judge alone, once
        shown = shown[:1]
    return [
        Lesson(fold_of(record["site"]), counted, allowed, article)
        for seen, counted in shown
        if (allowed := _known(seen, record, hand, name)) is not None
    ]


def _known(page: Page, record: Record, hand: Record | None, name: str) -> Mask | None:
    """The states that the blocks may have, by hand labels, else by the gold body."""
    if hand is not None:
        lines = page_from_text(hand["text"])
        labels = transfer(project(lines, hand["lines"]), lines, page)
        if labels is not None:
            return labelled(Example(record["id"], record["site"], FORM, page, labels))
    known = gold_lines(page, record["gold"], name)
    if known is None:
        free = np.ones((len(page), len(STATES)), dtype=np.bool_)
        return free if name == NO_ARTICLES else None
    return partly_known(known)


_LESSONS: list[Lesson] = []  # inherited by the processes of the folds: too much to send


def _fit_without(fold: int | None, out: Path, recipe: Recipe) -> str:
    """Fit a model without the sites of a fold and write it."""
    begun = time.perf_counter()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # the order of sums, and so the weights, must not vary
    heard = [lesson for lesson in _LESSONS if lesson.fold != fold]
    known = vocabulary([lesson.counted for lesson in heard])
    named = name_vocabulary([lesson.counted for lesson in heard])
    places = {word: place for place, word in enumerate(named)}
    samples = [
        sample(each.counted, known, each.allowed, article=each.article, names=places)
        for each in heard
    ]
    chain = train(samples, len(known), recipe, seed=SEED, names=len(named))
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays(chain, known, named))
    return f"{out}: {len(heard)} pages, {time.perf_counter() - begun:.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", choices=range(FOLDS))
    parser.add_argument("--out", type=Path, default=Path("src/newsparse/data/weights_html.npz"))
    parser.add_argument("--out-folds", type=Path, default=Path("out/folds"))
    args = parser.parse_args()
    begun = time.perf_counter()
    _LESSONS[:] = lessons(args.corpus)
    print(f"{len(_LESSONS)} pages after {time.perf_counter() - begun:.0f} s", flush=True)
    args.out_folds.mkdir(parents=True, exist_ok=True)
    folds = range(FOLDS) if args.folds is None else args.folds
    jobs = [(fold, args.out_folds / f"html.{fold}.npz") for fold in folds]
    jobs += [] if args.folds else [(None, args.out)]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        for said in pool.map(_fit_without, *zip(*jobs, strict=True), repeat(RECIPE)):
            print(said, flush=True)


if __name__ == "__main__":
    main()

"""Train the labeller of text and write its shipped weights.

    python -m training.train CORPUS [--folds [0 1 …]]

Writes a model for each cross-validation fold, trained without its sites, into `out/folds`, for
`benchmarks/`, and the shipped weights, trained on all sites; with `--folds` only what it names,
which may be nothing but the shipped weights. One process a core.

The models of `training.train_html`, to be trained first, are its teachers: of a page without labels
they see the HTML, and their labels, within what its gold tells, are carried over to the lines of
its flattenings. The model, which sees the text alone, learns from these, from the pages labelled by
hand, and from pages composed of both or changed as careless dumps change them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from newsparse.blocks.html import page_from_html
from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.labeling.model import Model, read_model
from newsparse.labeling.words import Hashes
from training.augment import Augmenter
from training.chain import Chain, Recipe, arrays, train
from training.compose import Composer
from training.corpus import (
    FOLDS,
    FORMS,
    MOST_BLOCKS,
    Example,
    Known,
    Record,
    fold_of,
    labelled_pages,
    records_by_set,
    set_of,
    spread,
    title_of,
)
from training.gold import gold_lines, headline_block, is_article
from training.samples import (
    Counted,
    Mask,
    count,
    labelled,
    partly_known,
    sample,
    vocabulary,
    with_headline,
    with_labels,
)
from training.teacher import Labels, carried, sure_labels

SEED = 20231113
RECIPE = Recipe(epochs=5)
TICKER_EVERY = 4  # one of so many whole pages comes once more with a ticker
CHANGED_EVERY = (
    5  # one of so many pages, forms in turn, comes once more as a careless dump gives it
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page with all that is made of it once, whatever the fold."""

    page: Page
    counted: Counted
    allowed: Mask
    """The states that labels or gold leave each block."""
    article: bool | None
    """Whether it is a news article, if that is known."""
    example: Example | None = None
    """Of a page labelled by hand."""
    taught: Labels | None = None
    """Of any other page of which the teachers say something."""

    @property
    def fold(self) -> int:
        """The cross-validation fold."""
        return fold_of(self.counted.site)

    def told(self, teacher: int) -> Prepared:
        """The page with the states that a teacher leaves its blocks."""
        if self.taught is None:
            return self
        labels = self.taught[teacher].astype(np.int64)
        return replace(self, allowed=with_labels(self.allowed, labels, labels >= 0))

    @property
    def teaches(self) -> bool:
        """Whether something is known of it."""
        return self.article is not None or not self.allowed.all()


def prepared(examples: Sequence[Example]) -> list[Prepared]:
    """What is made of labelled pages; empty and very long ones are left out."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_prepared, filter(_fits, examples), chunksize=32))


def _fits(example: Example) -> bool:
    return 0 < len(example.page) <= MOST_BLOCKS


def _prepared(example: Example) -> Prepared:
    page, article = example.page, is_article(set_of(example.id))
    return Prepared(page, count(page, example.site), labelled(example), article, example)


_TEACHERS: list[Model] = []  # inherited by the processes that ask them


def unlabelled(corpus: Path, without: set[str]) -> list[Prepared]:
    """The flattenings of pages without hand labels, with what gold and teachers tell of them."""
    pages = ((name, each) for name, each in records_by_set(corpus) if each["id"] not in without)
    return list(spread(_flattenings, pages))


def _flattenings(name: str, record: Record) -> list[Prepared]:
    """The flattenings of a page; of one that is no article one alone, to teach what is none."""
    article = is_article(name)
    forms: Iterable[str] = FORMS
    html, labels = None, None
    if article is False:
        forms = (FORMS[fold_of(record["id"] + "form") % len(FORMS)],)
    elif record["html"]:
        html = page_from_html(record["html"], url=record["url"] or None)
        if 0 < len(html) <= MOST_BLOCKS:
            labels = sure_labels(html, _allowed(html, record, name), _TEACHERS)
    made = []
    for form in forms:
        title = title_of(record) if fold_of(record["id"] + form) % 2 else None
        page = page_from_text(record["text"][form] or "", title=title)
        if 0 < len(page) <= MOST_BLOCKS:
            taught = None if html is None or labels is None else carried(labels, html, page)
            allowed = _allowed(page, record, name)
            counted = count(page, record["site"])
            made.append(Prepared(page, counted, allowed, article, taught=taught))
    return made


def _allowed(page: Page, record: Record, name: str) -> Mask:
    """The states that the gold leaves each block."""
    gold = record["gold"]
    known = gold_lines(page, gold, name)
    if known is None:
        known = np.full(len(page), Known.NOTHING, dtype=np.int8)
    allowed = partly_known(known)
    headline = headline_block(page, gold.get("headline") or "", known)
    return allowed if headline is None else with_headline(allowed, headline)


def composed_pages(examples: list[Example], seed: int) -> list[Example]:
    """Residual pages of labelled articles, and whole pages with a ticker put in."""
    composer = Composer(examples, seed)
    # Of `bs4` pages, whose sentences are in pieces, no whole article can be composed.
    made = [composer.compose(example) for example in examples if example.form != "bs4"]
    made += [composer.with_ticker(example) for example in examples[::TICKER_EVERY]]
    return [page for page in made if page]


def changed_pages(pages: list[Prepared], seed: int) -> list[Prepared]:
    """Some of the pages once more, each with one change."""
    augmenter, made = Augmenter(seed), []
    for page in pages[::CHANGED_EVERY]:
        changed = augmenter.augment(page.page, page.allowed)
        if changed:
            counted = count(changed.page, page.counted.site)
            allowed = page.allowed[changed.origin]
            made.append(Prepared(changed.page, counted, allowed, page.article))
    return made


def fit(hand: list[Prepared], told: list[Prepared]) -> tuple[Chain, Hashes]:
    """The model that hand-labelled pages and the rest give, and the words it knows."""
    known = vocabulary([page.counted for page in (*hand, *told)])
    composed = prepared(composed_pages([page.example for page in hand if page.example], SEED))
    heard = [*hand, *composed, *(page for page in told if page.teaches)]
    heard += changed_pages(heard, SEED)
    samples = [sample(page.counted, known, page.allowed, article=page.article) for page in heard]
    return train(samples, len(known), RECIPE, seed=SEED), known


_PAGES: dict[str, list[Prepared]] = {}  # inherited by the processes of the folds: too much to send


def _fit_without(fold: int | None, teacher: int, out: Path) -> str:
    """Fit a model without the sites of a fold, taught by what was trained without them, too."""
    begun = time.perf_counter()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # the order of sums, and so the weights, must not vary
    hand = [page for page in _PAGES["hand"] if page.fold != fold]
    told = [page.told(teacher) for page in _PAGES["rest"] if page.fold != fold]
    chain, known = fit(hand, told)
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays(chain, known))
    return f"{out}: {len(hand)} and {len(told)} pages, {time.perf_counter() - begun:.0f} s"


def _teacher(path: Path) -> Model:
    if not path.exists():
        sys.exit(f"{path} is missing: train the models of HTML first (training.train_html)")
    with np.load(path) as weights:
        return read_model(dict(weights))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", choices=range(FOLDS))
    data = Path("src/newsparse/data")
    parser.add_argument("--out", type=Path, default=data / "weights.npz")
    parser.add_argument("--html", type=Path, default=data / "weights_html.npz", help="its teacher")
    parser.add_argument("--out-folds", type=Path, default=Path("out/folds"))
    args = parser.parse_args()
    begun = time.perf_counter()
    args.out_folds.mkdir(parents=True, exist_ok=True)
    folds: list[int | None] = [*(range(FOLDS) if args.folds is None else args.folds)]
    outs = [args.out_folds / f"weights.{fold}.npz" for fold in folds]
    teachers = [args.out_folds / f"html.{fold}.npz" for fold in folds]
    if not args.folds:
        folds, outs, teachers = [*folds, None], [*outs, args.out], [*teachers, args.html]
    _TEACHERS[:] = map(_teacher, teachers)
    examples = labelled_pages(args.corpus)
    _PAGES["hand"] = prepared(examples)
    _PAGES["rest"] = unlabelled(args.corpus, without={example.id for example in examples})
    del examples
    counts = {kind: len(pages) for kind, pages in _PAGES.items()}
    print(f"{counts} pages after {time.perf_counter() - begun:.0f} s", flush=True)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        for said in pool.map(_fit_without, folds, range(len(folds)), outs):
            print(said, flush=True)


if __name__ == "__main__":
    main()

"""What careless dumps cost: body F1 on pages wrapped, without blank lines, in one case, cut short.

    python -m benchmarks.robustness CORPUS FOLDS [--input block] [--note "why"]

Every page whose gold is found on it is changed as `training.augment` does, each in the same way in
every run, and read by the model that never saw its site. Body F1 is over runs of four words,
whatever the white space and the case; of a page cut short the gold is what stands before the cut.
Means over the sets and folds; `--note` appends them to `benchmarks/history.csv`.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from training import augment
from training.corpus import FOLDS, Known, fold_of, read_records
from training.gold import SETS, body_lines

import newsparse
from benchmarks.accuracy import append_history, load_evaluate
from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.labeling.model import Model, read_model

WIDTH = 72
_MENU_WORDS, _MENU_LINES = 4, 3  # a menu is so many lines in a row of so few words each
_WORD = re.compile(r"\w+")
_RUN = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A page with its gold body and the blocks known to be of it."""

    id: str
    page: Page
    gold: str
    body: npt.NDArray[np.int64]


def unchanged(told: Told) -> tuple[str, str]:
    """The page as it is."""
    return told.page.source, told.gold


def all_lines(how: augment.Change, told: Told) -> tuple[str, str]:
    """The page with all its lines changed."""
    return augment.change(told.page, how).page.source, told.gold


def cut(told: Told) -> tuple[str, str]:
    """The page to the middle of its body's middle block, the gold to the last words before."""
    how = partial(augment.cut, last=int(told.body[len(told.body) // 2]))
    source = augment.change(told.page, how).page.source
    last = _WORD.findall(source.casefold())[-_RUN - 1 : -1]  # the very last may be cut itself
    words = _WORD.findall(told.gold.casefold())
    ends = [i + _RUN for i in range(len(words)) if words[i : i + _RUN] == last]
    return source, " ".join(words[: ends[0]] if ends else words)


def without_menus(told: Told) -> tuple[str, str]:
    """The page without rows of short lines before its body and after it."""
    page = told.page
    short = np.array([len(_WORD.findall(page.text(b))) <= _MENU_WORDS for b in range(len(page))])
    short[told.body[0] - 1 : told.body[-1] + 1] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([False], short, [False])).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        short[start:end] &= end - start >= _MENU_LINES
    return augment.change(page, partial(augment.without, blocks=short)).page.source, told.gold


CHANGES: dict[str, Callable[[Told], tuple[str, str]]] = {
    "unchanged": unchanged,
    "wrapped": partial(all_lines, partial(augment.wrapped, width=WIDTH)),
    "no_blanks": partial(all_lines, augment.without_blanks),
    "doubled_blanks": partial(all_lines, augment.doubled_blanks),
    "upper": partial(all_lines, augment.upper),
    "lower": partial(all_lines, augment.lower),
    "unmarked": partial(all_lines, augment.unmarked),
    "cut": cut,
    "no_menus": without_menus,
}


def told_pages(path: Path, form: str, fold: int) -> Iterator[Told]:
    """The pages of a set in a fold whose gold is found on them."""
    for record in read_records(path):
        if fold_of(record["site"]) != fold:
            continue
        page = page_from_text(record["text"][form] or "")
        paragraphs = record["gold"]["body"]
        known = body_lines(page, paragraphs) if len(page) and paragraphs else None
        if known is not None:
            gold = "\n".join(p.strip("[]") for p in paragraphs)
            yield Told(record["id"], page, gold, np.flatnonzero(known == Known.BODY))


def body_f1(score: Any, model: Model, pages: list[tuple[str, str]]) -> float:
    """Body F1 of pages, each with its gold, by the corpus's own measure."""
    articles = newsparse.parse_many([source for source, _ in pages], model=model)
    gold, found = [], {}
    for number, ((_, body), article) in enumerate(zip(pages, articles, strict=True)):
        gold.append({"id": number, "gold": {"body": [body.casefold()]}})
        found[number] = {"id": number, "body": [p.text.casefold() for p in article.body]}
    return float(score(gold, found)[0]["body.f1"])


def measure(corpus: Path, folds: Path, form: str) -> dict[str, dict[str, float]]:
    """Body F1 by change, a mean over sets and folds."""
    score = load_evaluate(corpus).score
    figures: dict[str, list[float]] = {name: [] for name in CHANGES}
    for fold in range(FOLDS):
        path = folds / f"weights.{fold}.npz"
        if not path.exists():
            print(f"no {path}: fold {fold} is left out")
            continue
        with np.load(path) as arrays:
            model = read_model(dict(arrays))
        for name in SETS:
            pages = list(told_pages(corpus / f"{name}.jsonl.zst", form, fold))
            for kind, how in CHANGES.items():
                figures[kind].append(body_f1(score, model, [how(told) for told in pages]))
    return {
        f"robust.{form}.{kind}": {"body.f1": statistics.fmean(values)}
        for kind, values in figures.items()
        if values
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--input", default="block", choices=("block", "inscriptis", "bs4"))
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    tables = measure(args.corpus, args.folds, args.input)
    for name, table in tables.items():
        print(f"{name:30}", f"{table['body.f1']:.4f}")
    if args.note:
        append_history(tables, args.note)


if __name__ == "__main__":
    main()

"""How far probabilities can be believed, on pages of sites left out of training.

    python -m benchmarks.calibration CORPUS FOLDS

Prints the temperature at which the labels given by hand are likeliest (`TEMPERATURE` in
`training/chain.py`), then two reliability tables at the model's own temperature: for blocks,
confidence against the share of right labels; for articles, confidence against the mean F1 of the
body.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from training.corpus import FOLDS, LABELS, fold_of, project, read_records
from training.gold import SETS

import newsparse
from benchmarks.accuracy import load_evaluate
from newsparse.blocks.text import page_from_text
from newsparse.labeling.decode import decode
from newsparse.labeling.model import Model, read_model
from newsparse.labeling.table import tabulate

TEMPERATURES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)


@dataclass(frozen=True, slots=True)
class Bin:
    """What came of the predictions with about one confidence."""

    low: float
    count: int
    confidence: float
    """Mean confidence."""
    outcome: float
    """Mean outcome: what the confidence should have been."""


def bins(pairs: Iterable[tuple[float, float]]) -> list[Bin]:
    """Confidences with their outcomes, gathered."""
    rows = np.array(list(pairs)).reshape(-1, 2)
    place = np.digitize(rows[:, 0], BINS) - 1
    return [
        Bin(low, int(here.sum()), *rows[here].mean(axis=0).tolist())
        for number, low in enumerate(BINS[:-1])
        if (here := place == number).any()
    ]


def error(table: list[Bin]) -> float:
    """Expected calibration error: the mean gap between confidence and outcome."""
    total = sum(bin_.count for bin_ in table)
    return sum(bin_.count * abs(bin_.confidence - bin_.outcome) for bin_ in table) / total


def models(folds: Path) -> Iterator[tuple[int, Model]]:
    for fold in range(FOLDS):
        with np.load(folds / f"weights.{fold}.npz") as arrays:
            yield fold, read_model(dict(arrays))


def blocks(corpus: Path, fold: int, model: Model) -> Iterator[tuple[float, float]]:
    """For each hand-labelled block of a fold: the confidence, and whether the label was right."""
    documents, gold = [], []
    for record in read_records(corpus / "lines.jsonl"):
        if fold_of(record["site"]) == fold:
            documents.append(newsparse.Document(record["text"]))
            gold.append(project(page_from_text(record["text"]), record["lines"]))
    for article, labels in zip(newsparse.parse_many(documents, model=model), gold, strict=True):
        for block, label in zip(article.blocks, labels.tolist(), strict=True):
            yield block.confidence, float(block.label is LABELS[label])


def surprise(corpus: Path, fold: int, model: Model, temperature: float) -> float:
    """Mean negative log-probability of the hand labels of a fold."""
    found = []
    for record in read_records(corpus / "lines.jsonl"):
        if fold_of(record["site"]) == fold:
            page = page_from_text(record["text"])
            table = tabulate([page])
            decoded = decode(model.scores(table), table.bounds, temperature)
            labels = project(page, record["lines"])
            found.append(decoded.probabilities[np.arange(len(page)), labels])
    return float(-np.log(np.maximum(np.concatenate(found), 1e-6)).mean())


def read_pages(
    corpus: Path, fold: int, model: Model
) -> Iterator[tuple[dict[str, Any], newsparse.Article]]:
    """The pages of a fold that have gold paragraphs, read from their `block` flattening."""
    for name in SETS:
        pages = [
            record
            for record in read_records(corpus / f"{name}.jsonl.zst")
            if fold_of(record["site"]) == fold and record["gold"].get("body")
        ]
        texts = [record["text"]["block"] or "" for record in pages]
        yield from zip(pages, newsparse.parse_many(texts, model=model), strict=True)


def articles(
    corpus: Path, fold: int, model: Model, score_body: Any
) -> Iterator[tuple[float, float]]:
    """For each page of a fold with gold paragraphs: the confidence, and the F1 of the body."""
    for page, article in read_pages(corpus, fold, model):
        body = [part.text for part in article.body]
        yield article.confidence, score_body(page["gold"], body)["f1"]


def show(title: str, table: list[Bin]) -> None:
    print(f"{title}: expected calibration error {error(table):.3f}")
    for bin_ in table:
        print(f"  from {bin_.low:.2f} {bin_.count:8d} {bin_.confidence:7.3f} {bin_.outcome:7.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    args = parser.parse_args()
    load_evaluate(args.corpus)  # puts `score` beside it on the path
    from score import score_body  # type: ignore[import-not-found] # the corpus's own measure

    for temperature in TEMPERATURES:
        lost = [
            surprise(args.corpus, fold, replace(model, temperature=temperature), temperature)
            for fold, model in models(args.folds)
        ]
        print(f"temperature {temperature}: {statistics.fmean(lost):.4f} nats a block")
    show("blocks", bins(p for f, m in models(args.folds) for p in blocks(args.corpus, f, m)))
    show(
        "articles",
        bins(p for f, m in models(args.folds) for p in articles(args.corpus, f, m, score_body)),
    )


if __name__ == "__main__":
    main()

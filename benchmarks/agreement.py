"""Text and HTML agree: the article from a page's HTML beside the one from its flattened text.

    python -m benchmarks.agreement CORPUS [FOLDS] [--sets fundus aed] [--worst 20] [--every 5]

FOLDS holds the models of `training.train` and `training.train_html` that never saw a page's site;
without it the shipped weights read pages that they were trained on. `source` is newsparse's own
flattening (`article.source` of the HTML), the others are those of the corpus. Text comes alone, or
with the page's title (`--titled`). Means over pages, 0..1; where both have nothing, they agree:

    body, para      F1 of the bodies by runs of four words and by whole paragraphs
    headline, day   the same headline after folding, the same day of publication
    authors         F1 of the names
    type            the same page type
    same            body F1 0.98 or more, and the same headline, day, authors and type
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from training.corpus import FORMS, fold_of, read_records, title_of

import newsparse
from benchmarks.accuracy import BODY_SETS, load, load_evaluate
from newsparse import Article, Document
from newsparse.labeling.model import Model

FIGURES = ("body", "para", "headline", "day", "authors", "type", "same")
_SAME_BODY = 0.98
Row = dict[str, float]
Models = Callable[[str], tuple[Model | None, Model | None]]


def models(folds: Path | None) -> Models:
    """The models of text and of HTML to read a site with, loaded once."""
    if folds is None:
        return lambda _: (None, None)
    loaded: dict[int, tuple[Model | None, Model | None]] = {}

    def of(site: str) -> tuple[Model | None, Model | None]:
        fold = fold_of(site)
        if fold not in loaded:
            reader = load(folds / f"weights.{fold}.npz")
            loaded[fold] = reader, load(folds / f"html.{fold}.npz", reader)
        return loaded[fold]

    return of


def agreement(score: Any, marked: Article, text: Article) -> Row:
    """How far two articles of one page agree."""

    def shared(one: Counter[Any], other: Counter[Any]) -> float:
        hit, whole = (one & other).total(), one.total() + other.total()
        return 2 * hit / whole if whole else 1.0

    bodies = [[part.text for part in article.body] for article in (marked, text)]
    heads = [score.fold(each.headline.text if each.headline else "") for each in (marked, text)]
    runs = [score.shingles("\n".join(body)) if body else Counter() for body in bodies]
    row = {
        "body": shared(runs[0], runs[1]),
        "para": shared(*(Counter(map(score.fold, body)) for body in bodies)),
        "headline": float(heads[0] == heads[1]),
        "day": float((marked.published or "")[:10] == (text.published or "")[:10]),
        "authors": shared(*(Counter(score.names(each.authors)) for each in (marked, text))),
        "type": float(marked.page_type is text.page_type),
    }
    rest = all(row[key] == 1.0 for key in ("headline", "day", "authors", "type"))
    return row | {"same": float(rest and row["body"] >= _SAME_BODY)}


def rows_of(
    score: Any, records: Iterator[dict[str, Any]], model_of: Models, titled: bool
) -> Iterator[tuple[str, str, Row]]:
    """Id, flattening and agreement of every page in every flattening."""
    for record in records:
        reader, marked_reader = model_of(record["site"])
        page = Document(record["html"] or "", url=record["url"] or None, html=True)
        [marked] = newsparse.parse_many([page], model=marked_reader)
        title = title_of(record) if titled else None
        texts = {"source": marked.source, **{form: record["text"][form] or "" for form in FORMS}}
        documents = (Document(text, title=title) for text in texts.values())
        for form, article in zip(texts, newsparse.parse_many(documents, model=reader), strict=True):
            yield record["id"], form, agreement(score, marked, article)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path, nargs="?")
    parser.add_argument("--sets", nargs="*", default=BODY_SETS)
    parser.add_argument(
        "--titled", action="store_true", help="the text comes with its page's title"
    )
    parser.add_argument(
        "--worst", type=int, default=0, help="pages to list, by body, with their ids"
    )
    parser.add_argument("--every", type=int, default=1, help="read every so manyth page only")
    args = parser.parse_args()
    load_evaluate(args.corpus)  # loads its measure too
    score, model_of = sys.modules["score"], models(args.folds)
    print(f"{'set':8} {'text':11} {'pages':>6}", *(f"{figure:>9}" for figure in FIGURES))
    for name in args.sets:
        records = list(read_records(args.corpus / f"{name}.jsonl.zst"))[:: args.every]
        found = list(rows_of(score, iter(records), model_of, args.titled))
        for form in dict.fromkeys(form for _, form, _ in found):
            rows = [(id_, row) for id_, each, row in found if each == form]
            means = (statistics.fmean(row[figure] for _, row in rows) for figure in FIGURES)
            print(f"{name:8} {form:11} {len(rows):6}", *(f"{mean:9.4f}" for mean in means))
            for id_, row in sorted(rows, key=lambda each: each[1]["body"])[: args.worst]:
                cells = "  ".join(f"{figure} {row[figure]:.3f}" for figure in FIGURES)
                print(f"    {id_:32} {cells}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

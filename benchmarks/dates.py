"""How often the day of publication and the authors are right, on sites left out of training.

    python -m benchmarks.dates CORPUS FOLDS [--sets fundus aed wcxb] [--form block] [--note "why"]

Every page is read from text alone by the model that never saw its site. A gold day is visible when
some line of the page states it in any form that is recognized, in either order of day and month.
Figures over the pages with a visible gold day:

    returned      share on which a day of publication is returned
    precision     share of those on which it is the gold day
    changed_only  share on which the page states a day of change and none of publication: none is
                  returned then, though the gold often takes it for both
    swapped       share on which another day is returned as published, the gold day as modified

`all_precision` is over all pages with a gold day and a day returned: a few golds are wrong or stand
nowhere in the text. `authors` is the mean F1 of case-folded names, as in the corpus's own measure.
Sites are in one of two halves (parity of the SHA-256 of the site): half 0 was read while the rules
were written, half 1 only measured.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpus import fold_of, read_records

import newsparse
from benchmarks.accuracy import append_history
from benchmarks.calibration import models
from newsparse.recognizers.date import find_dates

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIGURES = ("returned", "precision", "changed_only", "swapped", "all_precision", "authors")


def gold_day(record: dict[str, Any]) -> str | None:
    """The gold day of publication, if the gold tells a day."""
    found = _DAY.match(str(record["gold"].get("published") or ""))
    return found[0] if found else None


def is_visible(day: str, text: str) -> bool:
    """Whether some line states the day."""
    return any(
        day == value[:10]
        for line in text.split("\n")
        for found in find_dates(line)
        for value in ([found.value] if found.value else [value for _, value in found.readings])
    )


def names(value: Any) -> set[str]:
    """Gold or returned authors as the corpus's measure compares them."""
    if isinstance(value, str):
        value = re.split(r",|;|\band\b|&", value)
    return {name for author in value or () if (name := " ".join(author.casefold().split()))}


def outcome(record: dict[str, Any], text: str, article: newsparse.Article) -> dict[str, float]:
    """The figures to which a page counts."""
    row: dict[str, float] = {}
    day = gold_day(record)
    published = (article.published or "")[:10]
    modified = (article.modified or "")[:10]
    if day and published:
        row["all_precision"] = published == day
    if day and is_visible(day, text):
        row["returned"] = bool(published)
        row["changed_only"] = bool(modified) and not published
        row["swapped"] = published not in ("", day) and modified == day
        if published:
            row["precision"] = published == day
    if gold := names(record["gold"].get("authors")):
        found = names(article.authors)
        row["authors"] = 2 * len(gold & found) / (len(gold) + len(found))
    return row


def pages(
    corpus: Path, folds: Path, name: str, form: str
) -> Iterator[tuple[int, dict[str, float]]]:
    """The half and the outcome of every page of a set."""
    records = list(read_records(corpus / f"{name}.jsonl.zst"))
    for fold, model in models(folds):
        mine = [record for record in records if fold_of(record["site"]) == fold]
        texts = [record["text"][form] or "" for record in mine]
        articles = newsparse.parse_many(map(newsparse.Document, texts), model=model)
        for record, text, article in zip(mine, texts, articles, strict=True):
            half = int(hashlib.sha256(record["site"].encode()).hexdigest(), 16) % 2
            yield half, outcome(record, text, article)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--sets", nargs="*", default=["fundus", "aed", "wcxb"])
    parser.add_argument("--form", default="block", choices=("block", "bs4", "inscriptis"))
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    if not args.corpus.exists():
        sys.exit(
            f"no corpus here: {args.corpus} is missing; dates are measured where the corpus is"
        )
    outcomes: dict[str, list[dict[str, float]]] = defaultdict(list)
    for name in args.sets:
        for half, row in pages(args.corpus, args.folds, name, args.form):
            for key in (name, f"{name}.half{half}", "all", f"all.half{half}"):
                outcomes[f"{key}.{args.form}"].append(row)
    tables = {key: _table(rows) for key, rows in sorted(outcomes.items())}
    for key, table in tables.items():
        print(f"{key:22}", "  ".join(f"{name} {value:.3f}" for name, value in table.items()))
    if args.note:
        append_history(
            {f"dates.{key}": table for key, table in tables.items()},
            args.note,
            (*FIGURES, "visible"),
        )


def _table(rows: list[dict[str, float]]) -> dict[str, float]:
    counted = {name: [row[name] for row in rows if name in row] for name in FIGURES}
    table = {name: statistics.fmean(values) for name, values in counted.items() if values}
    return {"visible": float(len(counted["returned"])), **table}


if __name__ == "__main__":
    main()

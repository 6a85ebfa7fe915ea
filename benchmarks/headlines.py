"""Whether the headline is found, from text alone and with the page's title.

    python -m benchmarks.headlines CORPUS FOLDS

Over the pages labelled by hand that have a headline and a known title: the share on which
`Article.headline` lies on a line that is labelled headline. Every page is read by the model that
never saw its site.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpus import fold_of, read_records, title_of

import newsparse
from benchmarks.calibration import models


def titles(corpus: Path) -> dict[str, str]:
    """The titles of the pages whose HTML is known, by id."""
    records = (record for path in corpus.glob("*.jsonl.zst") for record in read_records(path))
    return {record["id"]: title for record in records if (title := title_of(record))}


def hits(records: list[dict[str, Any]], named: dict[str, str], model: Any) -> Iterator[bool]:
    documents = [
        newsparse.Document(record["text"], title=named.get(record["id"])) for record in records
    ]
    for record, article in zip(records, newsparse.parse_many(documents, model=model), strict=True):
        span = article.headline and article.headline.span
        yield span is not None and any(
            start < span.end and span.start < end
            for start, end, label in record["lines"]
            if label == "headline"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    args = parser.parse_args()
    named = titles(args.corpus)
    pages = [
        record
        for record in read_records(args.corpus / "lines.jsonl")
        if record["id"] in named and any(label == "headline" for _, _, label in record["lines"])
    ]
    for name, given in (("from text alone", {}), ("with title", named)):
        found = [
            hit
            for fold, model in models(args.folds)
            for hit in hits([p for p in pages if fold_of(p["site"]) == fold], given, model)
        ]
        print(f"{name}: headline found on {sum(found) / len(found):.3f} of {len(found)} pages")


if __name__ == "__main__":
    main()

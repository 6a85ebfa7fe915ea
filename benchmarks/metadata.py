"""Headline, published day and authors from metadata, beside trafilatura and newspaper4k.

    python -m benchmarks.metadata CORPUS [FOLDS] [--sets fundus aed wcxb] [--half 0] [--misses]
                                  [--no-peers] [--note "why"]

newsparse reads every page's HTML; with FOLDS every page is labelled by a model that never saw its
site. Scored as the corpus's own `score.py` does. A half is the sites whose SHA-256 has that
last bit: rules are made on half 0, `--misses` prints its pages.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html
from training.corpus import fold_of, read_records

import newsparse
from benchmarks.accuracy import append_history, load
from benchmarks.calibration import models
from newsparse.blocks.metadata import declared
from newsparse.labeling.model import Model
from newsparse.metadata import choose

FIGURES = ("headline", "published", "authors")
Predicted = dict[str, Any]


def load_score(corpus: Path) -> ModuleType:
    """The corpus's own measure, loaded from beside it."""
    path = corpus.parent / "tools" / "score.py"
    if not path.exists():
        sys.exit(f"no corpus here: {path} is missing; metadata is measured where the corpus is")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def half_of(site: str) -> int:
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % 2


def by_newsparse(page: Predicted, model: Model | None = None) -> Predicted:
    document = newsparse.Document(page["html"], url=page["url"] or None, html=True)
    [article] = newsparse.parse_many([document], model=model)
    return article.to_dict()


def by_trafilatura(page: Predicted) -> Predicted:
    import trafilatura

    found = trafilatura.bare_extraction(page["html"], url=page["url"] or None, with_metadata=True)
    told = found.as_dict() if found is not None else {}
    return {
        "headline": told.get("title"),
        "published": told.get("date"),
        "authors": told.get("author"),
    }


def by_newspaper(page: Predicted) -> Predicted:
    from newspaper import Article

    article = Article(page["url"] or "https://example.com/", fetch_images=False)
    article.download(input_html=page["html"])
    try:
        article.parse()
    except Exception as error:  # languages for which it wants further packages: an empty result
        print(f"newspaper4k: {page['url']}: {type(error).__name__}")
        return {}
    day = str(article.publish_date or "")
    return {"headline": article.title, "published": day, "authors": list(article.authors)}


def scored(score: ModuleType, page: Predicted, got: Predicted) -> dict[str, float]:
    """The figures of one page, as the corpus's measure has them."""
    gold = {key: page["gold"].get(key) for key in FIGURES}
    record = {"id": page["id"], "gold": gold}
    table, _ = score.score([record], {page["id"]: got})
    return {key: table[key] for key in FIGURES if table[key] is not None}


def means(rows: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.fmean(r[key] for r in rows if key in r) for key in FIGURES}


def milliseconds(pages: list[Predicted]) -> tuple[float, float]:
    """CPU time of parsing a page, and of `declared` and `choose` on its tree; the best of three."""
    parsing, reading = [], []
    for _ in range(3):
        start = time.process_time()
        trees = [(lxml.html.fromstring(p["html"]), p["url"] or None) for p in pages]
        parsed = time.process_time()
        for root, url in trees:
            choose(declared(root, url))
        parsing.append(parsed - start)
        reading.append(time.process_time() - parsed)
    return min(parsing) / len(pages) * 1e3, min(reading) / len(pages) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path, nargs="?")
    parser.add_argument("--sets", nargs="*", default=["fundus", "aed", "wcxb"])
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    score = load_score(args.corpus)
    labellers = {
        fold: load(args.folds / f"html.{fold}.npz", reader)
        for fold, reader in (models(args.folds) if args.folds else ())
    }
    readers: dict[str, Callable[[Predicted], Predicted]] = {
        "newsparse": lambda page: by_newsparse(page, labellers.get(fold_of(page["site"]))),
        "trafilatura": by_trafilatura,
        "newspaper4k": by_newspaper,
    }
    tables: dict[str, dict[str, float]] = {}
    for name in args.sets:
        pages = list(read_records(args.corpus / f"{name}.jsonl.zst"))
        if args.half is not None:
            pages = [page for page in pages if half_of(page["site"]) == args.half]
        for reader, read in readers.items():
            if args.no_peers and reader != "newsparse":
                continue
            rows: dict[int, list[dict[str, float]]] = {0: [], 1: []}
            for page in pages:
                got = read(page)
                row = scored(score, page, got)
                rows[half_of(page["site"])].append(row)
                if args.misses and reader == "newsparse" and half_of(page["site"]) == 0:
                    print_misses(page, got, row)
            tables[f"{name}.metadata.{reader}"] = means(rows[0] + rows[1])
            for told, part in (
                ("half 0", rows[0]),
                ("half 1", rows[1]),
                ("all", rows[0] + rows[1]),
            ):
                if part:
                    cells = "  ".join(f"{key} {value:.4f}" for key, value in means(part).items())
                    print(f"{name:8}{reader:13}{told:8}{len(part):5} pages  {cells}")
        parsing, reading = milliseconds(pages[:200])
        print(f"{name:8}declared and choose {reading:.2f} ms a page, lxml parsing {parsing:.2f} ms")
    if args.note:
        append_history(tables, args.note)


def print_misses(page: Predicted, got: Predicted, row: dict[str, float]) -> None:
    for key, value in row.items():
        if value < 1:
            print(f"{page['url']}\n    {key}: {got.get(key)!r} for {page['gold'][key]!r}")


if __name__ == "__main__":
    main()

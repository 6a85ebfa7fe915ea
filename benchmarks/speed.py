"""Speed on text and HTML beside trafilatura on the same pages' HTML, in one run, on one core.

    python -m benchmarks.speed CORPUS [--set fundus] [--pages 142]

Prints pages per second of CPU time: newsparse through `parse_many` and page by page, from the
`block` flattening and from HTML with all fields; trafilatura (default and fast) with its metadata,
and lxml's parsing alone, from the HTML; and their ratio, the median over rounds that take turns.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from training.corpus import read_records

import newsparse
from newsparse.blocks.html import parse_tree


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--set", default="fundus")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    path = args.corpus / f"{args.set}.jsonl.zst"
    if not path.exists():
        sys.exit(f"no corpus here: {path} is missing; speed is measured where the corpus is")
    import trafilatura

    records = list(read_records(path))[: args.pages]
    texts = [record["text"]["block"] or "" for record in records]
    pages = [record["html"] for record in records]
    documents = [newsparse.Document(page, html=True) for page in pages]
    runs: dict[str, Callable[[], object]] = {
        "newsparse parse_many": lambda: list(newsparse.parse_many(texts)),
        "newsparse parse": lambda: [newsparse.parse(text) for text in texts],
        "newsparse parse_many, HTML": lambda: list(newsparse.parse_many(documents)),
        "newsparse parse_html": lambda: [newsparse.parse_html(page) for page in pages],
        "lxml parsing": lambda: [parse_tree(page) for page in pages],
        "trafilatura": lambda: [trafilatura.bare_extraction(page) for page in pages],
        "trafilatura fast": lambda: [trafilatura.bare_extraction(p, fast=True) for p in pages],
    }
    list(
        newsparse.parse_many([*texts[:8], *documents[:8]])
    )  # tables and weights are read once a process
    trafilatura.bare_extraction(pages[0])
    took = {name: [seconds(run) for _ in range(args.rounds)] for name, run in runs.items()}
    rates = {name: len(pages) / statistics.median(values) for name, values in took.items()}
    for name, rate in rates.items():
        print(f"{name:28}{rate:9.1f} pages/s{rate / rates['trafilatura']:8.1f} x trafilatura")


if __name__ == "__main__":
    main()

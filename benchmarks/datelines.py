"""Datelines: found and taken apart, false ones on other pages, and what a paragraph costs.

    python -m benchmarks.datelines CORPUS [--show] [--note "why"]

Measures `parse_dateline` with the corpus's own `evaluate.py` on both halves of `datelines.jsonl`
(half = sha256 of the id, mod 2: 0 was read while writing the grammar, 1 never), counts its hits on
the first paragraphs of all other pages (the gold's, and those that newsparse finds in the text),
and times it. `--show` lists the hits on the terminal; they are judged by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpus import read_records

import newsparse
from benchmarks.accuracy import append_history, load_evaluate

SETS = ("fundus", "aed", "wcxb", "daniel", "traf", "extra")
KEPT = ("precision", "recall", "text", "places", "country_code", "agency", "date", "paragraphs",
        "hits", "us_a_paragraph", "ms_worst_100kb", "ms_first_call")  # fmt: skip
LONGEST = 100_000
FIRST_CALL = """
import time
from newsparse import parse_dateline
start = time.process_time()
parse_dateline({paragraph!r})
print(time.process_time() - start)
"""
OPENINGS = ("HANOI, Sept 13 (AFP) - Rice", "新华社北京8月12日电（记者罗沙）法院")
ADVERSARIES = (
    "A ", "PARIS/", "PARIS - ", "(AP) ", "12 ", "Monday ", " ", "By A ", "St. ", "电", "新华社",
    "記者", "【", "（（", "=", "서울=", "-", "A, ", "Dec 1 ",
    "\u0301", "PARIS, Fla., ", "(", "北京・",
)  # fmt: skip


def half_of(row: dict[str, Any]) -> int:
    key = str(row.get("id") or row["paragraph"])
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2


def halves(corpus: Path) -> dict[str, dict[str, float]]:
    """The figures of `evaluate.py` on the whole, the half read and the half kept for testing."""
    evaluate: Any = load_evaluate(corpus)
    rows = evaluate.read(str(corpus / "datelines.jsonl"))
    parts = {
        "datelines": rows,
        "datelines.read": [row for row in rows if half_of(row) == 0],
        "datelines.unread": [row for row in rows if half_of(row) == 1],
    }
    tables = {}
    for name, part in parts.items():
        evaluate.read = lambda _, part=part: part
        tables[name] = evaluate.datelines_set(corpus, None, 0)
    return tables


def first_paragraphs(corpus: Path) -> Iterator[tuple[str, str, str]]:
    """Set, id and first paragraph of every other page: the gold's, then newsparse's own."""
    known = {row["id"] for row in read_records(corpus / "datelines.jsonl")}
    for name in SETS:
        records = [r for r in read_records(corpus / f"{name}.jsonl.zst") if r["id"] not in known]
        for record in records:
            if paragraph := opening(record["gold"]):
                yield f"{name}.gold", record["id"], paragraph
        texts = [record["text"]["block"] or "" for record in records]
        for record, article in zip(records, newsparse.parse_many(texts), strict=True):
            if article.body:
                yield f"{name}.parsed", record["id"], article.body[0].text


def opening(gold: dict[str, Any]) -> str | None:
    return next((text.strip() for text in gold.get("body", []) if text.strip()), None)


def first_call(paragraph: str) -> float:
    """CPU seconds of the first call in a new process, tables and patterns included."""
    code = FIRST_CALL.format(paragraph=paragraph)
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    return min(runs)


def costs(paragraphs: list[str]) -> dict[str, float]:
    """Microseconds an ordinary paragraph, milliseconds of the worst string and of a first call."""
    for paragraph in paragraphs:
        newsparse.parse_dateline(paragraph)
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for paragraph in paragraphs:
            newsparse.parse_dateline(paragraph)
        rounds.append(time.process_time() - start)
    worst = 0.0
    for piece in ADVERSARIES:
        text = (piece * LONGEST)[:LONGEST]
        start = time.process_time()
        newsparse.parse_dateline(text)
        worst = max(worst, time.process_time() - start)
    return {
        "us_a_paragraph": min(rounds) / len(paragraphs) * 1e6,
        "ms_worst_100kb": worst * 1e3,
        "ms_first_call": max(map(first_call, OPENINGS)) * 1e3,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", action="store_true", help="list the hits on other pages")
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    if not (args.corpus / "datelines.jsonl").exists():
        sys.exit(f"no corpus here: {args.corpus}/datelines.jsonl is missing")
    tables = halves(args.corpus)
    openings = list(first_paragraphs(args.corpus))
    hits = [opening for opening in openings if newsparse.parse_dateline(opening[2])]
    if args.show:
        for name, page, text in hits:
            found = newsparse.parse_dateline(text)
            print(f"{name} {page}: {found and found.text!r} | {text[:90]!r}")
    tables["datelines.others"] = {"paragraphs": len(openings), "hits": len(hits)}
    tables["datelines.cost"] = costs([text for *_, text in openings])
    for name, table in tables.items():
        print(f"{name:18}", "  ".join(f"{key} {table[key]:.4f}" for key in table))
    if args.note:
        append_history(tables, args.note, KEPT)


if __name__ == "__main__":
    main()

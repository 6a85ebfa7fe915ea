"""Accuracy, cross-validated by site: every page is read by a model that never saw its site.

    make accuracy CORPUS=…  (trains the models of the folds first, where there are none)
    python -m benchmarks.accuracy CORPUS FOLDS [--sets fundus] [--inputs block html] [--note "why"]

Runs the corpus's own `evaluate.py` (beside the corpus, in `tools/`) once a fold and prints means
over the folds; `--note` appends them to `benchmarks/history.csv`.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import importlib.util
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from training.corpus import FOLDS, fold_of, read_records

import newsparse
from newsparse.labeling.model import Model, read_model

HISTORY = Path(__file__).with_name("history.csv")
KEPT = ("all_exact", "headline", "ticker.f1", "trailing.f1", "body.exact", "lossless", "accuracy",
        "macro_f1", "body.p", "body.r", "body.f1", "para.f1", "snippets", "called_article",
        "published", "authors")  # fmt: skip
BODY_SETS = ("fundus", "aed", "wcxb", "daniel", "traf")


def load_evaluate(corpus: Path) -> ModuleType:
    """The corpus's own measure, loaded from beside it."""
    path = corpus.parent / "tools" / "evaluate.py"
    if not path.exists():
        sys.exit(f"no corpus here: {path} is missing; accuracy is measured where the corpus is")
    spec = importlib.util.spec_from_file_location("evaluate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def site_of_page(corpus: Path) -> dict[str, str]:
    files = sorted(corpus.glob("*.jsonl.zst"))
    return {record["id"]: record["site"] for path in files for record in read_records(path)}


def load(path: Path, reader: Model | None = None) -> Model:
    """A model of one fold."""
    with np.load(path) as arrays:
        return read_model(dict(arrays), reader)


def parse_with(model: Model, text: str, **known: Any) -> newsparse.Article:
    document = newsparse.Document(text, **known)
    return next(newsparse.parse_many([document], model=model))


def measure(
    corpus: Path, folds: Path, sets: list[str], inputs: list[str], worst: int
) -> dict[str, dict[str, float]]:
    """Tables by set and input, each figure a mean over the folds."""
    evaluate: Any = load_evaluate(corpus)
    sites = site_of_page(corpus)
    read = evaluate.read
    tables: dict[str, list[dict[str, Any]]] = {}
    for fold in range(FOLDS):
        path = folds / f"weights.{fold}.npz"
        if not path.exists():
            print(f"no {path}: fold {fold} is left out")
            continue
        reader = load(path)
        evaluate.newsparse.parse = partial(parse_with, reader)
        marked = folds / f"html.{fold}.npz"
        if marked.exists():
            evaluate.newsparse.parse_html = partial(parse_with, load(marked, reader), html=True)

        def in_fold(path: str, fold: int = fold) -> list[dict[str, Any]]:
            pages = ((r["site"] if "site" in r else sites.get(r["of"], ""), r) for r in read(path))
            return [r for site, r in pages if fold_of(site) == fold]

        evaluate.read = in_fold
        for name in sets:
            if name in ("seedlike", "lines"):
                path = corpus / f"{name}.jsonl"
                rest = (None, worst) if name == "seedlike" else (None,)
                tables.setdefault(name, []).append(getattr(evaluate, f"{name}_set")(path, *rest))
                continue
            for form in inputs:
                table = evaluate.body_set(corpus / f"{name}.jsonl.zst", form, None, worst)
                tables.setdefault(f"{name}.{form}", []).append(table)
    if evaluate.ERRORS:
        print("pages that raised:", evaluate.ERRORS.most_common(5))
    return {name: _means(rows) for name, rows in tables.items()}


def _means(rows: list[dict[str, Any]]) -> dict[str, float]:
    keys = [key for key in rows[0] if any(row.get(key) is not None for row in rows)]
    return {
        key: statistics.fmean(row[key] for row in rows if row.get(key) is not None) for key in keys
    }


def append_history(
    tables: dict[str, dict[str, float]], note: str, kept: tuple[str, ...] = KEPT
) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    new = not HISTORY.exists()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        if new:
            rows.writerow(["date", "after_commit", "set", "figure", "value", "note"])
        for name, table in tables.items():
            for key in kept:
                if key in table:
                    rows.writerow([today, commit, name, key, f"{table[key]:.4f}", note])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--sets", nargs="*", default=["seedlike", "lines", *BODY_SETS])
    parser.add_argument("--inputs", nargs="*", default=["block", "inscriptis", "bs4"])
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    tables = measure(args.corpus, args.folds, args.sets, args.inputs, args.worst)
    for name, table in tables.items():
        print(f"{name:18}", "  ".join(f"{key} {table[key]:.4f}" for key in table))
    if args.note:
        append_history(tables, args.note)


if __name__ == "__main__":
    main()

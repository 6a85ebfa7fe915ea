"""The model card, from models trained without the sites they are measured on.

    python -m training.train_html CORPUS && python -m training.train CORPUS
    python -m benchmarks.model_card CORPUS FOLDS [--note "why"]

Writes `src/newsparse/data/MODEL_CARD.md`: figures by set, flattening, language and label, and
reliability tables. `--note` appends the figures to `benchmarks/history.csv` as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.corpus import FORMS, LABELS

from benchmarks.accuracy import BODY_SETS, append_history, load_evaluate, measure
from benchmarks.calibration import Bin, articles, bins, blocks, error, models, read_pages

CARD = Path("src/newsparse/data/MODEL_CARD.md")
HEAD = Path(__file__).with_name("model_card_head.md")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    first, *others = head
    lines = [f"| {' | '.join([first, *others])} |", f"|---|{'---:|' * len(others)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def by_set(tables: dict[str, dict[str, float]]) -> str:
    figures = ("body.p", "body.r", "body.f1", "para.f1", "headline", "snippets")
    rows = [
        [name.replace(".", ", "), *(_figure(tables[name].get(figure)) for figure in figures)]
        for name in tables
        if "." in name
    ]
    return table(("set, flattening", "body P", "body R", "**body F1**", *figures[3:]), rows)


def residual(seed: dict[str, float]) -> str:
    keys = ("all_exact", "headline", "ticker.f1", "body.exact", "trailing.f1")
    return table(keys, [[_figure(seed[key]) for key in keys]])


def by_label(lines: dict[str, float]) -> str:
    whole = ("accuracy", "macro_f1", "lossless")
    rows = [[f"**{key}**", _figure(lines[key])] for key in whole]
    rows += [[label.value, _figure(lines.get(f"f1.{label.value}"))] for label in LABELS]
    return table(("label", "F1"), rows)


def by_language(corpus: Path, folds: Path, score_body: Any) -> str:
    scores: dict[str, list[float]] = {}
    for fold, model in models(folds):
        for page, article in read_pages(corpus, fold, model):
            score = score_body(page["gold"], [part.text for part in article.body])
            scores.setdefault((page["lang"] or "?")[:2], []).append(score["f1"])
    rows = [
        [language, str(len(values)), _figure(sum(values) / len(values))]
        for language, values in sorted(scores.items(), key=lambda item: -len(item[1]))
    ]
    return table(("language", "pages", "mean body F1 (block)"), rows)


def reliability(found: list[Bin], outcome: str) -> str:
    rows = [
        [f"from {bin_.low:.2f}", str(bin_.count), _figure(bin_.confidence), _figure(bin_.outcome)]
        for bin_ in found
    ]
    said = f"Expected calibration error {error(found):.3f}.\n\n"
    return said + table(("confidence", "number", "mean confidence", outcome), rows)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    load_evaluate(args.corpus)  # puts `score` beside it on the path
    from score import score_body  # type: ignore[import-not-found] # the corpus's own measure

    sets = ["seedlike", "lines", *BODY_SETS]
    tables = measure(args.corpus, args.folds, sets, [*FORMS, "html"], worst=0)
    sure = bins(p for f, m in models(args.folds) for p in blocks(args.corpus, f, m))
    whole = bins(p for f, m in models(args.folds) for p in articles(args.corpus, f, m, score_body))
    sections = {
        "": HEAD.read_text("utf-8"),
        "Bodies": by_set(tables),
        "Residual pages (ticker + article + tail)": residual(tables["seedlike"]),
        "Lines": by_label(tables["lines"]),
        "Languages": by_language(args.corpus, args.folds, score_body),
        "Confidence of blocks": reliability(sure, "share of right labels"),
        "Confidence of articles": reliability(whole, "mean body F1"),
    }
    parts = [f"## {title}\n\n{text}" if title else text.strip() for title, text in sections.items()]
    CARD.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(CARD.read_text(encoding="utf-8"))
    if args.note:
        append_history(tables, args.note)


if __name__ == "__main__":
    main()

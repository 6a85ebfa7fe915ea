"""Memory over many pages of HTML in one process: does it stay flat?

    python -m benchmarks.memory CORPUS [--pages 20000] [--single] [--out out/memory]

Parses the HTML pages of the corpus, over and over until there are as many as wanted, through
`parse_many` (`--single`: `parse_html`), drops every article, and samples the resident size of the
process. Each time round the pages of a set come with other names of elements and attributes, as new
sites have them: what is kept for every new name shows. Writes `NAME.csv` (page, MiB, peak MiB, CPU
seconds) and `NAME.svg`, and prints the growth between the first tenth and the last.
"""

from __future__ import annotations

import argparse
import csv
import gc
import os
import resource
import statistics
import time
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from training.corpus import read_records

import newsparse
from benchmarks.accuracy import BODY_SETS
from newsparse import Document

WIDTH, HEIGHT, MARGIN = 720, 280, 48


class Sample(NamedTuple):
    """The process after so many pages."""

    page: int
    resident: float
    """MiB."""
    peak: float
    """MiB."""
    cpu: float
    """Seconds since the first page."""


def pages(corpus: Path) -> Iterator[Document]:
    """The pages of the corpus, one set read at a time, without end."""
    for turn in count():
        for name in BODY_SETS:
            for record in read_records(corpus / f"{name}.jsonl.zst"):
                html = record["html"] or ""
                renamed = html.replace(' class="', f' class="t{turn}-') if turn else html
                yield Document(renamed, url=record["url"] or None, html=True)


def samples(documents: Iterable[Document], every: int, single: bool) -> Iterator[Sample]:
    """A sample at every so manyth page."""
    articles: Iterator[newsparse.Article]
    if single:
        articles = (newsparse.parse_html(each.content, url=each.url) for each in documents)
    else:
        articles = newsparse.parse_many(documents)
    begun = time.process_time()
    for page, _ in enumerate(articles, 1):
        if page % every == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            yield Sample(page, resident(), peak, time.process_time() - begun)


def resident() -> float:
    """MiB of this process in memory."""
    held = int(Path("/proc/self/statm").read_text().split()[1])
    return held * os.sysconf("SC_PAGESIZE") / 2**20


def plot(found: list[Sample]) -> str:
    """Resident size by page, as SVG."""
    most, last = max(each.peak for each in found), found[-1].page

    def at(page: float, size: float) -> str:
        x = MARGIN + (WIDTH - 2 * MARGIN) * page / last
        return f"{x:.1f},{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * size / most:.1f}"

    lines = "".join(
        f'<polyline fill="none" stroke="{colour}" points="'
        + " ".join(at(each.page, getattr(each, field)) for each in found)
        + '"/>'
        for field, colour in (("peak", "#b0b0b0"), ("resident", "#1f5fa8"))
    )
    labels = "".join(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'
        for x, y, anchor, text in (
            (MARGIN - 6, MARGIN, "end", f"{most:.0f}"),
            (MARGIN - 6, HEIGHT - MARGIN, "end", "0"),
            (WIDTH - MARGIN, HEIGHT - MARGIN + 18, "end", f"{last:,} pages"),
            (MARGIN, MARGIN - 16, "start", "MiB resident (grey: peak)"),
        )
    )
    axes = f"M{MARGIN} {MARGIN}V{HEIGHT - MARGIN}H{WIDTH - MARGIN}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="sans-serif" font-size="12"><path d="{axes}" fill="none" stroke="#444"/>'
        f"{lines}{labels}</svg>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--every", type=int, default=250, help="pages between two samples")
    parser.add_argument("--single", action="store_true", help="parse_html page by page")
    parser.add_argument("--out", type=Path, default=Path("out/memory"), help="NAME without suffix")
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    found: list[Sample] = []
    with args.out.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Sample._fields)
        for each in samples(islice(pages(args.corpus), args.pages), args.every, args.single):
            found.append(each)
            rows.writerow([each.page, *(round(value, 1) for value in each[1:])])
            file.flush()
            print(
                f"{each.page:8,} pages {each.resident:8.1f} MiB {each.cpu:8.1f} s CPU", flush=True
            )
    args.out.with_suffix(".svg").write_text(plot(found), encoding="utf-8")
    tenth = max(len(found) // 10, 1)
    first, last = (statistics.median(s.resident for s in part)
                   for part in (found[tenth : 2 * tenth] or found, found[-tenth:]))  # fmt: skip
    gc.collect()
    print(f"{last - first:+.1f} MiB from the second tenth to the last, {resident():.1f} in the end")


if __name__ == "__main__":
    main()

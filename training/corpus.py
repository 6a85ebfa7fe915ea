"""Labelled pages for training, from the corpora outside the repository."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import zstandard

from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.taxonomy import Label
from training.align import transfer

Ints = npt.NDArray[np.int64]
LABELS = tuple(Label)
Record = dict[str, Any]
Made = TypeVar("Made")
FOLDS = 5
FORMS = ("block", "bs4", "inscriptis")
MOST_BLOCKS = 2_500  # longer pages are left out of training
_BATCH = 400
_TITLE = re.compile(r"<title[^>]*>([^<]{1,400})</title", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """A page with the label of every block."""

    id: str
    site: str
    form: str
    """Which flattening it is."""
    page: Page
    labels: Ints
    """Index into `LABELS` for each block of the page."""

    @property
    def fold(self) -> int:
        """The cross-validation fold: pages of one site are in one fold."""
        return fold_of(self.site)


class Known(IntEnum):
    """What is known of a block without a label of its own."""

    NOTHING = 0
    BODY = 1
    """Body or heading."""
    OUTSIDE = 2
    """Neither."""


def set_of(page: str) -> str:
    """The set that a page is of, by its id."""
    name = page.split("-", maxsplit=1)[0]
    return "wcxb_other" if name == "wcxbo" else name


def fold_of(site: str) -> int:
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def read_records(path: Path) -> Iterator[Record]:
    """The records of a corpus file, plain or in zstd."""
    if path.suffix != ".zst":
        with path.open("rb") as plain:
            yield from (json.loads(line) for line in plain if line.strip())
        return
    with path.open("rb") as packed:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(packed)
        rest = b""
        while chunk := reader.read(1 << 24):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (json.loads(line) for line in lines)
        if rest.strip():
            yield json.loads(rest)


def records_by_set(corpus: Path) -> Iterator[tuple[str, Record]]:
    """Every page of the corpus with the name of its set."""
    for path in sorted(corpus.glob("*.jsonl.zst")):
        for record in read_records(path):
            yield path.name.split(".")[0], record


def spread(work: Callable[..., list[Made]], jobs: Iterable[tuple[Any, ...]]) -> Iterator[Made]:
    """All that `work` makes of the jobs, in order, on all cores.

    By some hundred jobs at a time: all pages at once would not fit into memory. The processes are
    forks, which have what this one has read.
    """
    left = iter(jobs)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        while batch := list(islice(left, _BATCH)):
            for made in pool.map(work, *zip(*batch, strict=True), chunksize=20):
                yield from made


def title_of(record: Record) -> str | None:
    """The title of a page's HTML."""
    match = _TITLE.search(record.get("html") or "")
    return " ".join(html.unescape(match[1]).split()) if match else None


def labelled_pages(corpus: Path) -> list[Example]:
    """The hand-labelled pages, and their labels carried over to their other flattenings.

    Half of the pages come with the title of their HTML, the others without, as dumps do.
    """
    records = {record["id"]: record for record in read_records(corpus / "lines.jsonl")}
    examples = []
    for path in sorted(corpus.glob("*.jsonl.zst")):
        for whole in read_records(path):
            if whole["id"] in records:
                examples += _flattenings(records.pop(whole["id"]), whole)
    return examples


def _flattenings(record: Record, whole: Record) -> list[Example]:
    title = title_of(whole)
    hand = page_from_text(record["text"])
    labels = project(hand, record["lines"])
    made = []
    for number, form in enumerate(FORMS):
        named = title if (fold_of(record["id"]) + number) % 2 else None
        if form == record["variant"]:
            page, found = page_from_text(record["text"], title=named), labels
        else:
            page = page_from_text(whole["text"][form] or "", title=named)
            carried = transfer(labels, hand, page)
            if carried is None:
                continue
            found = carried
        made.append(Example(record["id"], record["site"], form, page, found))
    return made


def project(page: Page, lines: list[tuple[int, int, str]]) -> Ints:
    """Labels of the blocks of a page from labelled, ordered, disjoint lines of its text."""
    labels = np.full(len(page), LABELS.index(Label.NAV))
    line = 0
    for block in range(len(page)):
        start, end = int(page.starts[block]), int(page.ends[block])
        shares: dict[str, int] = {}
        while line < len(lines) and lines[line][1] <= start:
            line += 1
        ahead = line
        while ahead < len(lines) and lines[ahead][0] < end:
            low, high, label = lines[ahead]
            shares[label] = shares.get(label, 0) + min(high, end) - max(low, start)
            ahead += 1
        if shares:
            labels[block] = LABELS.index(Label(max(shares, key=lambda key: shares[key])))
    return labels

"""Reading alone, beside the bare library of each format.

    python -m benchmarks.reading CORPUS [--pages 1000] [--rounds 5] [--only warc]

Dumps are built in a temporary folder from the pages of the corpus. Both sides must give as many
pages with as many characters. Times are CPU seconds of this process, the best of the rounds, in
which the two take turns. Needs the extras `benchmark` and `all`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecordType
from pyarrow import parquet

from benchmarks.dumps import (
    GZIP,
    PLAIN,
    ZIP_METHODS,
    ZSTANDARD,
    Page,
    conversion,
    corpus_pages,
    json_array,
    jsonl,
    plain_response,
    table,
    write_folder,
    write_members,
    write_parquet,
    write_records,
    write_tar,
    write_zip,
)
from newsparse.extras import zstd
from newsparse.readers import ReadDocument, read

Contents = Iterator[str | bytes]


def newsparse(path: Path) -> Contents:
    for item in read([path]):
        if not isinstance(item, ReadDocument):
            raise TypeError(item)
        yield item.document.content


def bare_texts(path: Path) -> Contents:
    for each in sorted(path.rglob("*.txt")):
        yield each.read_bytes()


def bare_lines(path: Path) -> Contents:
    with opened(path) as lines:
        for line in lines:
            record = json.loads(line)
            yield record.get("text") or record["html"]


def opened(path: Path) -> io.BufferedIOBase:
    if path.suffix == ".gz":
        return gzip.open(path)
    return zstd().open(path) if path.suffix == ".zst" else path.open("rb")


def bare_json(path: Path) -> Contents:
    with path.open("rb") as file:
        for record in json.load(file):
            yield record["text"]


def bare_csv(path: Path) -> Contents:
    csv.field_size_limit(1 << 28)
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            yield record["text"]


def bare_parquet(path: Path) -> Contents:
    columns = ["url", "text", "html"]
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(64, columns=columns, use_threads=False):
            for record in batch.to_pylist():
                yield record["text"]


def bare_warc(path: Path) -> Contents:
    kinds = WarcRecordType.response | WarcRecordType.conversion
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=kinds):
            record.headers.get("WARC-Target-URI")
            if record.record_type == WarcRecordType.response:
                record.http_charset  # noqa: B018 (newsparse reads it too)
            yield record.reader.read()


def bare_tar(path: Path) -> Contents:
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            yield file.read()


def bare_zip(path: Path) -> Contents:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield archive.read(name)


class Dump(NamedTuple):
    """A dump by the bare library that reads it."""

    name: str
    library: str
    bare: Callable[[Path], Contents]
    write: Callable[[Sequence[Page], Path], None]


def dump(
    name: str,
    library: str,
    bare: Callable[[Path], Contents],
    writer: Callable[..., None],
    *settings: Any,
) -> Dump:
    """Holds of each page what its name begins with."""
    write = partial(writer, *settings)
    form = {"text": Page.as_text, "html": Page.as_html, "both": lambda page: page}
    only = form[name[:4]]
    return Dump(name, library, bare, lambda pages, path: write(list(map(only, pages)), path))


DUMPS = (
    dump("texts", "pathlib", bare_texts, write_folder, PLAIN),
    dump("text.jsonl", "json", bare_lines, write_records, jsonl, PLAIN),
    dump("html.jsonl", "json", bare_lines, write_records, jsonl, PLAIN),
    dump("html.jsonl.gz", "gzip, json", bare_lines, write_records, jsonl, GZIP),
    dump("html.jsonl.zst", "zstd, json", bare_lines, write_records, jsonl, ZSTANDARD),
    dump("text.json", "json", bare_json, write_records, json_array, PLAIN),
    dump("text.csv", "csv", bare_csv, write_records, table, PLAIN),
    dump("both.parquet", "pyarrow", bare_parquet, write_parquet, "zstd"),
    dump("html.warc", "FastWARC", bare_warc, write_members, plain_response, PLAIN),
    dump("html.warc.gz", "FastWARC", bare_warc, write_members, plain_response, GZIP),
    dump("text.wet.gz", "FastWARC", bare_warc, write_members, conversion, GZIP),
    dump("html.tar", "tarfile", bare_tar, write_tar, PLAIN),
    dump("html.tar.gz", "tarfile", bare_tar, write_tar, GZIP),
    dump("html.zip", "zipfile", bare_zip, write_zip, ZIP_METHODS["deflated"]),
)


def timed(contents: Callable[[Path], Contents], path: Path) -> tuple[float, tuple[int, int]]:
    """CPU seconds, and the pages and characters that came."""
    pages = size = 0
    start = time.process_time()
    for content in contents(path):
        pages += 1
        size += len(content)
    return time.process_time() - start, (pages, size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="part of the names of the dumps to read")
    args = parser.parse_args()
    pages = corpus_pages(args.corpus, args.pages)
    if not pages:
        sys.exit(f"no corpus here: no *.jsonl.zst in {args.corpus}")
    print(f"{'dump':16}{'MB':>7}{'bare':>14}{'ms/page':>9}{'newsparse':>11}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name, library, bare, write in (each for each in DUMPS if args.only in each.name):
            path = Path(folder) / name
            write(pages, path)
            rounds = [(timed(bare, path), timed(newsparse, path)) for _ in range(args.rounds)]
            if len({counts for each in rounds for _, counts in each}) > 1:
                sys.exit(f"{name}: the two sides read different pages: {rounds}")
            theirs, ours = (min(times[side][0] for times in rounds) for side in (0, 1))
            files = path.rglob("*.*") if path.is_dir() else [path]
            size = sum(each.stat().st_size for each in files) / 1e6
            each = 1000 / len(pages)
            print(
                f"{name:16}{size:7.1f}{library:>14}{theirs * each:9.3f}{ours * each:11.3f}"
                f"{ours / theirs:7.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()

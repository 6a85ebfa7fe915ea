"""The same pages through every reader: dumps in each container and codec, read and compared.

    python -m benchmarks.containers CORPUS [--pages 20000] [--parse 1000] [--only jsonl]

A third of the pages are HTML, the others text; WET and split files hold the text of all of them.
Each dump is built in a temporary folder, read, compared with the pages in all that it can hold, and
deleted. `--parse N` also runs `newsparse parse` over the first N pages of one dump of each
container, and compares the records with those of `parse_many` on the pages, byte by byte. Exit code
1 if anything differs. Needs the extras `benchmark` and `all`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import partial
from hashlib import blake2b
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from benchmarks import dumps
from benchmarks.dumps import CODECS, Page, corpus_pages
from newsparse import Document, parse_many
from newsparse.readers import Item, ReadDocument, ReadOptions, Split, read
from newsparse.writers.jsonl import json_line

Pages = Sequence[Page]
_SHOWN = 3


class Dump(NamedTuple):
    """How pages are put in, and what should come out."""

    name: str
    write: Callable[[Pages, Path], None]
    document: Callable[[Page, int, Path], Document]
    """What the page of this number in the dump of this name should be."""
    texts_only: bool = False
    split: str | None = None


def of_record(page: Page, _number: int, _path: Path) -> Document:
    return Document(
        page.content,
        id=page.id,
        title=page.title,
        url=page.url,
        language=page.language,
        html=page.is_html,
    )


def of_web_archive(page: Page, _number: int, _path: Path) -> Document:
    return Document(
        page.content,
        id=page.id,
        url=page.url,
        language=page.language,
        html=page.is_html,
        charset="utf-8",
    )


def of_file(page: Page, number: int, path: Path, suffix: str = "") -> Document:
    name = f"{path}/{dumps.file_name(page, number)}{suffix}"
    return Document(page.content, id=name, html=page.is_html)


def of_part(page: Page, number: int, path: Path) -> Document:
    return Document(page.content, id=f"{path}:{number + 1}")


def all_dumps() -> Iterator[Dump]:
    """Those without compression first."""
    files = {
        "jsonl": dumps.jsonl,
        "json": dumps.json_array,
        "csv": dumps.table,
        "tsv": dumps.tsv,
    }
    for codec in CODECS:
        for suffix, records in files.items():
            write = partial(dumps.write_records, records, codec)
            yield Dump(f"pages.{suffix}{codec.suffix}", write, of_record)
        write = partial(dumps.write_members, dumps.coded_response, codec)
        yield Dump(f"pages.warc{codec.suffix}", write, of_web_archive)
        write = partial(dumps.write_members, dumps.conversion, codec)
        yield Dump(f"pages.wet{codec.suffix}", write, of_web_archive, texts_only=True)
        write = partial(dumps.write_records, dumps.split_text, codec)
        split = f"^{dumps.SEPARATOR}$"
        yield Dump(f"pages.txt{codec.suffix}", write, of_part, texts_only=True, split=split)
        yield Dump(f"pages.tar{codec.suffix}", partial(dumps.write_tar, codec), of_file)
        document = partial(of_file, suffix=codec.suffix)
        yield Dump(f"folder{codec.suffix}", partial(dumps.write_folder, codec), document)
    for name, method in dumps.ZIP_METHODS.items():
        yield Dump(f"{name}.zip", partial(dumps.write_zip, method), of_file)
    for name in ("none", "snappy", "gzip", "brotli", "lz4", "zstd"):
        yield Dump(f"{name}.parquet", partial(dumps.write_parquet, name), of_record)


UNCOMPRESSED = ("jsonl", "json", "csv", "tsv", "warc", "wet", "txt", "tar")
PARSED = {
    *(f"pages.{suffix}" for suffix in UNCOMPRESSED),
    "folder",
    "deflated.zip",
    "zstd.parquet",
}
"""One dump of each container."""


def digest(document: Document) -> bytes:
    """A hash of all that is known of a page; text and its UTF-8 are the same."""
    found = blake2b(digest_size=16)
    for each in fields(document):
        value = getattr(document, each.name)
        data = value if isinstance(value, bytes) else str(value).encode()
        found.update(b"%d %b" % (len(data), data))
    return found.digest()


def differences(wanted: Iterable[Document], found: Iterable[Item]) -> Iterator[str]:
    """What does not come out as it went in."""
    for number, (document, item) in enumerate(zip_longest(wanted, found)):
        if document is None or not isinstance(item, ReadDocument):
            yield f"page {number}: {cut(item or 'missing')}"
        elif digest(item.document) != digest(document):
            yield f"page {number}: {'; '.join(unlike(item.document, document))}"


def unlike(one: Document, other: Document) -> Iterator[str]:
    """The parts in which two documents differ, each from the first difference on."""
    for part in fields(Document):
        found, wanted = (plain(getattr(each, part.name)) for each in (one, other))
        if found != wanted:
            pairs = enumerate(zip_longest(found, wanted))
            at = next(place for place, (left, right) in pairs if left != right)
            yield f"{part.name}[{at}:] is {cut(found[at:])} and should be {cut(wanted[at:])}"


def plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def cut(value: object) -> str:
    return f"{value!r:.80}"


def parsed(path: Path, dump: Dump, count: int) -> list[bytes]:
    """The records of the first pages of a dump, as the command gives them."""
    command = [sys.executable, "-m", "newsparse", "parse", str(path), "--limit", str(count)]
    command += ["--split", dump.split] if dump.split else []
    done = subprocess.run(command, check=False, capture_output=True)
    return done.stdout.splitlines(keepends=True) + done.stderr.splitlines()


def check(dump: Dump, pages: Pages, path: Path, count: int) -> list[str]:
    """Builds, reads, prints a line; what differs."""
    dump.write(pages, path)
    files = path.rglob("*") if path.is_dir() else [path]
    size = sum(each.stat().st_size for each in files if each.is_file()) / 1e6
    wanted = (dump.document(page, number, path) for number, page in enumerate(pages))
    options = ReadOptions(split=Split.parse(dump.split) if dump.split else None)
    start = time.process_time()
    found = list(differences(wanted, read([path], options)))
    seconds = time.process_time() - start
    line = f"{dump.name:18}{len(pages):8,}{size:9.1f}{seconds:9.1f}{len(found):8,}"
    if count and dump.name in PARSED:
        wanted = (dump.document(page, number, path) for number, page in enumerate(pages[:count]))
        records = list(map(json_line, parse_many(wanted)))
        pairs = enumerate(zip_longest(records, parsed(path, dump, count), fillvalue=b""))
        unlike = [f"record {at}: {other[:300]!r}" for at, (one, other) in pairs if one != other]
        line += f"{len(records):10,}{len(unlike):8,}"
        found += unlike
    print(line, *found[:_SHOWN], sep="\n    ", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--parse", type=int, default=0, help="pages of each container to parse")
    parser.add_argument("--only", default="", help="part of the names of the dumps to check")
    args = parser.parse_args()
    pages = corpus_pages(args.corpus, args.pages)
    if not pages:
        sys.exit(f"no corpus here: no *.jsonl.zst in {args.corpus}")
    texts = [page.as_text() for page in pages]
    both = [each.as_text() if at % 3 else each.as_html() for at, each in enumerate(pages)]
    print(f"{'dump':18}{'pages':>8}{'MB':>9}{'CPU s':>9}{'unlike':>8}{'records':>10}{'unlike':>8}")
    differ = False
    for dump in (each for each in all_dumps() if args.only in each.name):
        with tempfile.TemporaryDirectory() as folder:
            chosen = texts if dump.texts_only else both
            differ |= bool(check(dump, chosen, Path(folder) / dump.name, args.parse))
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()

"""Records for tests of what reads the output of `newsparse parse`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from newsparse import Article, Dateline, PageType, parse
from newsparse.writers.jsonl import json_line
from newsparse.writers.parquet import ParquetWriter

PAGES = sorted((Path(__file__).parent.parent / "fixtures" / "pages").glob("*.txt"))

# What a page may hold to break out of where it is shown.
HOSTILE = (
    "</script><script>alert(1)</script>",
    "</title><!-- <img src=x onerror=alert(2)>",
    "\u202egnp.exe\u202c \u2066x \x00\x1b[2J\x07\x9b",
    "lone \ud800 surrogate",
    "${title} $data $$ {{x}}",
    "line\u2028separator & \"quotes\" 'too' \\u003c",
)


def record(**changes: Any) -> dict[str, Any]:
    """A record of an article with nothing in it, but for what is changed."""
    return Article("", (), PageType.ARTICLE, 0.9).to_dict() | changes


def line(**changes: Any) -> bytes:
    """… as a line of JSON."""
    return json.dumps(record(**changes)).encode() + b"\n"


def dateline(country: str | None) -> dict[str, Any]:
    return Dateline("HANOI: ", ("Hanoi",), None, country).to_dict()


def body(*texts: str) -> list[dict[str, str]]:
    return [{"kind": "paragraph", "text": text} for text in texts]


def boilerplate(*kinds: str) -> list[dict[str, str]]:
    return [{"kind": kind, "text": kind.title()} for kind in kinds]


def hostile(text: str) -> dict[str, Any]:
    """A record that holds a hostile text wherever it can."""
    made = parse(f"{text}\n\n{text}\n\nThe mill burned down on Friday, police said. {text}\n")
    texts = dict.fromkeys(("id", "url", "kicker", "headline", "deck", "published"), text)
    parts = {"ticker": [text], "authors": [text], "body": body(text)}
    return made.to_dict(spans=True) | texts | parts | {"language": text}


def parsed(spans: bool) -> bytes:
    """What `newsparse parse` writes of the pages of the fixtures."""
    articles = (parse(page.read_bytes(), url=f"https://news.example/{page.stem}") for page in PAGES)
    return b"".join(json_line(article, spans) for article in articles)


def parsed_parquet(spans: bool = False) -> bytes:
    """The same as Parquet."""
    return as_parquet(parsed(spans))


def as_parquet(lines: bytes) -> bytes:
    """Lines of records as the Parquet that is written of them."""
    file = io.BytesIO()
    records = list(map(json.loads, lines.splitlines()))
    writer = ParquetWriter(file, "blocks" in records[0])
    for each in records:
        writer.write(each)
    writer.close()
    return file.getvalue()

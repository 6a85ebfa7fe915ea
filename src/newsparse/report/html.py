"""The report: one HTML file that fetches nothing and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from newsparse.report.charts import chart
from newsparse.report.sections import sections, share
from newsparse.report.terminal import headline
from newsparse.show import harmless
from newsparse.stats import Counts, Stats, quantile
from newsparse.taxonomy import Label
from newsparse.tones import TONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN_SOURCES = 5
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def render(stats: Stats, pages: Sequence[dict[str, Any]], sources: Sequence[str], how: str) -> str:
    """The whole file.

    Args:
        stats: what is charted.
        pages: the views that the browser shows.
        sources: the files that were counted, as the caller named them.
        how: how the pages were chosen, in a sentence.
    """
    css, script = _asset("report.css"), _asset("report.js")
    return Template(_asset("report.html")).substitute(
        csp=f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        css=css,
        script=script,
        title=escape(harmless(_named(sources))),
        told=escape(f"{headline(stats)}; {stats.total.with_spans:,} with page text"),
        figures="".join(_figures(stats)),
        charts="".join(map(chart, sections(stats))),
        how=escape(how),
        data=_json({"pages": pages, "families": _families()}),
    )


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """The source of a content security policy that allows this very text and no other."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _json(value: Any) -> str:
    r"""JSON that cannot end the element it stands in.

    >>> _json("</script><!--")
    '"\\u003c/script\\u003e\\u003c!--"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _families() -> dict[str, str]:
    return {label.value: TONES[label].family.value for label in (*TONES, *Label)}


def _named(sources: Sequence[str]) -> str:
    more = len(sources) - _SHOWN_SOURCES
    names = ", ".join("standard input" if s == "-" else s for s in sources[:_SHOWN_SOURCES])
    return f"{names} and {more} more" if more > 0 else names


def _figures(stats: Stats) -> Iterator[str]:
    total, articles = stats.total, stats.articles
    yield _figure(f"{total.pages:,}", "pages", _unreadable(stats))
    yield _figure(share(articles.pages, total.pages), "articles", f"{articles.pages:,} pages")
    for key, told in (("headline", "with headline"), ("published", "with date")):
        found = articles.fields.get(key, 0)
        yield _figure(share(found, articles.pages), told, "of articles")
    middle = quantile(articles.words, 0.5)
    yield _figure("–" if middle is None else f"{middle:,}", "words", "in the median body")
    yield _figure(share(_unsure(articles), articles.pages), "unsure", "articles below 0.5")


def _unreadable(stats: Stats) -> str:
    return f"{stats.broken:,} unreadable" if stats.broken else "all readable"


def _unsure(counts: Counts) -> int:
    return sum(n for step, n in counts.confidence.items() if step < 10)


def _figure(value: str, told: str, more: str) -> str:
    return (
        f"<li><b>{escape(value)}</b> <span>{escape(told)}</span> <small>{escape(more)}</small></li>"
    )

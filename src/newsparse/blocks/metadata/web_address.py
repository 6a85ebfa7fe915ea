"""What a page's address tells: its day and its section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from newsparse.blocks.metadata.values import Found

SOURCE = "url"
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_SECTION = re.compile(r"[a-z][a-z-]{2,30}\Z")
_NO_SECTION = frozenset(("article", "articles", "artikel", "story", "stories", "content", "node",
                         "post", "posts", "blog", "blogs", "news", "index", "archive", "archives",
                         "item", "page", "pages", "web", "text", "amp"))  # fmt: skip


def from_url(url: str) -> Iterator[Found]:
    """The host, the day in the path, and the first part of the path if that is a word.

    >>> [found[:2] for found in from_url("https://example.com/sport/2023/09/14/mill-wins")]
    [('site_name', 'example.com'), ('published', '2023-09-14'), ('section', 'sport')]
    >>> [found[:2] for found in from_url("https://example.com/news/20230931-mill")]  # no such day
    [('site_name', 'example.com')]
    """
    try:
        host, path = urlsplit(url).hostname, urlsplit(url).path
    except ValueError:
        return
    if host:
        yield Found("site_name", host.removeprefix("www."), SOURCE)
    for year, separator, month, day in _DAY.findall(path[:1000]):
        if not separator and len(month + day) < 4:
            continue
        try:
            yield Found("published", date(int(year), int(month), int(day)).isoformat(), SOURCE)
        except ValueError:
            continue
        break
    parts = [part for part in path.split("/") if part]
    if len(parts) > 1 and _SECTION.match(parts[0]) and parts[0] not in _NO_SECTION:
        yield Found("section", parts[0], SOURCE)

"""Elements that declare by their nature: `title`, `h1`, `time`, `link`, and links to an author."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from newsparse.blocks.metadata.top_headings import heading_text, is_beside
from newsparse.blocks.metadata.values import Found, address, language, plain

_MOST_TIMES, _MOST_HEADINGS = 40, 12
_HEIGHT = 4  # elements above a `time` whose class names may tell what it is
_MODIFIED = ("modif", "updat", "edited", "aktualis", "mis à jour", "mise à jour", "maj le")
_MODIFIED_NAME = "maj"  # mise à jour, as a whole name only: "25 maj" is a day of May
_PUBLISHED = ("publish", "entry-date", "posted", "pubdate", "created", "release")
_ELSEWHERE = ("comment", "related", "teaser", "sidebar", "recommend", "footer", "card", "widget",
              "most-read", "popular", "latest")  # fmt: skip


@dataclass(slots=True)
class Elements:
    """The elements of one pass over the page, by what they are."""

    title: str | None = None
    headings: list[str] = field(default_factory=list)
    """Texts of `h1`, in page order."""
    tops: int = 0
    """How many `h1` there are, empty ones too."""
    metas: list[tuple[str, str]] = field(default_factory=list)
    """Name (or property, itemprop) and content of `meta` tags."""
    json_ld: list[str] = field(default_factory=list)
    scripts: list[HtmlElement] = field(default_factory=list)
    """Other scripts that stand in the page."""
    times: list[HtmlElement] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None


def collect(root: HtmlElement) -> Elements:
    """Every element that declares something, in one pass."""
    found = Elements()
    for element in root.iter(*_READERS):
        _READERS[element.tag](element, found)
    return found


def text_of(element: HtmlElement, longest: int = 600) -> str | None:
    """The text of a short element; `None` for one that holds more than a line."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > longest * 4:
            return None
    return plain("".join(pieces), longest)


def _title(element: HtmlElement, found: Elements) -> None:
    above = element.getparent()
    if found.title is None and (above is None or above.tag != "svg"):
        found.title = text_of(element)


def _meta(element: HtmlElement, found: Elements) -> None:
    content = element.get("content") or element.get("value")
    if not content:
        return
    for key in ("property", "name", "itemprop", "http-equiv"):
        if name := element.get(key):
            found.metas.append((name, content))


def _script(element: HtmlElement, found: Elements) -> None:
    if "ld+json" in (element.get("type") or "").lower():
        if element.text:
            found.json_ld.append(element.text)
    elif element.get("src") is None:
        found.scripts.append(element)


def _link(element: HtmlElement, found: Elements) -> None:
    if found.canonical is None and "canonical" in (element.get("rel") or "").lower().split():
        found.canonical = element.get("href")


def _time(element: HtmlElement, found: Elements) -> None:
    if len(found.times) < _MOST_TIMES:
        found.times.append(element)


def _heading(element: HtmlElement, found: Elements) -> None:
    found.tops += 1
    if found.tops > _MOST_HEADINGS or is_beside(element):
        return
    if text := heading_text(element):
        found.headings.append(text)


def _html(element: HtmlElement, found: Elements) -> None:
    found.language = found.language or element.get("lang") or element.get("xml:lang")


_READERS: dict[str, Callable[[HtmlElement, Elements], None]] = {
    "title": _title, "meta": _meta, "script": _script, "link": _link, "time": _time,
    "h1": _heading, "html": _html,
}  # fmt: skip


def from_elements(found: Elements, url: str | None) -> Iterator[Found]:
    """What title, headings, canonical link and language attribute declare."""
    for heading in found.headings:
        yield Found("headline", heading, "h1 element")
    if found.title:
        yield Found("headline", found.title, "title element")
    if place := address(found.canonical, url):
        yield Found("canonical_url", place, "link element")
    if code := language(found.language):
        yield Found("language", code, "html element")


def from_times(times: list[HtmlElement]) -> Iterator[Found]:
    """The dates of `time` elements, those that say what they are first."""
    ranked: list[tuple[int, Found]] = []
    for element in times:
        text = text_of(element, 120)
        value = plain(element.get("datetime"), 60) or text
        if value is None or not any(map(str.isdigit, value)):
            continue
        words = _words_about(element)
        if any(word in words for word in _ELSEWHERE):
            continue
        told = (text or "").casefold()
        if _MODIFIED_NAME in words.replace("-", " ").replace("_", " ").split() or any(
            word in words or word in told for word in _MODIFIED
        ):
            ranked.append((0, Found("modified", value, "time element")))
        else:
            said = element.get("pubdate") is not None or any(w in words for w in _PUBLISHED)
            ranked.append((0 if said else 1, Found("published", value, "time element")))
    ranked.sort(key=lambda pair: pair[0])
    yield from (each for _, each in ranked)


def _words_about(element: HtmlElement) -> str:
    words = []
    above: HtmlElement | None = element
    for _ in range(_HEIGHT):
        if above is None:
            break
        words += [above.get("class") or "", above.get("id") or "", above.get("itemprop") or ""]
        above = above.getparent()
    return " ".join(words).lower()

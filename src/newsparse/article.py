"""The article that newsparse returns: immutable, typed, with spans into `Article.source`.

Everything readable is a *view* on the blocks: nothing of the page is thrown away, and
`article.source[block.span.slice]` is the block's text, verbatim.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from newsparse.locator import Locator
from newsparse.parts import (
    Block,
    Boilerplate,
    Dateline,
    Headline,
    Paragraph,
    Span,
    unfold,
)
from newsparse.provenance import Candidate, Metadata
from newsparse.taxonomy import BodyKind, Flag, Label, PageType


@dataclass(frozen=True, slots=True)
class Article:
    """A page taken apart. Absent is `None` or `()`, never `""`."""

    source: str
    """The page text: the very string that came in (decoded, if bytes came in)."""
    blocks: tuple[Block, ...]
    """In order, without overlap; between them stands white space only."""
    page_type: PageType
    confidence: float
    """How far to trust the page type and the body together, 0..1, three digits."""
    flags: tuple[Flag, ...] = ()
    id: str | None = None
    url: str | None = None
    language: str | None = None
    """The document's declared language (ISO 639-1), else its HTML's; never guessed from text."""
    ticker: tuple[Headline, ...] = ()
    kicker: Headline | None = None
    headline: Headline | None = None
    deck: Headline | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601 date, or date and time, as far as the page states it."""
    modified: str | None = None
    dateline: Dateline | None = None
    body: tuple[Paragraph, ...] = ()
    leading: tuple[Boilerplate, ...] = ()
    inline: tuple[Boilerplate, ...] = ()
    trailing: tuple[Boilerplate, ...] = ()
    metadata: Metadata | None = field(default=None)

    def text_of(self, part: Block | Headline | Paragraph | Boilerplate | Dateline) -> str:
        """The verbatim source text of a part, line breaks included.

        Raises:
            ValueError: the part was read back from a record without spans.
        """
        if part.span is None:
            raise ValueError("this part carries no span: its record was written without spans")
        return self.source[part.span.slice]

    def to_dict(self, spans: bool = False) -> dict[str, Any]:
        """The JSON record of one document; `spans` adds `source` and `blocks`."""
        record: dict[str, Any] = {
            "id": self.id,
            "url": self.url,
            "language": self.language,
            "page_type": self.page_type.value,
            "ticker": [item.text for item in self.ticker],
            "kicker": self.kicker and self.kicker.text,
            "headline": self.headline and self.headline.text,
            "deck": self.deck and self.deck.text,
            "authors": list(self.authors),
            "published": self.published,
            "modified": self.modified,
            "dateline": self.dateline and self.dateline.to_dict(),
            "body": [{"kind": part.kind.value, "text": part.text} for part in self.body],
            "leading": _boilerplate_records(self.leading),
            "inline": _boilerplate_records(self.inline),
            "trailing": _boilerplate_records(self.trailing),
            "confidence": self.confidence,
            "flags": [flag.value for flag in self.flags],
        }
        if self.metadata is not None:
            record["metadata"] = [asdict(candidate) for candidate in self.metadata.candidates]
        if spans:
            record["source"] = self.source
            record["blocks"] = [
                {
                    "kind": block.label.value,
                    "start": block.span.start,
                    "end": block.span.end,
                    "confidence": block.confidence,
                }
                for block in self.blocks
            ]
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Article:
        """Read a record back.

        A record with spans gives the very article that wrote it; one without gives the same
        article with `source` empty, no blocks, and every span `None`.

        Raises:
            KeyError, ValueError: the record is not one that `to_dict` writes.
        """
        blocks = tuple(
            Block(Label(b["kind"]), Span(b["start"], b["end"]), b["confidence"])
            for b in record.get("blocks", ())
        )
        locate = Locator(record.get("source"), blocks)
        body = _body(record, locate)
        dateline, metadata = record["dateline"], record.get("metadata")
        return cls(
            source=record.get("source", ""),
            blocks=blocks,
            page_type=PageType(record["page_type"]),
            confidence=record["confidence"],
            flags=tuple(Flag(flag) for flag in record["flags"]),
            id=record["id"],
            url=record["url"],
            language=record["language"],
            ticker=tuple(
                Headline(t, locate.item("ticker", t, Label.TICKER)) for t in record["ticker"]
            ),
            kicker=_display("kicker", record, locate),
            headline=_headline(record, locate),
            deck=_display("deck", record, locate),
            authors=tuple(record["authors"]),
            published=record["published"],
            modified=record["modified"],
            dateline=dateline and _dateline(dateline, body, record.get("source", "")),
            body=body,
            leading=_boilerplate("leading", record, locate),
            inline=_boilerplate("inline", record, locate),
            trailing=_boilerplate("trailing", record, locate),
            metadata=None
            if metadata is None
            else Metadata(tuple(Candidate(**c) for c in metadata)),
        )


_BODY = (Label.BODY, Label.HEADING)


def _boilerplate_records(parts: tuple[Boilerplate, ...]) -> list[dict[str, str]]:
    return [{"kind": part.label.value, "text": part.text} for part in parts]


def _headline(record: dict[str, Any], locate: Locator) -> Headline | None:
    text = record["headline"]
    declared = "metadata" in record
    return text and Headline(text, locate.surest(text, Label.HEADLINE, declared=declared))


def _display(key: str, record: dict[str, Any], locate: Locator) -> Headline | None:
    """The kicker or the deck."""
    text = record[key]
    return text and Headline(text, locate.part(key, text, Label(key)))


def _body(record: dict[str, Any], locate: Locator) -> tuple[Paragraph, ...]:
    parts = ((BodyKind(part["kind"]), part["text"]) for part in record["body"])
    return tuple(Paragraph(kind, text, locate.part("body", text, *_BODY)) for kind, text in parts)


def _boilerplate(key: str, record: dict[str, Any], locate: Locator) -> tuple[Boilerplate, ...]:
    """What stands before, within or after the body."""
    parts = ((Label(part["kind"]), part["text"]) for part in record[key])
    return tuple(Boilerplate(label, text, locate.boilerplate(text, label)) for label, text in parts)


def _dateline(record: dict[str, Any], body: tuple[Paragraph, ...], source: str) -> Dateline:
    """The dateline opens a paragraph, so its span needs no search."""
    opened = next(
        (part.span for part in body if part.text.startswith(record["text"].rstrip())), None
    )
    return Dateline(
        text=record["text"],
        places=tuple(record["places"]),
        region=record["region"],
        country_code=record["country_code"],
        agency=record["agency"],
        date=record["date"],
        authors=tuple(record["authors"]),
        span=opened and unfold(source, opened.start, record["text"]),
    )

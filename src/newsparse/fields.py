"""A labelled page into an article: every field is a view on the blocks and their labels.

Recognizers are imported by the fields that ask them: their patterns take 100 ms to compile.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from newsparse.article import Article
from newsparse.authorship import authors
from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.body import body_parts, bullet_length
from newsparse.dating import dates
from newsparse.document import Document
from newsparse.parts import (
    Block,
    Boilerplate,
    Dateline,
    Headline,
    Paragraph,
    Span,
    fold,
    unfold,
)
from newsparse.publication import PublicationLines
from newsparse.recognizers.dateline import parse_dateline
from newsparse.taxonomy import BODY_LABELS, BodyKind, Flag, Label, PageType, Part

_SENTENCE_END = re.compile(r"""[.!?…։؟۔।॥။។。！？:：][\s"'”’»«」』)\]）]*\Z""")
_LATIN_WORDS = 12  # words from which a last paragraph without a sentence end looks cut off


def article(page: Page, labelling: Labelling, document: Document) -> Article:
    """The article of a labelled page."""
    view = _View(page, labelling)
    body = body_parts(page, view.labels)
    lines = PublicationLines(page, labelling)
    stamped = dates(lines, replace(document, language=_language(page, document)))
    opening = next((part for part in body if part.kind is BodyKind.PARAGRAPH), None)
    dateline = _dateline(page, opening) if opening else None
    headline, ticker = view.headline(), view.ticker()
    kicker, deck = view.display(Label.KICKER), view.display(Label.DECK)
    published = _stated(document.published) or stamped.published
    unsure = (Flag.AMBIGUOUS_DATE,) if stamped.ambiguous and not published else ()
    boilerplate = view.boilerplate()  # what the fields above have left
    verdict = labelling.verdict
    found = Article(
        source=page.source,
        blocks=view.blocks(),
        page_type=verdict.page_type,
        confidence=verdict.confidence,
        flags=page.flags + verdict.flags + _flags(verdict.page_type, body, headline) + unsure,
        id=document.id,
        url=document.url,
        language=document.language,
        ticker=ticker,
        kicker=kicker,
        headline=headline,
        deck=deck,
        authors=authors(lines, dateline.authors if dateline else ()),
        published=published,
        modified=stamped.modified,
        dateline=dateline,
        body=body,
        leading=boilerplate[Part.LEADING],
        inline=boilerplate[Part.ARTICLE],
        trailing=boilerplate[Part.TRAILING],
    )
    if page.declared is None:
        return found
    from newsparse.declaration import with_metadata  # brings lxml, which text does not need

    return with_metadata(found, page.declared, document)


class _View:
    """The blocks of a page by label."""

    def __init__(self, page: Page, labelling: Labelling) -> None:
        starts, ends = page.starts.tolist(), page.ends.tolist()
        self._source = page.source
        self._spans = tuple(map(Span, starts, ends))
        self._texts = [page.source[start:end] for start, end in zip(starts, ends, strict=True)]
        self._states = labelling.states
        self._confidences = labelling.confidences
        self.labels = [state.label for state in labelling.states]
        self._told: set[int] = set()  # blocks that a field of their own tells
        self._of: defaultdict[Label, list[int]] = defaultdict(list)
        for block, label in enumerate(self.labels):
            self._of[label].append(block)

    def blocks(self) -> tuple[Block, ...]:
        columns = zip(self.labels, self._spans, self._confidences, strict=True)
        return tuple(map(Block._make, columns))

    def ticker(self) -> tuple[Headline, ...]:
        """The headlines of the ticker; its label line, or a menu among its lines, has none."""
        from newsparse.recognizers.ticker import is_strip, split_ticker

        items = []
        for block in self._of[Label.TICKER]:
            line = self._texts[block]
            found = split_ticker(line)
            if not found or (len(found) > 1 and not is_strip(line)):
                continue
            self._told.add(block)
            for item in found:
                assert item.span is not None
                start = self._spans[block].start
                span = Span(start + item.span.start, start + item.span.end)
                items.append(Headline(item.text, span))
        return tuple(items)

    def headline(self) -> Headline | None:
        """The surest headline, with the pieces that go on with it in lower case."""
        blocks = self._of[Label.HEADLINE]
        if not blocks:
            return None
        run = [max(blocks, key=lambda block: self._confidences[block])]
        while run[-1] + 1 in blocks and self._texts[run[-1] + 1][0].islower():
            run.append(run[-1] + 1)
        return self._joined(run)

    def display(self, label: Label) -> Headline | None:
        """The first kicker or deck, its blocks in a row taken together."""
        return next(map(self._joined, self._runs(label)), None)

    def boilerplate(self) -> dict[Part, tuple[Boilerplate, ...]]:
        """What stands before, within and after the body and that no other field tells.

        A second headline or deck and the label line of a ticker are among it, under their kinds.
        """
        found: dict[Part, list[tuple[Label, str, Span]]] = {part: [] for part in Part}
        columns = zip(self._states, self._texts, self._spans, strict=True)
        for block, (state, text, span) in enumerate(columns):
            if state.label in BODY_LABELS or block in self._told:
                continue
            bullet = bullet_length(text)
            where = Span(span.start + bullet, span.end) if bullet else span
            found[state.part].append((state.label, fold(text[bullet:]), where))
        return {part: tuple(map(Boilerplate._make, rows)) for part, rows in found.items()}

    def _runs(self, label: Label) -> list[list[int]]:
        runs: list[list[int]] = []
        for block in self._of[label]:
            if runs and runs[-1][-1] == block - 1 and self._text(block) != self._text(block - 1):
                runs[-1].append(block)
            else:
                runs.append([block])
        return runs

    def _joined(self, run: list[int]) -> Headline:
        self._told.update(run)
        span = Span(self._spans[run[0]].start, self._spans[run[-1]].end)
        return Headline(fold(self._source[span.slice]), span)

    def _text(self, block: int) -> str:
        return fold(self._texts[block])


def _language(page: Page, document: Document) -> str | None:
    """The declared language of the document or its page; it tells how dates are written."""
    declared = (each.value for each in page.declared or () if each.field == "language")
    return document.language or next(declared, None)


def _stated(published: str | None) -> str | None:
    """A date from outside the page in ISO 8601; what is no date, or an ambiguous one, is none."""
    if not published:
        return None
    from newsparse.recognizers.date import parse_date

    found = parse_date(published)
    return found.value if found else None


def _dateline(page: Page, opening: Paragraph) -> Dateline | None:
    found = parse_dateline(opening.text)
    if found is None or opening.span is None:
        return found
    return replace(found, span=unfold(page.source, opening.span.start, found.text))


def _flags(
    kind: PageType, body: tuple[Paragraph, ...], headline: Headline | None
) -> tuple[Flag, ...]:
    flags = []
    if kind is PageType.ARTICLE and headline is None:
        flags.append(Flag.NO_HEADLINE)
    if body and body[-1].kind is BodyKind.PARAGRAPH:
        text = body[-1].text
        cut = text.count(" ") >= _LATIN_WORDS and not _SENTENCE_END.search(text[-40:])
        if cut or text.endswith(("…", "...", "[…]", "[...]")):
            flags.append(Flag.TRUNCATED)
    return tuple(flags)

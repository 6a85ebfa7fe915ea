"""Residual pages: what is left of a page when a dump keeps only ticker, article and a tail.

Composed from labelled pages: their own headline and article blocks, other pages' headlines as
ticker and related list, and set phrases of the shipped table as labels and tails.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from newsparse.blocks.text import page_from_text
from newsparse.data import read_table
from newsparse.recognizers.dateline import parse_dateline
from newsparse.taxonomy import BODY_LABELS, Label
from training.corpus import LABELS, Example, project

_SEPARATORS = ("|", "|", "|", "•", "·", "/", "»", "—", "||", "★", "▪", "►", "–", "*")
_BLANKS = ("\n", "\n\n", "\n\n", "\n\n\n", "\r\n\r\n")
_TAILS = (Label.RELATED, Label.RELATED, Label.SHARE, Label.TAGS, Label.LEGAL, Label.PROMO,
          Label.COMMENTS, Label.NAV)  # fmt: skip
_NAMES = (
    "Sok Dara",
    "Anna Keller",
    "Jean Petit",
    "María Soto",
    "Li Wei",
    "John Smith",
    "Staff Writer",
)
_PLACES = ("London", "Nairobi", "Buenos Aires", "Ottawa", "Manila", "Berlin", "Madrid", "Colombo",
           "Kathmandu", "Accra", "Lima", "Seoul", "Warsaw", "Mexico City", "Cairo")  # fmt: skip
_AGENCIES = ("AP", "AFP", "Reuters", "dpa", "Xinhua", "EFE", "ANSA", "UPI")
_MONTHS = ("January", "Feb", "March", "Apr.", "May", "June", "Juli", "août", "septiembre", "Oct")


@dataclass(slots=True)
class _Lines:
    """Text under construction with the label of every line."""

    blank: str
    text: str = ""
    lines: list[tuple[int, int, str]] | None = None

    def add(self, line: str, label: Label, joint: str | None = None) -> None:
        self.lines = self.lines or []
        if self.text:
            self.text += self.blank if joint is None else joint
        self.lines.append((len(self.text), len(self.text) + len(line), label.value))
        self.text += line


class Composer:
    """Makes residual pages; the same seed gives the same pages."""

    def __init__(self, examples: list[Example], seed: int) -> None:
        self._random = random.Random(seed)
        self._headlines: list[str] = []
        for example in examples:
            at = np.flatnonzero(example.labels == LABELS.index(Label.HEADLINE))
            if len(at):
                self._headlines.append(" ".join(example.page.text(int(at[0])).split()))
        self._phrases: dict[str, list[str]] = {}
        rows = read_table("phrases.tsv")
        above_lists = {row["phrase"] for row in rows if row["label"] == Label.RELATED}
        for row in rows:
            # In a tail "Read more" heads a list; a phrase must not stand for two kinds there.
            if row["label"] in (Label.RELATED, Label.TICKER) or row["phrase"] not in above_lists:
                self._phrases.setdefault(row["label"], []).append(row["phrase"])

    def compose(self, example: Example) -> Example | None:
        """A residual page of the article of a labelled page; `None` if it has no article."""
        labels = [LABELS[label] for label in example.labels]
        texts = [example.page.text(block).strip() for block in range(len(labels))]
        headline = next(
            (t for t, label in zip(texts, labels, strict=True) if label is Label.HEADLINE), None
        )
        body = [pair for pair in zip(texts, labels, strict=True) if pair[1] in BODY_LABELS]
        if headline is None or sum(len(text) for text, _ in body) < 300:
            return None
        lines = _Lines(self._random.choice(_BLANKS))
        if self._random.random() < 0.75:
            self._ticker(lines)
        lines.add(headline, Label.HEADLINE)
        self._beneath(lines, labels, texts)
        opening = next((text for text, label in body if label is Label.BODY), "")
        if opening and self._random.random() < 0.45 and parse_dateline(opening) is None:
            at = body.index((opening, Label.BODY))
            if self._random.random() < 0.3:  # some dumps run a title into the body they begin
                begun = self._summary(labels, texts) or headline
                body[at:at] = [(self._dateline() + begun, Label.BODY)]
            else:
                body[at] = (self._dateline() + opening, Label.BODY)
        for text, label in body:
            lines.add(text, label)
        if self._random.random() < 0.9:
            self._tail(lines)
        title = example.page.title if self._random.random() < 0.3 else None
        page = page_from_text(lines.text, title=title)
        return Example(
            example.id + "/residual",
            example.site,
            "residual",
            page,
            project(page, lines.lines or []),
        )

    def with_ticker(self, example: Example) -> Example | None:
        """A whole page with a ticker put before its headline; `None` without a headline."""
        at = np.flatnonzero(example.labels == LABELS.index(Label.HEADLINE))
        page = example.page
        if not len(at):
            return None
        put = int(page.starts[at[0]])
        lines = _Lines(self._random.choice(("\n", "\n\n")))
        self._ticker(lines)
        strip = lines.text + lines.blank
        blocks = zip(page.starts.tolist(), page.ends.tolist(), example.labels, strict=True)
        moved = [
            (start + len(strip) * (start >= put), end + len(strip) * (start >= put), LABELS[label])
            for start, end, label in blocks
        ]
        added = [(start + put, end + put, Label(label)) for start, end, label in lines.lines or []]
        source = page.source[:put] + strip + page.source[put:]
        made = page_from_text(source, title=page.title)
        labels = project(made, sorted([*moved, *added]))
        return Example(example.id, example.site, example.form, made, labels)

    def _ticker(self, lines: _Lines) -> None:
        pick = self._random
        items = pick.sample(self._headlines, min(pick.randint(2, 9), len(self._headlines)))
        label = self._phrase("ticker") if pick.random() < 0.5 else ""
        if pick.random() < 0.2:
            if label:
                lines.add(label, Label.TICKER)
            for item in items:
                lines.add(item, Label.TICKER)
            return
        mark = pick.choice(_SEPARATORS)
        strip = f" {mark} ".join(items) + (f" {mark}" if pick.random() < 0.5 else "")
        if label and pick.random() < 0.5:
            lines.add(label, Label.TICKER)
            lines.add(strip, Label.TICKER, pick.choice(("\n", lines.blank)))
        else:
            lines.add(f"{label}{pick.choice((' ', ': '))}{strip}" if label else strip, Label.TICKER)

    def _beneath(self, lines: _Lines, labels: list[Label], texts: list[str]) -> None:
        pick = self._random
        kept = (Label.DECK, Label.BYLINE, Label.TIMESTAMP)
        if pick.random() < 0.5:
            for text, label in zip(texts, labels, strict=True):
                if label in kept and pick.random() < 0.7:
                    lines.add(text, label)
            return
        date = f"{pick.choice(_MONTHS)} {pick.randint(1, 28)}, {pick.randint(2005, 2026)}"
        if pick.random() < 0.3:
            date = f"Published: {date} {pick.randint(0, 23):02}:{pick.randint(0, 59):02}"
        name = f"By {pick.choice(_NAMES)}"
        choice = pick.random()
        if choice < 0.3:
            lines.add(name, Label.BYLINE)
        elif choice < 0.5:
            lines.add(f"{name} | {date}", Label.BYLINE)
        elif choice < 0.7:
            lines.add(date, Label.TIMESTAMP)

    def _summary(self, labels: list[Label], texts: list[str]) -> str:
        """The page's deck, or nothing."""
        decks = [text for text, label in zip(texts, labels, strict=True) if label is Label.DECK]
        return self._random.choice(decks) if decks else ""

    def _dateline(self) -> str:
        pick = self._random
        place = pick.choice(_PLACES)
        place = place.upper() if pick.random() < 0.7 else place
        agency = f" ({pick.choice(_AGENCIES)})" if pick.random() < 0.4 else ""
        date = f", {pick.choice(_MONTHS)} {pick.randint(1, 28)}" if pick.random() < 0.25 else ""
        return place + date + agency + pick.choice((": ", " - ", " — ", " – ", " -- "))

    def _tail(self, lines: _Lines) -> None:
        pick = self._random
        for _ in range(pick.randint(1, 4)):
            label = pick.choice(_TAILS)
            count = pick.randint(1, 5) if label in (Label.NAV, Label.SHARE) else 1
            phrase = " ".join(self._phrase(label.value) for _ in range(count))
            if label is Label.TAGS:
                phrase += ": " + ", ".join(self._phrase("nav") for _ in range(pick.randint(1, 5)))
            lines.add(phrase, label)
            if label is Label.RELATED:
                for item in pick.sample(
                    self._headlines, min(pick.randint(0, 7), len(self._headlines))
                ):
                    lines.add(item, Label.RELATED)

    def _phrase(self, kind: str) -> str:
        phrase = self._random.choice(self._phrases.get(kind) or [kind])
        return self._random.choice((phrase.capitalize(), phrase.title(), phrase.upper(), phrase))

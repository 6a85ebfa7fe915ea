"""What is done with documents, and what comes of each; sent to workers by pickle."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from newsparse.document import Document
from newsparse.options import DEFAULT, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsparse.article import Article


class Done(NamedTuple):
    """A document that has its record."""

    line: bytes | None
    """The record as a line of JSON; `None` if it is filtered out."""
    page_type: str


class Failed(NamedTuple):
    """A document that has none, and why."""

    error: str
    """The exception's class, or `DeadlineExceeded`, `WorkerKilled`, `WorkerCrashed`."""
    message: str
    seconds: float


Outcome = Done | Failed


class Work(Protocol):
    """A function from documents to records. It is pickled, so that workers have it too."""

    def warm(self) -> None:
        """Load what every document needs, once, before workers are forked."""
        ...

    def __call__(self, documents: Sequence[Document], /) -> list[Done]:
        """The records of documents, in order.

        Raises:
            Exception: for any of them; the engine then calls with each alone.
        """
        ...


@dataclass(frozen=True, slots=True)
class Filter:
    """Keeps the records whose `field` has one of the values, in whatever case."""

    field: str
    values: tuple[str, ...]
    """In lower case."""

    def keeps(self, article: Article) -> bool:
        """Whether it does.

        A field with several values, as `flags`, need have one of them only. A language need begin
        with one only: `pt` keeps `pt-BR` (basic filtering of RFC 4647).
        """
        value = getattr(article, self.field)
        held = value if isinstance(value, tuple) else (value,)
        return any(map(self._has, held))

    def _has(self, value: str | None) -> bool:
        if value is None:
            return False
        value = value.lower()
        if self.field != "language":
            return value in self.values
        return f"{value}-".replace("_", "-").startswith(tuple(f"{each}-" for each in self.values))


@dataclass(frozen=True, slots=True)
class ParseWork:
    """Parses documents into lines of JSON."""

    options: Options = DEFAULT
    spans: bool = False
    filters: tuple[Filter, ...] = ()

    def warm(self) -> None:
        """Load weights and tables."""
        self([Document("warm")])

    def __call__(self, documents: Sequence[Document], /) -> list[Done]:
        """The records, through `parse_many`."""
        from newsparse.writers.jsonl import json_line

        return [
            Done(
                json_line(article, self.spans) if self._keeps(article) else None,
                str(article.page_type),
            )
            for article in self._parse(documents)
        ]

    def _keeps(self, article: Article) -> bool:
        return all(each.keeps(article) for each in self.filters)

    def _parse(self, documents: Iterable[Document]) -> Iterator[Article]:
        from newsparse.parser import parse_many

        return parse_many(documents, options=self.options)


def one_by_one(
    work: Work, documents: Sequence[Document], started: Callable[[], object] = lambda: None
) -> Iterator[Outcome]:
    """What comes of each document alone; an exception is that document's only."""
    for document in documents:
        since = time.monotonic()
        started()
        try:
            [outcome] = work([document])
        except Exception as error:
            seconds = time.monotonic() - since
            yield Failed(type(error).__name__, str(error), round(seconds, 3))
        else:
            yield outcome

"""newsparse: scraped news pages in, typed articles out.

import newsparse
article = newsparse.parse(text)
"""

from typing import TYPE_CHECKING, Any

from newsparse.article import Article
from newsparse.document import Document
from newsparse.options import Options
from newsparse.parts import (
    Block,
    Boilerplate,
    Dateline,
    Headline,
    Paragraph,
    ResolvedPlace,
    Span,
)
from newsparse.provenance import Candidate, Image, Metadata
from newsparse.recognizers.dateline import parse_dateline
from newsparse.taxonomy import BodyKind, Flag, Label, PageType, Part

if TYPE_CHECKING:
    from newsparse.parser import Explanation, explain, parse, parse_html, parse_many
else:

    def __getattr__(name: str) -> Any:
        """The parser when first asked for (PEP 562): types and help come without numpy."""
        if name not in {"Explanation", "explain", "parse", "parse_html", "parse_many"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from newsparse import parser

        return getattr(parser, name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__version__ = "0.1.0"

__all__ = [
    "Article",
    "Block",
    "BodyKind",
    "Boilerplate",
    "Candidate",
    "Dateline",
    "Document",
    "Explanation",
    "Flag",
    "Headline",
    "Image",
    "Label",
    "Metadata",
    "Options",
    "PageType",
    "Paragraph",
    "Part",
    "ResolvedPlace",
    "Span",
    "explain",
    "parse",
    "parse_dateline",
    "parse_html",
    "parse_many",
]

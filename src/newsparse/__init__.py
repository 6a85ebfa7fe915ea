"""newsparse: scraped news pages in, typed articles out.

import newsparse
article = newsparse.parse(text)
"""

from newsparse.article import (
    Article,
    Block,
    Boilerplate,
    Candidate,
    Dateline,
    Headline,
    Metadata,
    Paragraph,
    Span,
)
from newsparse.document import Document
from newsparse.options import Options
from newsparse.parser import Explanation, explain, parse, parse_many
from newsparse.recognizers.dateline import parse_dateline
from newsparse.taxonomy import BodyKind, Flag, Label, PageType, Part

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
    "Label",
    "Metadata",
    "Options",
    "PageType",
    "Paragraph",
    "Part",
    "Span",
    "explain",
    "parse",
    "parse_dateline",
    "parse_many",
]

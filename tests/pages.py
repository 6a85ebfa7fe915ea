"""Made-up pages for property tests: shapes that flattened news pages come in, and garbage."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    *("harbour", "mayor", "Council", "flood", "2023", "Related", "News", "the", "Reuters", "–"),
    *(
        "share",
        "|",
        "•",
        "北京",
        "新闻",
        "ข่าว",
        "Москва",
        "सरकार",
        "الأخبار",
        "©",
        "10:45",
        "a@x.y",
    ),
)
ENDS = (".", "!", "?", "", ":", ",", "。", "।", "”", ".)", " |", "…")
BREAKS = ("\n", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n", "\n\n\n", "\r", "\u2028", "\x85")

lines = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(st.sampled_from(WORDS), min_size=0, max_size=30),
    st.sampled_from(ENDS),
)
shaped_pages = st.builds(
    lambda parts, indent: "".join(indent + line + stop for line, stop in parts),
    st.lists(st.tuples(lines, st.sampled_from(BREAKS)), max_size=25),
    st.sampled_from(("", "", "  ", "\t", " * ")),
)
any_unicode = st.text(st.characters(), max_size=400)
"""Arbitrary code points, controls, NULs and lone surrogates among them."""

pages = st.one_of(shaped_pages, any_unicode)

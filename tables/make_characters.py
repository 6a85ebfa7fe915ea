"""Write `characters.tsv` and `lowercase.tsv`: what newsparse knows of every character.

    python tables/make_characters.py

Source: the Unicode Character Database as shipped with the running Python (`unicodedata`). Shipping
the tables keeps results the same under every Python, whatever its Unicode version.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "newsparse" / "data"

# Sentence_Terminal of Unicode's PropList, the news scripts of it; "…" ends sentences in news too.
TERMINALS = "!.?…։؟۔܀߹।॥၊။።፧፨។៕‼‽⁇⁈⁉⸮。！．？｡꘎꘏﹒﹖﹗"
SEPARATORS = "|¦│┃┊•·∙●○◦‣▪■□▸►▶»›«‹★☆✦◆◇→➤⟩>/／｜・❯＞"
MEMBERS = {
    "terminal": TERMINALS,
    "separator": SEPARATORS,
    "colon": ":：︰",
    "comma": ",;،؛、，；",
    "quote": "\"'„“”‘’‚«»「」『』《》〈〉",
}
DENSE = [  # scripts written without spaces: a character counts for half a word
    (0x0E00, 0x0EFF, "Thai, Lao"),
    (0x1000, 0x109F, "Burmese"),
    (0x1780, 0x17FF, "Khmer"),
    (0x3040, 0x30FF, "Kana"),
    (0x3400, 0x4DBF, "Han A"),
    (0x4E00, 0x9FFF, "Han"),
    (0xF900, 0xFAFF, "Han compatibility"),
    (0x20000, 0x3FFFF, "Han B and later"),
]
BY_CATEGORY = {
    "Lu": "upper", "Lt": "upper", "Ll": "lower", "Lo": "letter", "Lm": "letter", "Mn": "letter",
    "Mc": "letter", "Me": "letter", "Nd": "digit", "Nl": "letter", "No": "letter", "Pd": "dash",
    "Ps": "open", "Pe": "close", "Pi": "quote", "Pf": "quote", "Pc": "punctuation",
    "Po": "punctuation", "Zs": "space", "Zl": "space", "Zp": "space",
}  # fmt: skip


def character_class(code: int) -> str:
    char = chr(code)
    for name, members in MEMBERS.items():
        if char in members:
            return name
    if char.isspace():
        return "space"
    category = unicodedata.category(char)
    if any(first <= code <= last for first, last, _ in DENSE) and category[0] in "LM":
        return "dense"
    return BY_CATEGORY.get(category, "symbol" if category[0] == "S" else "other")


def main() -> None:
    version = unicodedata.unidata_version
    head = f"# Unicode {version} (Unicode License v3), made by tables/make_characters.py\n"
    rows, previous = ["first\tclass"], ""
    for code in range(sys.maxunicode + 1):
        found = character_class(code)
        if found != previous:
            rows.append(f"{code:X}\t{found}")
            previous = found
    (DATA / "characters.tsv").write_text(head + "\n".join(rows) + "\n", "utf-8")
    pairs = ["upper\tlower"]
    for code in range(sys.maxunicode + 1):
        # İ becomes i and a combining dot: the dot is dropped.
        lower = chr(code).lower().removesuffix("\u0307")
        if len(lower) == 1 and ord(lower) != code:
            pairs.append(f"{code:X}\t{ord(lower):X}")
    (DATA / "lowercase.tsv").write_text(head + "\n".join(pairs) + "\n", "utf-8")


if __name__ == "__main__":
    main()

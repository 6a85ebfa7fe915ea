"""Peers on the HTML of the same pages: the body as each gives it, and how fast.

    python -m benchmarks.peers CORPUS [--sets fundus aed] [--only trafilatura] [--note "why"]

Prints body F1, paragraph F1, snippets and pages a second of CPU time for each peer and set;
`benchmarks.accuracy --inputs html` gives newsparse's. Peers run as their documentation calls them,
comments off where they can be.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.accuracy import BODY_SETS, append_history, load_evaluate

Peer = Callable[[str, str | None], str]
KEPT = ("body.p", "body.r", "body.f1", "para.f1", "snippets")


def trafilatura(html: str, url: str | None) -> str:
    import trafilatura as peer

    return peer.extract(html, url=url, include_comments=False) or ""


def trafilatura_fast(html: str, url: str | None) -> str:
    import trafilatura as peer

    return peer.extract(html, url=url, include_comments=False, fast=True) or ""


def newspaper4k(html: str, url: str | None) -> str:
    from newspaper import Article

    article = Article(url or "https://example.com/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def readability(html: str, url: str | None) -> str:
    from lxml.html import fromstring
    from readability import Document

    summary = Document(html, url=url).summary()
    return "\n".join(
        " ".join(element.text_content().split())
        for element in fromstring(summary).iter("p", "li", "h2", "h3", "h4", "pre", "blockquote")
        if not any(above.tag in {"p", "li", "blockquote"} for above in element.iterancestors())
    )


def resiliparse(html: str, url: str | None) -> str:  # noqa: ARG001 (one signature)
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


def justext(html: str, url: str | None) -> str:  # noqa: ARG001 (one signature)
    import justext as peer

    found = peer.justext(html.encode(), peer.get_stoplist("English"), encoding="utf-8")
    return "\n".join(part.text for part in found if not part.is_boilerplate)


PEERS: dict[str, Peer] = {
    peer.__name__: peer
    for peer in (trafilatura, trafilatura_fast, newspaper4k, readability, resiliparse, justext)
}


def measure(evaluate: Any, path: Path, peer: Peer) -> dict[str, float]:
    pages = evaluate.read(str(path))
    predictions, failed, begun = {}, 0, time.process_time()
    for page in pages:
        try:
            text = peer(page["html"], page["url"] or None)
        except Exception:  # a peer that breaks off gives nothing
            text, failed = "", failed + 1
        body = [line for line in text.split("\n") if line.strip()]
        predictions[page["id"]] = {"id": page["id"], "body": body}
    took = time.process_time() - begun
    table, _ = evaluate.score(pages, predictions)
    found = {key: table[key] for key in KEPT if table[key] is not None}
    return {**found, "raised": failed, "pages_per_s": len(pages) / took}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sets", nargs="*", default=BODY_SETS)
    parser.add_argument("--only", nargs="*", default=list(PEERS), choices=PEERS)
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    evaluate = load_evaluate(args.corpus)
    for name in args.sets:
        for peer in args.only:
            table = measure(evaluate, args.corpus / f"{name}.jsonl.zst", PEERS[peer])
            cells = "  ".join(f"{key} {value:.4f}" for key, value in table.items())
            print(f"{name:8} {peer:18} {cells}", flush=True)
            if args.note:
                append_history({f"{name}.html.{peer}": table}, args.note, KEPT)


if __name__ == "__main__":
    main()

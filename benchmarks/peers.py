"""Peers on the HTML of the same pages: the body as each gives it, and how fast.

    python -m benchmarks.peers CORPUS [--sets fundus aed] [--only trafilatura] [--jobs 2] &

A row for each set and peer is added to `--out` as soon as it is there, and is not measured again: a
run that was stopped goes on where it was. Every peer reads in a process of its own, which is ended
when a page takes longer than `--seconds` on the clock; such a page counts as empty, as one does on
which the peer breaks off. Figures are those of `benchmarks.accuracy --inputs html`, which gives
newsparse's: body and paragraph F1, and snippets in headline and body together. Peers run as their
documentation calls them, comments off where they can be; pages a second are of CPU time, without
the headline.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from benchmarks.accuracy import BODY_SETS, append_history, load_evaluate

Reader = Callable[[str, str | None], str]
KEPT = ("body.p", "body.r", "body.f1", "para.f1", "snippets")
COLUMNS = ("set", "peer", "pages", *KEPT, "raised", "timed_out", "pages_per_s")


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


def trafilatura_title(html: str, url: str | None) -> str:
    import trafilatura as peer

    found = peer.extract_metadata(html, default_url=url)
    return (found and found.title) or ""


def newspaper4k_title(html: str, url: str | None) -> str:
    from newspaper import Article

    article = Article(url or "https://example.com/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.title)


def readability_title(html: str, url: str | None) -> str:
    from readability import Document

    return str(Document(html, url=url).title())


class Peer(NamedTuple):
    """How a peer is called."""

    body: Reader
    headline: Reader | None = None


PEERS = {
    "trafilatura": Peer(trafilatura, trafilatura_title),
    "trafilatura_fast": Peer(trafilatura_fast, trafilatura_title),
    "newspaper4k": Peer(newspaper4k, newspaper4k_title),
    "readability": Peer(readability, readability_title),
    "resiliparse": Peer(resiliparse),
    "justext": Peer(justext),
}


class Answer(NamedTuple):
    """What a peer made of a page."""

    body: str = ""
    headline: str = ""
    seconds: float = 0.0
    """Of CPU time, for the body."""
    raised: bool = False


def serve(peer: Peer, pipe: Connection) -> None:
    """Answer page after page, until the other end closes."""
    while True:
        try:
            html, url, titled = pipe.recv()
        except EOFError:
            return
        begun = time.process_time()
        try:
            body = peer.body(html, url)
            took = time.process_time() - begun
            headline = peer.headline(html, url) if titled and peer.headline else ""
            pipe.send(Answer(body, headline, took))
        except Exception:  # a peer that breaks off gives nothing
            pipe.send(Answer(seconds=time.process_time() - begun, raised=True))


class Bounded:
    """A peer in a process of its own, which a page that takes too long ends."""

    def __init__(self, peer: Peer, seconds: float) -> None:
        self._peer, self._seconds = peer, seconds
        self._process: Any = None

    def __call__(self, html: str, url: str | None, *, titled: bool) -> Answer | None:
        """The answer; `None` where there was none in time."""
        if self._process is None:
            self._start()
        try:
            self._pipe.send((html, url, titled))
            if self._pipe.poll(self._seconds):
                answer: Answer = self._pipe.recv()
                return answer
        except (EOFError, OSError):  # the process died
            pass
        self.close()
        return None

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, other = spawn.Pipe()
        self._process = spawn.Process(target=serve, args=(self._peer, other), daemon=True)
        self._process.start()
        other.close()


def measure(evaluate: Any, pages: list[dict[str, Any]], peer: Bounded) -> dict[str, float]:
    predictions, raised, late, took = {}, 0, 0, 0.0
    for page in pages:
        titled = bool(page["gold"].get("with"))  # snippets may stand in the headline
        answer = peer(page["html"], page["url"] or None, titled=titled)
        late += answer is None
        answer = answer or Answer()
        raised += answer.raised
        took += answer.seconds
        body = [line for line in answer.body.split("\n") if line.strip()]
        predictions[page["id"]] = {"id": page["id"], "body": body, "headline": answer.headline}
    table, _ = evaluate.score(pages, predictions)
    found = {key: table[key] for key in KEPT if table[key] is not None}
    speed = (len(pages) - late) / took if took else 0.0
    return {**found, "raised": raised, "timed_out": late, "pages_per_s": speed}


def done(path: Path) -> set[tuple[str, str, str]]:
    """Set, peer and number of pages of the rows that are there."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["set"], row["peer"], row["pages"]) for row in csv.DictReader(file)}


def keep(path: Path, row: dict[str, Any]) -> None:
    """Add a row to the table, and print it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            rows.writeheader()
        rows.writerow(row)
    print("  ".join(f"{key} {row[key]}" for key in COLUMNS if key in row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sets", nargs="*", default=BODY_SETS)
    parser.add_argument("--only", nargs="*", default=list(PEERS), choices=PEERS)
    parser.add_argument("--limit", type=int, help="pages of a set to read, from its beginning")
    parser.add_argument("--seconds", type=float, default=60, help="for a page, on the clock")
    parser.add_argument("--jobs", type=int, default=2, help="peers to run at a time")
    parser.add_argument("--out", type=Path, default=Path("out/peers.csv"))
    parser.add_argument("--note", help="append the figures to the history under this note")
    args = parser.parse_args()
    evaluate, lock = load_evaluate(args.corpus), Lock()
    for name in args.sets:
        pages = evaluate.read(str(args.corpus / f"{name}.jsonl.zst"))[: args.limit]

        def run(peer: str, name: str = name, pages: list[dict[str, Any]] = pages) -> None:
            reader = Bounded(PEERS[peer], args.seconds)
            try:
                table = measure(evaluate, pages, reader)
            finally:
                reader.close()
            rounded = {key: round(value, 4) for key, value in table.items()}
            with lock:
                keep(args.out, {"set": name, "peer": peer, "pages": len(pages), **rounded})
                if args.note:
                    append_history({f"{name}.html.{peer}": table}, args.note, KEPT)

        there = done(args.out)
        missing = [peer for peer in args.only if (name, peer, str(len(pages))) not in there]
        with ThreadPoolExecutor(args.jobs) as workers:
            list(workers.map(run, missing))


if __name__ == "__main__":
    main()

"""Train the labeller and write the shipped weights.

    python -m training.train CORPUS [--folds [0 1 …]]

Writes a model for each cross-validation fold, trained without its sites, into `out/folds`, for
`benchmarks/`, and the shipped weights, trained on all sites; with `--folds` only what it names,
which may be nothing but the shipped weights. One process a core.

Training goes in two steps. A *teacher* learns from the pages labelled by hand, their text and the
evidence of their HTML, and labels the pages that have no labels, within what their gold tells. The
shipped model, which sees the text alone, learns from both, and from composed pages.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from newsparse.labeling.decode import decode
from newsparse.labeling.model import Scores
from newsparse.labeling.words import Hashes
from training.chain import Batch, Chain, Recipe, arrays, train
from training.compose import Composer
from training.corpus import FOLDS, Example, Partial, labelled_pages
from training.evidence import evidence
from training.gold import SETS, describe, partial_pages
from training.samples import (
    Counted,
    Mask,
    Sample,
    count,
    labelled,
    partly_known,
    sample,
    vocabulary,
    with_labels,
)

SEED = 20231113
RECIPE, TEACHER = Recipe(epochs=5), Recipe(epochs=6)
TICKER_EVERY = 4  # one of so many whole pages comes once more with a ticker
MOST_BLOCKS = 2_500  # longer pages are left out of training
SURE = 0.7  # probability from which a teacher's label is taken for true


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page with all that is made of it once, whatever the fold."""

    source: Example | Partial
    counted: Counted
    allowed: Mask
    evidence: npt.NDArray[np.float16] | None

    @property
    def article(self) -> bool | None:
        """Whether the page is a news article; sets without gold hold some other pages too."""
        name = self.source.id.split("-")[0]
        return True if name in SETS else False if name == "wcxbo" else None


def prepare(pages: Sequence[Example] | Sequence[Partial]) -> list[Prepared]:
    """What is made of pages once, on all cores; empty and very long ones are left out."""
    fit = [page for page in pages if 0 < len(page.page) <= MOST_BLOCKS]
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_prepared, fit, chunksize=32))


def _prepared(page: Example | Partial) -> Prepared:
    told = evidence(page.html, page.page) if page.html else None
    return Prepared(
        replace(page, html=""),  # has said what it can
        count(page.page, page.site),
        labelled(page) if isinstance(page, Example) else partly_known(page),
        None if told is None else told.astype(np.float16),
    )


def composed_pages(examples: list[Example], seed: int) -> list[Example]:
    """Residual pages of labelled articles, and whole pages with a ticker put in."""
    composer = Composer(examples, seed)
    # Of `bs4` pages, whose sentences are in pieces, no whole article can be composed.
    made = [composer.compose(example) for example in examples if example.form != "bs4"]
    made += [composer.with_ticker(example) for example in examples[::TICKER_EVERY]]
    return [page for page in made if page]


def fit(hand: list[Prepared], rest: list[Prepared]) -> tuple[Chain, Hashes]:
    """The model that hand-labelled pages and the rest give, and the words it knows."""
    known = vocabulary([page.counted for page in (*hand, *rest)])
    taught = _taught(hand, rest, known)
    examples = [page.source for page in hand if isinstance(page.source, Example)]
    composed = prepare(composed_pages(examples, SEED))
    samples = [
        sample(page.counted, known, page.allowed, article=page.article)
        for page in (*hand, *composed)
    ]
    for page, allowed in zip(rest, taught, strict=True):
        # What is no article teaches the judge; no gold vouches for the bodies a teacher sees on it.
        states = page.allowed if page.article is False else allowed
        if page.article is not None or not states.all():
            samples.append(sample(page.counted, known, states, article=page.article))
    return train(samples, len(known), RECIPE, seed=SEED), known


def _taught(hand: list[Prepared], rest: list[Prepared], known: Hashes) -> list[Mask]:
    """The states that blocks of unlabelled pages may have after a teacher has seen them."""
    lessons = [_with_evidence(page, known) for page in (*hand, *rest)]
    told = [lesson for lesson in lessons if lesson and not lesson.allowed.all()]
    teacher = train(told, len(known), TEACHER, seed=SEED)
    return [
        _labels_of(teacher, lesson) if lesson else page.allowed
        for page, lesson in zip(rest, lessons[len(hand) :], strict=True)
    ]


def _with_evidence(page: Prepared, known: Hashes) -> Sample | None:
    if page.evidence is None:
        return None
    return sample(page.counted, known, page.allowed, evidence=page.evidence)


def _labels_of(teacher: Chain, lesson: Sample) -> Mask:
    """The states of a page that the teacher leaves."""
    with torch.no_grad():
        states, edges, pages = (found[0] for found in teacher(Batch([lesson])))
    states = states.masked_fill(~torch.from_numpy(lesson.allowed), -1e4)
    scores = Scores(states.numpy(), edges.numpy(), pages.numpy())
    decoded = decode(scores, np.array([0, len(lesson)]))
    labels = decoded.probabilities.argmax(axis=1)
    return with_labels(lesson.allowed, labels, decoded.probabilities.max(axis=1) >= SURE)


_PAGES: dict[str, list[Prepared]] = {}  # inherited by the processes of the folds: too much to send


def _fit_without(fold: int | None, out: Path) -> str:
    """Fit a model without the sites of a fold and write it."""
    begun = time.perf_counter()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # the order of sums, and so the weights, must not vary
    hand, rest = (
        [page for page in _PAGES[kind] if page.source.fold != fold] for kind in ("hand", "rest")
    )
    chain, known = fit(hand, rest)
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays(chain, known))
    return f"{out}: {len(hand)} and {len(rest)} pages, {time.perf_counter() - begun:.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", choices=range(FOLDS))
    parser.add_argument("--out", type=Path, default=Path("src/newsparse/data/weights.npz"))
    parser.add_argument("--out-folds", type=Path, default=Path("out/folds"))
    args = parser.parse_args()
    begun = time.perf_counter()
    examples = labelled_pages(args.corpus)
    partial = list(partial_pages(args.corpus, without={example.id for example in examples}))
    print(f"{len(examples)} labelled pages; pages and known bodies {describe(partial)}", flush=True)
    _PAGES["hand"], _PAGES["rest"] = prepare(examples), prepare(partial)
    del examples, partial
    print(f"counted after {time.perf_counter() - begun:.0f} s", flush=True)
    args.out_folds.mkdir(parents=True, exist_ok=True)
    folds = range(FOLDS) if args.folds is None else args.folds
    jobs = [(fold, args.out_folds / f"weights.{fold}.npz") for fold in folds]
    jobs += [] if args.folds else [(None, args.out)]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        for said in pool.map(_fit_without, *zip(*jobs, strict=True)):
            print(said, flush=True)


if __name__ == "__main__":
    main()

"""Train the labeller and write the shipped weights.

    python -m training.train CORPUS [--folds [0 1 …]] [--out src/newsparse/data/weights.npz]

Without `--folds` all labelled pages are used and the weights are written; with it a model is
trained for each fold (all five unless some are named) without its sites, and written as
`weights.FOLD.npz` into the folder `--out`, for `benchmarks/accuracy.py`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from training.chain import arrays, sample, train
from training.compose import Composer
from training.corpus import FOLDS, Example, labelled_pages
from training.gold import describe, partial_pages

SEED = 20231113
EPOCHS = 5
TICKER_EVERY = 4  # one of so many whole pages comes once more with a ticker


def training_set(examples: list[Example], seed: int) -> list[Example]:
    """The labelled pages, residual pages of their articles, and some with a ticker put in."""
    composer = Composer(examples, seed)
    # Of `bs4` pages, whose sentences are in pieces, no whole article can be composed.
    whole = [example for example in examples if example.form != "bs4"]
    made = [composer.compose(example) for example in whole]
    made += [composer.with_ticker(example) for example in examples[::TICKER_EVERY]]
    return examples + [page for page in made if page]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", choices=range(FOLDS))
    parser.add_argument("--out", type=Path, default=Path("src/newsparse/data/weights.npz"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # the order of sums, and so the weights, must not vary
    examples = labelled_pages(args.corpus)
    partial = list(partial_pages(args.corpus, without={example.id for example in examples}))
    print(f"{len(examples)} labelled pages; of {describe(partial)} the body only", flush=True)
    folds = args.folds or range(FOLDS)
    if args.folds is not None:
        args.out.mkdir(parents=True, exist_ok=True)
    for fold in [None] if args.folds is None else folds:
        begun = time.perf_counter()
        kept = [example for example in examples if example.fold != fold]
        aside = [page for page in partial if page.fold != fold]
        samples = [*map(sample, training_set(kept, SEED)), *map(sample, aside)]
        chain = train(samples, epochs=args.epochs, seed=SEED)
        out = args.out if fold is None else args.out / f"weights.{fold}.npz"
        with out.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays(chain))
        print(f"{out}: {len(samples)} pages, {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()

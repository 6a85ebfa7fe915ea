"""Train the labeller and write the shipped weights.

    python -m training.train CORPUS [--folds] [--out src/newsparse/data/weights.npz]

Without `--folds` all labelled pages are used and the weights are written; with it five models are
trained, each without the sites of its fold, and written beside each other as `weights.FOLD.npz`
into `--out` (a folder), for `benchmarks/accuracy.py`.
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

SEED = 20231113
EPOCHS = 8


def training_set(examples: list[Example], seed: int) -> list[Example]:
    """The labelled pages, and residual pages of each that has an article."""
    composer = Composer(examples, seed)
    # Of `bs4` pages, whose sentences are in pieces, no whole article can be composed.
    whole = [example for example in examples if example.form != "bs4"]
    made = [composer.compose(example) for example in whole]
    return examples + [page for page in made if page]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("src/newsparse/data/weights.npz"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(2)
    examples = labelled_pages(args.corpus)
    if args.folds:
        args.out.mkdir(parents=True, exist_ok=True)
    for fold in range(FOLDS) if args.folds else [None]:
        begun = time.perf_counter()
        kept = [example for example in examples if example.fold != fold]
        samples = [sample(example) for example in training_set(kept, SEED)]
        chain = train(samples, epochs=args.epochs, seed=SEED)
        out = args.out if fold is None else args.out / f"weights.{fold}.npz"
        with out.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays(chain))
        print(f"{out}: {len(samples)} pages, {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()

"""Time grows with the length of the page and no faster, whatever stands on it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import newsparse
from newsparse.blocks.decode import decode
from newsparse.options import Options
from newsparse.recognizers.ticker import split_ticker

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 8_000  # characters; the longer page has four times as many
MOST = 8  # times the work for four times the page: 4 is linear, 16 quadratic
LEAST = 0.02  # seconds below which a figure is noise

STORY = "The old mill by the river opened its doors again on Monday, ten years after the fire. "
SHAPES = {
    "one long line": STORY,
    "one long word": "a",
    "one long word of marks": "-",
    "white space": " \t",
    "blank lines": "\n",
    "carriage returns": "\r\n \r\n",
    "short lines": "Local news\n",
    "lines of one letter": "a\n",
    "pipes": "Ferry sinks | ",
    "pipes without space": "Ferry sinks|",
    "dashes": "Ferry sinks – ",
    "bars alone": "| ",
    "guillemets": "« Jamais » ",
    "commas": "harbour, ",
    "commas at the start of lines": "harbour\n, ",
    "lower case goes on": f"{STORY[:78]}\nriver\n, and\n",
    "bullets in one line": "• ",
    "deep bullets": " " * 60 + "* item\n",
    "numbered": "1. a) ",
    "nested quotes": "“‘",
    "nested brackets": "([{",
    "quoting marks": "> ",
    "cells": "12\t| ",
    "hard wraps": "The mill by the river opened its doors on Monday, ten years after a fire\n",
    "datelines": "HANOI, Sept 13 (AFP) — \n",
    "datelines in one line": "HANOI, Vietnam, ",
    "dateline brackets": "HANOI (",
    "labels": "BREAKING NEWS: ",
    "bylines": "By Jane Doe and John Roe, ",
    "dates": "Published: 13 Sept 2023 10:45 | ",
    "related": "Related News\nRead more: Ferry sinks\n",
    "paragraphs": STORY * 3 + "\n\n",
    "unspaced": "成都老茶馆联合开设方言课堂，",
    "unspaced lines": "成都老茶馆联合开设方言课堂。\n",
    "Thai": "ท่าเรือภูเก็ตเปิดอีกครั้ง",
    "controls": "\0\x1b",
    "mojibake": "â€",
}


@contextmanager
def without_collection() -> Iterator[None]:
    """The collector runs when it likes, which is no fault of the page."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Callable[[str], object], text: str, times: int = 3) -> float:
    """The least processor time of some runs: other processes do not count."""

    def once() -> float:
        start = time.process_time()
        work(text)
        return time.process_time() - start

    with without_collection():
        return min(once() for _ in range(times))


def growth(work: Callable[[str], object], unit: str, size: int) -> float:
    """How many times longer a page four times as long takes."""
    short = unit * (size // len(unit) + 1)
    work(short)
    long = seconds(work, short * 4, times=2)
    return long / max(seconds(work, short), LEAST / 4) if long > LEAST else 0.0


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_is_parsed_in_linear_time(shape: str) -> None:
    assert growth(newsparse.parse, SHAPES[shape], SIZE) < MOST


@pytest.mark.parametrize("shape", ["paragraphs", "short lines", "commas"])
def test_a_charset_is_detected_in_linear_time(shape: str) -> None:
    def decode_bytes(text: str) -> object:
        return decode(f"{text} déjà vu".encode("cp1252"), Options())

    assert growth(decode_bytes, SHAPES[shape], 4 * SIZE) < MOST


@pytest.mark.parametrize("recognize", [split_ticker, newsparse.parse_dateline])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_line_is_recognized_in_linear_time(
    shape: str, recognize: Callable[[str], object]
) -> None:
    assert growth(recognize, SHAPES[shape].replace("\n", " "), 4 * SIZE) < MOST

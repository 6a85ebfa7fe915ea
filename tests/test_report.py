"""The HTML report as a file: its structure, its numbers, and that no page can break out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsparse import Label
from newsparse.cli import cli
from newsparse.records import parse_record
from newsparse.report.html import render
from newsparse.report.sample import Sample
from newsparse.report.view import MAX_CHARACTERS, NO_SPANS, view
from newsparse.stats import Counting
from newsparse.tones import Family
from tests.records import HOSTILE, PAGES, body, hostile, line, parsed

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def report(tmp_path: Path, content: bytes, *arguments: object) -> tuple[Result, Any]:
    source, target = tmp_path / "out.jsonl", tmp_path / "report.html"
    source.write_bytes(content)
    command = ["stats", str(source), "--report", str(target), *map(str, arguments)]
    result = CliRunner().invoke(cli, command)
    return result, html.fromstring(target.read_bytes())


def pages(document: Any) -> list[dict[str, Any]]:
    [data] = document.xpath("//script[@type='application/json']")
    return list(json.loads(data.text)["pages"])


def policy(document: Any) -> str:
    [found] = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return str(found)


# ---- structure


def test_the_report_is_one_file_that_fetches_nothing(tmp_path: Path) -> None:
    _, document = report(tmp_path, parsed(spans=True))
    assert not document.xpath(
        "//link | //img | //iframe | //object | //embed | //base | //form/@action"
    )
    assert not document.xpath("//@src | //@srcset | //@style | //@onclick | //@onload")
    assert {href[0] for href in document.xpath("//@href")} == {"#"}
    [style] = document.xpath("//style")
    assert not re.search(r"url\(|@import|@font-face", style.text)
    assert policy(document).startswith("default-src 'none'; ")


def test_the_policy_allows_its_own_style_and_script_and_no_other(tmp_path: Path) -> None:
    _, document = report(tmp_path, parsed(spans=True))
    for name, path in (("style-src", "//style"), ("script-src", "//script[not(@type)]")):
        [text] = document.xpath(f"{path}/text()")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}';" in policy(document)


def test_the_document_is_sound(tmp_path: Path) -> None:
    _, document = report(tmp_path, parsed(spans=True))
    assert document.get("lang") == "en"
    assert document.xpath("string(//title)").endswith("out.jsonl – newsparse")
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    for wanted in " ".join(document.xpath("//@aria-labelledby")).split():
        assert wanted in ids
    assert len(document.xpath("//h1")) == 1
    for chart in document.xpath("//figure//svg[@role='img']"):
        assert chart.xpath("string(title)")
        assert chart.xpath("string(desc)")
        assert chart.xpath("ancestor::figure//table")
    for field in document.xpath("//select | //input"):
        assert field.xpath("ancestor::label")
    assert set(document.xpath("//label//@id")) == {"search", "type", "flag", "sure", "order"}


def test_every_family_has_a_hue_in_light_and_dark(tmp_path: Path) -> None:
    _, document = report(tmp_path, parsed(spans=True))
    css = document.xpath("string(//style)")
    for family in Family:
        assert len(re.findall(rf"--{family.value}: #", css)) == 2
        assert f".f-{family.value} {{ --hue: var(--{family.value}); }}" in css
    data = json.loads(document.xpath("string(//script[@type='application/json'])"))
    assert set(data["families"]) == {label.value for label in Label}


def test_its_numbers_are_those_that_were_counted(tmp_path: Path) -> None:
    content = parsed(spans=True)
    _, document = report(tmp_path, content + b"{\n")
    counting = Counting()
    for each in content.splitlines():
        counting.add(parse_record(each))
    total = counting.stats().total

    def table(key: str) -> dict[str, int]:
        rows = document.xpath(f"//*[@id='chart-{key}']//tr[th[@scope='row']]")
        numbers = (int(row.xpath("string(td[2])").replace(",", "")) for row in rows)
        return dict(zip((row.xpath("string(th)") for row in rows), numbers, strict=True))

    assert table("flags") == total.flags
    assert table("boilerplate") == total.boilerplate_pages
    assert sum(table("sure").values()) + sum(table("sure-rest").values()) == total.pages
    assert sum(table("words").values()) == total.fields["body"]
    assert table("fields")["headline"] == counting.stats().articles.fields["headline"]
    assert (
        document.xpath("string(//*[@class='figures']/li[1])") == f"{total.pages} pages 1 unreadable"
    )
    bars = document.xpath("//*[@id='chart-types']//rect/@width")
    assert bars[0] == "100.00"
    columns = document.xpath("//*[@id='chart-words']//*[@class='column']")
    assert len(columns) == len(table("words"))


# ---- pages


def test_a_page_has_its_blocks_and_its_article(tmp_path: Path) -> None:
    _, document = report(tmp_path, parsed(spans=True))
    shown = {page["url"]: page for page in pages(document)}
    assert len(shown) == len(PAGES)
    page = shown["https://news.example/en_seed_pipe"]
    assert page["missing"] is None
    assert "headline" in {kind for kind, _, _ in page["blocks"]}
    text = " ".join(text for _, _, text in page["blocks"])
    assert page["headline"] in text
    assert all(paragraph in text for _, paragraph in page["body"])
    assert page["country"] == "KE"


def test_without_spans_the_article_stands_alone_and_it_says_why(tmp_path: Path) -> None:
    _, document = report(tmp_path, parsed(spans=False))
    for page in pages(document):
        assert (page["blocks"], page["missing"]) == ([], NO_SPANS)
    assert any(page["body"] for page in pages(document))


def test_blocks_that_do_not_fit_their_source_are_told_in_their_place(tmp_path: Path) -> None:
    blocks = [{"kind": "nav", "start": 0, "end": 9, "confidence": 1.0}]
    result, document = report(tmp_path, line(source="Menu", blocks=blocks))
    assert result.exit_code == 0
    assert pages(document)[0]["missing"] == "field blocks: 0 to 9 is not within the source"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_page_is_shown_as_text(tmp_path: Path, text: str) -> None:
    content = json.dumps(hostile(text)).encode() + b"\n" + line(language=text)
    _, document = report(tmp_path, content)
    raw = (tmp_path / "report.html").read_text("utf-8")
    assert not FORBIDDEN.search(raw)
    assert len(document.xpath("//script")) == raw.count("<script") == raw.count("</script") == 2
    assert not document.xpath("//img")
    [page, _] = pages(document)
    shown = {text for _, _, text in page["blocks"]} | {page["headline"], page["authors"][0]}
    assert not any(FORBIDDEN.search(each) for each in shown)
    letters = re.sub(r"[^a-z<>/=${}]+", "", text)
    assert letters in re.sub(r"[^a-z<>/=${}]+", "", page["headline"])
    assert letters in re.sub(r"[^a-z<>/=${}]+", "", "".join(each[2] for each in page["blocks"]))


def test_a_hostile_file_name_is_text(tmp_path: Path) -> None:
    source, target = tmp_path / "<b>${csp} \u202e.jsonl", tmp_path / "report.html"
    source.write_bytes(line())
    CliRunner().invoke(cli, ["stats", str(source), "--report", str(target)])
    document = html.fromstring(target.read_bytes())
    assert not document.xpath("//h1//b")
    assert "<b>${csp} \ufffd.jsonl" in document.xpath("string(//h1)")
    assert pages(document)[0]["place"].endswith("<b>${csp} \ufffd.jsonl:1")


@given(st.text(st.characters(), max_size=60))
def test_whatever_a_page_holds_the_data_come_back(text: str) -> None:
    shown = view(parse_record(json.dumps(hostile("x") | {"headline": text}).encode()))
    counting = Counting()
    document = html.fromstring(render(counting.stats(), [shown], ["-"], "all"))
    assert pages(document) == [shown]


def test_a_long_page_is_cut_and_says_how_much_is_left() -> None:
    parts = body(*["word " * 3000] * 5)
    shown = view(parse_record(line(body=parts, headline="x" * 10**6)))
    assert shown["bodyLeft"] == 2
    assert sum(len(text) for _, text in shown["body"]) <= MAX_CHARACTERS + 2
    assert shown["body"][-1][1].endswith(" …")
    assert len(shown["headline"]) < 3000


# ---- which pages

LINES = st.lists(st.floats(0, 1), max_size=60)


Page = tuple[float, bytes]


def pages_of(sure: list[float]) -> list[Page]:
    return [
        (confidence, f"{number} {confidence}".encode()) for number, confidence in enumerate(sure)
    ]


def _same(page: Page) -> Page:
    return page


def kept(offered: list[Page], size: int, worst: bool) -> set[Page]:
    sample: Sample[Page] = Sample(size, worst)
    for page in offered:
        sample.offer(*page, partial(_same, page))
    return set(sample.pages)


@given(LINES, st.integers(0, 20), st.booleans(), st.randoms(use_true_random=False))
def test_the_sample_does_not_depend_on_the_order(
    sure: list[float], size: int, worst: bool, order: Random
) -> None:
    offered = pages_of(sure)
    found = kept(offered, size, worst)
    assert len(found) == min(size, len(sure))
    order.shuffle(offered)
    assert kept(offered, size, worst) == found


@given(LINES, st.integers(1, 20))
def test_a_spread_is_as_even_as_the_pages_allow(sure: list[float], size: int) -> None:
    found = kept(pages_of(sure), size, worst=False)

    def bands(values: list[float]) -> list[int]:
        return [sum(min(int(v * 10), 9) == band for v in values) for band in range(10)]

    there, taken = bands(sure), bands([confidence for confidence, _ in found])
    for band in range(10):
        assert taken[band] == there[band] or taken[band] >= max(taken) - 1


@given(LINES, st.integers(1, 20))
def test_the_worst_are_the_worst(sure: list[float], size: int) -> None:
    found = sorted(confidence for confidence, _ in kept(pages_of(sure), size, worst=True))
    assert found == sorted(sure)[:size]


def test_the_pages_of_a_report_are_few_and_the_same_every_time(tmp_path: Path) -> None:
    content = parsed(spans=True)
    _, document = report(tmp_path, content, "--pages", 5, "--worst")
    first = (tmp_path / "report.html").read_bytes()
    worst = sorted(json.loads(each)["confidence"] for each in content.splitlines())[:5]
    assert sorted(page["sure"] for page in pages(document)) == worst
    assert f"5 of {len(PAGES)} pages, the least confident" in document.text_content()
    report(tmp_path, content, "--pages", 5, "--worst")
    assert (tmp_path / "report.html").read_bytes() == first


# ---- the command


def test_the_table_is_printed_beside_the_report(tmp_path: Path) -> None:
    result, _ = report(tmp_path, parsed(spans=True))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{len(PAGES)} pages\n")


def test_a_report_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    source = tmp_path / "out.jsonl"
    source.write_bytes(line())
    for target, code, why in (
        (tmp_path / "no" / "r.html", 2, "No such file or directory"),
        (source, 2, "the report stands among the inputs"),
        ("", 2, "an empty path names no file"),
        ("-", 2, "the report needs a file"),
    ):
        result = CliRunner().invoke(cli, ["stats", str(source), "--report", str(target)])
        assert result.exit_code == code
        assert why in result.stderr
        assert "Traceback" not in result.output
    assert source.read_bytes() == line()

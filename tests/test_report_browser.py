"""The report as its reader sees it, in headless Chromium."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from newsparse import PageType, parse
from newsparse.cli import cli
from tests.records import HOSTILE, PAGES, hostile, line, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("selenium", reason="needs selenium: pip install 'newsparse[dev]'")

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
NEEDS = "needs Chromium and its driver: apt-get install chromium chromium-driver"

pytestmark = [
    pytest.mark.skipif(not BROWSER or not DRIVER, reason=NEEDS),
    # What selenium leaves open is its own matter.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


class Reader:
    """Someone who looks at a report."""

    def __init__(self, driver: Any, address: str) -> None:
        self._driver = driver
        driver.get("about:blank")
        driver.get(address)

    def all(self, selector: str) -> list[Any]:
        return list(self._driver.find_elements(By.CSS_SELECTOR, selector))

    def texts(self, selector: str) -> list[str]:
        return [each.text for each in self.all(selector)]

    def text(self, selector: str) -> str:
        [found] = self.texts(selector)
        return found

    def press(self, keys: str) -> None:
        self._driver.switch_to.active_element.send_keys(keys)

    def choose(self, selector: str, value: str) -> None:
        Select(self.all(selector)[0]).select_by_value(value)

    def run(self, script: str, *arguments: Any) -> Any:
        return self._driver.execute_script(script, *arguments)

    def look(self, width: int, dark: bool = False) -> None:
        """Looks on a screen so wide, in light or dark."""
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    @property
    def current(self) -> str:
        return self.text("#pages [aria-current] .name")

    @property
    def complaints(self) -> list[Any]:
        """What the browser said against the page: errors, and what its policy forbade."""
        return list(self._driver.get_log("browser"))


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    except WebDriverException as error:
        pytest.skip(f"Chromium does not start here: {error.msg}")
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def opened(driver: Any, tmp_path: Path) -> Callable[..., Reader]:
    def opening(content: bytes, place: str = "") -> Reader:
        source, target = tmp_path / "out.jsonl", tmp_path / "report.html"
        source.write_bytes(content)
        CliRunner().invoke(cli, ["stats", str(source), "--report", str(target)])
        reader = Reader(driver, target.as_uri() + place)
        reader.look(1280)
        return reader

    return opening


def confidences(reader: Reader) -> list[float]:
    return [float(each) for each in reader.texts("#pages .meta span:last-child")]


def test_every_page_is_listed_least_sure_first(opened: Callable[..., Reader]) -> None:
    reader = opened(parsed(spans=True))
    assert reader.text("#count") == f"{len(PAGES)} pages"
    assert confidences(reader) == sorted(confidences(reader))
    reader.choose("#order", "best")
    assert confidences(reader) == sorted(confidences(reader), reverse=True)
    assert not reader.complaints


def test_blocks_stand_coloured_beside_the_article(opened: Callable[..., Reader]) -> None:
    reader = opened(parsed(spans=True))
    number = [page.stem for page in PAGES].index("en_seed_pipe") + 1
    reader = opened(parsed(spans=True), f"#page-{number}")
    article = parse(PAGES[number - 1].read_bytes())
    assert article.headline is not None
    assert reader.current == article.headline.text
    assert reader.text(".flow h4") == article.headline.text
    assert reader.text(".k-headline .what") == article.headline.text
    kinds = reader.run(
        "return [...document.querySelectorAll('.block .kind')].map((e) => e.textContent)"
    )
    assert kinds == [block.label.value for block in article.blocks]
    colours = {
        kind: reader.all(f".k-{kind} .kind")[0].value_of_css_property("color")
        for kind in ("headline", "body", "related")
    }
    assert len(set(colours.values())) == 3
    reader.all(".flow p.linked")[0].click()
    assert reader.text(".block.pointed .kind") == "body"


def test_the_keyboard_walks_searches_and_clears(opened: Callable[..., Reader]) -> None:
    reader = opened(parsed(spans=True))
    names = reader.texts("#pages .name")
    reader.press("jjk")
    assert reader.current == names[1]
    assert reader.run("return location.hash").startswith("#page-")
    reader.press("/")
    reader.press("mombasa")
    assert reader.text("#count") == f"1 of {len(PAGES)} pages"
    assert {mark.lower() for mark in reader.texts("#pane-article mark")} == {"mombasa"}
    reader.press(Keys.ESCAPE)
    assert reader.text("#count") == f"{len(PAGES)} pages"
    reader.press("/")
    reader.press("no such words anywhere")
    assert "No page matches" in reader.text("#reader-head")
    reader.press(Keys.ESCAPE)
    assert not reader.complaints


def test_filters_go_together(opened: Callable[..., Reader]) -> None:
    lines = [
        line(headline=f"{kind} {sure}", page_type=kind, confidence=sure, flags=flags)
        for kind in ("article", "index")
        for sure in (0.3, 0.97)
        for flags in ([], ["paywall"])
    ]
    reader = opened(b"".join(lines))
    reader.choose("#type", "article")
    assert reader.text("#count") == "4 of 8 pages"
    reader.choose("#flag", "paywall")
    assert reader.text("#count") == "2 of 8 pages"
    reader.choose("#sure", "0.95-2")
    assert reader.texts("#pages .name") == ["article 0.97"]


def test_without_spans_it_says_how_to_get_the_blocks(opened: Callable[..., Reader]) -> None:
    reader = opened(parsed(spans=False))
    assert "newsparse parse --spans" in reader.text("#pane-page")
    assert reader.texts(".flow")
    assert not reader.all(".block")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_page_stays_text(opened: Callable[..., Reader], text: str) -> None:
    link = line(url="javascript:alert(3)", headline="Link")
    reader = opened(json.dumps(hostile(text)).encode() + b"\n" + link)
    for _ in range(2):
        reader.press("j")
        assert not reader.all("#app img, #app script, #app a")
    for entry in reader.all("#pages button"):
        entry.click()
        assert not reader.all("#app img, #app script, #app a")
    assert len(reader.all("script")) == 2
    assert not reader.complaints


@pytest.mark.parametrize("width", [1280, 900, 390, 320])
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_legible_on_every_screen(
    opened: Callable[..., Reader], width: int, dark: bool
) -> None:
    long = line(headline="Donaudampfschifffahrt" * 20, url="https://news.example/" + "x" * 500)
    reader = opened(parsed(spans=True) + long)
    reader.look(width, dark)
    assert reader.run("return document.documentElement.scrollWidth") <= width
    for selector in ("body", ".told", ".k-nav .kind", ".k-body .what", ".flow", "#count", ".low"):
        for element in reader.all(selector)[:1]:
            assert contrast(reader, element) >= 4.5, selector


def test_on_a_phone_page_and_article_take_turns(opened: Callable[..., Reader]) -> None:
    reader = opened(parsed(spans=True))
    reader.look(390)
    page, article = reader.all("#pane-page")[0], reader.all("#pane-article")[0]
    assert page.is_displayed()
    assert not article.is_displayed()
    reader.run("document.getElementById('show-article').click()")
    assert article.is_displayed()
    assert not page.is_displayed()


def test_every_page_type_can_be_shown(opened: Callable[..., Reader]) -> None:
    reader = opened(b"".join(line(page_type=kind.value, confidence=0.5) for kind in PageType))
    for kind in PageType:
        assert kind.value in reader.text("#reader-head")
        assert "No body" in reader.text(".flow")
        reader.press("j")


def test_headings_go_down_one_level_at_a_time(opened: Callable[..., Reader]) -> None:
    reader = opened(parsed(spans=True))
    for _ in PAGES:
        tags = reader.run(
            "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => h.tagName)"
        )
        levels = [int(tag[1]) for tag in tags]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        reader.press("j")


CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const layers = [];
for (let at = arguments[0]; at; at = at.parentElement) {
  layers.unshift(getComputedStyle(at).backgroundColor);
}
for (const colour of layers) {
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
}
const back = [...canvas.getImageData(0, 0, 1, 1).data];
canvas.fillStyle = getComputedStyle(arguments[0]).color;
canvas.fillRect(0, 0, 1, 1);
return [back, [...canvas.getImageData(0, 0, 1, 1).data]];
"""


def contrast(reader: Reader, element: Any) -> float:
    """The contrast ratio of an element's text, as WCAG 2 defines it: 1 to 21."""

    def luminance(colour: list[int]) -> float:
        parts = [c / 255 for c in colour[:3]]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted(luminance(colour) for colour in reader.run(CONTRAST, element))
    return (high + 0.05) / (low + 0.05)

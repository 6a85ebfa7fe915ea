"""The signs of a page's kind beside its text, each alone."""

from __future__ import annotations

import json

import pytest

from newsparse.blocks.html import page_from_html
from newsparse.blocks.text import page_from_text
from newsparse.labeling.signs import Signs

PLAYER = "<p>The mill at work<video src=a.mp4></video>"


def signs(html: str, url: str | None = None, **declared: str) -> Signs:
    """The signs of a page that declares types (`json`) and what it is when shared (`og`)."""
    head = f'<meta property="og:type" content="{declared["og"]}">' if "og" in declared else ""
    if "json" in declared:
        data = json.dumps({"@type": declared["json"], "name": "Mill", "isAccessibleForFree": False})
        head += f'<script type="application/ld+json">{data}</script>'
    return Signs(page_from_html(f"<head>{head}</head><body>{html}</body>", url=url))


@pytest.mark.parametrize(
    ("declared", "sense"),
    [
        ({}, 0),
        ({"og": "article"}, 0),
        ({"og": "website"}, -1),
        ({"json": "NewsArticle", "og": "website"}, 1),
        ({"json": "Product", "og": "article"}, -1),
        ({"og": "product.item"}, -1),
        ({"json": "CollectionPage", "og": "article"}, -1),
        ({"json": "DiscussionForumPosting", "og": "article"}, -1),
    ],
)
def test_declared_types_lean_towards_an_article_or_away(
    declared: dict[str, str], sense: int
) -> None:
    leaning = signs("<p>Old mill reopens", **declared).leaning
    assert (leaning > 0) - (leaning < 0) == sense


@pytest.mark.parametrize(
    ("html", "url", "declared", "is_video"),
    [
        (PLAYER, None, {"json": "VideoObject"}, True),
        (PLAYER, None, {"og": "video.other"}, True),
        (PLAYER, "https://herald.example/videos/mill", {}, True),
        (PLAYER, "https://herald.example/videos/mill", {"json": "NewsArticle"}, True),
        ("<p>Mill", None, {"json": "VideoObject"}, False),
        (PLAYER, None, {"json": "NewsArticle", "og": "video.other"}, False),
        (PLAYER, "https://herald.example/news/videos-of-the-mill", {}, False),
        (PLAYER, "https://herald.example/video", {}, False),
        (PLAYER, "https://[broken/video/a", {}, False),
    ],
)
def test_a_video_wants_a_player_and_a_declaration_or_its_folder(
    html: str, url: str | None, declared: dict[str, str], is_video: bool
) -> None:
    assert signs(html, url, **declared).is_video is is_video


def test_a_gallery_beside_an_article_is_no_gallery() -> None:
    assert signs("<p>Mill", json="ImageGallery").is_gallery
    assert not signs("<p>Mill", json="NewsArticle").is_gallery
    assert signs("<p>Mill", "https://herald.example/bilder/mill").is_gallery


def test_boxes_are_told_by_their_names() -> None:
    page = signs(
        "<p>Mill<div class='cookie-consent'><p>We use cookies<p>Accept</div>"
        "<div id='paywall'><p>Read on with a subscription</div><div class=premium>Rain</div>"
    )
    assert page.consent.tolist() == [False, True, True, False, False]
    assert page.wall.tolist() == [False, False, False, True, False]


def test_a_name_of_the_whole_page_is_no_box() -> None:
    assert not signs("<p>Mill</p></body>").consent.any()
    page = Signs(page_from_html("<html class='cookies'><body class='consent-given'><p>Mill"))
    assert not page.consent.any()


def test_the_frame_of_a_page_and_links_are_chrome() -> None:
    page = signs(
        "<nav>News</nav><h1>Mill</h1><p>Rain fell on <a href=/b>Oslo</a><p><a href=/c>More</a>"
        "<footer>Imprint</footer>"
    )
    assert page.chrome.tolist() == [True, False, False, True, True]


def test_a_teaser_is_a_linked_title_with_its_box() -> None:
    card = "<div><h3><a href=/{0}>Title {0}</a></h3><p>Text {0}</p></div>"
    page = signs("<h1>News</h1>" + "".join(map(card.format, "abc")) + "<p>End")
    assert page.teasers.tolist() == [0, 1, 1, 2, 2, 3, 3, 0]


def test_headings_with_a_link_to_themselves_are_no_teasers() -> None:
    part = "<section><h2><a href='#{0}'>Part {0}</a></h2><p>Text {0}</p></section>"
    assert not signs("".join(map(part.format, "abc"))).teasers.any()


def test_a_single_linked_title_is_no_list_of_them() -> None:
    assert not signs("<div><h2><a href=/a>Title</a></h2><p>Text</div>").teasers.any()


def test_a_page_of_text_has_no_signs() -> None:
    page = Signs(page_from_text("Old mill reopens\n\nVideo: the wheel turns"))
    assert (page.known, page.leaning, page.pictures) == (False, 0.0, 0)
    assert not any((page.is_video, page.is_gallery, page.is_live, page.is_paywalled))
    masks = (page.chrome, page.consent, page.wall, page.times)
    assert not any(mask.any() for mask in masks)
    assert page.teasers.tolist() == [0, 0]

"""What a page says of its kind beside its text: declared types, its address, what its boxes are.

A declaration alone proves little: shops and forums declare articles, articles declare their video.
The judge weighs each sign against what is there to read. A page of text has no signs.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from newsparse.blocks.markup import AROUND, WITHIN
from newsparse.blocks.page import Page

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_ARTICLES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "blogposting", "liveblogposting", "report",
})  # fmt: skip
_FORUMS = frozenset({"discussionforumposting", "qapage"})
_LISTS = frozenset({"collectionpage", "searchresultspage"})
_GALLERIES = frozenset({"imagegallery", "mediagallery"})
_SHARING = frozenset({"open graph", "parsely"})
"""Sources whose types are those of a link to the page: systems write `article` on every page."""
_LEANINGS = {"forum": -4.0, "article": 1.0, "product": -2.0, "list": -1.0, "website": -0.7}
"""What a declaration adds to the log-odds of an article: fitted on the development corpus, where
news articles stand against forums, products, lists and documentation, and rounded."""

_SEGMENTS = {
    "video": frozenset({
        "video", "videos", "watch", "tv", "videot", "filmy", "wideo", "vidéo", "видео", "mediathek",
    }),
    "gallery": frozenset({
        "gallery", "galleries", "photos", "photo-gallery", "photogallery", "pictures", "slideshow",
        "bilder", "fotos", "fotostrecke", "fotostrecken", "bildergalerie", "bildstrecke", "galerie",
        "galeria", "galerias", "diaporama", "fotogalerie", "fotogaleria", "fotogallery", "foto",
        "zdjecia", "fotoreportaje", "slideshows", "in-pictures",
    }),
    "live": frozenset({"live", "liveblog", "live-blog", "liveticker", "en-direct", "en-vivo",
                       "ao-vivo", "diretta", "live-news", "newsticker"}),
}  # fmt: skip
"""Folders of an address that tell what lies in them."""

_CONSENT = r"consent|cookie|gdpr|\bcmp\b|cmp-|-cmp|onetrust|didomi|usercentrics|quantcast"
_WALL = r"(?:pay|reg|registration|subscri\w{0,6})[-_]?(?:wall|gate)|tinypass|piano-|\bpiano\b"
_PLAYER = r"player|video"
_PLAYERS = frozenset({"video", "iframe", "amp-video", "amp-iframe", "amp-youtube", "amp-brightcove",
                      "amp-dailymotion", "amp-jwplayer"})  # fmt: skip
_PICTURES = frozenset({"img", "amp-img"})
_TITLES = frozenset({"h2", "h3", "h4", "h5", "h6"})
_CHROME = sum(1 << AROUND.index(tag) for tag in ("nav", "header", "footer", "aside"))
_LINKED = 1 << AROUND.index("a")


class Signs:
    """The signs of one page, each looked for when it is asked for; masks are by block."""

    def __init__(self, page: Page) -> None:
        self._page, self._markup = page, page.markup

    @cached_property
    def types(self) -> frozenset[str]:
        """Types that the page's own data declare, in lower case."""
        return self._declared_types(shared=False)

    @cached_property
    def shared_as(self) -> frozenset[str]:
        """Types of a link to the page, in lower case."""
        return self._declared_types(shared=True)

    @property
    def known(self) -> bool:
        """Whether the page is one of HTML."""
        return self._page.declared is not None

    @property
    def leaning(self) -> float:
        """What the declared types add to the log-odds of an article."""
        if self.types & _FORUMS:
            return _LEANINGS["forum"]
        if self.is_article:
            return _LEANINGS["article"]
        if "product" in self.types or any("product" in each for each in self.shared_as):
            return _LEANINGS["product"]
        if self.is_list:
            return _LEANINGS["list"]
        return _LEANINGS["website"] if self.shared_as == {"website"} else 0.0

    @property
    def is_article(self) -> bool:
        """The page declares that it is an article."""
        return bool(self.types & _ARTICLES)

    @property
    def is_list(self) -> bool:
        """The page declares that it lists others."""
        return bool(self.types & _LISTS)

    @property
    def is_gallery(self) -> bool:
        """The page declares that it is a gallery, or that is where it lies."""
        declared = self.types & _GALLERIES and not self.is_article
        return bool(declared) or self._lies_in("gallery")

    @property
    def is_live(self) -> bool:
        """The page declares that it is a live blog, or that is where it lies."""
        return "liveblogposting" in self.types or self._lies_in("live")

    @property
    def is_video(self) -> bool:
        """There is a player, and the page declares to be a video or lies among videos."""
        declared = "videoobject" in self.types and not self.is_article
        shared = any(each.startswith("video") for each in self.shared_as) and not self.is_article
        return (declared or shared or self.among_videos) and self._has_player

    @property
    def among_videos(self) -> bool:
        """The page lies among videos."""
        return self._lies_in("video")

    @cached_property
    def is_paywalled(self) -> bool:
        """The page declares that its article is for subscribers."""
        told = (each.value for each in self._page.declared or () if each.field == "access")
        return next(told, None) == "paywalled"

    @cached_property
    def chrome(self) -> Mask:
        """Blocks in the page's frame, or all of a link."""
        if self._markup is None:
            return self._nowhere
        around = self._markup.around[self._elements]
        within = self._markup.within[self._elements] >> WITHIN.index("a") & 1
        return np.asarray((around & (_CHROME | _LINKED) != 0) | (within > 0))

    @cached_property
    def consent(self) -> Mask:
        """Blocks in a box that is named for consent."""
        return self._in_named(_CONSENT)

    @cached_property
    def wall(self) -> Mask:
        """Blocks in a box that is named for what keeps out those who did not subscribe."""
        return self._in_named(_WALL)

    @cached_property
    def times(self) -> Mask:
        """Blocks that are a `time` element."""
        if self._markup is None:
            return self._nowhere
        within = self._markup.within[self._elements] >> WITHIN.index("time") & 1
        return np.asarray(within > 0)

    @cached_property
    def pictures(self) -> int:
        """Images outside the page's frame."""
        if self._markup is None:
            return 0
        framed = self._markup.around & _CHROME != 0
        return int((self._having(_PICTURES) & ~framed).sum())

    @cached_property
    def teasers(self) -> Ints:
        """For each block the number of the teaser it stands in, from 1 on, else 0.

        A teaser is a title that is a link to another page, with what stands in a box with it and
        no other such title.
        """
        markup = self._markup
        if markup is None:
            return np.zeros(len(self._page), dtype=np.int64)
        titles = self._linked_titles()
        found = np.zeros(len(markup), dtype=np.int64)
        ends, parents = markup.ends.tolist(), markup.parents.tolist()
        bounds = [-1, *titles, len(markup)]
        for number, title in enumerate(titles if len(titles) > 1 else (), 1):
            box, before, after = title, bounds[number - 1], bounds[number + 1]
            while before < parents[box] < box and ends[parents[box]] <= after:
                box = parents[box]
            found[box : ends[box]] = number
        return found[self._elements]

    def _linked_titles(self) -> list[int]:
        """Places of the headings that lead to another page."""
        markup = self._markup
        assert markup is not None
        found = []
        for place in np.flatnonzero(self._having(_TITLES)).tolist():
            above = markup.parents[place] if markup.around[place] & _LINKED else place
            inner = markup.hrefs[above : markup.ends[place]]
            if any(href and not href.startswith("#") for href in inner):
                found.append(place)
        return found

    def _declared_types(self, *, shared: bool) -> frozenset[str]:
        return frozenset(
            each.value.lower()
            for each in self._page.declared or ()
            if each.field == "type" and (each.source in _SHARING) is shared
        )

    def _lies_in(self, folder: str) -> bool:
        return bool(self._folders & _SEGMENTS[folder])

    @cached_property
    def _folders(self) -> frozenset[str]:
        try:
            path = urlsplit(self._page.url or "").path
        except ValueError:
            return frozenset()
        return frozenset(path.lower().split("/")[:-1])

    @property
    def _has_player(self) -> bool:
        if self._markup is None:
            return False
        return bool(self._having(_PLAYERS).any() or self._having_name(_PLAYER).any())

    @property
    def _nowhere(self) -> Mask:
        return np.zeros(len(self._page), dtype=np.bool_)

    @cached_property
    def _elements(self) -> Ints:
        """The element of each block's first run of text."""
        assert self._markup is not None
        return self._markup.owners[self._markup.runs[:-1]]

    def _in_named(self, pattern: str) -> Mask:
        """Blocks in an element whose name has the pattern; the page as a whole does not count."""
        if self._markup is None:
            return self._nowhere
        named = self._having_name(pattern) & (self._markup.depths > 1)
        steps = named.astype(np.int64)
        np.subtract.at(steps, self._markup.ends[named][self._markup.ends[named] < len(steps)], 1)
        return np.asarray(np.cumsum(steps)[self._elements] > 0)

    def _having(self, tags: Collection[str]) -> Mask:
        assert self._markup is not None
        return np.array([tag in tags for tag in self._markup.tags], dtype=np.bool_)

    def _having_name(self, pattern: str) -> Mask:
        assert self._markup is not None
        names = self._markup.names
        named = re.compile(pattern, re.IGNORECASE)  # kept by `re` from the first page that asks
        hits = {name for name in set(names) if named.search(name)}
        return np.array([name in hits for name in names], dtype=np.bool_)

"""Types and properties of schema.org as newsparse reads them, in JSON-LD and microdata alike."""

from __future__ import annotations

ARTICLES = frozenset((
    "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "LiveBlogPosting",
    "BlogPosting", "SatiricalArticle", "AdvertiserContentArticle", "Report", "ScholarlyArticle",
    "MedicalScholarlyArticle", "TechArticle", "APIReference", "SocialMediaPosting",
    "DiscussionForumPosting", "Newsarticle", "article", "Blogposting",
))  # fmt: skip
NEWS_TYPES = frozenset(name for name in ARTICLES if name.endswith("NewsArticle")) | {
    "LiveBlogPosting"
}
WORKS = frozenset((
    "VideoObject", "AudioObject", "Recipe", "Review", "HowTo", "PodcastEpisode", "ImageGallery",
    "MediaGallery", "Episode", "ClaimReview", "CriticReview", "Event", "CreativeWork", "Product",
    "QAPage", "FAQPage", "Course", "Book", "Movie",
))  # fmt: skip
PAGES = frozenset((
    "WebPage", "ItemPage", "CollectionPage", "AboutPage", "ProfilePage", "MedicalWebPage",
    "SearchResultsPage", "ContactPage", "CheckoutPage",
))  # fmt: skip
SITES = frozenset(("WebSite", "Organization", "NewsMediaOrganization", "Newspaper", "Corporation"))
ORGANIZATIONS = SITES | {"Brand", "LocalBusiness", "Periodical", "BroadcastService", "Project",
                         "EducationalOrganization", "GovernmentOrganization", "NGO", "TVStation",
                         "RadioStation", "WebPage", "Thing"}  # fmt: skip


# How much a type says about the page's article: its own node, a work beside it, the page, the site.
ARTICLE, WORK, PAGE, SITE, NOTHING = range(5)


def type_name(value: object) -> str:
    """The bare name of a declared type.

    >>> type_name("https://schema.org/NewsArticle"), type_name(["Thing", "schema:Article"])
    ('NewsArticle', 'Article')
    """
    names = value if isinstance(value, list) else [value]
    bare = [
        name.strip().rstrip("/").replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        for name in names[:20]
        if isinstance(name, str)
    ]
    for family in (ARTICLES, WORKS, PAGES, SITES):
        for name in bare:
            if name in family:
                return name
    return bare[0] if bare else ""


def level(name: str) -> int:
    """`ARTICLE`, `WORK`, `PAGE`, `SITE` or `NOTHING`."""
    families = (ARTICLES, WORKS, PAGES, SITES)
    return next((rank for rank, family in enumerate(families) if name in family), NOTHING)

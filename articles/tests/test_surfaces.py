"""The surfaces that the corpus of leaks names: each is walked, or not there yet."""

import json
import re
from pathlib import Path

import pytest

from articles.tests.hidden import STATES, WITHDRAWN
from articles.tests.walk import routes

VIEWERS = {"anonymous", "logged_in_nonstaff"}
EVERY = "every route"
SURFACES = {
    "404_suggestions": "public:elsewhere",
    "article_url": "public:article",
    "article_url_by_id": "public:elsewhere",
    "atom": "public:feed",
    "author_count": "public:index",
    "author_feed": "public:feed",
    "author_page": "public:label",
    "cache_after_unpublish": EVERY,
    "date_archive": "public:month",
    "date_archive_count": "public:archive",
    "home": "public:front",
    "http_head_and_etag": EVERY,
    "json_feed": "public:feed",
    "media_url": "media:picture",
    "most_read": "public:front",
    "opengraph_image": "media:picture",
    "news_sitemap": "machines:news_sitemap",
    "pagination_total": "public:label_page",
    "prev_next": "public:article",
    "preview_bad_token": "preview:page",
    "redirect_of_old_slug": "public:article",
    "related": "public:article",
    "robots_or_link_headers": "machines:robots",
    "rss": "public:feed",
    "search_count": "public:search",
    "search_html": "public:search",
    "section_list": "public:label",
    "sitemap": "machines:sitemap",
    "tag_cloud_count": "public:index",
    "tag_feed": "public:feed",
    "tag_page": "public:label",
    "thumbnail_url": "media:picture",
    # As seen from outside: the number of queries is the same, there or not.
    "timing_exists_vs_not": EVERY,
}
ABSENT = {
    "amp_or_print_url": ("amp|print", "there is one page for an article"),
    "api_detail": ("api", "there is no API"),
    "api_filter_count": ("api", "there is no API"),
    "api_list": ("api", "there is no API"),
    "comment_feed": ("comments?/feed", "comments have no feed"),
    "oembed": ("oembed", "there is no embedding"),
    "search_suggest": ("suggest|complete", "answers are given to whole questions"),
}
STATES_THERE = {
    "archived": "withdrawn",
    "deleted": "deleted_draft",
    "draft": "draft",
    "in_review": "in_review",
    "pending_edit_of_published": "live_with_newer_draft",
    "scheduled": "scheduled",
    "unpublished_after_publish": "withdrawn",
    "expired_preview": "expired_preview",
}


class TestSurfaces:
    def test_named_in_the_corpus_are_walked_or_absent(self, corpora: Path):
        matrix = corpora / "security" / "leak_matrix.json"
        cases = json.loads(matrix.read_text(encoding="utf-8"))["cases"]
        states = STATES | WITHDRAWN
        assert {case["viewer"] for case in cases} == VIEWERS
        for case in cases:
            assert STATES_THERE[case["state"]] in states, case
            assert case["surface"] in SURFACES.keys() | ABSENT.keys(), case

    def test_that_exist_have_their_route(self):
        names = {route.name for route in routes()} | {EVERY}
        assert set(SURFACES.values()) <= names

    @pytest.mark.parametrize("surface", ABSENT)
    def test_that_are_absent_have_none(self, surface: str):
        pattern, why = ABSENT[surface]
        words = re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])")
        found = [str(one) for one in routes() if words.search(str(one).lower())]
        assert not found, f"{surface} was left out because {why}: walk it now"

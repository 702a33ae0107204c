"""Every public address, tried in this order; the same again under each language."""

from django.urls import path

from articles.public import (
    as_text,
    converters,  # noqa: F401 - registers what the angle brackets name
    feeds,
    search_feed,
    views,
)

app_name = "public"

# --- feeds, sitemaps, robots.txt: begin ------------------------------------------
below = "<kind:kind>/<segments:slugs>/feed/"

machines = [
    path("feed/", feeds.feed, name="feed"),
    path("feed/<form:form>/", feeds.feed, name="feed"),
    path("feed/page/<number:number>/", feeds.feed, name="feed_page"),
    path("feed/<form:form>/page/<number:number>/", feeds.feed, name="feed_page"),
    path("search/feed/", search_feed.search_feed, name="search_feed"),
    path("search/feed/<form:form>/", search_feed.search_feed, name="search_feed"),
    path("<kind:kind>/<segments:slugs>/feed/", feeds.feed, name="feed"),
    path("<kind:kind>/<segments:slugs>/feed/<form:form>/", feeds.feed, name="feed"),
    path(f"{below}page/<number:number>/", feeds.feed, name="feed_page"),
    path(f"{below}<form:form>/page/<number:number>/", feeds.feed, name="feed_page"),
]
# --- feeds, sitemaps, robots.txt: end --------------------------------------------

days = "<year:year>/<two:month>/<two:day>/"

pages = [
    path("", views.FrontPage.as_view(), name="front"),
    path("page/<number:number>/", views.EverythingPage.as_view(), name="front_page"),
    path("corrections/", views.CorrectionsPage.as_view(), name="corrections"),
    path(
        "corrections/page/<number:number>/",
        views.CorrectionsPage.as_view(),
        name="corrections_page",
    ),
    path("feeds/", views.FeedsPage.as_view(), name="feeds"),
    path("search/", views.SearchPage.as_view(), name="search"),
    path("archive/", views.ArchiveIndex.as_view(), name="archive"),
    path("<kind:kind>/", views.LabelIndex.as_view(), name="index"),
    path(
        "<kind:kind>/page/<number:number>/",
        views.LabelIndex.as_view(),
        name="index_page",
    ),
    path(
        "<kind:kind>/<segments:slugs>/page/<number:number>/",
        views.LabelPage.as_view(),
        name="label_page",
    ),
    path("category/<segment:section>/", views.SectionFront.as_view(), name="section"),
    path("<kind:kind>/<segments:slugs>/", views.LabelPage.as_view(), name="label"),
    path("<year:year>/", views.PeriodPage.as_view(), name="year"),
    path(
        "<year:year>/page/<number:number>/",
        views.PeriodPage.as_view(),
        name="year_page",
    ),
    path("<year:year>/<two:month>/", views.PeriodPage.as_view(), name="month"),
    path(
        "<year:year>/<two:month>/page/<number:number>/",
        views.PeriodPage.as_view(),
        name="month_page",
    ),
    path(days, views.PeriodPage.as_view(), name="day"),
    path(f"{days}page/<number:number>/", views.PeriodPage.as_view(), name="day_page"),
    path(f"{days}<segment:slug>/index.md", as_text.article_text, name="article_text"),
    path(
        f"{days}<segment:slug>/comments/page/<number:number>/",
        views.CommentsPage.as_view(),
        name="comments_page",
    ),
    path(f"{days}<segment:slug>/", views.ArticlePage.as_view(), name="article"),
]

# What the newsroom says of itself, each at an address of its own choice.
standing = [path("<segment:page>/", views.StandingPage.as_view(), name="page")]

# Whatever else is asked for: the ledger may know it, from here or from an older site.
elsewhere = [path("<path:anything>", views.Elsewhere.as_view(), name="elsewhere")]

urlpatterns = [*machines, *pages, *standing, *elsewhere]

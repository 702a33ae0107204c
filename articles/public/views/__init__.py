"""The public pages, one module per kind."""

from articles.public.views.archives import ArchiveIndex, PeriodPage
from articles.public.views.article import ArticlePage
from articles.public.views.comments import CommentsPage
from articles.public.views.corrections import CorrectionsPage
from articles.public.views.elsewhere import Elsewhere, not_found
from articles.public.views.feeds import FeedsPage
from articles.public.views.front import FrontPage
from articles.public.views.indexes import LabelIndex
from articles.public.views.lists import EverythingPage, LabelPage
from articles.public.views.search import SearchPage
from articles.public.views.sections import SectionFront
from articles.public.views.standing import StandingPage

__all__ = [
    "ArchiveIndex",
    "ArticlePage",
    "CommentsPage",
    "CorrectionsPage",
    "Elsewhere",
    "EverythingPage",
    "FeedsPage",
    "FrontPage",
    "LabelIndex",
    "LabelPage",
    "PeriodPage",
    "SearchPage",
    "SectionFront",
    "StandingPage",
    "not_found",
]

"""What the desk works on; nothing here is ever shown to readers."""

from articles.models.desk.articles import Article, Byline, Filing, Stage, Standing
from articles.models.desk.categories import Category
from articles.models.desk.images import Image
from articles.models.desk.imports import ImportSource
from articles.models.desk.people import Author
from articles.models.desk.revisions import Revision
from articles.models.desk.schedule import ScheduledMove
from articles.models.desk.sources import Source
from articles.models.desk.steps import Step
from articles.models.desk.tags import Tag, TaggedArticle

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Category",
    "Filing",
    "Image",
    "ImportSource",
    "Revision",
    "ScheduledMove",
    "Source",
    "Stage",
    "Standing",
    "Step",
    "Tag",
    "TaggedArticle",
]

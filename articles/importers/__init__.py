"""Articles from elsewhere: readers give records, one writer saves them."""

from articles.importers.feeds import is_address
from articles.importers.files import SourceProblem
from articles.importers.report import Item, Report, Result
from articles.importers.run import FORMATS, Plan, import_posts

__all__ = [
    "FORMATS",
    "Item",
    "Plan",
    "Report",
    "Result",
    "SourceProblem",
    "import_posts",
    "is_address",
]

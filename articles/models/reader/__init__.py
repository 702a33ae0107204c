"""What readers have: written by the door alone, read by the public pages."""

from articles.models.reader.addresses import Address
from articles.models.reader.beside import MostRead, Reading, Related
from articles.models.reader.comments import PublishedComment
from articles.models.reader.corrections import PublishedCorrection
from articles.models.reader.front import Placement
from articles.models.reader.labels import Counter, Label
from articles.models.reader.listings import Listing
from articles.models.reader.log import Publication, Purge
from articles.models.reader.pages import LinkUse, PictureUse, PublishedArticle
from articles.models.reader.search import SearchEntry
from articles.models.reader.site import (
    PageLinkUse,
    PagePictureUse,
    PublishedPage,
    PublishedSite,
)

__all__ = [
    "Address",
    "Counter",
    "Label",
    "LinkUse",
    "Listing",
    "MostRead",
    "PageLinkUse",
    "PagePictureUse",
    "PictureUse",
    "Placement",
    "Publication",
    "PublishedArticle",
    "PublishedComment",
    "PublishedCorrection",
    "PublishedPage",
    "PublishedSite",
    "Purge",
    "Reading",
    "Related",
    "SearchEntry",
]

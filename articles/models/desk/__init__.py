"""What the desk works on; nothing here is ever shown to readers."""

from articles.models.desk.articles import (
    Article,
    Byline,
    Filing,
    Priority,
    Stage,
    Standing,
)
from articles.models.desk.audit import AuditEntry
from articles.models.desk.categories import Category
from articles.models.desk.checklist import ChecklistRule, Fingerprint, Override
from articles.models.desk.comments import BannedWord, Comment
from articles.models.desk.corrections import Correction
from articles.models.desk.front import FrontEdition, FrontSlot
from articles.models.desk.heartbeat import Heartbeat
from articles.models.desk.images import Image
from articles.models.desk.imports import ImportSource
from articles.models.desk.notes import Note
from articles.models.desk.notices import Notice, NoticeChoice, Occasion
from articles.models.desk.people import Author
from articles.models.desk.revisions import Revision
from articles.models.desk.schedule import Ending, ScheduledMove
from articles.models.desk.search import DeskSearchEntry
from articles.models.desk.sections import SectionLimit
from articles.models.desk.shares import PreviewLink, PreviewVisit
from articles.models.desk.site import (
    NavigationItem,
    Page,
    SectionColour,
    SiteSettings,
)
from articles.models.desk.sources import Source
from articles.models.desk.steps import Step
from articles.models.desk.tags import Tag, TaggedArticle
from articles.models.desk.unsaved import Autosave, Presence
from articles.models.desk.wires import Wire

__all__ = [
    "Article",
    "AuditEntry",
    "Author",
    "Autosave",
    "BannedWord",
    "Byline",
    "Category",
    "ChecklistRule",
    "Comment",
    "Correction",
    "DeskSearchEntry",
    "Ending",
    "Filing",
    "Fingerprint",
    "FrontEdition",
    "FrontSlot",
    "Heartbeat",
    "Image",
    "ImportSource",
    "NavigationItem",
    "Note",
    "Notice",
    "NoticeChoice",
    "Occasion",
    "Override",
    "Page",
    "Presence",
    "PreviewLink",
    "PreviewVisit",
    "Priority",
    "Revision",
    "ScheduledMove",
    "SectionColour",
    "SectionLimit",
    "SiteSettings",
    "Source",
    "Stage",
    "Standing",
    "Step",
    "Tag",
    "TaggedArticle",
    "Wire",
]

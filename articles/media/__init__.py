"""Pictures: fetched under guard, taken in with care, shown in many sizes."""

from articles.media.facts import (
    Enclosure,
    Picture,
    PictureFile,
    PictureSource,
    Shown,
    files_of,
    for_lists,
    for_page,
    shown,
    srcset,
)
from articles.media.fetch import Asking, fetch, fetcher_of
from articles.media.intake import Intake, keep_original, take_in
from articles.media.pending import any_due, fetch_pending, try_again
from articles.media.pictures import (
    ADDRESS,
    TYPES,
    DeskFile,
    desk_file,
    fill,
    for_image,
    names,
    names_in,
    private_file,
    publish_renditions,
    retire,
)
from articles.media.problems import (
    FetchFailed,
    FetchRefused,
    PictureProblem,
    PictureRefused,
)
from articles.media.uses import discard, drafts, history, live_pages, unused

__all__ = [
    "ADDRESS",
    "TYPES",
    "Asking",
    "DeskFile",
    "Enclosure",
    "FetchFailed",
    "FetchRefused",
    "Intake",
    "Picture",
    "PictureFile",
    "PictureProblem",
    "PictureRefused",
    "PictureSource",
    "Shown",
    "any_due",
    "desk_file",
    "discard",
    "drafts",
    "fetch",
    "fetch_pending",
    "fetcher_of",
    "files_of",
    "fill",
    "for_image",
    "for_lists",
    "for_page",
    "history",
    "keep_original",
    "live_pages",
    "names",
    "names_in",
    "private_file",
    "publish_renditions",
    "retire",
    "shown",
    "srcset",
    "take_in",
    "try_again",
    "unused",
]

"""Who may open, and post to, each address of the desk: declared here, by hand.

`test_crawl` goes through every address that the site has, as everybody, and fails for
one that is not declared. An address of an article is also asked for with an article of
another section: then accounts limited to a section are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

STRANGER = "stranger"
WRITER, OTHER = "writer", "other writer"
EVERY_ROLE = frozenset(
    {WRITER, OTHER, "editor", "section editor", "publisher", "section publisher",
     "administrator", "superuser"}
)  # fmt: skip
EDITORS = EVERY_ROLE - {WRITER, OTHER}
PUBLISHERS = EDITORS - {"editor", "section editor"}
WIRES = PUBLISHERS - {"section publisher"}
CHIEFS = frozenset({"administrator", "superuser"})
ROOT = frozenset({"superuser"})
NOBODY: frozenset[str] = frozenset()
STAFF = EVERY_ROLE | {"no role"}
ANYBODY = STAFF | {STRANGER, "reader"}
"""A reader has an account, but not of the desk; a stranger has none."""

# The articles of the crawl are the writer's: the other writer reaches none of them.
READERS = EVERY_ROLE - {OTHER}

SECTION_ROLES = frozenset({"section editor", "section publisher"})
ROLES = sorted(ANYBODY)


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may get a page, who may post to it, and what it is about.

    ``row`` names a row of the crawl that the address is filled in with; ``by_section``
    says that it belongs to an article, so that a limit by section holds. ``more`` are
    further parts of the address. A ``blind`` one needs a row that the crawl does not have
    and answers that it is not there; its own tests say who may.
    """

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    row: str = ""
    by_section: bool = False
    more: tuple[str | int, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    blind: bool = False


def of_article(
    *,
    get: frozenset[str] = NOBODY,
    post: frozenset[str] = NOBODY,
    more: tuple[str | int, ...] = (),
    row: str = "article",
    **data: str,
) -> Access:
    """Declare a page of an article, for those among the named who reach it."""
    return Access(
        get=get - {OTHER}, post=post - {OTHER}, row=row, by_section=True, more=more,
        data=data,
    )  # fmt: skip


def of_model(
    name: str,
    *,
    see: frozenset[str],
    add: frozenset[str] = NOBODY,
    change: frozenset[str] = NOBODY,
    by_section: bool = False,
    delete: frozenset[str] = NOBODY,
) -> dict[str, Access]:
    """Declare Django's five pages of a model; hardly anything is ever deleted."""
    row = name.rpartition("_")[2]
    rows = see - {OTHER} if by_section else see
    return {
        f"{name}_changelist": Access(get=see, post=see),
        f"{name}_add": Access(get=add, post=add),
        f"{name}_change": Access(
            get=rows, post=change & rows, row=row, by_section=by_section
        ),
        f"{name}_history": Access(
            get=rows, post=rows, row=row, by_section=by_section
        ),
        f"{name}_delete": Access(
            get=delete, post=delete, row=row, by_section=by_section
        ),
    }  # fmt: skip


ACCESS: Mapping[str, Access] = {
    # The site's own pages
    "login": Access(get=ANYBODY, post=ANYBODY),
    "logout": Access(get=frozenset({STRANGER, "reader"}), post=ANYBODY),
    "language": Access(post=ANYBODY, data={"language": "en"}),
    "jsi18n": Access(get=STAFF),
    "index": Access(get=STAFF, post=STAFF),
    "password_change": Access(get=STAFF, post=STAFF),
    "password_change_done": Access(get=STAFF),
    "app_list": Access(get=STAFF, post=STAFF),
    # Asks the list it completes for; without one there is nothing to complete.
    "autocomplete": Access(),
    # Nothing of the desk has a page that Django knows: readers' pages are labels'.
    "view_on_site": Access(row="content type", more=(1,)),
    # Articles
    **of_model(
        "articles_article",
        see=EVERY_ROLE, add=EVERY_ROLE, change=EVERY_ROLE, by_section=True,
    ),
    "articles_article_move": of_article(post=READERS, move="unschedule"),
    "articles_article_changes": of_article(get=READERS),
    "articles_article_correct": of_article(get=PUBLISHERS, post=PUBLISHERS),
    "articles_article_revisions": of_article(get=READERS),
    "articles_article_compare": of_article(get=READERS),
    "articles_article_bring_back": of_article(post=READERS, more=(1,)),
    "articles_article_roll_back": of_article(post=PUBLISHERS, more=(1,)),
    "articles_article_export": Access(post=EVERY_ROLE),
    "articles_article_failed": of_article(post=PUBLISHERS, row="failed move"),
    "articles_article_preview": of_article(get=READERS),
    "articles_article_as_of": of_article(get=READERS),
    "articles_article_shares": of_article(get=READERS, post=READERS),
    "articles_article_shares_revoke": of_article(post=READERS, link="all"),
    "articles_article_preview_page": of_article(get=READERS),
    "articles_article_preview_picture": Access(
        row="article", more=(1, "none.webp"), blind=True
    ),
    "articles_article_as_of_page": of_article(get=READERS, at="2026-03-05T20:00+08:00"),
    "articles_article_notes": of_article(get=READERS),
    "articles_article_autosave": of_article(get=READERS, post=READERS),
    "articles_article_autosave_new": Access(get=EVERY_ROLE, post=EVERY_ROLE),
    "articles_article_unsaved": Access(
        get=frozenset({WRITER}), post=frozenset({WRITER}), row="unsaved text"
    ),
    "articles_article_comments": of_article(post=EDITORS),
    **of_model("articles_comment", see=EDITORS, by_section=True),
    "articles_comment_decide": of_article(post=EDITORS, row="comment", decision="shown"),
    "articles_comment_answer": of_article(post=EDITORS, row="comment", text="谢谢"),
    "articles_article_translate": of_article(post=READERS, language="fr"),
    "articles_article_translation_of": of_article(post=READERS),
    "articles_article_offer": Access(get=EVERY_ROLE),
    "articles_article_render": Access(post=EVERY_ROLE, data={"format": "markdown"}),
    "articles_article_typed": of_article(post=READERS),
    "articles_article_typed_new": Access(post=EVERY_ROLE),
    "articles_article_typed_picture": Access(more=("-", "none.webp"), blind=True),
    "articles_article_merge": of_article(post=READERS),
    "articles_article_assign": of_article(post=READERS),
    "articles_article_note": of_article(post=READERS),
    "articles_article_note_people": of_article(get=READERS),
    "articles_article_note_resolve": of_article(post=READERS, row="note"),
    # A person's own; the notice of the crawl is the writer's
    "notes": Access(get=STAFF),
    "notices": Access(get=STAFF),
    "notices_read": Access(post=STAFF),
    "notice_choices": Access(get=STAFF, post=STAFF),
    "notice_open": Access(get=frozenset({WRITER}), row="notice"),
    "notice_read": Access(post=frozenset({WRITER}), row="notice"),
    # Pages about many articles; each shows what the person may see
    "calendar": Access(get=EVERY_ROLE, post=EVERY_ROLE),
    "calendar_move": Access(blind=True),
    "front": Access(get=PUBLISHERS, post=PUBLISHERS),
    "front_history": Access(get=PUBLISHERS, post=PUBLISHERS),
    "front_back": Access(post=PUBLISHERS),
    # Records
    **of_model("articles_publication", see=EDITORS, by_section=True),
    **of_model("articles_scheduledmove", see=EDITORS, by_section=True),
    **of_model("articles_importsource", see=EDITORS, by_section=True),
    **of_model("articles_auditentry", see=CHIEFS),
    "articles_auditentry_export": Access(post=CHIEFS),
    **of_model("django_tasks_database_dbtaskresult", see=ROOT, change=NOBODY),
    # Filed under
    **of_model("articles_category", see=EVERY_ROLE, add=PUBLISHERS, change=PUBLISHERS),
    "articles_category_order": Access(post=PUBLISHERS, row="category",
                                      data={"way": "up"}),
    **of_model("articles_tag", see=EVERY_ROLE, add=EDITORS, change=EDITORS),
    "articles_tag_suggest": Access(get=EVERY_ROLE, post=EVERY_ROLE),
    **of_model("articles_author", see=EVERY_ROLE, add=EDITORS, change=EDITORS),
    **of_model("articles_source", see=EVERY_ROLE, add=EDITORS, change=EDITORS),
    **of_model("articles_wire", see=WIRES, add=WIRES, change=WIRES, delete=WIRES),
    **of_model("articles_image", see=EVERY_ROLE, add=EVERY_ROLE, change=EVERY_ROLE,
               delete=EDITORS),
    "articles_image_again": Access(post=EVERY_ROLE, row="image"),
    "articles_image_file": Access(get=EVERY_ROLE, post=EVERY_ROLE, row="image"),
    "articles_image_upload": Access(post=EVERY_ROLE),
    "articles_image_offer": Access(get=EVERY_ROLE),
    "articles_image_shown": Access(get=EVERY_ROLE, row="picture by name"),
    # The site itself
    **of_model("articles_page", see=PUBLISHERS, add=PUBLISHERS, change=PUBLISHERS),
    "articles_page_typed": Access(post=PUBLISHERS),
    **of_model("articles_sitesettings", see=PUBLISHERS, change=CHIEFS),
    # Opens the one there is, and takes what is sent as its page does.
    "articles_sitesettings_changelist": Access(get=PUBLISHERS, post=CHIEFS),
    # Settings and people
    **of_model("articles_checklistrule", see=CHIEFS, add=CHIEFS, change=CHIEFS, delete=CHIEFS),
    **of_model("articles_bannedword", see=CHIEFS, add=CHIEFS, change=CHIEFS, delete=CHIEFS),
    **of_model("auth_user", see=CHIEFS, add=CHIEFS, change=CHIEFS),
    "auth_user_password_change": Access(get=CHIEFS, post=CHIEFS, row="user"),
    **of_model("auth_group", see=CHIEFS, add=ROOT, change=ROOT, delete=ROOT),
}  # fmt: skip

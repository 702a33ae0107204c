"""The audit log as it is read: found by person, article and text; sent as a file."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin import columns, exports
from articles.admin.base import DeskAdmin, ReadOnly
from articles.admin.records import linked
from articles.models.desk import AuditEntry
from articles.models.reader import Publication
from articles.text.numbers import row_number
from articles.workflow import MOVES, policy

EXPORT = "articles.export_auditentry"
HEAD = ("at", "kind", "what", "by", "account", "article", "subject", "detail", "from")
MOVED = re.compile(r"(\d+)(?:: (.+))?", re.DOTALL)
"""What a move of the working copy leaves as detail: the revision, and why."""
DAYS = (
    ("1", _("today and yesterday")),
    ("7", _("last 7 days")),
    ("30", _("last 30 days")),
)

VERBS: Mapping[str, str | Promise] = {
    "log_in": _("logged in"),
    "log_in_failed": _("log-in failed"),
    "log_in_failures_uncounted": _("log-in failed; more are not noted"),
    "log_out": _("logged out"),
    "password_changed": _("changed their password"),
    "export_audit": _("exported the audit log"),
    "export_articles": _("exported the list of articles"),
    "schedule_failed": _("a scheduled move failed"),
    "schedule_answered": _("put a failed move aside"),
    "override": _("let pass in spite of the checklist"),
    "arrange_front": _("arranged the front page"),
    "assign": _("assigned"),
    "hold_lifted": _("lifted the legal hold"),
    "password_set": _("set a password"),
    "share": _("made a preview link"),
    "revoke": _("revoked a preview link"),
    "comment_shown": _("showed a reader’s comment"),
    "comment_rejected": _("rejected a reader’s comment"),
    "comment_spam": _("called a reader’s comment spam"),
    "comment_erased": _("erased a reader’s comment"),
    "comment_answered": _("answered a reader’s comment"),
    "comments_closed": _("closed the comments"),
    "comments_opened": _("opened the comments again"),
    "translation_of": _("said what it translates"),
}


def verb(what: str) -> str:
    """Say what was done as people do; a verb nobody has translated stays as it is."""
    move = MOVES.get(what)
    if move is not None:
        return str(move.label)
    if what in Publication.Action.values:
        return str(Publication.Action(what).label)
    return str(VERBS.get(what, what.replace("_", " ")))


class PersonFilter(admin.SimpleListFilter):
    """By who did it, of the accounts that may be at the desk."""

    title, parameter_name = _("person"), "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the accounts of the staff; one that has left is found by searching."""
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("username")
        return [(str(user.pk), columns.person(user)) for user in staff]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[AuditEntry]"
    ) -> "QuerySet[AuditEntry]":
        """Keep what one person did."""
        person = row_number(self.value())
        return queryset.filter(actor=person) if person else queryset


class DaysFilter(admin.SimpleListFilter):
    """By how long ago."""

    title, parameter_name = _("days"), "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer a few spans."""
        return list(DAYS)

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[AuditEntry]"
    ) -> "QuerySet[AuditEntry]":
        """Keep what is as recent."""
        if self.value() not in dict(DAYS):
            return queryset
        return queryset.filter(
            at__gte=timezone.now() - timedelta(days=int(self.value() or 0))
        )


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, DeskAdmin):
    """Who did what; nothing here can be added, altered or deleted."""

    list_display = ("when", "what_was_done", "who", "about", "says", "origin")
    list_display_links = ("when",)
    list_filter = ("kind", PersonFilter, DaysFilter)
    list_select_related = ("article", "actor")
    search_fields = ("actor_name", "actor__username", "subject", "article__title",
                     "what", "detail", "address")  # fmt: skip
    search_help_text = _("Person, article, what was done, text or address")
    date_hierarchy = "at"
    fields = ("at", "kind", "what_was_done", "who", "about", "says", "address")
    readonly_fields = ("what_was_done", "who", "about", "says")

    @admin.display(description=_("When"), ordering="at")
    def when(self, entry: AuditEntry) -> SafeString:
        """Say when."""
        return columns.moment(entry.at)

    @admin.display(description=_("What"), ordering="what")
    def what_was_done(self, entry: AuditEntry) -> SafeString:
        """Say what was done, and of which sort it is."""
        return format_html(
            '<span class="chip did-{}">{}</span> {}',
            entry.kind, entry.get_kind_display(), verb(entry.what),
        )  # fmt: skip

    @admin.display(description=_("By"), ordering="actor_name")
    def who(self, entry: AuditEntry) -> str:
        """Name who did it, as they were called then."""
        return entry.actor_name or "–"

    @admin.display(description=_("detail"), ordering="detail")
    def says(self, entry: AuditEntry) -> str:
        """Say why, or what changed; a move's number is that of a revision."""
        found = MOVED.fullmatch(entry.detail)
        if found is None or entry.kind != AuditEntry.Kind.MOVE:
            return entry.detail or "–"
        number, note = found.groups()
        said = _t("Revision %(number)s") % {"number": number}
        return f"{said} · {note}" if note else said

    @admin.display(description=_("IP address"), ordering="address")
    def origin(self, entry: AuditEntry) -> str:
        """Say where it came from, where that is known."""
        return entry.address or "–"

    @admin.display(description=_("About"), ordering="subject")
    def about(self, entry: AuditEntry) -> SafeString:
        """Link to the article, or name what else it was done to."""
        return linked(entry.article, entry.subject or "–")

    def get_urls(self) -> list[URLPattern]:
        """Add the address that sends the log."""
        send = self.admin_site.admin_view(require_POST(self.export))
        return [
            path("export/", send, name="articles_auditentry_export"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the export to whoever may have it."""
        may = {"may_export": policy.holds(request.user, EXPORT)}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send what the list shows under the same filters; the log tells of it too."""
        if not self.has_view_permission(request) or not policy.holds(
            request.user, EXPORT
        ):
            raise PermissionDenied
        entries = exports.listed(request, self)
        newest = entries.order_by("-pk").values_list("pk", flat=True).first() or 0
        rows = entries.filter(pk__lte=newest)
        return exports.download(
            request, "audit", head=HEAD, rows=_rows(rows), count=rows.count()
        )


def _rows(entries: "QuerySet[AuditEntry]") -> Iterator[exports.Row]:
    for entry in entries.iterator(chunk_size=exports.CHUNK):
        yield (
            exports.moment(entry.at),
            entry.kind,
            entry.what,
            entry.actor_name,
            entry.actor.get_username() if entry.actor else "",
            str(entry.article.uuid) if entry.article else "",
            entry.subject,
            entry.detail,
            entry.address or "",
        )

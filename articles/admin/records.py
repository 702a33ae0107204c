"""What is only looked at: the door's log, the schedule, where imports came from."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin import columns
from articles.admin.base import DeskAdmin, ReadOnly, person
from articles.models.desk import Article, ImportSource, ScheduledMove
from articles.models.reader import Publication
from articles.workflow import MoveRefused, policy

Row = TypeVar("Row", bound=Model)


def linked(article: Article | None, otherwise: str = "–") -> SafeString:
    """Link to an article's form."""
    if article is None:
        return format_html("{}", otherwise)
    address = reverse("admin:articles_article_change", args=[article.pk])
    return format_html('<a href="{}">{}</a>', address, article.title)


def of_visible(request: HttpRequest, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """Keep the rows whose article a person may see."""
    if policy.sees_all(request.user):
        return rows
    seen = policy.visible(request.user, Article.objects.order_by())
    return rows.filter(article__in=seen.values("pk"))


class LogList(ChangeList):
    """The log's rows, each with the article it speaks of."""

    def get_results(self, request: HttpRequest) -> None:
        """Look the page's articles up together: the log names them by UUID alone."""
        super().get_results(request)
        rows = list(self.result_list)
        uuids = {row.article for row in rows}
        found = Article.objects.filter(uuid__in=uuids).only("uuid", "title")
        by_uuid: dict[UUID, Article] = {article.uuid: article for article in found}
        for row in rows:
            row.working_copy = by_uuid.get(row.article)
        self.result_list = rows


class ActionFilter(admin.SimpleListFilter):
    """By what the door did."""

    title, parameter_name = _("what was done"), "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer what the door can do."""
        return [(one.value, str(one.label)) for one in Publication.Action]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Publication]"
    ) -> "QuerySet[Publication]":
        """Keep one action."""
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Publication)
class PublicationAdmin(ReadOnly, DeskAdmin):
    """What the door did, when, by whom and why."""

    list_title = _("Door log")
    list_display = ("when", "what", "headline", "readers_got", "who", "why")
    list_display_links = ("when",)
    list_filter = (ActionFilter,)
    search_fields = ("actor_name", "reason")
    date_hierarchy = "at"
    fields = ("when", "what", "headline", "readers_got", "who", "why")
    readonly_fields = fields

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Bring the articles' titles along."""
        return LogList

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Publication]":
        """Leave the composed rows where they are: they are large.

        Entries speak of articles: somebody limited sees those of their own sections.
        """
        entries = super().get_queryset(request).defer("packed")
        if policy.sees_all(request.user):
            return entries
        seen = policy.visible(request.user, Article.objects.order_by())
        return entries.filter(article__in=seen.values("uuid"))

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Publication]", search_term: str
    ) -> tuple["QuerySet[Publication]", bool]:
        """Find entries by the article's title too."""
        found, doubles = super().get_search_results(request, queryset, search_term)
        if search_term:
            titled = Article.objects.order_by().filter(title__icontains=search_term)
            found |= queryset.filter(article__in=titled.values("uuid"))
        return found, doubles

    @admin.display(description=_("When"), ordering="at")
    def when(self, entry: Publication) -> SafeString:
        """Say when."""
        return columns.moment(entry.at)

    @admin.display(description=_("What"), ordering="action")
    def what(self, entry: Publication) -> SafeString:
        """Say what was done."""
        return format_html(
            '<span class="chip did-{}">{}</span>',
            entry.action,
            entry.get_action_display(),
        )

    @admin.display(description=_("Article"))
    def headline(self, entry: Publication) -> SafeString:
        """Link to the article."""
        if not hasattr(entry, "working_copy"):
            found = Article.objects.filter(uuid=entry.article).first()
            entry.working_copy = found  # type: ignore[attr-defined] # for the next ask
        return linked(entry.working_copy, str(entry.article))  # type: ignore[attr-defined] # set above

    @admin.display(description=_("Revision"), ordering="revision_number")
    def readers_got(self, entry: Publication) -> str:
        """Name the revision that readers got."""
        return str(entry.revision_number or "–")

    @admin.display(description=_("By"), ordering="actor_name")
    def who(self, entry: Publication) -> str:
        """Name who did it, as they were called then."""
        return entry.actor_name or columns.person(None)

    @admin.display(description=_("Reason"))
    def why(self, entry: Publication) -> str:
        """Say why."""
        return entry.reason or "–"


@admin.register(ScheduledMove)
class ScheduledMoveAdmin(ReadOnly, DeskAdmin):
    """What is to go out and to come down, and what became of it."""

    list_display = ("at", "kind", "headline", "number", "state", "planner", "failure")
    list_display_links = ("at",)
    list_filter = ("state", "kind")
    list_select_related = ("article", "revision", "created_by")
    search_fields = ("article__title",)
    date_hierarchy = "at"
    ordering = ("-at", "-id")
    actions = ("cancel",)
    fields = ("kind", "headline", "number", "at", "reason", "state", "settled_at",
              "failure", "created_at", "planner")  # fmt: skip
    readonly_fields = ("headline", "number", "planner")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ScheduledMove]":
        """Give what is planned for articles that this person may see."""
        return of_visible(request, super().get_queryset(request))

    @admin.display(description=_("Article"))
    def headline(self, move: ScheduledMove) -> SafeString:
        """Link to the article."""
        return linked(move.article)

    @admin.display(description=_("Revision"))
    def number(self, move: ScheduledMove) -> str:
        """Name the revision it is pinned to."""
        return str(move.revision.number) if move.revision else "–"

    @admin.display(description=_("Planned by"))
    def planner(self, move: ScheduledMove) -> str:
        """Name who planned it."""
        return columns.person(move.created_by)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Ask the policy for what the move in the table asks for."""
        return policy.holds(request.user, workflow.MOVES["unschedule"].permission)

    @admin.action(description=_("Cancel"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, moves: "QuerySet[ScheduledMove]") -> None:
        """Cancel the chosen moves that still wait; say of each what came of it."""
        done = workflow.MOVES["unschedule"].done
        for move in moves.select_related("article"):
            try:
                workflow.unschedule(
                    move.article,
                    actor=person(request),
                    at=timezone.now(),
                    kind=move.kind,
                )
                messages.success(request, f"{move.article}: {done}")
            except MoveRefused as refusal:
                messages.warning(request, f"{move.article}: {refusal}")


@admin.register(ImportSource)
class ImportSourceAdmin(ReadOnly, DeskAdmin):
    """The files that articles were made from, kept to the byte."""

    list_display = ("source_key", "headline", "imported_at", "length")
    list_select_related = ("article",)
    search_fields = ("source_key", "article__title")
    date_hierarchy = "imported_at"
    fields = ("source_key", "headline", "imported_at", "sha256", "text")
    readonly_fields = ("headline", "text")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ImportSource]":
        """Give the files of articles that this person may see."""
        return of_visible(request, super().get_queryset(request))

    @admin.display(description=_("Article"))
    def headline(self, source: ImportSource) -> SafeString:
        """Link to the article."""
        return linked(source.article)

    @admin.display(description=_("Bytes"))
    def length(self, source: ImportSource) -> int:
        """Say how long the file is."""
        return len(source.raw)

    @admin.display(description=_("The file"))
    def text(self, source: ImportSource) -> SafeString:
        """Show the file as text; bytes that are none are marked."""
        return format_html(
            '<pre class="desk-raw">{}</pre>', source.raw.decode("utf-8", "replace")
        )

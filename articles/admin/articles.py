"""Articles on the desk: the list, the form, and the moves made from them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin import (
    assignment,
    bulk,
    changes,
    comment_panel,
    corrections,
    dashboard,
    exports,
    filters,
    finding,
    late,
    notes,
    revisions,
    saved,
    shares,
    signing,
    stale,
    take_in,
    translations,
    unsaved,
    uploads,
    writing,
)
from articles.admin.article_form import ArticleForm
from articles.admin.article_list import Columns
from articles.admin.base import DeskAdmin, person
from articles.admin.bylines import BylineInline, renumber
from articles.admin.move_form import MoveForm
from articles.admin.moves import Wish, carry_out
from articles.admin.panel import history, panel
from articles.admin.widgets import deferred, module
from articles.admin.writing_tools import surface
from articles.models.desk import Article, Byline, Revision, Stage, Standing
from articles.workflow import MoveRefused, policy

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

# Each gives its addresses below the list of articles, wrapped as the desk's.
PAGES: tuple[Callable[[Wrap], list[URLPattern]], ...] = (
    changes.pages,
    comment_panel.pages,
    corrections.pages,
    revisions.pages,
    assignment.pages,
    exports.article_pages,
    late.pages,
    notes.pages,
    shares.pages,
    take_in.pages,
    translations.pages,
    unsaved.pages,
    writing.pages,
)


def own_columns(form: ArticleForm) -> list[str]:
    """Name the article's columns that a form may write."""
    columns = {field.name for field in Article._meta.concrete_fields}
    return [name for name in form.cleaned_data if name in columns]


@admin.register(Article)
class ArticleAdmin(Columns, DeskAdmin):
    """The working copies; nothing saved here is seen by readers before a move."""

    form = ArticleForm
    inlines = (BylineInline,)
    autocomplete_fields = ("source",)
    fieldsets = (
        (None, {"fields": ("title", "deck", "body")}),
        (_("Filed under"), {"fields": ("filed_under", "tag_names")}),
        (_("Source"), {"fields": (("source", "source_url"),)}),
        (
            _("Pictures"),
            {
                "fields": (
                    ("lead_picture", "thumbnail"),
                    ("lead_picture_file", "thumbnail_file"),
                )
            },
        ),
        (
            _("Address and form"),
            {
                "fields": (
                    ("slug", "in_pinyin"),
                    ("language", "body_format", "comments_enabled"),
                )
            },
        ),
        (
            _("Planning"),
            {"fields": (("planned_for", "due_at", "embargoed_until"),)},
        ),
    )
    list_display = ("cover", "headline", "section", "state", "task", "who", "when")
    list_display_links = ("headline",)
    list_filter = (
        saved.QuestionFilter,
        filters.MineFilter,
        assignment.AssigneeFilter,
        assignment.PriorityFilter,
        filters.StageFilter,
        filters.StandingFilter,
        filters.CategoryFilter,
        filters.SourceFilter,
        filters.LanguageFilter,
        filters.AuthorFilter,
        filters.TagFilter,
    )
    search_fields = ("title", "deck", "slug", "bylines__author__name")
    search_help_text = None
    date_hierarchy = "published_at"
    actions = (*bulk.ACTIONS, assignment.bulk_assign)
    action_form = bulk.MoveActionForm

    class Media:
        js = (
            deferred("desk/article.js"),
            deferred("desk/unsaved.js"),
            module("desk/editor/main.js"),
        )
        css = {"screen": ["paper/body.css", "desk/unsaved.css", "desk/writing.css"]}

    # Who may

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Ask the policy, for the article where there is one."""
        if isinstance(obj, Article):
            return policy.may_see(request.user, obj).allowed
        return super().has_view_permission(request)

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Ask the policy, for the article where there is one."""
        if isinstance(obj, Article):
            return policy.may_edit(request.user, obj).allowed
        return super().has_change_permission(request)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Articles are withdrawn, never deleted: their revisions name them."""
        return False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Article]":
        """Give the articles this person may see, for a list with what its rows show."""
        articles = policy.visible(request.user, Article.objects.all())
        match = request.resolver_match
        if match and match.url_name == "articles_article_changelist":
            return unsaved.with_presence(dashboard.with_cards(articles))
        return articles.select_related("created_by")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """Lock the row while a form is saved, so that nobody saves in between."""
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST" and connection.in_atomic_block:
            locked = self.get_queryset(request).select_for_update(of=("self",))
            return locked.filter(pk=article.pk).first()
        return article

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell the form which sections this person may file under."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.reach = policy.reach(request.user)
        stale.brief(form, request)
        return form

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """Find by what articles say, among those this person may see."""
        return finding.find(queryset, search_term), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add the saved views above the list."""
        query = request.GET.urlencode()
        views = [(name, sent, sent == query) for name, sent in saved.VIEWS]
        return super().changelist_view(
            request, {"views": views, **(extra_context or {})}
        )

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save in one transaction; make the move asked for after it."""
        args = (object_id, form_url, extra_context)
        posted = request.POST
        try:
            response = self._changeform(request, *args)
        except MoveRefused:
            # Somebody saved in the very same moment: now the form can be merged with
            # that, with everything that was typed.
            request.POST = posted
            response = self._changeform(request, *args)
        saved: Article | None = getattr(request, "desk_saved", None)
        if saved is not None and "_move" in request.POST:
            if stale.is_news(request):
                messages.warning(request, stale.LOOK_FIRST)
            else:
                self._make_move(request, saved.pk, request.POST["_move"], saving=True)
        return response

    def _changeform(
        self, request: HttpRequest, object_id: str | None, *args: Any
    ) -> HttpResponse:
        """Bring what was typed up to date with what was saved since, then save it."""
        if request.method != "POST" or stale.is_shown(request):
            return super().changeform_view(request, object_id, *args)
        with transaction.atomic():
            if object_id is not None:
                stale.catch_up(request, self.get_queryset(request), object_id)
            return super().changeform_view(request, object_id, *args)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the panel beside the text."""
        article = kwargs.get("obj")
        if article is not None and article.pk:
            context["panel"] = panel(article, person(request), at=timezone.now())
        stored = article is not None and article.pk
        if self.has_change_permission(request, article if stored else None):
            context["writing"] = surface(article)
        context |= stale.context(request, article)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self,
        request: HttpRequest,
        obj: Article,
        form: ArticleForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Write the fields of the form, and no other: the door writes at the same time."""
        now = timezone.now()
        for name, upload in form.uploads().items():
            setattr(obj, name, uploads.keep(upload, at=now))
        if not change:
            obj.created_at = obj.changed_at = now
            obj.created_by = person(request)
            obj.save()
            return
        if form.changed_data:
            obj.changed_at = now
        obj.save(update_fields=["changed_at", *own_columns(form)])

    def save_related(
        self,
        request: HttpRequest,
        form: ArticleForm,
        formsets: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Write the relations, then record the revision."""
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        form.save_relations(article)
        if not change:
            self._sign(request, article)
        renumber(article)
        signing.take_over(article, request)
        revision = workflow.revise(
            article,
            actor=person(request),
            at=timezone.now(),
            note=form.cleaned_data.get("note", ""),
        )
        stale.settle(request, article)
        self._say_saved(request, article, revision)

    def _sign(self, request: HttpRequest, article: Article) -> None:
        """Put the writer's own name under a new article that names nobody."""
        author = getattr(request.user, "author", None)
        if author is not None and not article.bylines.exists():
            Byline.objects.create(article=article, author=author)

    def _say_saved(
        self, request: HttpRequest, article: Article, revision: Revision | None
    ) -> None:
        if revision is None:
            said = _t("Saved. The text is as it was, so there is no new revision.")
        else:
            said = _t("Saved as revision %(number)s.") % {"number": revision.number}
            if article.standing == Standing.LIVE:
                said += " " + _t("Readers still have revision %(number)s.") % {
                    "number": article.live_number
                }
            if revision.number > 1 and article.stage == Stage.DRAFT:
                said += " " + _t("It is a draft: submit it when it is ready.")
        said = f"{said} {stale.said(request)}".strip()
        messages.success(request, said)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Stay with the article."""
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Stay with the article, unless the person is done with it."""
        request.desk_saved = obj  # type: ignore[attr-defined] # for what comes after
        name = "changelist" if "_close" in request.POST else "change"
        args = [] if name == "changelist" else [obj.pk]
        return HttpResponseRedirect(
            reverse(f"admin:articles_article_{name}", args=args)
        )

    # Moves and history

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that belong to an article, and where moves are posted to."""
        move = path(
            "<int:pk>/move/",
            self.admin_site.admin_view(self.move_view),
            name="articles_article_move",
        )
        own = [one for pages in PAGES for one in pages(self.admin_site.admin_view)]
        return [move, *own, *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make one move, or say why not; the same question is asked as for buttons."""
        if request.method != "POST":
            raise Http404
        if not policy.visible(request.user, Article.objects.filter(pk=pk)).exists():
            raise PermissionDenied
        self._make_move(request, pk, request.POST.get("move", ""))
        back = reverse("admin:articles_article_change", args=[pk])
        return HttpResponseRedirect(back)

    def _make_move(
        self, request: HttpRequest, pk: int, move: str, *, saving: bool = False
    ) -> None:
        form = MoveForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.sentences()))
            return
        article = Article.objects.select_related("created_by").get(pk=pk)
        given = form.given()
        if saving:
            # What was saved a moment ago is what the person sees.
            given["seen_number"] = None
        wish = Wish(
            move=move,
            article=article,
            actor=person(request),
            at=timezone.now(),
            **given,
        )
        try:
            messages.success(request, carry_out(wish))
        except MoveRefused as refusal:
            messages.error(request, str(refusal))

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the whole story of an article."""
        article = self.get_object(request, object_id)
        if article is None or not policy.may_see(request.user, article).allowed:
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _t("History: %s") % article,
            "opts": self.opts,
            "object": article,
            "history": history(article, limit=500),
        }
        template = "admin/articles/article/history.html"
        return TemplateResponse(request, template, context)

"""Readers' comments: the queue, one comment with its thread, and what holds one back."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import linebreaks_filter
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin import columns
from articles.admin.base import DeskAdmin, ReadOnly, person
from articles.admin.comment_panel import PERMISSION, mine
from articles.admin.filters import Lookups
from articles.admin.widgets import deferred
from articles.models.desk import BannedWord, Comment
from articles.workflow import MoveRefused, comments, policy, suspicion

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]
Comments = QuerySet[Comment]
State = Comment.State

WHY = {
    suspicion.LINKS: _("links"),
    suspicion.WORD: _("banned word"),
    suspicion.AGAIN_SAID: _("said before"),
    suspicion.NOISE: _("noise"),
    suspicion.OUR_NAME: _("our name"),
}
DONE = {
    State.SHOWN: _("shown"),
    State.REJECTED: _("rejected"),
    State.SPAM: _("called spam"),
}


# What is done, for one and for many


def decided(request: HttpRequest, pks: Iterable[int], decision: State) -> None:
    """Decide about comments, and say what was done."""
    done, left = publishing.decide(
        pks, decision, actor=person(request), at=timezone.now()
    )
    said = ngettext(
        "%(count)s comment: %(what)s.", "%(count)s comments: %(what)s.", done
    )
    if done:
        messages.success(request, said % {"count": done, "what": DONE[decision]})
    if left:
        text = ngettext(
            "%(count)s comment stays as it is.",
            "%(count)s comments stay as they are.",
            left,
        )
        messages.warning(request, text % {"count": left})


def action(
    name: str, label: Any, decision: State, *, alike: bool = False
) -> Callable[..., None]:
    """Make the bulk action of a decision; ``alike`` takes what is like them, too."""

    def decide(model_admin: Any, request: HttpRequest, chosen: Comments) -> None:
        pks = list(chosen.order_by("pk").values_list("pk", flat=True))
        if alike:
            like = comments.like(list(chosen))
            mine_too = mine(request.user).filter(pk__in=like.values("pk"))
            pks += list(mine_too.values_list("pk", flat=True))
        decided(request, pks, decision)

    decide.__name__ = name
    return admin.action(description=label)(decide)


@admin.action(description=_("Erase for good"))
def erase(model_admin: Any, request: HttpRequest, chosen: Comments) -> None:
    """Erase what was said; the place stays."""
    pks = list(chosen.values_list("pk", flat=True))
    done = publishing.erase(pks, actor=person(request), at=timezone.now())
    said = ngettext("%(count)s comment erased.", "%(count)s comments erased.", done)
    messages.success(request, said % {"count": done})


LONG, LINES = 100, 6
"""Characters and line ends above which a comment may not fit its cell on a phone."""


class StateFilter(admin.SimpleListFilter):
    """By state; without a choice, what waits. The views above the list offer it."""

    template = "admin/articles/comment/filter_above.html"
    title, parameter_name = _("state"), "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the states, and all of them."""
        return [*State.choices, ("all", _("all"))]

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        """Keep one state."""
        if self.value() == "all":
            return queryset
        known = self.value() in State.values
        return queryset.filter(state=self.value() if known else State.WAITING)


class WhyFilter(admin.SimpleListFilter):
    """By what made a comment suspicious."""

    title, parameter_name = _("reason"), "why"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the reasons."""
        return list(WHY.items())

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        """Keep one reason."""
        value = self.value()
        return queryset.filter(held_for__contains=value) if value else queryset


class WhoFilter(admin.SimpleListFilter):
    """By who wrote it."""

    title, parameter_name = _("writer"), "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer readers and the newsroom."""
        return [("readers", _("readers")), ("newsroom", _("the newsroom"))]

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        """Keep one of them."""
        if self.value() == "readers":
            return queryset.filter(author=None)
        return queryset.exclude(author=None) if self.value() == "newsroom" else queryset


@admin.register(Comment)
class CommentAdmin(ReadOnly, DeskAdmin):
    """The queue of what readers wrote; nothing of it is seen before somebody says so."""

    list_title = _("Readers’ comments")
    list_display = ("who", "said", "where", "status", "when")
    list_display_links = ("who",)
    list_filter = (StateFilter, WhyFilter, WhoFilter)
    search_fields = ("name", "email", "text", "article__title")
    search_help_text = _("Name, e-mail, text or headline")
    actions = (
        action("show", _("Show"), State.SHOWN),
        action("reject", _("Reject"), State.REJECTED),
        action("spam", _("Spam"), State.SPAM),
        action("spam_alike", _("Spam, and all like it"), State.SPAM, alike=True),
        action(
            "reject_alike", _("Reject, and all like it"), State.REJECTED, alike=True
        ),
        erase,
    )
    fields = ()

    class Media:
        js = (deferred("desk/comments.js"),)
        css = {"screen": ["desk/comments.css"]}

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Let in who moderates, and to a comment who moderates its article."""
        if isinstance(obj, Comment):
            return policy.may_moderate(request.user, obj.article).allowed
        return policy.holds(request.user, PERMISSION)

    def get_queryset(self, request: HttpRequest) -> Comments:
        """Give the comments that this person decides about, with their articles."""
        found = mine(request.user).select_related("article", "author", "parent")
        return found.defer("article__body", "article__extra")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Put the states above the list, the two that wait with their numbers."""
        numbers = mine(request.user).aggregate(
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            held=Count("pk", filter=Q(state=State.HELD)),
        )
        here = request.GET.get("state", State.WAITING)
        views = [
            (label, f"state={value}", value == here, numbers.get(value))
            for value, label in [*State.choices, ("all", _t("all"))]
        ]
        return super().changelist_view(
            request, {"views": views, **(extra_context or {})}
        )

    @admin.display(description=_("Written by"))
    def who(self, comment: Comment) -> SafeString:
        """Name who wrote it, with what only the desk knows."""
        if comment.author is not None:
            name = columns.person(comment.author)
            return format_html(
                '<b>{}</b> <span class="quiet">{}</span>', name, _t("newsroom")
            )
        return format_html(
            '<b class="comment-name">{}</b> <span class="comment-mail">{}</span>',
            comment.name or str(comment), comment.email,
        )  # fmt: skip

    @admin.display(description=_("Said"))
    def said(self, comment: Comment) -> SafeString:
        """Give the text as it would be read, and what is suspicious about it."""
        # A long one scrolls in its cell, so keys have to get there too.
        scrolls = len(comment.text) > LONG or comment.text.count("\n") > LINES
        return format_html(
            '<div class="comment-said" lang="{}"{}>{}{}</div>{}',
            comment.language,
            format_html(' tabindex="{}"', 0) if scrolls else "",
            answer_mark(comment),
            linebreaks_filter(comment.text) if comment.text else "–",
            reasons(comment),
        )

    @admin.display(description=_("Where"))
    def where(self, comment: Comment) -> SafeString:
        """Link to all that was written about the article."""
        address = reverse("admin:articles_comment_changelist")
        return format_html(
            '<a href="{}?state=all&amp;article__id__exact={}" lang="{}">{}</a>',
            address, comment.article_id, comment.article.language, comment.article.title,
        )  # fmt: skip

    @admin.display(description=_("State"), ordering="state")
    def status(self, comment: Comment) -> SafeString:
        """Say the state, by word and shape first."""
        return format_html(
            '<span class="chip comment-is-{}">{}</span>',
            comment.state, comment.get_state_display(),
        )  # fmt: skip

    @admin.display(description=_("When"), ordering="id")
    def when(self, comment: Comment) -> SafeString:
        """Say when it was written."""
        return columns.moment(comment.created_at)

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Let the list be about one article."""
        return lookup == "article__id__exact" or super().lookup_allowed(
            lookup, value, request
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the comment in its thread, with what can be done."""
        comment: Comment = kwargs["obj"]
        thread = Comment.objects.filter(
            Q(pk=comment.head_id) | Q(parent=comment.head_id)
        ).select_related("author")
        context |= {
            "comment": comment,
            "reasons": reasons(comment),
            "thread": thread.order_by("created_at", "pk"),
            "alike": mine(request.user)
            .filter(pk__in=comments.like([comment]).values("pk"))
            .exclude(pk=comment.pk)
            .count(),
            "decisions": [
                (value, label)
                for value, label in (
                    (State.SHOWN, _t("Show")),
                    (State.REJECTED, _t("Reject")),
                    (State.SPAM, _t("Spam")),
                )
                if value != comment.state
            ],
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add where decisions and answers are posted to."""
        wrap = self.admin_site.admin_view
        own = [
            path(f"<int:pk>/{name}/", wrap(require_POST(view)),
                 name=f"articles_comment_{name}")
            for name, view in (("decide", self.decide_view), ("answer", self.answer_view))
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide about one comment."""
        comment = self._mine(request, pk)
        decision = request.POST.get("decision", "")
        if decision == State.ERASED:
            erase(self, request, Comment.objects.filter(pk=comment.pk))
        elif decision in DONE:
            decided(request, [comment.pk], State(decision))
        return self._back(comment)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer one comment as the newsroom."""
        comment = self._mine(request, pk)
        try:
            publishing.answer(
                comment, request.POST.get("text", ""), actor=person(request),
                at=timezone.now(),
            )  # fmt: skip
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _t("The answer is shown below the article."))
        return self._back(comment)

    def _mine(self, request: HttpRequest, pk: int) -> Comment:
        comment = self.get_queryset(request).filter(pk=pk).first()
        if comment is None:
            raise PermissionDenied
        return comment

    def _back(self, comment: Comment) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse("admin:articles_comment_change", args=[comment.pk])
        )


def answer_mark(comment: Comment) -> SafeString | str:
    """Say to whom a comment answers."""
    if comment.parent is None:
        return ""
    name = comment.parent.name or str(comment.parent)
    said = _t("in answer to %(name)s") % {"name": name}
    return format_html('<span class="quiet">{}</span>', said)


def reasons(comment: Comment) -> SafeString | str:
    """Name what made a comment suspicious."""
    found = [WHY[one] for one in comment.held_for.split(",") if one in WHY]
    return format_html_join(
        " ", '<span class="comment-why">{}</span>', ((w,) for w in found)
    )


@admin.register(BannedWord)
class BannedWordAdmin(DeskAdmin):
    """Words and phrases that hold a comment back."""

    list_title = _("Words that hold comments back")
    list_display = ("word",)
    search_fields = ("word",)

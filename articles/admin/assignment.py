"""Whose task an article is: set in the panel, for many at once, and seen in the list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin import columns
from articles.admin.base import person
from articles.admin.fields import MinuteField
from articles.admin.filters import Lookups, SelectFilter
from articles.admin.reach import article_for
from articles.models.desk import Article, Priority
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, accounts, assignment, policy
from articles.workflow.assignment import Task

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]
KEEP = "keep"
"""What a bulk assignment sends to leave a thing as it is."""


class TaskForm(forms.Form):
    """Whose, until when, how pressing."""

    assignee = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Assigned to"), empty_label="–"
    )
    due_at = MinuteField(
        required=False,
        label=_("Due"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    priority = forms.TypedChoiceField(
        required=False,
        label=_("Priority"),
        choices=[("", "–"), *Priority.choices],
        coerce=int,
        empty_value=None,
    )

    def __init__(self, people: list[User], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix="task", **kwargs)
        offer(self.fields["assignee"], people)

    def task_for(self, article: Article) -> Task:
        """Give what was chosen; a time that was left alone keeps its seconds."""
        data = dict(self.cleaned_data)
        if "due_at" not in self.changed_data:
            data["due_at"] = article.due_at
        return Task(**data)


class BulkTaskForm(TaskForm):
    """The same for many: what is not chosen stays as it is."""

    priority = forms.ChoiceField(  # type: ignore[assignment] # one choice more
        required=False,
        label=_("Priority"),
        choices=[(KEEP, _("as it is")), ("", "–"), *Priority.choices],
    )

    def task_for(self, article: Article) -> Task:
        """Give what an article's task becomes."""
        data = self.cleaned_data
        chosen = data["priority"]
        kept = article.priority if chosen == KEEP else int(chosen) if chosen else None
        return Task(
            assignee=data["assignee"],
            due_at=data["due_at"] or article.due_at,
            priority=kept,
        )


def offer(field: Any, people: list[User]) -> None:
    """Let a field choose among accounts that are loaded already, and no others."""
    field.queryset = accounts.staff().filter(pk__in=[user.pk for user in people])
    field.label_from_instance = columns.person
    field.choices = [
        ("", field.empty_label),
        *((user.pk, columns.person(user)) for user in people),
    ]


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the panel's small form; queries do not grow with the number of accounts."""
    may = policy.may_edit(user, article).allowed
    people = with_present(assignment.people_for(article), article) if may else []
    return {
        "form": TaskForm(people, initial=initial(article)) if may else None,
        "assignee": columns.person(article.assignee) if article.assignee else "",
        "priority": article.get_priority_display() if article.priority else "",
        "article": article,
        "mine": article.assignee_id == user.pk,
    }


def initial(article: Article) -> dict[str, Any]:
    """Give what the form shows before anything is chosen."""
    return {
        "assignee": article.assignee_id,
        "due_at": article.due_at,
        "priority": article.priority,
    }


def with_present(people: list[User], article: Article) -> list[User]:
    """Keep whoever has it now among the choices, even who could not get it today."""
    if article.assignee is None or article.assignee in people:
        return people
    return [article.assignee, *people]


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address that an assignment is posted to."""
    return [
        path(
            "<int:pk>/assign/",
            wrap(require_POST(_assign)),
            name="articles_article_assign",
        )
    ]


def _assign(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk, to_edit=True)
    people = with_present(assignment.people_for(article), article)
    form = TaskForm(people, request.POST, initial=initial(article))
    back = reverse("admin:articles_article_change", args=[pk])
    if not form.is_valid():
        messages.error(request, _t("Nothing was changed: %(why)s") % {"why": why(form)})
        return HttpResponseRedirect(back)
    try:
        task = form.task_for(article)
        different = assignment.assign(
            article, task, actor=person(request), at=timezone.now()
        )
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if different:
            messages.success(request, said(task))
    return HttpResponseRedirect(back)


def why(form: forms.Form) -> str:
    """Give what is wrong with a form, as sentences."""
    return " ".join(str(one) for errors in form.errors.values() for one in errors)


def said(task: Task) -> str:
    """Say what was set."""
    if task.assignee is None:
        return _t("The task is saved; it is nobody’s now.")
    return _t("It is the task of %(who)s now.") % {"who": columns.person(task.assignee)}


# For many


@admin.action(description=_("Assign to…"))
def bulk_assign(
    model_admin: Any, request: HttpRequest, articles: "QuerySet[Article]"
) -> HttpResponse | None:
    """Ask whose the chosen articles are to be; then give them, each on its own."""
    if not policy.holds(request.user, "articles.change_article"):
        raise PermissionDenied
    chosen = list(
        articles.defer(None)
        .select_related("assignee")
        .prefetch_related("filings", "bylines__author")
    )
    staff = accounts.known(
        accounts.staff().select_related("author").order_by("username")
    )
    people = [user for user in staff if _could_have_one(user, chosen)]
    sent = "apply" in request.POST
    form = BulkTaskForm(people, request.POST if sent else None)
    if sent and form.is_valid():
        _give_each(request, chosen, form)
        return None
    context = {
        **admin.site.each_context(request),
        "opts": Article._meta,
        "title": _t("Assign articles"),
        "articles": chosen,
        "form": form,
        "checkbox": ACTION_CHECKBOX_NAME,
        "action": "bulk_assign",
    }
    return TemplateResponse(request, "admin/articles/article/assign.html", context)


def _could_have_one(user: User, articles: list[Article]) -> bool:
    return any(policy.may_edit(user, article).allowed for article in articles)


def _give_each(
    request: HttpRequest, articles: list[Article], form: BulkTaskForm
) -> None:
    done, refused = 0, []
    for article in articles:
        try:
            done += assignment.assign(
                article,
                form.task_for(article),
                actor=person(request),
                at=timezone.now(),
            )
        except MoveRefused as refusal:
            refused.append((article, str(refusal)))
    text = ngettext(
        "%(count)s article was assigned.", "%(count)s articles were assigned.", done
    )
    messages.success(request, text % {"count": done})
    if refused:
        lines = format_html_join("", "<li>{}: {}</li>", refused[:20])
        head = _t("These stay as they are:")
        messages.warning(request, format_html("{}<ul>{}</ul>", head, lines))


# In the list


def task(article: Article) -> SafeString:
    """Say whose it is, until when, how pressing; a dash where nothing is said."""
    parts = []
    if article.priority:
        parts.append(
            format_html(
                '<span class="priority is-{}">{}</span>',
                article.priority, article.get_priority_display(),
            )
        )  # fmt: skip
    if article.assignee is not None:
        parts.append(format_html("{}", columns.person(article.assignee)))
    if article.due_at is not None:
        parts.append(format_html('<span class="due">{}</span>', due(article)))
    return format_html_join(" ", "{}", ((part,) for part in parts)) or format_html(
        "{}", "–"
    )


def due(article: Article) -> SafeString:
    """Say when it is due."""
    return format_html("{} {}", _t("Due"), columns.moment(article.due_at))


class AssigneeFilter(SelectFilter):
    """By whose task it is: mine, somebody's, nobody's."""

    title, parameter_name = _("task of"), "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the person's own first, then everybody who has one."""
        busy = User.objects.filter(assigned_articles__isnull=False).distinct()
        others = [
            (str(user.pk), columns.person(user))
            for user in busy.exclude(pk=person(request).pk).order_by("username")
        ]
        return [("me", _("assigned to me")), ("nobody", _("nobody")), *others]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep the articles of one person, or of nobody."""
        value = self.value() or ""
        if value == "me":
            return queryset.filter(assignee=request.user.pk)
        if value == "nobody":
            return queryset.filter(assignee=None)
        assignee = row_number(value)
        return queryset.filter(assignee=assignee) if assignee else queryset


class PriorityFilter(SelectFilter):
    """By priority."""

    title, parameter_name = _("priority"), "priority"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the priorities, the most pressing first."""
        return [(str(one.value), one.label) for one in reversed(Priority)]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep one priority."""
        value = self.value() or ""
        known = value in {str(one.value) for one in Priority}
        return queryset.filter(priority=int(value)) if known else queryset

"""A browser of nobody's make: logs in, opens a form, sends back what it holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models.desk import Article
from articles.tests.workflow.people import make_user
from articles.workflow import roles


@pytest.fixture
def log_in(db: None) -> Callable[[User], Client]:
    """Give a client that is logged in as somebody."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def chief(db: None) -> User:
    """Give somebody who may do everything."""
    return make_user("root", is_superuser=True)


@pytest.fixture
def desk(chief: User, log_in: Callable[[User], Client]) -> Client:
    """Give the client of somebody who may do everything."""
    return log_in(chief)


@pytest.fixture
def writer(db: None) -> User:
    """Give a writer."""
    return make_user("lin", roles.WRITER)


def change_url(article: Article) -> str:
    """Give the address of an article's form."""
    return reverse("admin:articles_article_change", args=[article.pk])


def move_url(article: Article) -> str:
    """Give the address that moves are posted to."""
    return reverse("admin:articles_article_move", args=[article.pk])


def filled(client: Client, url: str) -> dict[str, Any]:
    """Open a form and give what a browser would send back untouched."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    form = response.context["adminform"].form
    data: dict[str, Any] = {}
    for bound in form:
        put(data, bound.html_name, bound.value(), bound.field.widget)
    for inline in response.context["inline_admin_formsets"]:
        for each in (inline.formset.management_form, *inline.formset.forms):
            for bound in each:
                put(data, bound.html_name, bound.value(), bound.field.widget)
    return data


def put(data: dict[str, Any], name: str, value: Any, widget: Any) -> None:
    """Note a field as a browser sends it: line ends as CR LF, unticked boxes not."""
    if value is None or value is False:
        return
    inner = getattr(widget, "widget", widget)
    if name == "filed_under" or getattr(inner, "allow_multiple_selected", False):
        data[name] = [str(getattr(one, "pk", one)) for one in value]
        return
    text = widget.format_value(value) if hasattr(widget, "format_value") else value
    if isinstance(text, list):
        text = text[0] if text else ""
    if value is True:
        text = "on"
    data[name] = as_browsers_send("" if text is None else str(text))


def as_browsers_send(text: str) -> str:
    """Write every line end as CR LF, as the HTML standard has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def said(response: Any) -> str:
    """Give the messages that the next page shows."""
    return " ".join(str(message) for message in response.context["messages"])

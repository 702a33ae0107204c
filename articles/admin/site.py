"""The admin site itself: its rail, its dashboard, its language."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.admin import (
    access,
    calendar,
    columns,
    comment_panel,
    dashboard,
    late,
    notes,
    notices,
)
from articles.admin import front as front_page
from articles.conf import conf
from articles.publishing import front
from articles.workflow import policy

RAIL = (
    (
        "",
        (
            "Article",
            "calendar",
            "Image",
            "front",
            "notes",
            "notices",
            "Note",
            "Comment",
            "User",
            "AuditEntry",
        ),
    ),
    (_("Filed under"), ("Category", "Tag", "Author", "Source", "Wire")),
    (_("The site"), ("SiteSettings", "Page")),
    (_("Record"), ("ScheduledMove", "Publication", "ImportSource")),
    (_("Access"), ("Group", "ChecklistRule", "BannedWord")),
)
# What to press after "g", by what the rail calls it.
GO = {
    "Article": "a",
    "calendar": "c",
    "Image": "m",
    "front": "f",
    "notes": "o",
    "notices": "i",
    "Comment": "r",
    "User": "p",
    "AuditEntry": "l",
}
# Pages in the rail that are no model's: name, address, and who may use them.
PLACES = {
    "calendar": (_("Calendar"), "admin:calendar", "articles.view_article"),
    "front": (_("Front page"), "admin:front", front.PERMISSION),
    "notes": (_("Notes"), "admin:notes", "articles.view_article"),
    "notices": (_("Notices"), "admin:notices", "articles.view_article"),
}
NAMES = {"Publication": _("Door log"), "DBTaskResult": _("Background tasks")}
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600


class Desk(AdminSite):
    """Django's admin site under the newsroom's name, opening on a dashboard."""

    site_header = _("Desk")
    index_title = _("Today")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add what the rail shows on every page."""
        context = super().each_context(request)
        places = [one for group in context["available_apps"] for one in group["models"]]
        newsroom = conf().name
        return context | {
            "newsroom": newsroom,
            "me": columns.person(request.user) if request.user.is_staff else "",
            "site_title": f"{_t('Desk')} · {newsroom}",
            "languages": settings.LANGUAGES,
            "shortcuts": [
                (GO[one["object_name"]], one["name"], one["admin_url"])
                for one in places
                if one["object_name"] in GO and one.get("admin_url")
            ],
            "may_write": policy.may_write(request.user).allowed,
            "late": late.banner(request, at=timezone.now()),
        }

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Note who came in, and who did not."""
        response = super().login(request, extra_context)
        access.after_login(request, response)
        return response

    def logout(  # type: ignore[override] # what the view gives, a redirect among it
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Note who left."""
        return access.around_logout(
            request, lambda: super(Desk, self).logout(request, extra_context)
        )

    def password_change(  # type: ignore[override] # see above
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Note that somebody gave themselves a new password."""
        response = super().password_change(request, extra_context)
        access.after_password(request, response)
        return response

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Group the models by what they are for, not by the app they come from."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        known = {model["object_name"]: model for app in apps for model in app["models"]}
        for name in NAMES.keys() & known.keys():
            known[name]["name"] = NAMES[name]
        known |= _places(request)
        if "Comment" in known:
            known["Comment"]["count"] = comment_panel.waiting(request)
        groups = [
            (name, [known.pop(model) for model in models if model in known])
            for name, models in RAIL
        ]
        groups.append((_("Machinery"), list(known.values())))
        return [
            {
                "name": name,
                "app_label": f"rail-{number}",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": models,
            }
            for number, (name, models) in enumerate(groups)
            if models
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits, what is planned and what just went out."""
        now = timezone.now()
        board = dashboard.board(request.user, at=now)
        context = {"board": board, "now": now, **(extra_context or {})}
        if board:
            context["day"] = dashboard.today(request.user, at=now)
        return super().index(request, context)

    def app_index(  # type: ignore[override] # a redirect, not a page
        self,
        request: HttpRequest,
        app_label: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead to the dashboard: the rail has no use for Django's apps."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the switch of the desk's language, which works before the log-in too."""
        switch = path("language/", never_cache(set_language), name="language")
        own = [
            *calendar.pages(self.admin_view, self.each_context),
            *front_page.pages(self.admin_view, self.each_context),
            *notes.site_pages(self.admin_view),
            *notices.pages(self.admin_view),
        ]
        return [switch, *own, *super().get_urls()]


def _places(request: HttpRequest) -> dict[str, Any]:
    """Give the pages of the rail that are no model's, as Django gives its models."""
    places: dict[str, Any] = {
        key: {"name": name, "object_name": key, "admin_url": reverse(address)}
        for key, (name, address, permission) in PLACES.items()
        if policy.holds(request.user, permission)
    }
    if "notices" in places:
        places["notices"]["count"] = notices.unread(request)
    return places


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the desk's language in a cookie that readers' pages never see."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(wanted if safe else reverse("admin:index"))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=LANGUAGE_COOKIE_AGE,
            path=reverse("admin:index"),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response

"""What runs in the background, as another app keeps it, looked at by whoever runs us."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from articles.admin.base import Headed

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskAdmin(Headed, DBTaskResultAdmin):
    """Tasks that wait, run and are done; nothing of it is altered here."""

    list_title = _("Background tasks")
    # Fewer than the other app shows: the numbers are of no use to people.
    list_display = (  # type: ignore[assignment]
        "task_name",
        "status",
        "enqueued_at",
        "started_at",
        "finished_at",
    )
    list_filter = ("status",)  # type: ignore[assignment]
    show_facets = admin.ShowFacets.NEVER

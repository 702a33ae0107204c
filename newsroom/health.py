"""Two addresses for the machines that watch this one."""

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether readers may be sent here: database there, migrations applied."""
    trouble = database_trouble()
    return HttpResponse(
        f"{trouble or 'ready'}\n",
        content_type="text/plain",
        status=503 if trouble else 200,
    )


def database_trouble() -> str:
    """Answer what keeps the database from serving, or an empty text."""
    try:
        connection = connections[DEFAULT_DB_ALIAS]
        executor = MigrationExecutor(connection)
    except Error:
        return "the database does not answer"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations are missing: run manage.py migrate"
    return ""

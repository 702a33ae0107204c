"""The entry point for WSGI servers."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.utils import timezone  # noqa: E402 - see above

from articles.publishing import clock  # noqa: E402 - see above


def serves() -> bool:
    """Tell a server from a test, and from a command that only asks the site."""
    program, *arguments = sys.argv or [""]
    by_hand = Path(program).name == "manage.py" and arguments[:1] != ["runserver"]
    return not settings.TESTING and not by_hand


if serves():
    # A safety net: the worker makes due moves; where it is gone, we do.
    clock.keep_watch(now=timezone.now)  # noqa: TID251 - the edge where time comes in

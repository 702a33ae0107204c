"""What readers see when the site itself is at fault."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer with a page that needs no query and, unlike Django's, sets no cookie."""
    return HttpResponseServerError(loader.get_template("500.html").render())

"""Addresses that are no page of this site, or no longer."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.public.pages import PublicView, answer_a_miss


class Elsewhere(PublicView):
    """Any other address: the ledger says whether something stood there."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a miss outside the public pages as they would."""
    return answer_a_miss(request)

"""Who asks, as far as a request tells: the address it came from, the page it came from."""

from ipaddress import ip_address

from django.http import HttpRequest


def address_of(request: HttpRequest, proxies: int = 0) -> str | None:
    """Give the network address a request came from, None where it is none.

    Behind ``proxies`` of our own the visitor is as many places from the right in
    X-Forwarded-For; what stands further left anybody may have written.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if proxies > 0:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        told = named[-proxies] if len(named) >= proxies else told
    try:
        return str(ip_address(told.strip()))
    except ValueError:
        return None


def from_here(request: HttpRequest, site_url: str) -> bool:
    """Say whether a form was sent from one of our own pages, as far as browsers tell.

    Pages that send no referrer have their origin written as "null" (Fetch, 3.1): what
    counts is Sec-Fetch-Site, and the origin only where that is missing.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    here = {f"{request.scheme}://{request.get_host()}", site_url}
    return request.headers.get("Origin", "null") in {"null", *here}

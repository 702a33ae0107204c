"""Where the address of a withdrawn article is to lead: found in the ledger."""

import unicodedata
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from articles.conf import conf
from articles.models.desk import Article, Ending
from articles.models.reader import Address, Label
from articles.workflow.errors import MoveRefused
from newsroom.delivery.addresses import unprefixed

State = Address.State


def settle(article: Article, *, ending: str, leads_to: str) -> tuple[Ending, str]:
    """Give how a withdrawal ends, and the owner in the ledger that it leads to.

    Raises MoveRefused with the way out where it would lead nowhere.
    """
    if ending not in Ending.values:
        raise MoveRefused(_("Say what its address is to show from then on."))
    if ending != Ending.REDIRECT:
        return Ending(ending), ""
    return Ending.REDIRECT, owner_of(leads_to, article=article)


def owner_of(said: str, *, article: Article) -> str:
    """Find whom an address of this site, or an article's UUID or number, names.

    Raises MoveRefused where readers have nothing there, or it is the article itself.
    """
    typed = said.strip()
    if not typed:
        raise MoveRefused(_("Say where it is to lead: an address of this site."))
    own = f"article:{article.uuid}"
    owner = named(typed)
    if owner == own:
        raise MoveRefused(_("It cannot lead to itself: name another page."))
    if owner is None or not _is_shown(owner):
        raise MoveRefused(
            _("Readers have no page at “%(place)s”: name one they have.")
            % {"place": typed[:200]}
        )
    return owner


def named(typed: str) -> str | None:
    """Give whom an address of this site, a UUID or a number names; readers or not."""
    return _by_name(typed) or _by_path(_path_of(typed))


def _by_name(typed: str) -> str | None:
    """Take a UUID or a number for an article; whether it is live is asked later."""
    if typed.isascii() and typed.isdecimal() and len(typed) < 16:
        uuid = Article.objects.filter(pk=int(typed)).values_list("uuid", flat=True)
        return next((f"article:{one}" for one in uuid), None)
    try:
        return f"article:{UUID(typed)}"
    except ValueError:
        return None


def _path_of(typed: str) -> str:
    """Give the path of an address of this site; empty for one of another."""
    try:
        parts = urlsplit(typed)
        host, home = parts.netloc, urlsplit(conf().site_url).netloc
    except ValueError:
        return ""
    if "\0" in typed or (host and host != home):
        return ""
    path = unicodedata.normalize("NFC", unquote(parts.path))
    return unprefixed(path if path.endswith("/") else f"{path}/")


def _by_path(path: str) -> str | None:
    if not path.startswith("/"):
        return None
    owners = Address.objects.filter(path=path).values_list("owner", flat=True)
    return owners.first()


def _is_shown(owner: str) -> bool:
    if not owner.startswith("article:"):
        return Label.objects.shown().filter(key=owner).exists()
    return Address.objects.filter(owner=owner, state=State.CURRENT).exists()

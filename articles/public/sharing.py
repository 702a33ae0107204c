"""Ways to pass an article on: plain links, followed only by who presses them."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import pgettext


@dataclass(frozen=True)
class Way:
    """A place to share at, and the address that takes title and link there."""

    name: str
    address: str

    @property
    def own(self) -> bool:
        """Say whether the reader's own device takes it, and no other site."""
        return self.address.startswith("mailto:")


def links(title: str, address: str) -> list[Way]:
    """Give the ways to share an article; none of these sites hears of a mere reader."""
    told = {"url": address, "title": title}
    mail = {"subject": title, "body": f"{title}\n{address}"}
    return [
        Way(pgettext("share", "E-mail"), f"mailto:?{urlencode(mail, quote_via=quote)}"),
        Way(
            pgettext("share", "Weibo"),
            f"https://service.weibo.com/share/share.php?{urlencode(told)}",
        ),
        Way("X", f"https://x.com/intent/post?{_text(title, address)}"),
        Way("Telegram", f"https://t.me/share/url?{_text(title, address)}"),
    ]


def _text(title: str, address: str) -> str:
    return urlencode({"url": address, "text": title})

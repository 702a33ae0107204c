"""Films and posts from elsewhere: cards with a link, never a frame.

A link that stands alone on its line, or a provider's frame in imported HTML, becomes
``<figure class="embed youtube"><a href="…">title</a></figure>``. It asks nothing of
another host: whoever follows the link goes there, and the page's script may put the
player in its place after a click. To allow a provider, give it a line in `PROVIDERS`,
its class in `policy.CLASSES` and its name in ``static/paper/body.css``.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

FRAME = re.compile(r"<iframe\b([^<>]{0,2000})>", re.IGNORECASE)
FRAME_END = re.compile(r"</iframe\s*>", re.IGNORECASE)
VALUE = re.compile(
    r"""\b(src|data-src|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
ADDRESS = r"https?://[^\s<>\"]{4,500}"
# What `read` wrote down: a block with one link, or one address, and nothing else.
ALONE = re.compile(
    rf"<(p|div)(?: [^<>]*)?>\s*(?:<a href=\"({ADDRESS})\"[^<>]*>([^<>]*)</a>|({ADDRESS}))"
    r"\s*</\1>"
)
# Says nothing about this one.
GENERIC = re.compile(
    r"\s*(?:(?:youtube|vimeo|bilibili) )?(?:embedded |embed )?"
    r"(?:video|content|player|video player)?\s*",
    re.IGNORECASE,
)
HOST = re.compile(r"https?://(?:www\.|m\.|mobile\.)?([^/?#]+)(/[^\s]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Provider:
    """Whose recordings become cards: the addresses it uses, and the page to link to."""

    name: str
    pattern: re.Pattern[str]
    page: str

    def find(self, place: str) -> str | None:
        """Give the page of a recording by its address without scheme, or None."""
        found = self.pattern.match(place)
        return self.page.format(**found.groupdict()) if found else None


def _provider(name: str, pattern: str, page: str) -> Provider:
    return Provider(name, re.compile(pattern), page)


PROVIDERS = (
    _provider(
        "youtube",
        r"(?:youtu\.be/|youtube(?:-nocookie)?\.com/"
        r"(?:embed/|shorts/|live/|v/|watch/?\?(?:[^#]*&)?v=))(?P<id>[\w-]{11})(?![\w-])",
        "https://www.youtube.com/watch?v={id}",
    ),
    _provider(
        "bilibili",
        r"(?:player\.bilibili\.com/(?:player\.html)?\?(?:[^#]*&)?bvid=|bilibili\.com/"
        r"(?:blackboard/html5mobileplayer\.html\?(?:[^#]*&)?bvid=|video/))"
        r"(?P<id>BV[0-9A-Za-z]{10})(?!\w)",
        "https://www.bilibili.com/video/{id}/",
    ),
    _provider(
        "bilibili",
        r"(?:player\.bilibili\.com/(?:player\.html)?\?(?:[^#]*&)?aid=|bilibili\.com/video/av)"
        r"(?P<id>[0-9]{1,12})(?!\w)",
        "https://www.bilibili.com/video/av{id}/",
    ),
    _provider(
        "vimeo",
        r"(?:player\.vimeo\.com/video|vimeo\.com)/(?P<id>[0-9]{5,12})(?=[/?#]|$)",
        "https://vimeo.com/{id}",
    ),
    _provider(
        "x-post",
        r"(?:twitter|x)\.com/(?P<who>\w{1,20})/status/(?P<id>[0-9]{5,20})(?!\w)",
        "https://x.com/{who}/status/{id}",
    ),
    _provider(
        "youku",
        r"(?:player\.youku\.com/embed/|v\.youku\.com/v_show/id_)"
        r"(?P<id>[0-9A-Za-z]{8,24}={0,2})(?=[./?#]|$)",
        "https://v.youku.com/v_show/id_{id}.html",
    ),
    _provider(
        "tencent",
        r"v\.qq\.com/(?:txp/iframe/player\.html\?(?:[^#]*&)?vid=|x/page/)"
        r"(?P<id>[0-9a-z]{11})(?!\w)",
        "https://v.qq.com/x/page/{id}.html",
    ),
    _provider(
        "ted",
        r"(?:embed\.)?ted\.com/talks/(?:lang/[\w-]{2,8}/)?(?P<id>\w{3,120})(?=[/?#]|$)",
        "https://www.ted.com/talks/{id}",
    ),
    _provider(
        "soundcloud",
        r"soundcloud\.com/(?P<who>[\w-]{2,60})/(?P<id>[\w-]{2,120})(?=[?#]|$)",
        "https://soundcloud.com/{who}/{id}",
    ),
    _provider(
        "spotify",
        r"open\.spotify\.com/(?:embed/)?(?P<kind>episode|show|track|album|playlist)/"
        r"(?P<id>[0-9A-Za-z]{22})(?!\w)",
        "https://open.spotify.com/{kind}/{id}",
    ),
)


def find(address: str) -> tuple[str, str] | None:
    """Give the provider and the page of a recording's address, or None."""
    if address.startswith("//"):
        address = "https:" + address
    found = HOST.match(address)
    if not found:
        return None
    place = found[1].lower() + (found[2] or "")
    for provider in PROVIDERS:
        page = provider.find(place)
        if page:
            return provider.name, page
    return None


def without_frames(html: str) -> str:
    """Put a link in the place of every provider's frame; this is not yet safe.

    No quotation mark is written, so a value that only spells a frame stays one value.
    """
    if "<iframe" not in html.lower():
        return html
    out: list[str] = []
    at = 0
    for frame in FRAME.finditer(html):
        if frame.start() < at:
            continue
        link = _link(frame[1])
        end = FRAME_END.search(html, frame.end()) if link else None
        if link is None or end is None:
            continue
        out += [html[at : frame.start()], link]
        at = end.end()
    return "".join([*out, html[at:]])


def cards(html: str) -> str:
    """Turn links to recordings that stand alone in well-formed HTML into cards."""
    return ALONE.sub(_card, html) if "://" in html else html


def _link(attributes: str) -> str | None:
    said = {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in VALUE.findall(attributes)
    }
    found = find(said.get("src", "")) or find(said.get("data-src", ""))
    if not found:
        return None
    title = said.get("title", "")
    words = _short(found[1]) if GENERIC.fullmatch(title) else title
    return f"<div><a href={found[1]}>{escape(words, quote=True)}</a></div>"


def _short(page: str) -> str:
    return page.partition("://")[2].removeprefix("www.").rstrip("/")


def _card(alone: re.Match[str]) -> str:
    address = alone[2] or alone[4]
    found = find(unescape(address))
    if not found:
        return alone[0]
    name, page = found
    # An address that was typed out stays as it was typed: no text changes.
    words = (alone[3] or alone[4] or "").strip() or _short(page)
    href = escape(page)
    return f'<figure class="embed {name}"><a href="{href}">{words}</a></figure>'

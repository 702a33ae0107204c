"""A representative of every class of attack; whole corpora are in test_corpora."""

import pytest

from articles.rendering import render
from articles.tests.rendering.judge import faults, verdict

CODE = "alert(document.domain)"
SCHEMES = [
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\nscript:{}",
    "java&Tab;script:{}",
    "&#x6A;avascript&colon;{}",
    "\x01javascript:{}",
    "\u3000javascript:{}",
    "\u200bjavascript:{}",
    "vbscript:{}",
    "data:text/html,<script>{}</script>",
    "data:image/svg+xml,<svg onload={}>",
    "blob:https://example.com/{}",
    "feed:javascript:{}",
    "view-source:javascript:{}",
]
HTML = {
    "script": "<script>{}</script>",
    "script with spaces": "<script\t src=//evil.example/x.js></script >",
    "script in capitals": "<SCRIPT>{}</SCRIPT>",
    "nested script": "<scr<script>ipt>{}</scr</script>ipt>",
    "handler": '<p onclick="{}">x</p>',
    "handler unquoted": "<img src=x onerror={}>",
    "handler after slash": "<b/onmouseover={}>x</b>",
    "handler by newline": "<a href=x\nonfocus={} autofocus>x</a>",
    "handler in capitals": "<p oNcLiCk={}>x",
    "handler on allowed media": "<video src=x onerror={}></video>",
    "handler on details": "<details ontoggle={} open><summary>x</summary></details>",
    "svg": "<svg onload={}><circle/></svg>",
    "svg script": "<svg><script>{}</script></svg>",
    "svg use": '<svg><use href="data:image/svg+xml,<svg id=x onload={}>#x"/></svg>',
    "svg animate": "<svg><a><animate attributeName=href values=javascript:{}></a></svg>",
    "math": '<math href="javascript:{}">x</math>',
    "math mutation": "<math><mtext><table><mglyph><style><img src=x onerror={}>",
    "foreign object": "<svg><foreignObject><img src=x onerror={}></foreignObject></svg>",
    "style element": "<style>@import 'javascript:{}'</style>",
    "style mutation": "<svg><style><img title='</style><img src=x onerror={}>'>",
    "style attribute": '<p style="background:url(javascript:{})">x</p>',
    "style expression": '<p style="width: expression({})">x</p>',
    "iframe": '<iframe src="javascript:{}"></iframe>',
    "iframe srcdoc": '<iframe srcdoc="<script>{}</script>"></iframe>',
    "object": '<object data="javascript:{}"></object>',
    "embed": '<embed src="javascript:{}">',
    "base": '<base href="javascript:{}//">',
    "meta refresh": '<meta http-equiv=refresh content="0;url=javascript:{}">',
    "link": '<link rel=stylesheet href="javascript:{}">',
    "form": '<form action="javascript:{}"><button>x</button></form>',
    "button formaction": '<button formaction="javascript:{}">x</button>',
    "input": "<input autofocus onfocus={}>",
    "textarea breakout": "<textarea></textarea><img src=x onerror={}></textarea>",
    "title breakout": '<title><img title="</title><img src=x onerror={}>">',
    "noscript mutation": '<noscript><p title="</noscript><img src=x onerror={}>">',
    "noembed": "<noembed><img src=x onerror={}></noembed>",
    "xmp": "<xmp><img src=x onerror={}></xmp>",
    "plaintext": "<plaintext><img src=x onerror={}>",
    "template": "<template><script>{}</script></template>",
    "comment": "<!--><img src=x onerror={}>-->",
    "comment ended oddly": "<!-- --!><img src=x onerror={}>-->",
    "conditional comment": "<!--[if IE]><script>{}</script><![endif]-->",
    "cdata": "<![CDATA[><img src=x onerror={}>]]>",
    "processing instruction": "<?xml-stylesheet href='javascript:{}'?>",
    "attribute breakout": "<p title='\"><img src=x onerror={}>'>x</p>",
    "entity breakout": "<p title=&quot;><img/src=x/onerror={}>x</p>",
    "escaped markup": "&lt;script&gt;{}&lt;/script&gt;",
    "twice escaped": "&amp;lt;script&amp;gt;{}&amp;lt;/script&amp;gt;",
    "nul in a tag": "<scr\x00ipt>{}</scr\x00ipt>",
    "dissolved tag between": "<scr<svg>ipt>{}</scr</svg>ipt>",
    "the mark of an excerpt": "<img src=x on\ufdd0error={}>",
    "excerpt marker in a tag": "<img <!-- more --> src=x onerror={}>",
    "clobbering": "<a id=body name=cookie>x</a><img name=getElementById src=x>",
    "form clobbering": "<a id=csrfmiddlewaretoken></a><p id=__proto__>x</p>",
    "opener": '<a href="https://evil.example" target=_blank rel=opener>x</a>',
    "srcset": '<img src=x srcset="javascript:{} 1x">',
    "poster": '<video poster="javascript:{}" src=x></video>',
    "lazy address": '<img data-src="javascript:{}" src="javascript:{}">',
    "is": "<p is=x-evil>x</p>",
    "custom element": "<x-evil onclick={}>x</x-evil>",
    "data attribute": '<p data-on-click="{}" hx-get="/x" x-data="{}">x</p>',
    "popover": "<button popovertarget=x>x</button><p popover id=x onbeforetoggle={}>x</p>",
    "dialog": "<dialog open onclose={}>x</dialog>",
    "image alias": "<image src=x onerror={}>",
    "table mutation": "<table><style><img src=x onerror={}></style></table>",
    "paragraph in heading": "<h1><p onclick={}>a</h1><p>b",
    "formatting mutation": "<b><a href='javascript:{}'><p><b><table><a>x",
}
MARKDOWN = {
    "link": "[x](javascript:{})",
    "pointy link": "[x](<javascript:{}>)",
    "titled link": '[x](javascript:{} "title")',
    "reference": "[x][r]\n\n[r]: javascript:{}",
    "image": "![x](javascript:{})",
    "image in a link": "[![x](javascript:{})](javascript:{})",
    "autolink": "<javascript:{}>",
    "attribute list": "x\n{{: onclick={} style=color:red }}",
    "heading attributes": "# x {{#body onclick={}}}",
    "image attributes": "![x](/a.png){{: onerror={} }}",
    "alt breakout": '![x" onerror="{}](/a.png)',
    "title breakout": "[x](/a '\"onmouseover=\"{}')",
    "raw block": "<div onclick={}>\n\n*x*\n\n</div>",
    "raw inline": "x <img src=x onerror={}> y",
    "markdown in html": '<div markdown="1" onclick={}>\n*x*\n</div>',
    "fence language": '```"><img/src=x/onerror={}>\nx\n```',
    "fence attributes": "``` {{ .python onclick={} }}\nx\n```",
    "code span": "`<script>{}</script>`",
    "footnote name": '[^"><img src=x onerror={}>]\n\n[^"><img src=x onerror={}>]: x',
    "abbreviation": '*[x]: "><img src=x onerror={}>\n\nx',
    "admonition": '!!! "><script>{}</script>\n    x',
    "details": '??? note "<script>{}</script>"\n    x',
    "definition": "<script>{}</script>\n:   [x](javascript:{})",
    "table cell": "|a|\n|-|\n|<script>{}</script> [x](javascript:{})|",
    "table alignment": '|a|\n|:-:" onclick={}|\n|x|',
    "task": "- [x] <img src=x onerror={}>",
    "excerpt marker": "a <!-- more --><img src=x onerror={}>",
    "placeholder": "\x02wzxhzdk:0\x03 <b onclick={}>x</b>",
}


class TestHTML:
    @pytest.mark.parametrize("payload", HTML.values(), ids=HTML)
    def test_nothing_hostile_survives(self, payload):
        assert verdict(payload.replace("{}", CODE), "html") == []

    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize(
        "tag",
        [
            '<a href="{}">x</a>',
            '<img src="{}">',
            '<blockquote cite="{}">x</blockquote>',
            '<audio src="{}"></audio>',
            '<video><source src="{}"></video>',
        ],
    )
    def test_no_scheme_gets_through(self, tag, scheme):
        address = scheme.replace("{}", CODE).replace('"', "&quot;")
        assert verdict(tag.replace("{}", address), "html") == []


class TestMarkdown:
    @pytest.mark.parametrize("payload", MARKDOWN.values(), ids=MARKDOWN)
    def test_nothing_hostile_survives(self, payload):
        source = payload.replace("{{", "{").replace("}}", "}").replace("{}", CODE)
        assert verdict(source, "markdown") == []

    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("link", ["[x]({})", "[x](<{}>)", "![x]({})", "<{}>"])
    def test_no_scheme_gets_through(self, link, scheme):
        assert verdict(link.replace("{}", scheme.replace("{}", "x")), "markdown") == []


class TestJudge:
    """The judge itself must see what it is there to see."""

    @pytest.mark.parametrize(
        "html",
        [
            "<script></script>",
            "<p onclick=x></p>",
            "<a href='javascript:x'></a>",
            "<a href='java\nscript:x'></a>",
            "<p style='color:red'></p>",
            "<p id=body></p>",
            "<p class=y></p>",
            "<svg></svg>",
            "<!-- x -->",
        ],
    )
    def test_finds_a_fault(self, html):
        assert faults(html)

    def test_finds_none_in_what_is_allowed(self):
        html = "<p>" + "x" + "<a href='https://example.com/' id='s-x'>y</a></p>"
        assert faults(html) == []


class TestVouching:
    def test_only_safe_html_is_marked_safe(self):
        rendered = render("<b>x</b>", format="html")
        assert hasattr(rendered.html, "__html__")
        assert not hasattr(rendered.text, "__html__")
        assert not hasattr(rendered.excerpt, "__html__")

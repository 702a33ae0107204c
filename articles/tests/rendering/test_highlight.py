"""Code in colours: classes alone, and never another text."""

import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from articles.rendering import highlight, policy, render
from articles.tests.rendering.judge import text_of, verdict

CSS = Path(settings.BASE_DIR) / "static/paper/body.css"
HOSTILE = ['"' * 2_400, "(" * 2_400, "/*" * 1_200, "\\" * 2_400, "<" * 2_400]
HOSTILE += ["a" * 2_400, " " * 2_300 + "x", "{{" * 1_200, "$(" * 1_200, "<<A\n" * 600]
HOSTILE += [
    "'''\"\"\"" * 400,
    "r#" * 1_200,
    "@a " * 800,
    "0x" * 1_200,
    "\n" * 2_400,
]


def html(source, body_format="markdown"):
    return str(render(source, format=body_format).html)


class TestColours:
    def test_fences_with_a_language_have_classes(self):
        out = html('```python\n# 注\nx = "a<b" + 1\n```')
        assert out == (
            '<pre><code class="language-python"><span class="hl-c"># 注\n</span>x = '
            '<span class="hl-s">"a&lt;b" </span>+ <span class="hl-n">1</span></code></pre>'
        )

    def test_html_with_a_language_has_them_too(self):
        out = html('<pre><code class="language-js">let x</code></pre>', "html")
        assert '<span class="hl-k">let </span>' in out

    @pytest.mark.parametrize(
        "source", ["```\nlet x\n```", "```brainfuck\n+\n```", "`let`"]
    )
    def test_without_a_known_language_it_stays_plain(self, source):
        assert "hl-" not in html(source)

    def test_beyond_its_limit_it_stays_plain(self):
        assert "hl-" not in html(f"```python\n{'x = 1' * 1_700}\n```")
        many = "```python\nx = 1\n```\n\n" * 2
        assert html(many).count("hl-n") == 2

    @pytest.mark.parametrize("language", highlight.LANGUAGES)
    def test_every_language_is_known_to_the_library(self, language):
        assert highlight._lexer(language)

    @pytest.mark.parametrize("language", highlight.LANGUAGES)
    @pytest.mark.parametrize("code", HOSTILE, ids=range(len(HOSTILE)))
    @pytest.mark.prove
    def test_no_code_takes_long(self, language, code):
        began = time.process_time()
        html(f"```{language}\n{code}\n```")
        assert time.process_time() - began < 1

    @limits(max_examples=60, deadline=None)
    @given(
        st.sampled_from(sorted(highlight.LANGUAGES)),
        st.text(alphabet="ab文 \n\t\"'#/*<>&;(){}=-+@1\\$`", max_size=60),
    )
    def test_the_text_stays_as_it_was(self, language, code):
        source = (
            f'<pre><code class="language-{language}">'
            + code.replace("&", "&amp;").replace("<", "&lt;")
            + "x</code></pre>"
        )
        assert text_of(html(source, "html")) == text_of(source)
        assert verdict(source, "html") == []


def luminance(colour):
    """Give the relative luminance of ``#rrggbb``, as WCAG computes it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class TestStyleSheet:
    colours = {
        name: (light, dark)
        for name, light, dark in re.findall(
            r"([\w-]+)(?: \{ color)?: light-dark\((#\w{6}), (#\w{6})\)",
            CSS.read_text("utf-8"),
        )
    }

    def test_has_a_colour_for_every_class(self):
        assert {name for name in self.colours if name.startswith("hl-")} == {
            name for name in policy.CLASSES if name.startswith("hl-")
        }

    @pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(
        "name", sorted(n for n in policy.CLASSES if n[:3] == "hl-")
    )
    def test_is_readable_on_its_ground(self, name, scheme):
        ground = self.colours["--tint"][scheme]
        assert contrast(self.colours[name][scheme], ground) >= 4.5

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation


@pytest.fixture
def run(monkeypatch):
    """Call the command with this on standard input; answer what it writes."""

    def call(text, *arguments):
        given = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", given)
        out = io.StringIO()
        call_command("render", *arguments, stdout=out)
        return out.getvalue()

    return call


@pytest.fixture(autouse=True)
def english():
    """Refusals in English."""
    with translation.override("en"):
        yield


class TestRender:
    def test_writes_the_safe_html_and_nothing_else(self, run):
        out = run("**你好** <script>x</script>", "--format", "markdown")
        assert out == "<p><strong>你好</strong> </p>"

    def test_answers_each_line_with_its_id(self, run):
        lines = [{"id": 1, "text": "<b>a"}, {"id": "二", "text": "\ud800<i>b"}]
        given = "\n".join(json.dumps(line) for line in lines)
        out = run(given, "--format", "html", "--jsonl")
        assert [json.loads(line) for line in out.splitlines()] == [
            {"id": 1, "html": "<p><b>a</b></p>"},
            {"id": "二", "html": "<p><i>b</i></p>"},
        ]

    def test_goes_on_after_a_refusal(self, run):
        lines = [{"id": 1, "text": "<div>" * 900}, {"id": 2, "text": "x"}]
        given = "\n".join(json.dumps(line) for line in lines)
        refused, rendered = run(given, "--format", "html", "--jsonl").splitlines()
        assert json.loads(refused)["html"] == ""
        assert "nested" in json.loads(refused)["refused"]
        assert json.loads(rendered) == {"id": 2, "html": "<p>x</p>"}

    def test_says_why_it_refuses(self, run):
        with pytest.raises(CommandError, match="nested"):
            run("<div>" * 900, "--format", "html")

    @pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"text": 2}'])
    def test_names_the_line_that_it_cannot_read(self, run, line):
        with pytest.raises(CommandError, match="Line 2"):
            run('{"id": 1, "text": "x"}\n' + line, "--format", "html", "--jsonl")

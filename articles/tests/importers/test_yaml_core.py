"""YAML 1.2 core within limits."""

import time

import pytest

from articles.importers import yaml_core
from articles.importers.yaml_core import YamlProblem, load


class TestLoad:
    @pytest.mark.parametrize(
        ("word", "value"),
        [
            ("no", "no"),
            ("off", "off"),
            ("12:30", "12:30"),
            ("12:30:45", "12:30:45"),
            ("010", 10),
            ("0o10", 8),
            ("0x10", 16),
            ("0123", 123),
            ("1_000", "1_000"),
            ("2021-10-13", "2021-10-13"),
            ("true", True),
            ("False", False),
            ("~", None),
            ("", None),
            ("1.5", 1.5),
            ("1e3", 1000.0),
            (".inf", ".inf"),
            ("1e999", "1e999"),
            ("9" * 400, "9" * 400),
            ("'010'", "010"),
            ("!!str 10", "10"),
        ],
    )
    def test_resolves_words_by_the_core_schema(self, word, value):
        found = load(f"key: {word}").values["key"]
        assert found == value
        assert type(found) is type(value)

    def test_keeps_literal_keys_as_written(self):
        mapping = load(
            "title: 007\ntags: [1.10, null, true]", literal={"title", "tags"}
        )
        assert mapping.values == {"title": "007", "tags": ["1.10", None, "true"]}

    def test_tells_lines_and_duplicates(self):
        mapping = load("a: 1\nb: 2\na: 3")
        assert mapping.values == {"a": 3, "b": 2}
        assert mapping.lines == {"a": 2, "b": 1}
        assert mapping.duplicates == [("a", 2)]

    @pytest.mark.parametrize("text", ["", "only words", "- a\n- b"])
    def test_gives_nothing_where_the_document_is_no_mapping(self, text):
        assert load(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "a: !!python/object/apply:os.system ['true']",
            "a: !!python/name:os.system",
            "a: !!binary aGVsbG8=",
            "a: !!python/tuple [1]",
            "a: !!set {b: null}",
        ],
    )
    def test_refuses_tags_for_good(self, text):
        with pytest.raises(YamlProblem, match="tag") as caught:
            load(text)
        assert caught.value.final

    @pytest.mark.parametrize(
        "text",
        [
            "a: " + "[" * 60_000,
            "a: " + "[" * 500 + "]" * 500,
            "- " * 30_000,
            "\n".join(" " * depth + "a:" for depth in range(350)),
            "a: &a [*a]",
            "k0: &k0 [x, x]\n"
            + "\n".join(f"k{n}: &k{n} [*k{n - 1}, *k{n - 1}]" for n in range(1, 30)),
            "a: " + "x" * yaml_core.MAX_LENGTH,
        ],
        ids=["open", "flow", "dashes", "block", "recursive", "bomb", "long"],
    )
    def test_stops_at_its_limits_at_once(self, text):
        began = time.perf_counter()
        with pytest.raises(YamlProblem) as caught:
            load(text)
        assert caught.value.final
        assert time.perf_counter() - began < 2

    def test_lets_a_few_aliases_pass(self):
        mapping = load("a: &a [x, y]\nb: *a")
        assert mapping.values == {"a": ["x", "y"], "b": ["x", "y"]}

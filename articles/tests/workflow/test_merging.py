"""Two people's changes come together where they differ, and are shown where they meet."""

import random
from typing import Any

import pytest

from articles.models.desk import Article
from articles.models.desk.revisions import PLAIN_FIELDS
from articles.workflow import paragraphs
from articles.workflow.merging import merge

TEXT = "渡轮周一复航。\n\n码头上的人比往常多。\n\n票价没有变。"


def says(**fields: Any) -> dict[str, Any]:
    """Give a snapshot that says little, and what a test gives it."""
    content = {name: getattr(Article(), name) for name in PLAIN_FIELDS}
    lists: dict[str, Any] = {"bylines": [], "categories": [], "tags": []}
    links = dict.fromkeys(("source", "thumbnail", "lead_picture"))
    return content | lists | links | {"title": "渡轮复航", "body": TEXT} | fields


def tags(*names: str) -> list[dict[str, str]]:
    """Give tags as a snapshot holds them."""
    return [{"tag": f"tag:{name}", "name": name} for name in names]


def filed(*names: str) -> list[list[dict[str, str]]]:
    """Give categories, each at the root, as a snapshot holds them."""
    return [[{"category": f"category:{name}", "name": name}] for name in names]


def signed(*names: str, **roles: str) -> list[dict[str, str]]:
    """Give bylines as a snapshot holds them."""
    return [
        {"author": f"author:{name}", "name": name, "role": roles.get(name, "记者")}
        for name in names
    ]


class TestFields:
    def test_each_side_keeps_what_only_it_changed(self):
        found = merge(says(), says(title="新题"), says(deck="新导语"))
        assert not found.conflicts
        assert (found.content["title"], found.content["deck"]) == ("新题", "新导语")
        assert found.from_mine == ("title",)
        assert found.from_theirs == ("deck",)

    def test_the_same_change_is_no_conflict(self):
        found = merge(says(), says(title="新题"), says(title="新题"))
        assert not found.conflicts
        assert found.content["title"] == "新题"

    def test_two_changes_of_one_field_are_shown_with_all_three_texts(self):
        found = merge(says(), says(title="我的题"), says(title="别人的题"))
        (conflict,) = found.conflicts
        texts = (conflict.base, conflict.mine, conflict.theirs)
        assert texts == ("渡轮复航", "我的题", "别人的题")
        assert found.content["title"] == "我的题"

    def test_without_a_base_nothing_is_taken_silently(self):
        found = merge(None, says(title="我的题"), says(deck="别人的"))
        assert {one.field for one in found.conflicts} == {"title", "deck"}

    @pytest.mark.parametrize("name", ["source", "lead_picture"])
    def test_a_new_name_for_the_same_thing_is_no_change(self, name):
        key = "source" if name == "source" else "image"
        old, new = {key: "x:1", "name": "旧"}, {key: "x:1", "name": "新"}
        found = merge(says(**{name: old}), says(**{name: old}), says(**{name: new}))
        assert not found.from_theirs
        found = merge(says(**{name: old}), says(**{name: None}), says(**{name: new}))
        assert found.content[name] is None

    def test_text_is_not_merged_across_formats(self):
        html = says(body=f"<p>{TEXT}</p>", body_format="html")
        found = merge(says(), html, says(body=f"{TEXT}\n\n又一段。"))
        assert {one.field for one in found.conflicts} == {"body", "body_format"}
        assert found.content["body"] == html["body"]


class TestLists:
    @pytest.mark.parametrize(
        ("base", "mine", "theirs", "merged"),
        [
            ("甲乙", "甲乙丙", "甲乙丁", "甲乙丙丁"),
            ("甲乙", "乙", "甲乙丁", "乙丁"),
            ("甲乙", "乙甲", "甲乙丁", "乙丁甲"),
            ("甲乙", "甲丙乙", "甲", "甲丙"),
            ("甲", "", "甲乙", "乙"),
            ("", "甲", "甲乙", "甲乙"),
        ],
    )
    def test_are_merged_as_sets_with_their_order(self, base, mine, theirs, merged):
        found = merge(*(says(tags=tags(*side)) for side in (base, mine, theirs)))
        assert not found.conflicts
        assert {one["name"] for one in found.content["tags"]} == set(merged)
        if base:
            names = "".join(one["name"] for one in found.content["tags"])
            assert sorted(names) == sorted(merged)

    def test_two_new_main_sections_are_a_conflict(self):
        sides = (filed("要闻"), filed("金融"), filed("本地"))
        found = merge(*(says(categories=side) for side in sides))
        assert [one.field for one in found.conflicts] == ["categories"]

    def test_a_new_main_section_and_one_more_are_not(self):
        sides = (filed("要闻"), filed("金融", "要闻"), filed("要闻", "本地"))
        found = merge(*(says(categories=side) for side in sides))
        names = [trail[-1]["name"] for trail in found.content["categories"]]
        assert not found.conflicts
        assert names[0] == "金融"
        assert set(names) == {"金融", "要闻", "本地"}

    def test_bylines_keep_order_and_take_roles_from_whoever_changed_them(self):
        sides = (
            signed("林晓", "何田"),
            signed("何田", "林晓"),
            signed("林晓", "何田", "陈序", 林晓="摄影"),
        )
        found = merge(*(says(bylines=side) for side in sides))
        told = [(one["name"], one["role"]) for one in found.content["bylines"]]
        assert not found.conflicts
        assert told == [("何田", "记者"), ("陈序", "记者"), ("林晓", "摄影")]

    def test_two_new_roles_of_one_person_are_a_conflict(self):
        roles = ("记者", "摄影", "编辑")
        found = merge(*(says(bylines=signed("林晓", 林晓=role)) for role in roles))
        assert [one.field for one in found.conflicts] == ["bylines"]


class TestBody:
    def test_changes_in_different_paragraphs_come_together(self):
        mine = TEXT.replace("周一", "周二")
        theirs = TEXT.replace("没有变", "涨了两元")
        found = merge(says(), says(body=mine), says(body=theirs))
        assert not found.conflicts
        assert found.content["body"] == mine.replace("没有变", "涨了两元")

    def test_changes_in_one_paragraph_are_a_conflict_though_they_are_far_apart(self):
        mine = TEXT.replace("码头上", "渡口")
        theirs = TEXT.replace("往常多", "往常少") + "\n\n新的一段。"
        (conflict,) = merge(says(), says(body=mine), says(body=theirs)).conflicts
        assert conflict.with_mine == f"{mine}\n\n新的一段。"
        assert conflict.with_theirs == theirs

    def test_lines_of_one_paragraph_are_not_merged_apart(self):
        base = "第一行\n第二行\n第三行"
        mine, theirs = base.replace("第一", "首"), base.replace("第三", "末")
        found = paragraphs.merge(base, mine, theirs)
        assert found.meets

    def test_blocks_of_html_are_paragraphs(self):
        base = "<p>一</p>\n<p>二</p>\n<p>三</p>\n"
        found = paragraphs.merge(
            base, base.replace("一", "壹"), base.replace("三", "叁")
        )
        assert found == ("<p>壹</p>\n<p>二</p>\n<p>叁</p>\n",) * 2 + (False,)

    def test_two_new_paragraphs_in_one_place_are_a_conflict(self):
        found = paragraphs.merge(TEXT, f"{TEXT}\n\n我的。", f"{TEXT}\n\n别人的。")
        assert found.meets
        assert found.with_mine.endswith("票价没有变。\n\n我的。")

    def test_a_paragraph_gone_and_changed_is_a_conflict(self):
        gone = "渡轮周一复航。\n\n票价没有变。"
        found = paragraphs.merge(TEXT, gone, TEXT.replace("往常", "平时"))
        assert found.meets
        assert (found.with_mine, "平时" in found.with_theirs) == (gone, True)

    def test_a_paragraph_put_behind_one_that_went_is_a_conflict(self):
        gone = "渡轮周一复航。\n\n票价没有变。"
        added = TEXT.replace("往常多。", "往常多。\n\n他们都在等。")
        assert paragraphs.merge(TEXT, gone, added).meets

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_ends_and_blank_lines_stay(self, end):
        base = f"{end}　　一。{end}{end}{end}　　二。{end}{end}    三。{end}"
        mine, theirs = base.replace("一", "壹"), base.replace("三", "叁")
        found = paragraphs.merge(base, mine, theirs)
        assert found.with_mine == mine.replace("三", "叁")

    def test_taking_a_merge_in_again_changes_nothing(self):
        mine = TEXT.replace("周一", "周二").replace("码头上", "渡口")
        theirs = TEXT.replace("码头上", "岸上").replace("没有变", "涨了两元")
        once = paragraphs.merge(TEXT, mine, theirs)
        again = paragraphs.merge(TEXT, once.with_mine, theirs)
        assert again == once

    def test_no_paragraph_is_lost_or_made_up_whatever_two_people_do(self):
        chance = random.Random(7)
        for _round in range(300):
            base = [f"段{n}。" for n in range(8)]
            sides = [base.copy(), base.copy()]
            for number, side in enumerate(sides):
                for _change in range(chance.randint(1, 3)):
                    at = chance.randrange(len(side))
                    new = f"人{number}·{chance.randint(0, 99)}。"
                    change = chance.choice(("replace", "insert", "delete"))
                    side[at : at + (change != "insert")] = (
                        [] if change == "delete" else [new]
                    )
            mine, theirs = sides
            found = paragraphs.merge(*("\n\n".join(one) for one in (base, *sides)))
            written = {*mine, *theirs} - {*base}
            got = found.with_mine.split("\n\n"), found.with_theirs.split("\n\n")
            assert written <= {*got[0], *got[1]}
            if not found.meets:
                assert got[0] == got[1]
                assert {*got[0]} - {*base} == written
                assert {*got[0]} & {*base} == {*mine} & {*theirs} & {*base}

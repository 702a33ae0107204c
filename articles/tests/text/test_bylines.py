"""Who signed a text, by its first and last lines."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.rendering import render
from articles.text.bylines import suggestions

BODY = "\n市图书馆新馆十月开放，首日接待读者一万二千人次。\n" * 6


def found(text):
    return [(one.name, one.role) for one in suggestions(text)]


class TestSuggestions:
    @pytest.mark.parametrize(
        ("opening", "expected"),
        [
            (
                "中证网（记者 高改芳 见习记者 乔翔）10月12日，大会召开。",
                [("高改芳", "记者"), ("乔翔", "见习记者")],
            ),
            ("中证网讯（记者张兴旺）28日，公司公告。", [("张兴旺", "记者")]),
            (
                "新华社北京10月12日电（记者王静、李　明）大会召开。",
                [("王静", "记者"), ("李明", "记者")],
            ),
            (
                "（总台记者孙晨旭 曹艳成 张瑶）大会召开。",
                [("孙晨旭", "记者"), ("曹艳成", "记者"), ("张瑶", "记者")],
            ),
            ("财联社9月26日讯（编辑 史正丞）美股收低。", [("史正丞", "编辑")]),
            (
                "本报记者 王静 通讯员 陈大伟 北京报道",
                [("王静", "记者"), ("陈大伟", "通讯员")],
            ),
            (
                "本报讯（记者 王静 通讯员 赵六、钱七）昨日开放。",
                [("王静", "记者"), ("赵六", "通讯员"), ("钱七", "通讯员")],
            ),
            ("【文/观察者网 刘程辉】计划受挫。", [("刘程辉", "作者")]),
            ("文/高乐可", [("高乐可", "作者")]),
            ("作者：老王", [("老王", "作者")]),
            ("记者 伊冯·乔伊纳德", [("伊冯·乔伊纳德", "记者")]),
            ("By Jane Doe and John van Roe", [("Jane Doe", ""), ("John van Roe", "")]),
            (
                "By Ann Lee, Bo Xu, and Cy Orr",
                [("Ann Lee", ""), ("Bo Xu", ""), ("Cy Orr", "")],
            ),
        ],
    )
    def test_of_an_opening(self, opening, expected):
        assert found(opening + BODY) == expected

    @pytest.mark.parametrize(
        ("closing", "expected"),
        [
            ("（责任编辑：李明）", [("李明", "责任编辑")]),
            ("责编丨曹佳东", [("曹佳东", "责任编辑")]),
            ("编辑：白吉、黎小球", [("白吉", "编辑"), ("黎小球", "编辑")]),
            ("责任编辑：李明 校对：王静", [("李明", "责任编辑"), ("王静", "校对")]),
            ("来源：新华社", [("新华社", "来源")]),
            ("摄影：吴琦", [("吴琦", "摄影")]),
            ("（编辑 马轶杰）", [("马轶杰", "编辑")]),
            (
                "Reporting by Ann Lee and Bo Xu; Editing by Cy Orr",
                [
                    ("Ann Lee", "Reporting"),
                    ("Bo Xu", "Reporting"),
                    ("Cy Orr", "Editing"),
                ],
            ),
            ("Photographs by Dee Fox", [("Dee Fox", "Photographs")]),
        ],
    )
    def test_of_a_closing(self, closing, expected):
        assert found(f"开头一段。{BODY}{closing}") == expected

    @pytest.mark.parametrize(
        "text",
        [
            "记者从市图书馆获悉，新馆十月开放。",
            "友富在接受《国际金融报》记者独家专访时表示，计划不变。",
            "（图片来源：受访者）",
            "（三大指数日线图，来源：TradingView）",
            "（作者是小米集团创始人雷军）",
            "转载本文请联系原作者获取授权，同时请注明本文来自张明科学网博客",
            "编辑部原创整理报道，转载请务必注明出处",
            "针对记者提问“对前景有何看法”时，维文回答，很明显。",
            "By the end of the year, 23,000 books had come.",
            "By Tuesday",
            "作者解释称，未来将会出现的场景，很可能是另一种。",
            "（文字识别）",
            "图：左侧显示4天",
            "该文观点仅代表作者本人，平台仅提供信息存储空间服务",
        ],
    )
    def test_are_none_where_nobody_signs(self, text):
        assert found(text + BODY) == []

    def test_are_looked_for_at_the_edges_alone(self):
        middle = BODY + "（记者 王静）" + BODY
        assert found(middle) == []

    def test_name_each_once_and_keep_the_words(self):
        (one,) = suggestions(f"（记者 王静）昨日。{BODY}记者：王静")
        assert one.said == "（记者 王静）"
        assert not one.is_source

    def test_of_the_seed(self):
        seed = next(Path(settings.BASE_DIR, "fixtures/seed").rglob("*.txt"))
        body = re.split(r"^---$", seed.read_text("utf-8"), maxsplit=2, flags=re.M)[2]
        text = render(body, format="html").text
        assert found(text) == [("高改芳", "记者"), ("乔翔", "见习记者")]

    @pytest.mark.prove
    def test_of_pages_like_the_seed(self, corpora):
        files = sorted((corpora / "seedlike").glob("*.md"))
        signed = {}
        for file in files:
            body = re.split(r"^---$", file.read_text("utf-8"), maxsplit=2, flags=re.M)[
                2
            ]
            signed[file.name] = found(render(body, format="html").text)
        said = f"{len(files)} pages, {sum(map(bool, signed.values()))} signed: {signed}"
        print(f"\nseedlike: {said}")  # noqa: T201 - make prove shows it
        assert any(signed.values())

"""Who signed a text, as far as its first and last lines say so.

`（记者 高改芳 见习记者 乔翔）`, `本报记者 王静 北京报道`, `责任编辑：李明`, `By Ann Lee and Bo Xu`: what
is found is offered to an editor, who decides; nothing here is certain.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.text.scripts import HAN

SOURCE = "来源"
EDGE = 4
"""Lines at the beginning and at the end that are looked at."""
LONGEST = 160
"""Characters of a line that only says who made it, and of a bracket."""
MOST = 20

ROLES = [
    "特约撰稿人",
    "特约通讯员",
    "特约评论员",
    "摄影记者",
    "见习记者",
    "实习记者",
    "特约记者",
    "特派记者",
    "首席记者",
    "高级记者",
    "责任编辑",
    "执行编辑",
    "实习编辑",
    "视频编辑",
    "美术编辑",
    "特约撰稿",
    "实习生",
    "通讯员",
    "评论员",
    "记者",
    "编辑",
    "责编",
    "校对",
    "审核",
    "审校",
    "监制",
    "统筹",
    "策划",
    "制图",
    "摄影",
    "插画",
    "撰文",
    "撰稿",
    "编译",
    "翻译",
    "作者",
    "文字",
    "来源",
    "图",
    "文",
]
SHORT = {
    "责编": "责任编辑",
    "撰文": "作者",
    "撰稿": "作者",
    "文": "作者",
    "文字": "作者",
}
SHORT |= {"图": "摄影"}
ENGLISH = {
    "by": "",
    "written by": "",
    "words by": "",
    "reporting by": "Reporting",
    "additional reporting by": "Reporting",
    "editing by": "Editing",
    "edited by": "Editing",
    "photographs by": "Photographs",
    "photos by": "Photographs",
    "photography by": "Photographs",
    "translated by": "Translation",
}
# Whose reporter: 本报, 新华社, 中国青年报·中青在线, 驻京. It is no part of the role.
HOUSE = rf"(?:[{HAN}A-Za-z·]{{0,14}}?)"
ROLE = re.compile(rf"(?P<role>{'|'.join(ROLES)})(?P<mark>\s*[：:丨|/／]\s*|\s+)?")
REPORTERS = "|".join(one for one in ROLES if one.endswith(("记者", "员", "实习生")))
OTHERS = "|".join(one for one in ROLES if len(one) > 1)
OPENS = re.compile(rf"\s*(?:{HOUSE}(?:{REPORTERS})|{OTHERS}|[文图]\s*[/／：:])")
BRACKET = re.compile(rf"[（(【\[]([^（）()【】\[\]\n]{{2,{LONGEST}}})[）)】\]]")
SIGNED = re.compile(
    rf"\s*{HOUSE}(?:记者|通讯员)[\s：:][^。！？；]{{2,60}}?(?:报道|摄影报道|采写)(?=\s|$|[。：:])"
)
BETWEEN = re.compile(r"\s*[、，,;；/／&＆]\s*|\s+(?:和|与|及|and)\s+|[ \t\u3000]+")
SPACED = re.compile(rf"(?<![{HAN}])([{HAN}])[ \u3000]+([{HAN}])(?![{HAN}])")
NAME = re.compile(
    rf"[{HAN}]{{2,4}}|[{HAN}]{{1,7}}(?:[·•・][{HAN}]{{1,8}}){{1,3}}"
    r"|[A-Z][\w.'’-]*(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]*){0,3}"
)
OUTLET = re.compile(rf"[{HAN}A-Za-z0-9·《》 .&-]{{2,24}}")
NO_NAME = re.compile(
    r".*(?:报道|综合|采写|电|讯|整理|出品|部|组|社|网|报|台|公司|未知|佚名|本刊|本报|导演|后期|美工)$"
)
STOPS = ("未经", "编辑部", "编者", "原创", "转载", "版权", "投稿", "获悉", "了解")
LATIN_BY = re.compile(
    rf"\s*({'|'.join(sorted(ENGLISH, key=len, reverse=True))})\s*:?\s+([^.;|]{{3,{LONGEST}}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name the text signs with: in which role, and in which words it says so.

    The role `来源` names an outlet, not a person.
    """

    name: str
    role: str
    said: str

    @property
    def is_source(self) -> bool:
        """Whether it says where the text comes from."""
        return self.role == SOURCE


def suggestions(text: str) -> list[Suggestion]:
    """Find who signed a text of one line per paragraph, in the order it names them."""
    lines = [line for line in text.split("\n") if line.strip()]
    edges = lines[:EDGE] + lines[max(EDGE, len(lines) - EDGE) :]
    found: dict[tuple[str, bool], Suggestion] = {}
    for place, line in enumerate(edges):
        for one in _in_line(line[: LONGEST * 3], first=place == 0):
            found.setdefault((one.name, one.is_source), one)
        if len(line) > LONGEST * 3:
            for one in _in_brackets(line[-LONGEST:]):
                found.setdefault((one.name, one.is_source), one)
    return list(found.values())[:MOST]


def _in_line(line: str, *, first: bool) -> Iterator[Suggestion]:
    yield from _in_brackets(line)
    if len(line) <= LONGEST and not any(stop in line for stop in STOPS):
        if OPENS.match(line):
            yield from _named(line, line)
        yield from _in_english(line)
    elif signed := SIGNED.match(line):
        yield from _named(signed[0], signed[0].strip())


def _in_brackets(line: str) -> Iterator[Suggestion]:
    for bracket in BRACKET.finditer(line):
        if OPENS.match(bracket[1]) and not any(stop in bracket[1] for stop in STOPS):
            yield from _named(bracket[1], bracket[0])


def _named(words: str, said: str) -> Iterator[Suggestion]:
    """Read role after role, each with its names, until something is neither."""
    words = SPACED.sub(r"\1\2", words)
    roles = [one for one in ROLE.finditer(words) if _is_role(words, one)]
    for place, role in enumerate(roles):
        end = roles[place + 1].start() if place + 1 < len(roles) else len(words)
        after = words[role.end() : end]
        title = SHORT.get(role["role"], role["role"])
        if title == SOURCE:
            outlet = after.strip(" ，。；、")
            if OUTLET.fullmatch(outlet):
                yield Suggestion(outlet.strip("《》"), title, said.strip())
        else:
            for name in _names(after):
                yield Suggestion(name, title, said.strip())


def _is_role(words: str, found: re.Match[str]) -> bool:
    """Whether a word stands for a role here: 文 and 图 only before a mark."""
    before = words[: found.start()]
    if found["role"] == SOURCE and before.strip():
        return False  # 图片来源, 数据来源
    if len(found["role"]) == 1:
        marked = (found["mark"] or "").strip()
        return bool(marked) and not re.search(rf"[{HAN}]$", before)
    # 记者张兴旺, but 作者解释称.
    return bool(found["mark"]) or found["role"].endswith(("记者", "通讯员"))


def _names(words: str) -> Iterator[str]:
    """Give the names a stretch begins with; the first that is none ends it."""
    for part in BETWEEN.split(words.strip(" 　：:丨|/／")):
        name = part.strip(" 　。，、;；）)")
        if not name or NO_NAME.fullmatch(name):
            continue
        if not NAME.fullmatch(name):
            return
        yield name


def _in_english(line: str) -> Iterable[Suggestion]:
    for found in _each_by(line):
        role = ENGLISH[found[1].lower()]
        people = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", found[2].strip())
        for name in people:
            if not NAME.fullmatch(name) or " " not in name:
                break
            yield Suggestion(name, role, line.strip())


def _each_by(line: str) -> Iterator[re.Match[str]]:
    """Find each ``… by`` at the beginning of a line, and after ``;`` or ``|``."""
    for part in re.split(r"[;|]", line):
        if found := LATIN_BY.match(part):
            yield found

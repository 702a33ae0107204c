"""Two people's changes to one text, brought together where they do not meet.

A paragraph is what stands between blank lines, or up to the end of a block in HTML: no
smaller piece is merged, so that no sentence comes out that nobody wrote. Where both
changed the same paragraph, or wrote something new in the same place, they meet.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

BLOCKS = (
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre",
    "blockquote", "figure", "section", "hr",
)  # fmt: skip
END = r"(?:\r\n|\r|\n)"
AFTER_A_BLOCK = "|".join(f"(?<=</{name}>)" for name in BLOCKS)
BETWEEN = re.compile(rf"({END}(?:[ \t]*{END})+|(?:{AFTER_A_BLOCK}){END})")
LEADING = re.compile(rf"(?:[ \t]*{END})*")
TRAILING = re.compile(r"[ \t\r\n]*\Z")


class Merged(NamedTuple):
    """The text with both sides' changes; where they meet, with one side's."""

    with_mine: str
    with_theirs: str
    meets: bool


class Hunk(NamedTuple):
    """What one side wrote in place of some paragraphs of the base."""

    start: int
    end: int
    new: tuple[str, ...]

    @property
    def is_insertion(self) -> bool:
        """Say whether it takes nothing away."""
        return self.start == self.end


class Text:
    """A text as paragraphs, and what stands after each of them."""

    def __init__(self, text: str) -> None:
        lead = LEADING.match(text)
        opening = lead.group() if lead else ""
        parts = BETWEEN.split(text[len(opening) :])
        last = TRAILING.search(parts[-1])
        cut = last.start() if last else len(parts[-1])
        # The first stands for the blank lines above everything.
        self.blocks = ["", *parts[:-1:2], parts[-1][:cut]]
        self.gaps = [opening, *parts[1::2], parts[-1][cut:]]
        if not self.blocks[-1] and len(self.blocks) > 2:
            self.blocks.pop()
            self.gaps[-2:] = ["".join(self.gaps[-2:])]

    @property
    def gap(self) -> str:
        """Give what mostly stands between its paragraphs."""
        between = [gap for gap in self.gaps[1:-1] if gap]
        return max(set(between), key=between.count) if between else ""


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Bring two texts together that both began as the base."""
    if mine == theirs or theirs == base:
        return Merged(mine, mine, meets=False)
    if mine == base:
        return Merged(theirs, theirs, meets=False)
    three = Text(base), Text(mine), Text(theirs)
    hunks = [list(_hunks(three[0], side)) for side in three[1:]]
    with_mine: list[Hunk] = []
    with_theirs: list[Hunk] = []
    meets = False
    for ours, others in _groups(*hunks):
        if ours and others and set(ours) != set(others):
            meets = True
        with_mine += ours or others
        with_theirs += others or ours
    return Merged(_write(three, with_mine), _write(three, with_theirs), meets)


def _hunks(base: Text, side: Text) -> Iterator[Hunk]:
    """Say what one side changed, paragraph by paragraph where they stayed as many."""
    matcher = SequenceMatcher(None, base.blocks, side.blocks, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        new = tuple(side.blocks[new_start:new_end])
        if kind == "equal":
            continue
        if end - start == len(new):
            for step, block in enumerate(new):
                yield Hunk(start + step, start + step + 1, (block,))
        else:
            yield Hunk(start, end, new)


def _groups(
    mine: Sequence[Hunk], theirs: Sequence[Hunk]
) -> Iterator[tuple[list[Hunk], list[Hunk]]]:
    """Put together, in order, the hunks of both sides that meet."""
    marked = [(hunk, 0) for hunk in mine] + [(hunk, 1) for hunk in theirs]
    marked.sort(key=lambda one: (one[0].start, one[0].end))
    group: tuple[list[Hunk], list[Hunk]] = ([], [])
    for hunk, side in marked:
        if not any(_meet(one, hunk) for one in group[1 - side]):
            if group[0] or group[1]:
                yield group
            group = ([], [])
        group[side].append(hunk)
    if group[0] or group[1]:
        yield group


def _meet(one: Hunk, other: Hunk) -> bool:
    """Say whether two sides' hunks are about the same place.

    Something new beside a paragraph that only changed is not; beside paragraphs that
    went, were split or joined, nobody can say where it belongs.
    """
    if _overlap(one, other):
        return True
    touch = one.end == other.start or other.end == one.start
    if not touch:
        return False
    if one.is_insertion and other.is_insertion:
        return one.start == other.start
    pair = (one, other)
    if any(hunk.is_insertion for hunk in pair):
        whole = other if one.is_insertion else one
        return whole.end - whole.start != len(whole.new)
    return False


def _overlap(one: Hunk, other: Hunk) -> bool:
    return one.start < other.end and other.start < one.end


def _write(three: tuple[Text, Text, Text], hunks: Sequence[Hunk]) -> str:
    base = three[0]
    blocks: list[str] = []
    at = 0
    for hunk in sorted(set(hunks), key=lambda one: (one.start, one.end)):
        blocks += [*base.blocks[at : hunk.start], *hunk.new]
        at = max(hunk.end, at)
    blocks += base.blocks[at:]
    return _join(blocks, three)


def _join(blocks: Sequence[str], three: tuple[Text, Text, Text]) -> str:
    """Put paragraphs together with the gaps that their sides had after them."""
    base, mine, theirs = three
    usual = mine.gap or theirs.gap or base.gap or "\n\n"
    known = [dict(zip(side.blocks, side.gaps, strict=True)) for side in three]
    # What stood at somebody's end had nothing after it that would keep two apart.
    ends = {side.blocks[-1] for side in three}
    parts = [blocks[0], _of_three(*(side.gaps[0] for side in three))]
    for block in blocks[1:-1]:
        gaps = [gaps.get(block) for gaps in known]
        gap = usual if block in ends else _gap(*gaps)
        parts += [block, gap or usual]
    return "".join([*parts, blocks[-1], _of_three(*(side.gaps[-1] for side in three))])


def _gap(base: str | None, mine: str | None, theirs: str | None) -> str:
    if base is None:
        return mine or theirs or ""
    return _of_three(
        base, base if mine is None else mine, base if theirs is None else theirs
    )


def _of_three(base: str, mine: str, theirs: str) -> str:
    """Give a gap as the side has it that changed it; the first where both did."""
    return theirs if mine == base else mine

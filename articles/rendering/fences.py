"""Fences as people write them: a language, then whatever their own site made of it."""

import re

OPENING = re.compile(
    r"([ >]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})[ \t]*(?![ \t{])([^`\n]+)$"
)
FENCE = re.compile(r"[ >]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^`\n]*)$")
LANGUAGE = re.compile(r"[\w#.+-]+")


def plain(source: str) -> str:
    """Leave only the language behind an opening fence: titles and options fall.

    The library takes a fence with words it does not know for text, and what follows.
    """
    if "```" not in source and "~~~" not in source:
        return source
    lines = source.split("\n")
    mark = ""
    for at, line in enumerate(lines):
        if "```" not in line and "~~~" not in line:
            continue
        found = FENCE.match(line)
        if not found:
            continue
        if mark:
            if found[1].startswith(mark) and not found[2].strip():
                mark = ""
            continue
        mark = found[1]
        if opening := OPENING.match(line):
            language = LANGUAGE.match(opening[3])
            lines[at] = opening[1] + opening[2] + (language[0] if language else "")
    return "\n".join(lines)

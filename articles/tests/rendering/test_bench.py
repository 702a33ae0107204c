"""What rendering costs beside the library that does most of it: ``make bench``."""

import time

import markdown
import nh3
import pytest

from articles.rendering import render

pytestmark = pytest.mark.bench
SENTENCE = (
    "昨日，市图书馆新馆在东岸开放，首日接待读者一万二千人次，“全天候”阅览室占四成。"
)
# As long as the posts that are imported by the thousand: eight paragraphs, 2,200
# characters, indented and justified by hand.
SCRAPED = "<div>   \n{}</div>".format(
    "".join(f'<p align="justify">　　{SENTENCE * 7}</p>\n' for _ in range(8))
)
RICH = """# 新馆一年

**“全天候”**阅览室占[四成](https://example.com/a "题")，座位使用率超过 *75%*。馆方说，
自助借还由 `core` 系统支持[^{n}]。

## 要点

- 第一，延长开放
  - 周末到 **22 点**
- 第二，送书到社区

> 把书送到读者身边。

| 年份 | 册数 |
|:--|--:|
| 2025 | 12.5 |

```python
def grow(x):
    return x * 1.2
```

{text}

[^{n}]: 数据来自年报。

"""
MARKDOWN = "".join(RICH.format(n=n, text=SENTENCE * 7) for n in range(4))[:2300]


def costs(*calls):
    """Answer the CPU time of each call, in seconds: the best of several runs.

    The calls take turns, so that a busy or a quiet moment of the machine falls on all
    of them alike and their ratio stands.
    """
    best = [float("inf")] * len(calls)
    for _ in range(15):
        for place, call in enumerate(calls):
            began = time.process_time()
            for _ in range(20):
                call()
            best[place] = min(best[place], (time.process_time() - began) / 20)
    return best


@pytest.mark.parametrize(
    ("body_format", "source", "reference", "limit"),
    [
        ("html", SCRAPED, nh3.clean, 16),
        (
            "markdown",
            MARKDOWN,
            lambda text: markdown.markdown(text, extensions=["extra"]),
            1.5,
        ),
    ],
    ids=["html", "markdown"],
)
def test_costs_a_few_times_the_library_alone(body_format, source, reference, limit):
    ours, alone = costs(
        lambda: render(source, format=body_format), lambda: reference(source)
    )
    print(  # noqa: T201 - make bench shows it
        f"\n{body_format}, {len(source)} characters: {1 / ours:.0f} a CPU-second,"
        f" {ours / alone:.1f} times {1 / alone:.0f}"
    )
    assert ours < alone * limit

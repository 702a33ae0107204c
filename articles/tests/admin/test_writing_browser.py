"""Writing in a browser: by input method, with pictures, from elsewhere, in two ways."""

import base64
import re
from collections import Counter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.media import fill
from articles.models.desk import Article, Image
from articles.models.desk import Page as Standing
from articles.rendering import RenderRefused, render
from articles.tests.admin import pasted
from articles.tests.admin.test_desk_browser import AXE, chief, opened
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.media.samples import sample
from articles.tests.workflow.people import save
from articles.text import counts
from articles.text.pictures import from_library

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["chief"]

PASTE = """(element, {html, picture}) => {
    const data = new DataTransfer();
    if (html) { data.setData("text/html", html); data.setData("text/plain", "x"); }
    if (picture) {
        const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], "码头.png", {type: "image/png"}));
    }
    const init = {clipboardData: data, bubbles: true, cancelable: true};
    element.dispatchEvent(new ClipboardEvent("paste", init));
}"""


def edit(page: Page, article: Article) -> None:
    """Open an article's form, and wait for the writing surface."""
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.locator("[data-counts]")).not_to_be_empty()


def stored(body: str = "", **fields: Any) -> Article:
    """Give an article of the desk with a body, and the pictures that it names."""
    for name in sorted(from_library(body)):
        picture(name)
    article = make_article("渡轮复航首日", body=body, **fields)
    save(article, None)
    return article


def picture(name: str, alt: str = "") -> None:
    """Put a picture of that name into the library."""
    image = Image(uuid=name, created_at=NOON, alt=alt)
    fill(image, sample("PNG", 64 + int(name[-1]), 40))
    image.save()


def body_of(page: Page) -> str:
    """Give the text that the form would send."""
    return page.locator("#id_body").input_value()


class TestWriting:
    def test_by_input_method_and_with_a_pasted_picture_to_the_readers(
        self, chief, live_server
    ):
        article = make_article(
            "渡轮复航首日", categories=(("本地",),), bylines=("林晓",), source="海风社"
        )
        save(article, chief)
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            page.locator(".visual").click()
            page.keyboard.press("Control+a")
            page.keyboard.press("Delete")
            self.compose(page)
            page.keyboard.press("Enter")
            page.locator(".visual").evaluate(
                PASTE, {"picture": base64.b64encode(sample("PNG", 640, 400)).decode()}
            )
            expect(page.locator(".visual figure img")).to_be_visible()
            assert re.fullmatch(
                r"第一班船离港。\n\n!\[\]\(image:[0-9a-f-]{36}\)", body_of(page)
            )
            self.describe(page)
            page.locator("[name=_continue]").click()
            expect(page.locator(".messagelist")).to_contain_text("第 2 版")
            for button in ("提交审稿", "核准", "发布"):
                page.locator(".panel").get_by_role(
                    "button", name=button, exact=True
                ).click()
            expect(page.locator(".panel-state")).to_contain_text("在线")
            path = page.locator(".live-link").get_attribute("href")
            self.read(page, path, live_server.url)
            assert complaints == []
        assert Image.objects.get().status == Image.Status.READY

    def compose(self, page: Page) -> None:
        """Spell a word out: until it is chosen, nothing of it is text or is kept."""
        sent: list[str] = []
        page.on("request", lambda asked: sent.append(asked.post_data or ""))
        keys = page.context.new_cdp_session(page)
        page.keyboard.insert_text("第一班")
        for spelled in ("c", "ch", "chuan li gang"):
            keys.send(
                "Input.imeSetComposition",
                {
                    "text": spelled,
                    "selectionStart": len(spelled),
                    "selectionEnd": len(spelled),
                },
            )
            assert body_of(page) == "第一班"
        expect(page.locator(".visual")).to_contain_text("第一班chuan li gang")
        keys.send("Input.insertText", {"text": "船离港。"})
        expect(page.locator("#id_body")).to_have_value("第一班船离港。")
        kept = page.locator("[data-state]")
        expect(kept).to_contain_text("已暂存", timeout=20_000)
        assert not any("chuan" in one for one in sent)
        expect(page.locator("[data-counts]")).to_contain_text("6 字")

    def describe(self, page: Page) -> None:
        """Say what the picture shows, in the text itself."""
        page.locator(".visual figure").hover()
        page.locator(".visual figure .piece-edit").click()
        dialog = page.locator("#writing-picture")
        dialog.locator("[name=alt]").fill("清晨的码头")
        dialog.locator("[name=caption]").fill("第一班船")
        dialog.locator("[name=credit]").fill("何语")
        dialog.locator("[value=take]").click()
        expect(page.locator("#id_body")).to_have_value(
            re.compile(r'!\[清晨的码头\]\(image:[0-9a-f-]{36} "第一班船 \| 何语"\)')
        )

    def read(self, page: Page, path: str, base: str) -> None:
        """See what readers see: the words, the picture with its caption."""
        reader = page.context.browser.new_page(base_url=base)
        assert reader.goto(path).status == 200
        expect(reader.get_by_text("第一班船离港。")).to_be_visible()
        figure = reader.locator(".prose figure")
        expect(figure.locator("figcaption")).to_contain_text("第一班船")
        picture = figure.get_by_role("img", name="清晨的码头")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("(one) => one.naturalWidth") > 0

    def test_what_comes_from_elsewhere_is_cleaned(self, chief, live_server):
        article = stored()
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            for source, expected in (
                (pasted.WORD, pasted.WORD_TEXT),
                (pasted.WECHAT, pasted.WECHAT_TEXT),
                (pasted.DOCS, pasted.DOCS_TEXT),
            ):
                for surface, way in ((".visual", "visual"), (".cm-content", "source")):
                    edit(page, article)
                    page.locator(f"button[value={way}]").click()
                    page.locator(surface).click()
                    page.locator(surface).evaluate(PASTE, {"html": source})
                    assert body_of(page).strip() == expected, way
            assert complaints == []

    def test_links_lead_to_our_own_articles(self, chief, live_server):
        ferry = make_live("渡轮停航一日")
        article = stored("见此前报道")
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            page.locator(".visual").click()
            page.keyboard.press("Control+a")
            page.keyboard.press("Control+k")
            dialog = page.locator("#writing-link")
            dialog.locator("[name=q]").fill("停航")
            dialog.get_by_role("button", name="渡轮停航一日").click()
            expect(page.locator("#id_body")).to_have_value(
                f"[见此前报道](article:{ferry.uuid})"
            )
            assert complaints == []


class TestButtons:
    WRITTEN = """## 小节

一段**粗**的话[^1]

- 甲
    - 乙

| 年 | 数 |   |
| --- | --- | --- |
|   |   |   |
|   |   |   |

::: pullquote
引语
:::

::: gallery
![码头](image:1b4e28ba-2fa1-11d2-883f-0016d3cca427)

![灯塔](image:1b4e28ba-2fa1-11d2-883f-0016d3cca428)
:::

https://www.bilibili.com/video/BV1xx411c7mD

```
x = 1
```

[^1]: 注文"""

    def test_write_what_the_manual_says(self, chief, live_server):
        article = stored()
        for alt, name in zip(
            ("码头", "灯塔"), sorted(from_library(self.WRITTEN)), strict=True
        ):
            picture(name, alt)
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            self.type(page)
            self.insert(page)
            assert body_of(page) == self.WRITTEN
            assert complaints == []

    def type(self, page: Page) -> None:
        """Write a heading, a line with a footnote, a nested list, by keys alone."""
        press, write = page.keyboard.press, page.keyboard.type
        page.locator(".visual").click()
        write("## 小节\n一段")
        press("Control+b")
        write("粗")
        press("Control+b")
        write("的话")
        page.locator("[data-do=footnote]").click()
        page.locator("#writing-footnote textarea").fill("注文")
        page.locator("#writing-footnote [value=take]").click()
        write("\n- 甲\n乙")
        press("Tab")

    def insert(self, page: Page) -> None:
        """Put in, one after the other, what has a button."""
        write = page.keyboard.type
        page.locator("[data-do=table]").click()
        write("年")
        page.keyboard.press("Tab")
        write("数")
        page.locator("[data-do=pullquote]").click()
        write("引语")
        page.locator("[data-do=gallery]").click()
        library = page.locator("#writing-picture")
        for alt in ("码头", "灯塔"):
            library.get_by_role("button", name=alt).click()
        library.locator("[value=take]").click()
        page.locator("[data-do=embed]").click()
        address = "https://www.bilibili.com/video/BV1xx411c7mD"
        page.locator("#writing-embed input").fill(address)
        page.locator("#writing-embed [value=take]").click()
        page.locator("[data-do=codeblock]").click()
        write("x = 1")


class TestTwoWays:
    @pytest.mark.parametrize(
        ("form", "text"), [("markdown", pasted.MARKDOWN), ("html", pasted.HTML)]
    )
    def test_change_what_was_touched_and_not_a_byte_beside_it(
        self, chief, live_server, form, text
    ):
        article = stored(text, body_format=form)
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            for way in ("source", "visual", "source", "visual"):
                page.locator(f"button[value={way}]").click()
                expect(page.locator("[data-writing]")).to_have_attribute(
                    "data-mode", way
                )
                assert body_of(page) == text
            paragraph = page.locator(".visual p", has_text="要改的段落。")
            paragraph.click()
            page.keyboard.press("End")
            page.keyboard.type("改了。")
            changed = text.replace("要改的段落。", "要改的段落。改了。")
            assert body_of(page) == changed
            page.keyboard.press("Control+z")
            assert body_of(page) == text
            page.locator("[name=_continue]").click()
            expect(page.locator(".messagelist")).to_be_visible()
            assert complaints == []
        article.refresh_from_db()
        assert article.body == text

    def test_find_and_replace_is_in_the_source(self, chief, live_server):
        article = stored("渡轮，渡轮。")
        with opened(live_server.url, locale="zh-CN") as (page, _):
            edit(page, article)
            page.locator("[data-do=find]").click()
            page.locator(".cm-search input[name=search]").fill("渡轮")
            page.locator(".cm-search input[name=replace]").fill("轮渡")
            page.locator(".cm-search [name=replaceAll]").click()
            assert body_of(page) == "轮渡，轮渡。"


class TestBeside:
    def test_the_page_follows_what_is_typed(self, chief, live_server):
        article = stored("第一句。")
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            page.locator(".visual").click()
            page.keyboard.press("Alt+p")
            shown = page.frame_locator(".writing-preview iframe:not(.is-behind)")
            expect(shown.locator(".prose")).to_contain_text("第一句。")
            page.keyboard.type("还没保存的一句。")
            expect(shown.locator(".prose")).to_contain_text("还没保存的一句。")
            expect(shown.locator("h1")).to_have_text("渡轮复航首日")
            assert complaints == []


class TestNote:
    def test_is_sent_by_one_click_from_where_it_is_written(self, chief, live_server):
        article = stored("第一句。")
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            page.locator("#note-text").click()
            page.keyboard.type("数字再核一遍。")
            page.locator(".note-form button[type=submit]").first.click()
            expect(page.locator(".note-list")).to_contain_text("数字再核一遍。")
            expect(page.locator("#note-text")).to_have_value("")
            assert complaints == []
        assert article.notes.get().text == "数字再核一遍。"

    def test_on_a_passage_is_offered_without_moving_the_text(self, chief, live_server):
        article = stored("第一句。\n\n第二句。")
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            passage = page.locator(".visual p").nth(1)
            tags = page.locator("#id_tag_names")
            before = passage.bounding_box(), tags.bounding_box()
            passage.click(click_count=3)
            offer = page.locator(".note-offer")
            expect(offer).to_be_visible()
            assert (passage.bounding_box(), tags.bounding_box()) == before
            offer.click()
            page.keyboard.type("谁说的？")
            page.locator(".note-form button[type=submit]").first.click()
            expect(page.locator(".note-list")).to_contain_text("谁说的？")
            assert complaints == []
        assert article.notes.get().passage == "第二句。"


class TestToolbar:
    @pytest.mark.parametrize("locale", ["zh-CN", "en"])
    def test_stands_in_one_line_on_a_laptop(self, chief, live_server, locale):
        article = stored("第一句。")
        with opened(live_server.url, locale=locale) as (page, complaints):
            page.set_viewport_size({"width": 1280, "height": 800})
            edit(page, article)
            ends = page.locator(".writing-bar button:visible").evaluate_all(
                "all => all.map((one) => one.getBoundingClientRect().bottom)"
            )
            assert len(ends) > 19
            assert max(ends) - min(ends) < 4
            assert complaints == []


class TestBesideTheNews:
    def test_a_picture_and_a_link_come_to_the_readers(self, chief, live_server):
        picture("00000000-0000-4000-8000-000000000001", "清晨的码头")
        ferry = make_live("渡轮停航一日")
        about = Standing.objects.create(
            title="关于", slug="about", body="我们在码头。", changed_at=NOON
        )
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            page.goto(f"/admin/articles/page/{about.pk}/change/")
            page.locator(".visual").click()
            page.keyboard.press("Alt+p")
            shown = page.frame_locator("[data-writing-preview] iframe:not(.is-behind)")
            expect(shown.locator(".prose")).to_have_text("我们在码头。")
            page.keyboard.press("Alt+p")
            page.locator(".visual").click()
            page.keyboard.press("Control+a")
            page.keyboard.press("Control+k")
            link = page.locator("#writing-link")
            link.locator("[name=q]").fill("停航")
            link.get_by_role("button", name="渡轮停航一日").click()
            page.locator(".visual").press("Control+End")
            page.locator("[data-do=picture]").click()
            dialog = page.locator("#writing-picture")
            dialog.locator("[data-found] button").first.click()
            dialog.locator("[value=take]").click()
            expect(page.locator(".visual figure img")).to_be_visible()
            assert faults(page) == []
            page.locator("[name=_publish]").click()
            expect(page.locator(".messagelist")).to_contain_text("/about/")
            page.goto("/about/")
            shown = page.locator(".prose figure img")
            expect(shown).to_have_attribute("alt", "清晨的码头")
            assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)")
            page.get_by_role("link", name="我们在码头。").click()
            expect(page.locator("h1")).to_have_text(ferry.title)
            assert complaints == []


class TestForEverybody:
    def test_axe_finds_nothing_in_either_way(self, chief, live_server):
        article = stored(pasted.MARKDOWN)
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            edit(page, article)
            found = []
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.locator("button[value=visual]").click()
                found += faults(page)
                page.locator("[data-do=find]").click()
                found += faults(page)
            for name in ("link", "picture"):
                page.locator(f"[data-do={name}]").click()
                found += faults(page)
                page.keyboard.press("Escape")
            assert found == []
            assert complaints == []

    def test_fingers_find_every_button(self, chief, live_server):
        article = stored("第一句。")
        window = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
        with opened(live_server.url, **window) as (page, _):
            edit(page, article)
            for button in page.locator(".writing-bar button:visible").all():
                size = button.bounding_box()
                assert size["width"] >= 44, button.get_attribute("data-do")
                assert size["height"] >= 44, button.get_attribute("data-do")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390

    def test_without_a_script_the_plain_field_saves(self, chief, live_server):
        article = stored("第一句。")
        window: Any = {"java_script_enabled": False, "locale": "zh-CN"}
        with opened(live_server.url, **window) as (page, _):
            page.goto(f"/admin/articles/article/{article.pk}/change/")
            expect(page.locator("[data-writing]")).to_be_hidden()
            page.locator("#id_body").fill("第二句。")
            page.locator("[name=_continue]").click()
            expect(page.locator(".messagelist")).to_contain_text("第 2 版")
        article.refresh_from_db()
        assert article.body == "第二句。"


def faults(page: Page) -> list[str]:
    """Say what axe finds on a page as it stands."""
    answer = Axe().run(page, options=AXE).response
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in answer["violations"]
    ]


READ = """async ([texts, format]) => {
    const {Manuscript} = await import("/static/desk/editor/manuscript.js");
    const {tally, textOf} = await import("/static/desk/editor/counts.js");
    return texts.map((text) => {
        const one = new Manuscript(format), doc = one.read(text);
        doc.check();
        const same = one.write(doc) === text, count = tally(textOf(doc));
        const kept = doc.children.filter((node) => node.type.name === "source_block");
        // As if every block had been touched.
        one.records.known = new WeakMap();
        const {pieces} = one;
        one.pieces = [];
        const again = one.write(doc);
        return {same, count, again, blocks: pieces.length, kept: kept.length};
    });
}"""


class TestBlocks:
    def test_written_anew_say_the_same_to_readers(self, chief, live_server):
        with opened(live_server.url) as (page, _):
            for form in ("markdown", "html"):
                blank = page.evaluate(READ, [["", "\n \n"], form])
                assert all(told["same"] for told in blank)
            for form, text in (("markdown", pasted.MARKDOWN), ("html", pasted.HTML)):
                (told,) = page.evaluate(READ, [[text], form])
                assert told["same"]
                assert told["again"] != text
                before, after = (
                    render(one, format=form).text for one in (text, told["again"])
                )
                assert "".join(after.split()) == "".join(before.split())

    def test_are_counted_as_the_page_counts_them(self, chief, live_server):
        with opened(live_server.url) as (page, _):
            (told,) = page.evaluate(READ, [[pasted.COUNTED], "markdown"])
        length = counts.tally(render(pasted.COUNTED, format="markdown").text)
        assert told["count"] == length._asdict() | {"minutes": length.minutes}

    @pytest.mark.prove
    def test_of_whole_corpora_stay_to_the_byte(self, chief, live_server, corpora):
        files = sorted(corpora.rglob("*.md"))
        texts = [one.read_text("utf-8", errors="replace") for one in files]
        texts = [re.sub("\r\n?", "\n", one) for one in texts if len(one) < 200_000]
        total = Counter()
        with opened(live_server.url) as (page, _):
            for start in range(0, len(texts), 50):
                some = texts[start : start + 50]
                for text, told in zip(
                    some, page.evaluate(READ, [some, "markdown"]), strict=True
                ):
                    assert told["same"], text[:200]
                    total.update(
                        texts=1,
                        blocks=told["blocks"],
                        shown_as_source=told["kept"],
                        read_differently=not alike(text, told["again"]),
                    )
        print(f"\nbodies in both modes: {dict(total)}")  # noqa: T201 - make prove shows it


def alike(text: str, again: str) -> bool:
    """Say whether readers read the same in a text and in its blocks written anew."""
    try:
        texts = [render(one, format="markdown").text for one in (text, again)]
    except RenderRefused:
        return True
    before, after = ("".join(one.split()) for one in texts)
    return before == after

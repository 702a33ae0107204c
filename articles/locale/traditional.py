"""Writes the Traditional catalogue from the Simplified one; `make messages` runs it.

Characters are converted by OpenCC, then words that people call otherwise where they
write Traditional. What is better said by hand stands in `zh_Hant/by_hand.po`, whole
messages under the same msgids. The same input makes the same bytes.
"""

import io
import sys
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

HERE = Path(__file__).parent
SIMPLIFIED = HERE / "zh_Hans" / "LC_MESSAGES" / "django.po"
BY_HAND = HERE / "zh_Hant" / "by_hand.po"
TRADITIONAL = HERE / "zh_Hant" / "LC_MESSAGES" / "django.po"

HEADER = """\
# Newsroom in Traditional Chinese. Made from zh_Hans by `make messages`: what should be
# said otherwise belongs in zh_Hant/by_hand.po, not here.
msgid ""
msgstr ""
"Language: zh_Hant\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

WORDS = {
    "“": "「",
    "”": "」",
    "‘": "『",
    "’": "』",
    "保存": "儲存",
    "菜單": "選單",
    "查看": "檢視",
    "創建": "建立",
    "粘貼": "貼上",
    "導出": "匯出",
    "導入": "匯入",
    "登錄": "登入",
    "點擊": "點選",
    "端口": "連接埠",
    "發佈": "發布",
    "發送": "寄送",
    "服務器": "伺服器",
    "緩存": "快取",
    "鏈接": "連結",
    "默認": "預設",
    "批量": "批次",
    "屏幕": "螢幕",
    "軟件": "軟體",
    "設置": "設定",
    "視頻": "影片",
    "刷新": "重新整理",
    "數據庫": "資料庫",
    "數據": "資料",
    "搜索": "搜尋",
    "添加": "新增",
    "網絡": "網路",
    "文件": "檔案",
    "信息": "資訊",
    "用戶名": "使用者名稱",
    "用戶": "使用者",
    "郵箱": "信箱",
    "字符": "字元",
    "字節": "位元組",
    "鼠標": "滑鼠",
}


def made() -> Catalog:
    """Give the Traditional catalogue as the other two make it."""
    converter = OpenCC("s2tw")
    by_hand = {(one.context, one.id): one.string for one in _read(BY_HAND)}
    catalog = _read(SIMPLIFIED)
    catalog.locale = "zh_Hant"
    for message in catalog:
        if message.id:
            key = (message.context, message.id)
            message.string = by_hand.get(key) or _converted(message, converter)
    return catalog


def written() -> tuple[bytes, bytes]:
    """Give the bytes of the catalogue, and of what it is compiled to."""
    catalog = made()
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, width=0, ignore_obsolete=True, omit_header=True)
    write_mo(compiled, catalog)
    return HEADER.encode() + text.getvalue(), compiled.getvalue()


def _read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="zh_Hans", abort_invalid=True)


def _converted(message: Message, converter: OpenCC) -> str | tuple[str, ...]:
    if isinstance(message.string, str):
        return _said(message.string, converter)
    return tuple(_said(one, converter) for one in message.string or ())


def _said(text: str, converter: OpenCC) -> str:
    text = converter.convert(text)
    for word, other in WORDS.items():
        text = text.replace(word, other)
    return text


if __name__ == "__main__":
    po, mo = written()
    if "--check" in sys.argv:
        current = TRADITIONAL.read_bytes() == po
        current = current and TRADITIONAL.with_suffix(".mo").read_bytes() == mo
        sys.exit(None if current else f"{TRADITIONAL} is not current: make messages")
    TRADITIONAL.write_bytes(po)
    TRADITIONAL.with_suffix(".mo").write_bytes(mo)

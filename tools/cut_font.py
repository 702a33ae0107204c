"""Cut the font of the covers from Debian's Noto Serif CJK, and name it anew.

    .venv/bin/python tools/cut_font.py

Reads `/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc` (package fonts-noto-cjk),
takes its simplified Chinese face, keeps the characters of GB 2312, the common ones of
Big5, Latin and punctuation, and writes `articles/media/fonts/newsroom-serif.otf`.
"""

import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
TARGET = Path("articles/media/fonts/newsroom-serif.otf")
NAME = "Newsroom Serif"
FACE = "Noto Serif CJK SC"
NAMES = {
    1: NAME, 2: "Bold", 3: f"{NAME} Bold", 4: f"{NAME} Bold", 6: "NewsroomSerif-Bold",
    16: NAME, 17: "Bold",
}  # fmt: skip
KEPT = {0, 5, 13, 14}
"""Copyright, version, licence and where it stands: they stay as they are."""
RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF),
    (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x2199), (0x2460, 0x24FF),
    (0x25A0, 0x25CF), (0x3000, 0x303F), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip

NAMES_OF_PEOPLE = (
    "镕喆堃珺赟瑄婳翀昇淼煊玥玟璟晧晞昱禎祎碁峯堃犇骉喆祎烜玮珮珩琎瑀璐璠瓒甯畑畯皛皞眞砼祺禔竑筠"
    "粦绮缙罡羿翃聃脩芃芠苡苾荃荇菡萱葳蓁蕤薇蘅虓衎袆诩谌谡贠赉跩迺逯郗郜鄄鄢酆钊钘钜铖铨铮锟锳镒镠闫闳"
    "阚陟隽雩霈靓靖颀颉颋飏馨骁骅骎骐骢鬯魏鹍鹮麃黇龑龢婠嫄嬿孚宓岙岽嵘嵬巍帏庹弢彧徕忻恺悫愔懋戬扆抟"
    "昉昕昫昳晁晏晔晟晗暄暐曌曦朐杕杞栾桁桄桢梓梵棣棻椑楠榷樾檀欤殳毓沅沆沄沚沣泓泮洧洺浥浛涑淏淯渌湉湜"
    "溁溦滢漪潆潏澍澹濂瀚灏炅炆炜炫烨焓焘熹燚燊牮犍狄猗玎玓玕玘玙玚玠玢珂珈珉珞珣珲琇琚琛琤琨琬琮琯瑁瑛"
    "瑨瑭瑷璇璋璎璘璟璨瓘甦畈畹疋盉盱眭睿瞾矞矬磊祁祯禤秾稔穆穰竺笪筱簃籽糸綦纮绂绯缪罾翙翚翥耆耒聿"
)
"""What names of people and places need beyond GB 2312."""


def wanted() -> set[int]:
    """Give the characters that headlines are made of."""
    found = {code for first, last in RANGES for code in range(first, last + 1)}
    # GB 2312: rows 16 to 87 are its 6,763 characters, rows 1 to 9 its signs.
    found |= _of("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    # Big5, level 1: the 5,401 common characters of the traditional script.
    found |= _of("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    found |= {ord(sign) for sign in NAMES_OF_PEOPLE}
    return {code for code in found if unicodedata.category(chr(code)) != "Co"}


def _of(coding: str, leads: "range", trails: "range | tuple[int, ...]") -> set[int]:
    pairs = [bytes((lead, trail)) for lead in leads for trail in trails]
    texts = [pair.decode(coding, "ignore") for pair in pairs]
    return {ord(text) for text in texts if len(text) == 1}


def face() -> TTFont:
    """Give the simplified Chinese face of the collection."""
    for font in TTCollection(str(SOURCE)).fonts:
        if font["name"].getBestFamilyName() == FACE:
            return font
    sys.exit(f"{SOURCE} has no face called {FACE}.")


def main() -> None:
    """Cut, rename, write, and say how large it became."""
    if not SOURCE.exists():
        sys.exit(f"{SOURCE} is not here: apt-get install fonts-noto-cjk")
    font = face()
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    table = font["name"]
    table.names = [one for one in table.names if one.nameID in KEPT]
    for number, text in NAMES.items():
        table.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [NAMES[6]]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName, top.Weight = NAMES[4], NAME, "Bold"
    font.save(str(TARGET))
    size = TARGET.stat().st_size
    print(f"{TARGET}: {len(font.getBestCmap())} characters, {size} bytes")  # noqa: T201 - said to whoever runs it


if __name__ == "__main__":
    main()

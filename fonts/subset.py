#!/usr/bin/env python3
"""Make one bundled font: subset a source font and rename it.

    pip install fonttools==4.68.0
    python3 subset.py SOURCE OUTPUT --family NAME --style STYLE \
        --chars SET[,SET...] --features SET [--face N] [--no-hinting]

SOURCE is a path, or a path below /usr/share/fonts (where Debian keeps its
fonts).  The sets of characters and of layout features are the functions and
lists below, called by name; `--chars all` keeps every character.  Characters
that the source does not have are left out without complaint.

The same source and the same fonttools give the same bytes: the timestamps of
the source stay, and nothing depends on the machine or the day.

A subset is a "Modified Version" under the SIL Open Font License, so the
family is always renamed; copyright, trademark, authors and licence stay.
"""

import argparse
import os
import sys

from fontTools import subset

DEBIAN_FONTS = "/usr/share/fonts"


# ---------------------------------------------------------------- characters


def span(*ranges):
    """The code points of inclusive (first, last) ranges."""
    return {c for first, last in ranges for c in range(first, last + 1)}


def rows(codec, first, last, trails):
    """Everything a double-byte codec maps between two lead bytes, inclusive."""
    found = set()
    for lead in range(first, last + 1):
        for trail in trails:
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue  # an empty cell
            if len(text) == 1:
                found.add(ord(text))
    return found


EUC = range(0xA1, 0xFF)
BIG5 = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]


def gb2312():
    """All of GB 2312: 6,763 hanzi and 682 other characters."""
    return rows("gb2312", 0xA1, 0xF7, EUC)


def jis1():
    """JIS X 0208 level 1 kanji, rows 16 to 47: 2,965."""
    return rows("euc_jp", 0xA0 + 16, 0xA0 + 47, EUC)


def big5_1():
    """Big5 level 1 hanzi, A440 to C67E: 5,401."""
    return rows("big5", 0xA4, 0xC5, BIG5) | rows("big5", 0xC6, 0xC6, range(0x40, 0x7F))


def hangul():
    """The 2,350 syllables of KS X 1001, and the compatibility jamo."""
    return rows("euc_kr", 0xB0, 0xC8, EUC) | span((0x3131, 0x318E))


def jamo():
    """The conjoining jamo of modern Hangul.  With `ljmo vjmo tjmo` they spell
    the 8,822 syllables that KS X 1001 does not have."""
    return span((0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2))


def kana():
    """Hiragana, katakana, phonetic extensions, half-width katakana."""
    return span((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF61, 0xFF9F))


def bopomofo():
    """Bopomofo, its extension, and its tone marks."""
    return span((0x3100, 0x312F), (0x31A0, 0x31BF)) | {
        0x2C7, 0x2C9, 0x2CA, 0x2CB, 0x2D9, 0x2EA, 0x2EB,
    }  # fmt: skip


def cjk_symbols():
    """Punctuation, forms and symbols that go with CJK text, and the
    characters of JIS X 0208, KS X 1001 and Big5 that are not ideographs."""
    return (
        span(
            (0x0020, 0x007E), (0x00A0, 0x017F),  # Latin, Latin-1, Extended-A
            (0x2000, 0x206F),  # general punctuation
            (0x20A0, 0x20CF),  # currency
            (0x2100, 0x218F),  # letterlike, number forms
            (0x2190, 0x22FF),  # arrows, mathematical operators
            (0x2460, 0x25FF),  # enclosed, box drawing, blocks, shapes
            (0x2776, 0x2793),  # dingbat circled digits
            (0x2E3A, 0x2E3B),  # two- and three-em dash
            (0x3000, 0x303F),  # CJK symbols and punctuation
            (0x3200, 0x32FF),  # enclosed CJK
            (0xFE00, 0xFE01),  # the variation selectors the source answers
            (0xFE10, 0xFE1F), (0xFE30, 0xFE4F),  # vertical forms
            (0xFF00, 0xFFEF),  # full- and half-width forms
        )
        | rows("euc_jp", 0xA0 + 1, 0xA0 + 8, EUC)
        | rows("euc_kr", 0xA1, 0xAC, EUC)
        | rows("big5", 0xA1, 0xA3, BIG5)
    )  # fmt: skip


def cjk():
    """What both weights of the CJK font have."""
    return gb2312() | hangul() | jamo() | kana() | bopomofo() | cjk_symbols()


def western():
    """Latin with Vietnamese, Greek, Cyrillic, and their symbols."""
    return span(
        (0x0020, 0x007E), (0x00A0, 0x024F),  # Latin to Extended-B
        (0x0250, 0x02FF),  # IPA, modifier letters
        (0x0300, 0x036F),  # combining marks
        (0x0370, 0x03FF), (0x0400, 0x052F),  # Greek, Cyrillic
        (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese
        (0x1F00, 0x1FFF),  # polytonic Greek
        (0x2000, 0x20CF), (0x2100, 0x22FF),  # punctuation to mathematics
        (0x2300, 0x23FF), (0x2423, 0x2423),  # technical: keys, open box
        (0x2460, 0x24FF), (0x25A0, 0x25FF),  # enclosed, shapes
        (0x2600, 0x27BF), (0x27F0, 0x27FF),  # symbols, dingbats, long arrows
        (0x0E3F, 0x0E3F),  # baht
    )  # fmt: skip


CHARACTERS = {
    f.__name__: f
    for f in (
        gb2312, jis1, big5_1, hangul, jamo, kana, bopomofo, cjk_symbols, cjk, western,
    )  # fmt: skip
}

# ------------------------------------------------------------------ features

FEATURES = {
    "cjk": (
        "ccmp locl liga calt kern mark mkmk ljmo vjmo tjmo ruby fwid hwid pwid "
        "halt palt vert vrt2 vhal vpal vkrn"
    ).split(),
    "western": (
        "ccmp locl liga calt kern mark mkmk case zero "
        "tnum pnum lnum subs sups sinf ordn frac numr dnom ss01 ss02 ss03 ss04"
    ).split(),
    "all": ["*"],
}

# -------------------------------------------------------------------- names


def rename(font, family, style, source):
    """Give the font its new names; `source` is what it is a subset of."""
    postscript = f"{family.replace(' ', '')}-{style}"
    version = font["name"].getDebugName(5).split(";")[0]
    table = font["name"]
    credits = table.getDebugName(10) or ""  # some sources name people there
    # One set of names, in English; the four-style model needs no 16 and 17.
    table.names = [
        n
        for n in table.names
        if (n.platformID, n.langID) == (3, 0x409) and n.nameID not in (16, 17, 21, 22)
    ]
    for name_id, text in {
        1: family,
        2: style,  # Regular, Bold or Italic
        3: f"{version};{postscript}",
        4: f"{family} {style}",
        5: f"{version}; subset",
        6: postscript,
        10: f"Subset of {source}, {version}, under a new name. {credits}".strip(),
    }.items():
        table.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].achVendID = "    "  # not the vendor's own file any more

    if "CFF " in font:
        cff = font["CFF "].cff
        top = cff.topDictIndex[0]
        old = cff.fontNames[0]
        cff.fontNames[0] = postscript
        top.FullName, top.FamilyName = f"{family} {style}", family
        for part in getattr(top, "FDArray", []):  # "Old-Regular-Kana" and so on
            part.FontName = part.FontName.replace(old, postscript)


# --------------------------------------------------------------------- main


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("output")
    parser.add_argument("--face", type=int, default=-1, help="index in a .ttc")
    parser.add_argument("--family", required=True)
    parser.add_argument("--style", default="Regular")
    parser.add_argument("--chars", default="all")
    parser.add_argument("--features", choices=FEATURES, default="all")
    parser.add_argument("--no-hinting", action="store_true")
    args = parser.parse_args()

    path = args.source
    if not os.path.exists(path):
        path = os.path.join(DEBIAN_FONTS, path)

    options = subset.Options()
    options.font_number = args.face
    options.hinting = not args.no_hinting
    options.layout_features = FEATURES[args.features]
    options.layout_scripts = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False  # `post` version 3; CFF keeps its charset
    options.drop_tables += ["meta", "FFTM"]

    font = subset.load_font(path, options)
    source = f"{font['name'].getBestFamilyName()} {font['name'].getBestSubFamilyName()}"
    if args.chars == "all":
        wanted = set(font.getBestCmap())
    else:
        wanted = set().union(*(CHARACTERS[name]() for name in args.chars.split(",")))

    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(font)
    rename(font, args.family, args.style, source)
    subset.save_font(font, args.output, options)

    print(
        f"{os.path.basename(args.output)}: {len(font.getBestCmap())} characters, "
        f"{len(font.getGlyphOrder())} glyphs, {os.path.getsize(args.output)} bytes",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()

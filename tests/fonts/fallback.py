"""Makes the fonts of the fallback tests: `pip install fonttools==4.68.0 && python3 fallback.py`, in this folder.

Every glyph is a square. "Test Sans SC", "TC", "HK", "JP" and "KR" have U+9AA8 and U+6D77 and nothing else; "Test Variants"
has variation sequences of them besides; "Test Emoji" has emoji, their parts, and ligatures of the sequences.
"""

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def square(side):
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    pen.lineTo((50, side))
    pen.lineTo((50 + side, side))
    pen.lineTo((50 + side, 0))
    pen.closePath()
    return pen.glyph()


def build(family, characters, ligatures, file, pages=0, variants=()):
    names = {c: f"u{ord(c):04X}" for c in characters}
    extra = [f"lig{i}" for i in range(len(ligatures))]
    forms = {(base, selector): f"{names[base]}.alt" if own else None for base, selector, own in variants}
    order = [".notdef", *names.values(), *extra, *filter(None, forms.values())]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    sequences = [(ord(base), selector, form) for (base, selector), form in forms.items()]
    font.setupCharacterMap({ord(c): name for c, name in names.items()}, uvs=sequences or None)
    font.setupGlyf({name: square(400 + 2 * i) for i, name in enumerate(order)})
    font.setupHorizontalMetrics({name: (1000, 50) for name in order})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120, ulCodePageRange1=pages)
    font.setupPost()
    if ligatures:
        rules = [f"sub {' '.join(names[c] for c in s)} by {lig};" for s, lig in zip(ligatures, extra)]
        addOpenTypeFeaturesFromString(font.font, "feature ccmp {\n" + "\n".join(rules) + "\n} ccmp;")
    font.font["head"].created = font.font["head"].modified = 3_800_000_000
    font.font.recalcTimestamp = False
    font.save(file)


for region, page in (("SC", 18), ("TC", 20), ("HK", 20), ("JP", 17), ("KR", 19)):
    build(f"Test Sans {region}", "\u9aa8\u6d77", [], f"sans-{region.lower()}.ttf", 1 << page)

VARIANTS = [("\u9aa8", 0xE0100, True), ("\u6d77", 0xFE00, False)]
build("Test Variants", "\u9aa8\u6d77", [], "variants.ttf", variants=VARIANTS)

ZWJ = "\u200d"
EMOJI = "😀⌚☺❤👍🏽👨👩👧🏳🌈🔥1#\u20e3\U0001F1E8\U0001F1F3\ufe0f" + ZWJ
LIGATURES = [
    f"👨{ZWJ}👩{ZWJ}👧",
    f"🏳\ufe0f{ZWJ}🌈",
    "👍🏽",
    "1\ufe0f\u20e3",
    "\U0001F1E8\U0001F1F3",
]
build("Test Emoji", EMOJI, LIGATURES, "emoji.ttf")

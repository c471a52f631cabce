#!/usr/bin/env python3
"""Make the variable font of the tests: letters of bars, whose place on every axis can be seen and measured.

    pip install fonttools==4.68.0
    python3 variable.py variable.ttf

Axes: wght 100 400 900 (stems of 40, 80 and 200 units), wdth 50 100 200 (advances of 300, 600 and 1,200), opsz 8 16 72
(crossbars of 120, 80 and 20), slnt -15 0 (the top moves right by 200), ital 0 1 (a foot to the right), and GRAD 0 100
(a bar on top).  Letters: I, H, x (a box as high as a small letter), a digit, space, and a ligature of `II`.
"""

import sys

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib.hvar import add_HVAR

EM, CAP, SMALL = 1000, 700, 500


def box(pen, x0, y0, x1, y1):
    pen.moveTo((x0, y0))
    pen.lineTo((x0, y1))
    pen.lineTo((x1, y1))
    pen.lineTo((x1, y0))
    pen.closePath()


# The boxes of each glyph for a stem, an advance, a crossbar, a foot and a bar on top.
def shapes(name, stem, advance, bar, foot, top):
    middle = advance / 2
    if name == "I":
        return [(middle - stem / 2, 0, middle + stem / 2 + foot, CAP + top)]
    if name == "II":
        return [(advance - stem / 2 + side * stem, 0, advance + stem / 2 + side * stem, CAP) for side in (-1, 1)]
    if name == "H":
        left, right = 60, advance - 60
        return [
            (left, 0, left + stem, CAP + top),
            (right - stem, 0, right + foot, CAP + top),
            (left + stem, 350 - bar / 2, right - stem, 350 + bar / 2),
        ]
    if name == "x":
        return [(60, 0, advance - 60, SMALL)]
    if name == "one":
        return [(middle - stem, 0, middle + stem, CAP)]
    return []


def points(name, **values):
    given = {"stem": 80, "advance": 600, "bar": 80, "foot": 0, "top": 0, "slant": 0, **values}
    slant = given.pop("slant")
    found = []
    for x0, y0, x1, y1 in shapes(name, **given):
        found += [(x0 + slant * y0 / CAP, y0), (x0 + slant * y1 / CAP, y1)]
        found += [(x1 + slant * y1 / CAP, y1), (x1 + slant * y0 / CAP, y0)]
    width = given["advance"] * (2 if name == "II" else 1)
    return [(round(x), round(y)) for x, y in found], width


def glyph(name):
    pen = TTGlyphPen(None)
    for x0, y0, x1, y1 in shapes(name, 80, 600, 80, 0, 0):
        box(pen, x0, y0, x1, y1)
    return pen.glyph()


AXES = [
    ("wght", 100, 400, 900, "Weight", {"stem": 40}, {"stem": 200}),
    ("wdth", 50, 100, 200, "Width", {"advance": 300}, {"advance": 1200}),
    ("opsz", 8, 16, 72, "Optical Size", {"bar": 120}, {"bar": 20}),
    ("slnt", -15, 0, 0, "Slant", {"slant": 200}, None),
    ("ital", 0, 0, 1, "Italic", None, {"foot": 100}),
    ("GRAD", 0, 0, 100, "Grade", None, {"top": 100}),
]
NAMES = [".notdef", "space", "I", "H", "x", "one", "II"]


def main(output):
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({0x20: "space", 0xA0: "space", 0x49: "I", 0x48: "H", 0x78: "x", 0x31: "one"})
    glyphs = {name: glyph(name) for name in NAMES}
    builder.setupGlyf(glyphs)
    metrics = {name: (points(name)[1], min([x for x, _ in points(name)[0]], default=0)) for name in NAMES}
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    names = {"familyName": "Inkstone Test Variable", "styleName": "Regular", "psName": "InkstoneTestVariable-Regular"}
    builder.setupNameTable(names)
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, sxHeight=SMALL,
                     sCapHeight=CAP, ySubscriptYSize=600, ySubscriptYOffset=140, ySuperscriptYSize=600,
                     ySuperscriptYOffset=400)
    builder.setupPost(underlinePosition=-75, underlineThickness=50)
    builder.setupFvar([axis[:5] for axis in AXES], [])
    variations = {}
    for name in NAMES:
        base, width = points(name)
        tuples = []
        for tag, least, default, greatest, _, low, high in AXES:
            for end, values in ((-1.0, low), (1.0, high)):
                if values is None:
                    continue
                moved, moved_width = points(name, **values)
                deltas = [(x - a, y - b) for (x, y), (a, b) in zip(moved, base)]
                deltas += [(0, 0), (moved_width - width, 0), (0, 0), (0, 0)]
                support = (min(end, 0.0), end, max(end, 0.0))
                tuples.append(TupleVariation({tag: support}, deltas))
        variations[name] = tuples
    builder.setupGvar(variations)
    add_HVAR(builder.font)
    addOpenTypeFeaturesFromString(builder.font, "feature liga { sub I I by II; } liga;")
    builder.font["head"].created = builder.font["head"].modified = 3_800_000_000
    builder.font.recalcTimestamp = False
    builder.font.save(output)


if __name__ == "__main__":
    main(*sys.argv[1:])

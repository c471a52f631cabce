"""Makes the data of the conformance tests from Unicode's files, in this folder:

    apt-get install unicode-data
    python3 compact.py <the folder of the crate icu_segmenter 2.4.0, with its tests/testdata>

Each output is a zlib stream. Comments are left out. `bidi-test` holds columns, so that it is a tenth of the original:
the number of its rows as text and a line feed, the length of each row, then their classes as letters from A on in the
order of CLASSES, then for each of the base directions auto, left to right, right to left the levels of each row, a
byte each, 48 more than the level or `!` for none, or `-` for a row that is not tested with it. (The visual order follows from the levels; this script checks
that it does.)
"""

import sys
import zlib
from pathlib import Path

CLASSES = "L R AL EN ES ET AN CS B S WS ON NSM BN LRE LRO RLE RLO PDF LRI RLI FSI PDI".split()


def lines(path):
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            yield line


def write(name, data):
    Path(name).write_bytes(zlib.compress(data, 9))


def visual_order(levels):
    shown = [(i, int(level)) for i, level in enumerate(levels) if level != "x"]
    odd = [level for _, level in shown if level % 2]
    for high in range(max((level for _, level in shown), default=0), min(odd, default=1000) - 1, -1):
        i = 0
        while i < len(shown):
            j = i
            while j < len(shown) and shown[j][1] >= high:
                j += 1
            shown[i:j] = shown[i:j][::-1]
            i = max(j, i + 1)
    return [str(i) for i, _ in shown]


rows = {}
for line in lines("/usr/share/unicode/BidiTest.txt"):
    if line.startswith("@Levels:"):
        levels = line[8:].split()
    elif line.startswith("@Reorder:"):
        assert visual_order(levels) == line[9:].split()
    else:
        classes, bits = line.split(";")
        row = rows.setdefault(bytes(65 + CLASSES.index(name) for name in classes.split()), ["-"] * 3)
        for i in range(3):
            if int(bits) >> i & 1:
                row[i] = "".join("!" if level == "x" else chr(48 + int(level)) for level in levels)
order = sorted(rows, key=lambda row: (len(row), row))
columns = [b"%d\n" % len(order), bytes(len(row) for row in order), b"".join(order)]
columns += ["".join(rows[row][i] for row in order).encode("latin-1") for i in range(3)]
write("bidi-test.z", b"".join(columns))
write("bidi-character-test.z", "\n".join(lines("/usr/share/unicode/BidiCharacterTest.txt")).encode())
data = Path(sys.argv[1]) / "tests/testdata"
write("line-break-test.z", "\n".join(lines(data / "LineBreakTest_15.1.txt")).encode())
write("grapheme-break-test.z", "\n".join(lines(data / "GraphemeBreakTest_17.txt")).encode())

"""Shapes the runs of `runs.txt` with HarfBuzz: `apt-get install libharfbuzz-bin && python3 runs.py > runs-reference.txt`.

A line for each string, as in `reference.txt`, its runs one behind the other, in units of the first run's font.
"""

import json
import subprocess
from pathlib import Path

here = Path(__file__).resolve().parent
fonts = here.parent.parent / "fonts"


def shaped(font, options, text):
    command = ["hb-shape", "--no-glyph-names", "--no-clusters", "--output-format=json", *options.split()]
    command += [f"--font-file={fonts / font}", f"--text={text}"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def units(font):
    data = (fonts / font).read_bytes()
    for record in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if data[record : record + 4] == b"head":
            head = int.from_bytes(data[record + 8 : record + 12], "big")
            return int.from_bytes(data[head + 18 : head + 20], "big")
    raise ValueError(font)


for string in (here / "runs.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
    name, *runs = string.splitlines()
    first, glyphs, pen = units(name.split("|")[0]), [], 0
    for run in runs:
        font, options, text = run.split("|", 2)
        scale = first / units(font)
        for glyph in shaped(font, options, text):
            glyphs.append(f"{glyph['g']},{round(pen + glyph['dx'] * scale)},{round(-glyph['dy'] * scale)}")
            pen += glyph["ax"] * scale
    print(" ".join(glyphs))

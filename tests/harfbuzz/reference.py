"""Shapes the strings of `strings.txt` with HarfBuzz: `apt-get install libharfbuzz-bin && python3 reference.py > reference.txt`.

A line for each string: of each glyph, from the left, its index, its place across and down from the start, in font units.
"""

import json
import subprocess
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
for line in (here / "strings.txt").read_text(encoding="utf-8").splitlines():
    if line.startswith("#"):
        continue
    font, language, text = line.split("|", 2)
    command = ["hb-shape", "--no-glyph-names", "--no-clusters", f"--language={language}", "--output-format=json"]
    command += [f"--font-file={here.parent.parent / 'fonts' / font}", f"--text={text}"]
    shaped = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    glyphs, pen = [], 0
    for glyph in json.loads(shaped):
        glyphs.append(f"{glyph['g']},{pen + glyph['dx']},{-glyph['dy']}")
        pen += glyph["ax"]
    print(" ".join(glyphs))
print(subprocess.run(["hb-shape", "--version"], capture_output=True, text=True).stdout.splitlines()[0], file=sys.stderr)

"""Breaks the strings of `strings.txt` as Chromium does: `apt-get install chromium && python3 reference.py > reference.txt`.

A line of the output for each string: where its lines begin, in characters, without the first.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).resolve().parent
fonts = here.parent.parent / "fonts"
FACES = ["SC", "", "Arabic", "Hebrew", "Devanagari", "Thai"]


def face(name):
    family = f"Inkstone Sans{' ' + name if name else ''}"
    path = next(fonts.glob(f"InkstoneSans{name}-Regular.*"))
    return family, f"@font-face {{ font-family: '{family}'; src: url('{path.as_uri()}') }}"


SCRIPT = """
document.fonts.ready.then(() => {
  const out = [];
  for (const div of document.querySelectorAll('div')) {
    const text = div.firstChild, range = document.createRange(), breaks = [];
    let last = null, index = 0;
    const characters = [...text.data];
    for (let i = 0, at = 0; i < characters.length; at += characters[i].length, i++) {
      range.setStart(text, at); range.setEnd(text, at + characters[i].length);
      const box = [...range.getClientRects()].pop();
      if (!box || (box.width === 0 && box.height === 0)) continue;
      const line = Math.round((box.top + box.bottom) / 2 / 40);
      if (last !== null && line > last) breaks.push(i);
      last = last === null ? line : Math.max(line, last);
    }
    out.push(breaks);
  }
  document.title = 'done'; document.body.innerHTML = '<pre>' + JSON.stringify(out) + '</pre>';
});
"""

rows = [line.split("|", 5) for line in (here / "strings.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
faces = [face(name) for name in FACES]
emoji = (here.parent / "fonts/emoji.ttf").as_uri()
faces.append(("Test Emoji", f"@font-face {{ font-family: 'Test Emoji'; src: url('{emoji}') }}"))
families = ", ".join(f"'{family}'" for family, _ in faces)
body = "".join(
    f'<div lang="{language}" style="line-break: {strict}; word-break: {word}; overflow-wrap: {wrap}; width: {width}px">'
    f"{html.escape(text)}</div>"
    for language, strict, word, wrap, width, text in rows
)
page = f"""<!doctype html><meta charset="utf-8"><style>{"".join(rule for _, rule in faces)}
body {{ margin: 0 }} div {{ font: 16px/40px {families}; white-space: pre-wrap;
text-spacing-trim: space-all; text-autospace: no-autospace; hyphens: manual; margin-bottom: 400px }}</style>{body}<script>{SCRIPT}</script>"""
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "page.html"
    path.write_text(page, encoding="utf-8")
    flags = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
             "--disable-component-update --disable-sync --allow-file-access-from-files --virtual-time-budget=20000 --dump-dom")
    command = ["chromium", *flags.split(), f"--user-data-dir={folder}/profile", path.as_uri()]
    dom = subprocess.run(command, check=True, capture_output=True, text=True).stdout
found = re.search(r"<pre>(.*?)</pre>", dom, re.S)
for breaks in json.loads(found.group(1)):
    print(" ".join(map(str, breaks)))
version = subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout.strip()
print(version, file=sys.stderr)

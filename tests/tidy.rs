//! The rules of the house that can be held as code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a dependency may be named: files, or folders ending in `/`. One home each, where it can be.
const HOMES: [(&str, &[&str]); 29] = [
    ("clap", &["src/bin/"]),
    ("color", &["src/paint/source.rs", "src/lib.rs", "src/scene/json/"]),
    ("cosmic_text", &["src/font/"]),
    ("crossbeam", &["src/glyph/", "src/workers.rs"]),
    ("fearless_simd", &["src/composite/", "src/coverage/", "src/outline/", "src/simd.rs"]),
    ("fontdb", &["src/font/"]),
    ("foldhash", &["src/glyph/"]),
    ("harfrust", &["src/text/"]),
    ("i_overlay", &["src/outline/ops/"]),
    ("icu_properties", &["src/text/"]),
    ("icu_segmenter", &["src/text/"]),
    // Colour spaces; tests of the slant's tangent and of logarithms.
    (
        "libm",
        &[
            "src/outline/",
            "src/paint/interpolation.rs",
            "src/paint/filter.rs",
            "src/composite/",
            "src/glyph/outline_tests.rs",
            "src/encode/deflate/huffman.rs",
        ],
    ),
    // `lib.rs` names our module of that name.
    ("image", &["src/image/foreign.rs", "src/lib.rs"]),
    ("indicatif", &["src/bin/"]),
    ("lru", &["src/font/hinters.rs", "src/glyph/cache/tests/"]),
    ("miniz_oxide", &["src/encode/deflate/tests.rs", "src/text/tests/conformance.rs", "tests/png/"]),
    // In the golden tests to make files that our encoder does not write.
    ("png", &["src/encode/", "src/image/", "src/golden/", "tests/golden/scenes/images.rs", "tests/png/"]),
    ("safe_arch", &["src/composite/ahead.rs"]),
    ("schemars", &["src/scene/json/"]),
    ("simd_adler32", &["src/encode/"]),
    ("serde", &["src/scene/json/", "src/bin/"]),
    ("serde_json", &["src/scene/json/", "src/bin/", "tests/json/", "tests/cli.rs", "tests/gigapixel.rs"]),
    ("serde_path_to_error", &["src/scene/json/"]),
    ("skrifa", &["src/font/", "src/glyph/"]),
    // resvg's own, in the tests that draw with it.
    (
        "tiny_skia",
        &[
            "src/raster/",
            "src/coverage/tests/",
            "src/outline/stroker/tests/",
            "src/outline/tiny_skia_path.rs",
            "tests/svg/",
            "tests/svg_in/",
        ],
    ),
    ("unicode_bidi", &["src/text/"]),
    ("divan", &["benches/"]),
    ("simplecss", &["src/image/svg/style.rs"]),
    ("resvg", &["src/image/svg/", "tests/svg/", "tests/svg_in/", "tests/svg_out.rs"]),
];

/// Geometry is everybody's.
const EVERYWHERE: [&str; 1] = ["kurbo"];

/// Each module of the library after those it may import. An earlier stage never imports a later one.
const STAGES: [(&str, &[&str]); 31] = [
    // The ground floor, which every stage may import.
    ("error", &[]),
    ("limits", &[]),
    ("units", &[]),
    ("budget", &[]),
    ("watch", &["budget"]),
    ("buffer", &[]),
    ("alpha", &[]),
    ("base64", &[]),
    ("simd", &[]),
    ("random", &[]),
    ("workers", &[]),
    // Plain data and geometry.
    ("paint", &[]),
    ("outline", &["paint"]),
    ("pixmap", &[]),
    ("coverage", &["outline", "paint"]),
    // Text without pixels, glyphs without text; pictures, which may be documents with text.
    ("font", &[]),
    ("image", &["pixmap", "font", "outline"]),
    ("composite", &["coverage", "image", "outline", "paint", "pixmap"]),
    ("text", &["font", "image", "paint"]),
    ("glyph", &["coverage", "font", "outline", "paint"]),
    // The way of the data.
    ("scene", &["outline", "paint", "image", "text"]),
    // The reference of its JSON, and the schema.
    ("json", &["scene"]),
    ("list", &["outline", "paint", "pixmap", "image", "font", "text", "scene"]),
    (
        "raster",
        &["outline", "paint", "pixmap", "coverage", "composite", "image", "font", "text", "glyph", "scene", "list"],
    ),
    ("encode", &["pixmap"]),
    ("options", &["encode", "paint", "glyph"]),
    ("svg", &["outline", "paint", "pixmap", "image", "font", "text", "glyph", "scene", "list", "encode", "options"]),
    ("report", &["text"]),
    ("engine", &["font", "glyph"]),
    (
        "canvas",
        &[
            "composite",
            "pixmap",
            "image",
            "encode",
            "engine",
            "glyph",
            "list",
            "options",
            "raster",
            "report",
            "scene",
            "svg",
            "text",
            "font",
            "paint",
        ],
    ),
    // Beside the way: compares what comes out.
    ("golden", &["pixmap"]),
];

const GROUND: [&str; 11] =
    ["error", "limits", "units", "watch", "budget", "buffer", "alpha", "base64", "simd", "random", "workers"];

/// The one file that may hold unsafe code: an allocator that counts.
const UNSAFE: &str = "tests/memory.rs";

const MAX_LINES: usize = 600;
const MAX_GOLDEN: u64 = 32 << 10;
/// The README's pictures, which are made by the examples.
const README_PICTURES: &str = "golden/readme/";
const MAX_README_PICTURE: u64 = 128 << 10;

/// A file of the repository: its path with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_test(&self) -> bool {
        self.path.contains("test")
    }

    /// Numbered lines that are not comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file, its path with `/`, but for what git ignores.
fn files() -> Vec<String> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let name = path.file_name().unwrap();
                if name != ".git" && name != "target" && !path.ends_with("golden/failures") {
                    walk(&path, out);
                }
            } else {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(root(), &mut out);
    let mut out: Vec<String> = out
        .iter()
        .map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"))
        // A worktree's `.git` is a file; pictures drawn into the root are ignored.
        .filter(|path| path != ".git" && (path.contains('/') || !(path.ends_with(".png") || path.ends_with(".svg"))))
        .collect();
    out.sort();
    out
}

fn sources(wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let read = |path: String| Source { text: fs::read_to_string(root().join(&path)).unwrap(), path };
    let found: Vec<Source> = files().into_iter().filter(|path| wanted(path)).map(read).collect();
    assert!(!found.is_empty(), "nothing to look at");
    found
}

fn rust(path: &str) -> bool {
    path.ends_with(".rs")
}

/// Text that people write: not fonts, not pictures, not what Cargo writes.
fn written(path: &str) -> bool {
    !["otf", "ttf", "png", "lock", "profraw", "z"].iter().any(|ending| path.ends_with(&format!(".{ending}")))
}

/// What was found, told at once.
#[derive(Default)]
struct Findings(String);

impl Findings {
    fn add(&mut self, path: &str, line: usize, what: &str) {
        writeln!(self.0, "{path}:{line}: {what}").unwrap();
    }
}

impl Drop for Findings {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "\n{}", self.0);
        }
    }
}

/// Byte offsets at which a word begins that stands for itself.
fn words<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |&at| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

#[test]
fn modules_say_what_they_are() {
    let mut findings = Findings::default();
    for source in sources(|path| rust(path) && (path.starts_with("src/") || path.starts_with("tests/"))) {
        // The parts of a test folder are described by its `mod.rs`.
        if !source.path.contains("/tests/") && !source.text.starts_with("//! ") {
            findings.add(&source.path, 1, "begins without a `//!` line that says what it is");
        }
    }
}

#[test]
fn files_are_short() {
    let mut findings = Findings::default();
    for source in sources(rust) {
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            findings.add(&source.path, lines, &format!("more than {MAX_LINES} lines"));
        }
    }
}

#[test]
fn dependencies_have_one_home() {
    let mut findings = Findings::default();
    // What other crates draw is a package of its own.
    for source in sources(|path| rust(path) && !path.starts_with("benches/rivals/")) {
        for (number, line) in source.code() {
            for (name, homes) in HOMES {
                let named = words(line, name).any(|at| {
                    let path = line[at + name.len()..].starts_with("::") && !line[..at].ends_with("::");
                    path || line.trim_start().starts_with("use ") && line[..at].ends_with("use ")
                });
                let at_home = homes.iter().any(|home| match home.strip_suffix('/') {
                    Some(_) => source.path.starts_with(home),
                    None => source.path == *home,
                });
                if named && !at_home && source.path != "tests/tidy.rs" {
                    findings.add(&source.path, number, &format!("`{name}` is named outside {homes:?}"));
                }
            }
        }
    }
}

#[test]
fn dependencies_have_reasons_and_homes() {
    let mut findings = Findings::default();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (mut inside, mut before, mut seen) = (false, "", 0);
    for (number, line) in (1..).zip(manifest.lines()) {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| inside && !line.starts_with([' ', '#', ']'])) {
            seen += 1;
            let name = name.trim().replace('-', "_");
            if !before.starts_with("# ") {
                findings.add("Cargo.toml", number, &format!("`{name}` without a comment that says why"));
            }
            if !EVERYWHERE.contains(&name.as_str()) && !HOMES.iter().any(|(known, _)| *known == name) {
                findings.add("Cargo.toml", number, &format!("`{name}` has no home in {}", file!()));
            }
        }
        before = line;
    }
    assert!(seen > 10, "found {seen} dependencies");
}

#[test]
fn no_stage_imports_a_later_one() {
    let mut findings = Findings::default();
    for (i, (name, knows)) in STAGES.iter().enumerate() {
        for known in *knows {
            if !STAGES[..i].iter().any(|(earlier, _)| earlier == known) {
                findings.add(file!(), 0, &format!("`{name}` is listed before `{known}`, which it may import"));
            }
        }
    }
    for source in sources(|path| rust(path) && path.starts_with("src/") && !path.ends_with("/lib.rs")) {
        // Tests may look at what is built upon their module.
        if source.is_test() || source.path.starts_with("src/bin/") {
            continue;
        }
        let module = source.path["src/".len()..].split(['/', '.']).next().unwrap();
        let Some(at) = STAGES.iter().position(|(name, _)| *name == module) else {
            findings.add(&source.path, 1, &format!("the module `{module}` has no place in {}", file!()));
            continue;
        };
        let body = source.text.find("#[cfg(test)]\nmod tests").unwrap_or(source.text.len());
        let lines = source.text[..body].lines().count();
        for (number, line) in source.code().take_while(|(number, _)| *number <= lines) {
            for (start, _) in line.match_indices("crate::") {
                if line[..start].ends_with('$') {
                    continue;
                }
                let rest = &line[start + "crate::".len()..];
                let name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap();
                let ground = GROUND.iter().position(|ground| *ground == name);
                // On the ground floor the order counts too.
                let known = name == module || STAGES[at].1.contains(&name) || ground.is_some_and(|ground| ground < at);
                if !known {
                    findings.add(&source.path, number, &format!("`{module}` imports `{name}`"));
                }
            }
        }
    }
}

#[test]
fn golden_pictures_are_small_and_drawn() {
    let mut findings = Findings::default();
    let drawn = sources(|path| rust(path) && path.starts_with("tests/"));
    let readme = fs::read_to_string(root().join("README.md")).unwrap_or_default();
    for path in files().iter().filter(|path| path.starts_with("golden/")) {
        let Some(name) = path["golden/".len()..].strip_suffix(".png") else {
            findings.add(path, 0, "only pictures lie here");
            continue;
        };
        let shown = path.starts_with(README_PICTURES);
        let allowed = if shown { MAX_README_PICTURE } else { MAX_GOLDEN };
        let size = fs::metadata(root().join(path)).unwrap().len();
        if size > allowed {
            findings.add(path, 0, &format!("{size} bytes, allowed are {allowed}"));
        }
        let literal = format!("\"{name}\"");
        if shown && !readme.contains(path.as_str()) {
            findings.add(path, 0, "the README does not show it");
        } else if !shown && !drawn.iter().any(|source| source.text.contains(&literal)) {
            findings.add(path, 0, "no test names it");
        }
    }
}

#[test]
fn fonts_have_licences() {
    let mut findings = Findings::default();
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (licence, readme) = (read("fonts/OFL.txt"), read("fonts/README.md"));
    let mut seen = 0;
    for path in files().iter().filter(|path| [".otf", ".ttf", ".ttc"].iter().any(|e| path.ends_with(e))) {
        let Some(name) = path.strip_prefix("fonts/") else {
            // Fonts of the tests are nobody's work: the scripts beside them make them.
            let is_script = |path: &String| path.starts_with("tests/fonts/") && path.ends_with(".py");
            if !path.starts_with("tests/fonts/") || !files().iter().any(is_script) {
                findings.add(path, 0, "a font outside `fonts/`");
            }
            continue;
        };
        seen += 1;
        for (what, text) in [("OFL.txt", &licence), ("README.md", &readme)] {
            if !text.contains(name) {
                findings.add(path, 0, &format!("{what} does not name it"));
            }
        }
    }
    assert!(seen > 0 && licence.contains("SIL OPEN FONT LICENSE"));
}

#[test]
fn nothing_is_unsafe() {
    let mut findings = Findings::default();
    for source in sources(rust) {
        for (number, line) in source.code() {
            // As a keyword; a name or a string may hold the word.
            let keyword = |rest: &str| [" {", " fn", " impl", " extern", " trait"].iter().any(|k| rest.starts_with(k));
            let word = "unsafe";
            if words(line, word).any(|at| keyword(&line[at + word.len()..])) && source.path != UNSAFE {
                findings.add(&source.path, number, "unsafe code");
            }
        }
        let is_root =
            source.path == "src/lib.rs" || (source.path.starts_with("src/") && source.path.ends_with("/main.rs"));
        if is_root && !source.text.contains("#![forbid(unsafe_code)]") {
            findings.add(&source.path, 1, "a root that does not forbid unsafe code");
        }
    }
}

#[test]
fn text_is_clean() {
    let mut findings = Findings::default();
    let machine_paths = ["home", "root", "tmp", "Users"].map(|folder| format!("/{folder}/"));
    for source in sources(written) {
        for (number, line) in (1..).zip(source.text.split('\n')) {
            if line.ends_with([' ', '\t', '\r']) {
                findings.add(&source.path, number, "white space at the end");
            }
            if machine_paths.iter().any(|path| line.contains(path.as_str())) {
                findings.add(&source.path, number, "a path of somebody's machine");
            }
        }
        if !source.text.is_empty() && (!source.text.ends_with('\n') || source.text.ends_with("\n\n")) {
            findings.add(&source.path, source.text.lines().count(), "ends without exactly one line break");
        }
    }
}

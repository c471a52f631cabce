//! The command line: what it draws, what it tells, how it fails.
#![cfg(all(feature = "cli", feature = "bundled-fonts"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use inkstone::{Engine, Limits, Pixmap, RenderOptions, Scene, SvgOptions};
use serde_json::Value;

#[path = "../examples/poster.rs"]
#[allow(unreachable_pub, reason = "an example is a crate of its own elsewhere")]
mod poster;

const BINARY: &str = env!("CARGO_BIN_EXE_inkstone");

/// A folder of a test's own, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("inkstone-cli-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn scene_path(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenes").join(name).to_str().unwrap().to_owned()
}

fn scene(name: &str) -> Scene {
    let path = PathBuf::from(scene_path(name));
    Scene::from_json_with(fs::read(&path).unwrap(), &Limits::default(), path.parent()).unwrap()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).output().unwrap()
}

/// With something on standard input.
fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(BINARY);
    let piped = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn good(output: Output) -> Vec<u8> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "a bar is for terminals");
    output.stdout
}

/// The exit code, and what was said.
fn bad(output: &Output) -> (i32, String) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or_else(|| panic!("killed: {said}")), said)
}

#[test]
fn the_poster_is_the_examples() {
    let folder = Folder::new("poster");
    let out = folder.path("x.png");
    assert_eq!(good(run(&["render", &scene_path("poster.json"), "-o", &out])), b"");
    let drawn = Pixmap::from_png(&fs::read(out).unwrap()).unwrap();
    let expected = Engine::new().canvas().render(&poster::scene().unwrap(), &RenderOptions::new()).unwrap();
    assert!(drawn == expected);
    assert_eq!(folder.names(), ["x.png"]);
}

#[test]
fn the_ending_chooses_svg() {
    let folder = Folder::new("svg");
    let out = folder.path("x-%d.SVG");
    good(run(&["render", &scene_path("poster.json"), "-o", &out, "--repeat", "2"]));
    let mut expected = Vec::new();
    Engine::new().canvas().to_svg(&poster::scene().unwrap(), &SvgOptions::new(), &mut expected).unwrap();
    assert!(expected.starts_with(b"<svg ") && fs::read(folder.path("x-1.SVG")).unwrap() == expected);
    assert_eq!(folder.names(), ["x-0.SVG", "x-1.SVG"]);
}

#[test]
fn pipes_are_read_and_written() {
    let json = fs::read(scene_path("chart.json")).unwrap();
    let png = good(run_with(&["render", "-", "-o", "-", "--dpi", "48", "--threads", "2"], &json));
    let mut expected = Vec::new();
    let mut canvas = Engine::new().canvas();
    canvas.write_png(&scene("chart.json"), &RenderOptions::new().with_dpi(48.0), &mut expected).unwrap();
    assert!(png == expected);
    let small = good(run_with(&["render", "-", "-o", "-", "--dpi", "48", "--png-level", "small"], &json));
    assert!(small.len() < png.len() && Pixmap::from_png(&small).unwrap() == Pixmap::from_png(&png).unwrap());
    // A scene without a folder reads no files.
    let poster = fs::read(scene_path("poster.json")).unwrap();
    let (code, said) = bad(&run_with(&["render", "-", "-o", "-"], &poster));
    assert_eq!(code, 3);
    assert!(said.contains("standard input: items[10].clip.items[0].transform.items[0].image.source.file: "), "{said}");
    // The stats make way for the picture.
    let output = run_with(&["render", "-", "-o", "-", "--stats", "text"], &json);
    assert!(output.stdout.starts_with(b"\x89PNG") && output.stderr.starts_with(b"ms "));
}

#[test]
fn each_repetition_is_drawn_with_its_number() {
    let folder = Folder::new("repeat");
    let banner = scene_path("banner.json");
    for (jobs, out) in [("1", "a-%d.png"), ("3", "b-{n}.png")] {
        let out = folder.path(out);
        good(run(&["render", &banner, "-o", &out, "--repeat", "5", "--jobs", jobs]));
    }
    assert_eq!(folder.names().len(), 10);
    let mut canvas = Engine::new().canvas();
    for n in 0..5 {
        let mut expected = Vec::new();
        let scene = scene("banner.json").replace_text("{n}", &n.to_string());
        canvas.write_png(&scene, &RenderOptions::new(), &mut expected).unwrap();
        for name in ["a", "b"] {
            assert!(fs::read(folder.path(&format!("{name}-{n}.png"))).unwrap() == expected, "{name} {n}");
        }
    }
    let (last, once) = (folder.path("last.png"), folder.path("{n}.png"));
    good(run(&["render", &banner, "-o", &last, "--repeat", "5", "--jobs", "2"]));
    assert!(fs::read(last).unwrap() == fs::read(folder.path("a-4.png")).unwrap());
    // Without --repeat there is no number: texts and names are as they are.
    good(run(&["render", &banner, "-o", &once]));
    let plain = Engine::new().canvas().render(&scene("banner.json"), &RenderOptions::new()).unwrap();
    assert!(Pixmap::from_png(&fs::read(once).unwrap()).unwrap() == plain);
}

#[test]
fn stats_are_one_json_object() {
    let folder = Folder::new("stats");
    let (banner, out) = (scene_path("banner.json"), folder.path("x.png"));
    let render = ["render", &banner, "-o", &out, "--repeat", "4", "--jobs", "2", "--stats"];
    let stats: Value = serde_json::from_slice(&good(run(&[&render[..], &["json"]].concat()))).unwrap();
    let keys: Vec<&str> = stats.as_object().unwrap().keys().map(String::as_str).collect();
    let expected =
        ["encode_ms", "peak_rss_kb", "png_bytes", "prepare_ms", "raster_ms", "setup_ms", "total_ms", "wall_ms"];
    assert_eq!(keys, expected);
    let array = |key: &str| -> Vec<f64> {
        stats[key].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
    };
    for n in 0..4 {
        let parts = array("prepare_ms")[n] + array("raster_ms")[n] + array("encode_ms")[n];
        assert!(parts > 0.0 && array("total_ms")[n] >= parts);
    }
    assert_eq!(array("total_ms").len(), 4);
    let number = |key: &str| stats[key].as_f64().unwrap();
    assert!(number("wall_ms") > number("setup_ms") && number("setup_ms") > 0.0);
    assert_eq!(number("png_bytes") as u64, fs::metadata(&out).unwrap().len());
    if cfg!(target_os = "linux") {
        assert!(number("peak_rss_kb") > 1000.0);
    }
    let table = String::from_utf8(good(run(&[&render[..], &["text"]].concat()))).unwrap();
    for word in ["prepare", "raster", "encode", "total", "setup", "wall", "(4 times)"] {
        assert!(table.contains(word), "{table}");
    }
}

#[test]
fn fonts_schema_and_check_tell() {
    let fonts = String::from_utf8(good(run(&["fonts"]))).unwrap();
    assert!(fonts.starts_with("Inkstone Sans SC, "), "{fonts}");
    assert!(fonts.contains("Han ") && fonts.contains("Hangul ") && fonts.contains("Thai "), "{fonts}");
    assert_eq!(good(run(&["schema"])), inkstone::json::SCHEMA.as_bytes());
    let poster = String::from_utf8(good(run(&["check", &scene_path("poster.json")]))).unwrap();
    assert_eq!(poster, "1000 x 1414 px, 72 items, 31 texts\n");
    let private = br#"{"version":1,"width":9,"height":9,"items":[
        {"text":{"at":[0,9],"text":"a\ue000","style":{"size":9}}}]}"#;
    let output = run_with(&["check", "-"], private);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "inkstone: scene item 0: no face has a glyph for \"\\u{e000}\"\n"
    );
}

#[test]
fn every_failure_has_its_code() {
    let folder = Folder::new("codes");
    let (banner, out) = (scene_path("banner.json"), folder.path("x.png"));
    let (garbage, missing) = (folder.path("garbage.ttf"), folder.path("none.json"));
    fs::write(&garbage, "no font").unwrap();
    fs::write(folder.path("bad.json"), r#"{"version":1,"width":9,"height":9,"items":[{"fill":{}}]}"#).unwrap();
    fs::write(
        folder.path("out.json"),
        r#"{"version":1,"width":9,"height":9,"items":[{"image":{"rect":[0,0,1,1],"source":{"file":"../x.png"}}}]}"#,
    )
    .unwrap();
    let nowhere = folder.path("none/x.png");
    let cases: [(&[&str], i32, &str); 18] = [
        (&[], 2, "Usage"),
        (&["draw"], 2, "draw"),
        (&["render", &banner], 2, "--output"),
        (&["render", &banner, "-o", &out, "--hinting", "most"], 2, "full-from-DPI"),
        (&["render", &banner, "-o", &out, "--png-level", "9"], 2, "fast, balanced or small"),
        (&["render", &banner, "-o", &out, "--repeat", "0"], 2, "--repeat"),
        (&["render", &banner, "-o", &out, "--dpi", "0"], 2, "a number above 0, up to 100000"),
        (&["render", &banner, "-o", "-", "--dpi", "nan"], 2, "a number above 0, up to 100000"),
        (&["render", &banner, "-o", &folder.path("x.gif")], 2, ".png or .svg"),
        (&["render", &folder.path("bad.json"), "-o", &out], 3, "items[0].fill (line 1, column 53): found no `shape`"),
        (&["check", &folder.path("out.json")], 3, "items[0].image.source.file: found \"../x.png\""),
        (&["render", &banner, "-o", &out, "--font", &garbage], 4, "garbage.ttf"),
        (&["render", &banner, "-o", &out, "--dpi", "90000"], 5, "canvas_side"),
        (&["render", &banner, "-o", &out, "--deadline", "0"], 6, "deadline"),
        (&["render", &banner, "-o", &out, "--deadline", "0", "--repeat", "9", "--jobs", "2"], 6, "repetition "),
        (&["render", &missing, "-o", &out], 7, "none.json"),
        (&["render", &banner, "-o", &nowhere], 7, "x.png"),
        (&["fonts", "--font", &missing], 7, "none.json"),
    ];
    for (arguments, expected, said) in cases {
        let (code, message) = bad(&run(arguments));
        assert_eq!(code, expected, "{arguments:?}: {message}");
        assert!(message.contains(said), "{arguments:?}: {message}");
    }
    assert_eq!(folder.names(), ["bad.json", "garbage.ttf", "out.json"], "no half file");
}

#[test]
fn presets_fonts_and_folders_are_taken() {
    let folder = Folder::new("presets");
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let chart = scene_path("chart.json");
    let draw = |preset: &str| {
        let fonts = fonts.to_str().unwrap();
        good(run(&["render", &chart, "-o", "-", "--hinting", preset, "--dpi", "120", "--font", fonts]))
    };
    let full = draw("full-from-120");
    assert!(full == draw("always") && full != draw("none") && draw("full-from-121") == draw("none"));
    fs::write(folder.path("broken.otf"), "OTTO").unwrap();
    let output = run(&["fonts", "--font", folder.0.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("broken.otf is left out: "), "{said}");
}

#[cfg(unix)]
#[test]
fn links_stay_and_their_files_are_written() {
    let folder = Folder::new("links");
    let (banner, link) = (scene_path("banner.json"), folder.path("link.png"));
    fs::create_dir(folder.path("far")).unwrap();
    std::os::unix::fs::symlink("far/x.png", &link).unwrap();
    // The first time nothing is there.
    for _ in 0..2 {
        good(run(&["render", &banner, "-o", &link]));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::read(folder.path("far/x.png")).unwrap().starts_with(b"\x89PNG"));
        assert_eq!(
            (folder.names(), fs::read_dir(folder.path("far")).unwrap().count()),
            (vec!["far".into(), "link.png".into()], 1)
        );
    }
}

#[test]
fn refused_pictures_are_found_and_have_their_code() {
    let scene = |source: &str| {
        let item = format!(r#"{{"image":{{"rect":[0,0,9,9],"source":{source}}}}}"#);
        format!(r#"{{"version":1,"width":9,"height":9,"items":["pop_me",{item}]}}"#)
            .replace("\"pop_me\"", r#"{"layer":{"items":[]}}"#)
    };
    let wide = r#"{"svg":"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path stroke='red' stroke-dasharray='.00001' d='M0 0L99999 9'/></svg>"}"#;
    for (source, code, expected) in [
        (r#"{"png":"AAAA"}"#, 4, "inkstone: error: items[1].image: image is refused: "),
        (r#"{"svg":"<svg/>"}"#, 4, "inkstone: error: items[1].image: image is refused: SVG: no size"),
        (wide, 5, "inkstone: error: items[1].image: limit `dashes` exceeded"),
    ] {
        let (got, said) = bad(&run_with(&["render", "-", "-o", "-"], scene(source).as_bytes()));
        assert_eq!(got, code, "{said}");
        assert!(said.starts_with(expected), "{said}");
    }
}

#[cfg(target_os = "linux")]
mod full {
    use super::*;

    #[test]
    fn what_cannot_be_told_is_an_error() {
        let folder = Folder::new("told");
        let banner = scene_path("banner.json");
        let out = folder.path("x.png");
        let full = || fs::File::options().write(true).open("/dev/full").unwrap();
        let asked: [&[&str]; 7] = [
            &["--help"],
            &["render", "--help"],
            &["--version"],
            &["schema"],
            &["fonts"],
            &["check", &banner],
            &["render", &banner, "-o", &out, "--stats", "json"],
        ];
        for arguments in asked {
            let output = Command::new(BINARY).args(arguments).stdout(full()).stderr(Stdio::piped()).spawn();
            let (code, said) = bad(&output.unwrap().wait_with_output().unwrap());
            assert_eq!(code, 7, "{arguments:?}: {said}");
            assert!(said.starts_with("inkstone: error: standard output: No space left on device"), "{said}");
            // Nobody reads.
            let (_, writer) = std::io::pipe().unwrap();
            let child = Command::new(BINARY).args(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
            let (code, said) = bad(&child.wait_with_output().unwrap());
            assert_eq!(code, 7, "{arguments:?}: {said}");
            assert!(said.starts_with("inkstone: error: standard output: Broken pipe"), "{said}");
        }
        // The picture goes to standard output, what it took to standard error.
        let mut command = Command::new(BINARY);
        command.args(["render", &banner, "-o", "-", "--stats", "text"]).stdout(Stdio::null()).stderr(full());
        assert_eq!(command.status().unwrap().code(), Some(7));
        assert_eq!(run(&["--help"]).status.code(), Some(0));
        assert!(String::from_utf8(good(run(&["render", "--help"]))).unwrap().contains("--stats <FORMAT>"));
    }

    #[test]
    fn a_closed_pipe_is_an_error() {
        let mut command = Command::new(BINARY);
        let page = scene_path("page.json");
        // More bytes than a pipe holds.
        command.args(["render", &page, "-o", "-", "--dpi", "192"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let (code, said) = bad(&child.wait_with_output().unwrap());
        assert_eq!(code, 7);
        assert!(said.starts_with("inkstone: error: standard output: Broken pipe"), "{said}");
    }

    #[test]
    fn a_full_disk_is_an_error_and_leaves_no_half_file() {
        let banner = scene_path("banner.json");
        let (code, said) = bad(&run(&["render", &banner, "-o", "/dev/full"]));
        assert_eq!(code, 7);
        assert!(said.contains("/dev/full: No space left on device"), "{said}");
        assert!(fs::metadata("/dev/full").is_ok_and(|full| !full.is_file()), "a device stays one");

        let folder = Folder::new("full");
        fs::write(folder.path("x.png"), "old").unwrap();
        // A file may have one block; the signal that tells is ignored, so that writing fails.
        let script = format!(
            "trap '' XFSZ; ulimit -f 1; exec '{BINARY}' render '{}' -o '{}'",
            scene_path("chart.json"),
            folder.path("x.png")
        );
        let (code, said) = bad(&Command::new("sh").args(["-c", &script]).output().unwrap());
        assert_eq!(code, 7, "{said}");
        assert!(said.contains("x.png: File too large"), "{said}");
        assert_eq!(folder.names(), ["x.png"]);
        assert_eq!(fs::read(folder.path("x.png")).unwrap(), b"old");
    }
}

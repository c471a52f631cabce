//! Everything the README says: its code is the example, its commands are run, its pictures are what is drawn.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::path::Path;
use std::{env, fs};

use inkstone::golden::Suite;
use inkstone::{Color, Engine, Pixmap, RenderOptions};

#[path = "../examples/chart.rs"]
mod chart;
mod hello {
    include!("../examples/hello.rs");

    pub(crate) fn run() -> Result<(), Error> {
        main()
    }
}
#[path = "../examples/gallery/main.rs"]
#[allow(dead_code, reason = "its main writes files")]
mod gallery;
#[path = "../examples/poster.rs"]
mod poster;
#[path = "../examples/specimen.rs"]
#[allow(dead_code, reason = "its main writes a file where it is told to")]
mod specimen;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The contents of each fenced block in a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    text.split(&format!("```{language}\n"))
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0.to_owned()))
        .collect()
}

#[test]
fn the_code_is_the_hello_example() {
    let example = read("examples/hello.rs");
    let code = example.split_once("\n\n").unwrap().1;
    assert_eq!(blocks(&read("README.md"), "rust,no_run"), [code]);
    let body = code.split_once("Error> {\n").unwrap().1;
    assert!(body.lines().count() <= 15, "fifteen lines are promised");
}

#[test]
fn the_commands_are_run() {
    let script = read(".ci/run");
    let commands = blocks(&read("README.md"), "sh");
    assert!(commands.len() >= 2);
    for command in commands.iter().flat_map(|block| block.lines()) {
        assert!(script.lines().any(|line| line == command), "`{command}` is not run by .ci/run");
    }
}

#[test]
fn the_pictures_are_what_the_examples_draw() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/readme");
    let mut suite = Suite::new(folder).allowing_large("poster").allowing_large("chart").allowing_large("specimen");
    // Blurs and photos: what gradients do to PNG files.
    for theme in ["compositing", "effects", "images", "paths"] {
        suite = suite.allowing_large(&format!("gallery-{theme}"));
    }
    let mut canvas = Engine::new().canvas();
    let mut check = |name: &str, scene, dpi| {
        let options = RenderOptions::new().with_background(Color::WHITE).with_dpi(dpi);
        suite.check(name, &canvas.render(&scene, &options).unwrap());
    };
    check("poster", poster::scene().unwrap(), 48.0);
    check("chart", chart::scene().unwrap(), 72.0);
    check("specimen", specimen::scene().unwrap(), 57.6);
    for (theme, sheet) in gallery::SHEETS {
        check(&format!("gallery-{theme}"), sheet().unwrap(), 48.0);
    }
    // The README's own lines, which write into the working folder. No other test here depends on it.
    let folder = env::temp_dir().join(format!("inkstone-readme-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    env::set_current_dir(&folder).unwrap();
    hello::run().unwrap();
    suite.check("hello", &Pixmap::from_png(&fs::read("hello.png").unwrap()).unwrap());
    let _ = fs::remove_dir_all(&folder);
    let outcome = suite.finish();
    println!("{outcome}");
    outcome.assert();
}

#[test]
fn the_links_lead_somewhere() {
    let text = read("README.md");
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let files: Vec<&str> = links.filter(|link| !link.starts_with("https://")).collect();
    assert!(files.len() >= 5);
    for file in files {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(file).exists(), "{file} is not there");
    }
}

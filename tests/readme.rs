//! Everything the README says: its code is the example, its commands are run, its pictures are what is drawn.

use std::fs;
use std::path::Path;

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
fn the_links_lead_somewhere() {
    let text = read("README.md");
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let files: Vec<&str> = links.filter(|link| !link.starts_with("https://")).collect();
    assert!(files.len() >= 5);
    for file in files {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(file).exists(), "{file} is not there");
    }
}

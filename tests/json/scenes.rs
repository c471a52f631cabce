//! The scenes of `examples/scenes`: valid, drawn, and the same as the examples in Rust.

use std::fs;

use inkstone::{Engine, Limits, RenderOptions, Scene};

use crate::folder;
use crate::validator::validate;

#[path = "../../examples/banner.rs"]
#[allow(dead_code, unreachable_pub, reason = "only its thumbnail is drawn")]
mod banner;
#[path = "../../examples/chart.rs"]
#[allow(unreachable_pub, reason = "an example is a crate of its own elsewhere")]
mod chart;
#[path = "../../examples/poster.rs"]
#[allow(unreachable_pub, reason = "an example is a crate of its own elsewhere")]
mod poster;

fn read(name: &str) -> Scene {
    let json = fs::read(folder().join(name)).unwrap();
    Scene::from_json_with(json, &Limits::default(), Some(&folder())).unwrap()
}

#[test]
fn every_scene_is_valid_and_draws() {
    let schema = serde_json::from_str(inkstone::json::SCHEMA).unwrap();
    let mut canvas = Engine::new().canvas();
    let mut names = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".json") || name == "scene.schema.json" {
            continue;
        }
        let value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(validate(&schema, &value), Ok(()), "{name}");
        let scene = read(&name);
        let json = scene.to_json().unwrap();
        assert_eq!(Scene::from_json(&json).unwrap(), scene, "{name}");
        assert_eq!(validate(&schema, &serde_json::from_str(&json).unwrap()), Ok(()), "{name} written");
        canvas.render(&scene, &RenderOptions::new()).unwrap();
        assert!(canvas.report().text.iter().all(|(_, report)| report.missing.is_empty()), "{name}");
        names.push(name);
    }
    names.sort();
    assert_eq!(names, ["banner.json", "chart.json", "page.json", "poster.json"]);
}

#[test]
fn they_are_the_examples() {
    assert_eq!(read("poster.json"), poster::scene().unwrap());
    assert_eq!(read("chart.json"), chart::scene().unwrap());
    let mut canvas = Engine::new().canvas();
    let mut png = Vec::new();
    let scene = read("banner.json").replace_text("{n}", "0");
    canvas.write_png(&scene, &RenderOptions::new(), &mut png).unwrap();
    assert!(png == banner::thumbnail(&mut canvas, 0).unwrap());
}

#[test]
fn the_page_has_two_thousand_characters() {
    let scene = read("page.json");
    let mut canvas = Engine::new().canvas();
    canvas.render(&scene, &RenderOptions::new()).unwrap();
    assert_eq!(canvas.report().glyphs, 2000);
    assert_eq!(canvas.report().cache_misses, 2000, "each character once");
}

//! What is bounded: sizes, depths, pictures, the folder of files; and broken copies of a good scene.

use inkstone::kurbo::Rect;
use inkstone::{Error, Limits, Pixmap, Scene};

use crate::bad_input::{image, message, scene};
use crate::folder;

#[test]
fn limits_are_checked_before_anything_is_parsed() {
    let limit = |json: &str, change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        let refusal = match Scene::from_json_with(json, &limits, None).unwrap_err() {
            Error::SceneImage { place, source } => {
                assert!(place.starts_with("items[") && place.contains("].image.source"), "{place}");
                *source
            }
            other => other,
        };
        match refusal {
            Error::LimitExceeded { limit, asked, allowed } => (limit, asked, allowed),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(limit("no JSON at all", |limits| limits.json_bytes = 13), ("json_bytes", 14, 13));
    assert_eq!(limit("[[[[[", |limits| limits.json_depth = 4), ("json_depth", 5, 4));
    // The parser's own bound holds whatever the limits say.
    assert_eq!(limit(&"[".repeat(200_000), |limits| limits.json_depth = u64::MAX), ("json_depth", 200_000, 120));
    assert_eq!(limit("[1,2,[3,{}]]", |limits| limits.json_values = 5), ("json_values", 6, 5));
    // A path is not held before its segments are counted; ten million are the most.
    let long = scene(&format!(r#"{{"fill":{{"shape":"M0 0{}","paint":"red"}}}}"#, "h1".repeat(10_000_000)));
    let refusal = Scene::from_json(&long).unwrap_err().to_string();
    assert!(refusal.contains("path_segments") && refusal.contains("10000001"), "{refusal}");
    let item = r#"{"fill":{"shape":"M0 0","paint":"red"}}"#;
    let three = scene(&[item; 3].join(","));
    assert_eq!(limit(&three, |limits| limits.scene_items = 2), ("scene_items", 3, 2));
    let nested = scene(r#"{"layer":{"items":[{"layer":{"items":[]}}]}}"#);
    assert_eq!(limit(&nested, |limits| limits.nesting = 1), ("nesting", 2, 1));
    // A PNG of 1 x 1, each a picture of its own.
    let pixmap = |red| Pixmap::from_straight(vec![red, 0, 0, 255], 1, 1).unwrap();
    let mut builder = Scene::builder(9.0, 9.0);
    for red in 0..3 {
        builder.image(&pixmap(red).into(), Rect::new(0.0, 0.0, 1.0, 1.0));
    }
    let pictures = builder.finish().unwrap().to_json().unwrap();
    assert_eq!(limit(&pictures, |limits| limits.render_bytes = 11), ("render_bytes", 12, 11));
    assert_eq!(limit(&pictures, |limits| limits.image_bytes = 9).0, "image_bytes");
}

#[test]
fn the_deepest_groups_fit_a_small_stack() {
    let groups = 36;
    let deepest = r#"{"text":{"at":[0,0],"spans":[{"text":"","style":{"paint":{"linear":{"start":[0,0],"end":[1,1],"stops":[[0,"red"]]}}}}],"style":{"size":1}}}"#;
    let json = scene(&format!("{}{deepest}{}", r#"{"layer":{"items":["#.repeat(groups), "]}}".repeat(groups)));
    let broken = json.replace("red", "rde");
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let thread = small.spawn(move || {
        assert_eq!(Scene::from_json(&json).unwrap().len(), 2 * groups + 1);
        assert!(message(&broken).contains(".text.spans[0].style.paint.linear.stops[0][1] (line 1, "));
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn files_are_read_from_the_folder_only_and_only_if_asked() {
    let json = image(r#"{"file":"ink.png"}"#);
    assert!(Scene::from_json_with(&json, &Limits::default(), Some(&folder())).is_ok());
    assert_eq!(
        Scene::from_json(&json).unwrap_err().to_string(),
        r#"items[0].image.source.file: found "ink.png", and no folder to read files from, expected `png`, `pixels` or `svg`"#
    );
}

#[cfg(unix)]
#[test]
fn links_may_not_lead_out_of_the_folder() {
    use std::{fs, os::unix::fs::symlink};
    let root = std::env::temp_dir().join(format!("inkstone-links-{}", std::process::id()));
    let inside = root.join("inside");
    fs::create_dir_all(inside.join("pictures")).unwrap();
    fs::copy(folder().join("ink.png"), root.join("out.png")).unwrap();
    fs::copy(folder().join("ink.png"), inside.join("pictures/in.png")).unwrap();
    symlink("../out.png", inside.join("out.png")).unwrap();
    symlink("..", inside.join("up")).unwrap();
    symlink("pictures/in.png", inside.join("in.png")).unwrap();
    let read = |name: &str| {
        let json = image(&format!(r#"{{"file":"{name}"}}"#));
        Scene::from_json_with(json, &Limits::default(), Some(&inside)).map_err(|error| error.to_string())
    };
    for name in ["in.png", "./in.png", "pictures/in.png"] {
        assert!(read(name).is_ok(), "{name}");
    }
    for name in ["out.png", "up/out.png"] {
        assert!(read(name).unwrap_err().contains("a link that leads out of the folder"), "{name}");
    }
    // What is there and what is not are refused alike: nothing outside is looked for, not even to come back.
    symlink("../none.png", inside.join("none.png")).unwrap();
    symlink(root.join("out.png"), inside.join("absolute.png")).unwrap();
    symlink(root.join("none.png"), inside.join("absolute-none.png")).unwrap();
    symlink(root.join("out.png/.."), inside.join("through.png")).unwrap();
    let said = |name: &str| read(name).unwrap_err().replace(&format!("{name:?}"), "it");
    for name in ["none.png", "absolute.png", "absolute-none.png", "through.png", "up/none.png", "up/inside/in.png"] {
        assert_eq!(said(name), said("out.png"), "{name}");
    }
    symlink(fs::canonicalize(&inside).unwrap().join("in.png"), inside.join("to-link.png")).unwrap();
    symlink("pictures/../pictures/./in.png", inside.join("winding.png")).unwrap();
    for name in ["to-link.png", "winding.png"] {
        assert!(read(name).is_ok(), "{name}");
    }
    symlink("nothing.png", inside.join("dangling.png")).unwrap();
    symlink("round.png", inside.join("round.png")).unwrap();
    assert!(read("dangling.png").unwrap_err().contains("cannot be read: No such file"));
    assert!(read("round.png").unwrap_err().contains("through too many links"));
    assert!(read("pictures").unwrap_err().contains("which is no file"));
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn broken_copies_of_a_scene_never_panic() {
    let good = std::fs::read(folder().join("poster.json")).unwrap();
    for length in (0..good.len()).step_by(37) {
        assert!(Scene::from_json_with(&good[..length], &Limits::default(), Some(&folder())).is_err());
    }
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |n: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 16) as usize % n
    };
    for _ in 0..1500 {
        let mut bytes = good.clone();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = b"{}[]\",:0-9eE\\ \xff"[next(15)],
                1 => _ = bytes.remove(at),
                _ => bytes.insert(at, b"{}[]\",:1.#"[next(10)]),
            }
        }
        // Refused or read, with a message that fits a line.
        if let Err(error) = Scene::from_json_with(&bytes, &Limits::default(), Some(&folder())) {
            assert!(error.to_string().len() < 1000, "{error}");
        }
    }
}

//! What is refused of a picture says which item it is of.

use inkstone::kurbo::{Affine, Rect};
use inkstone::{Canvas, Error, Image, Limits, RenderOptions, Scene};

use super::{document, support};

/// The place, and what was refused there.
fn refused(canvas: &mut Canvas, scene: &Scene) -> (String, String) {
    match canvas.render(scene, &RenderOptions::new()) {
        Err(Error::SceneImage { place, source }) => (place, source.to_string()),
        other => panic!("{other:?}"),
    }
}

/// Refused when it is read; refused when it is drawn; refused when it is decoded.
fn bad() -> [(Image, &'static str); 3] {
    let octaves = "<filter id=\"f\"><feTurbulence numOctaves=\"99\"/></filter><rect width=\"9\" height=\"9\" \
                   filter=\"url(#f)\"/>";
    [
        (Image::from_svg(document("<image href=\"x.png\"/>").into_bytes()), "the external reference \"x.png\""),
        (Image::from_svg(document(octaves).into_bytes()), "numOctaves 99"),
        (Image::from_png(*b"GIF89a"), "image is refused: "),
    ]
}

#[test]
fn of_builders_by_their_number() {
    let mut canvas = support::engine().build().canvas();
    for (image, expected) in bad() {
        let mut scene = Scene::builder(9.0, 9.0);
        scene.transformed(Affine::IDENTITY, |scene| {
            scene.fill("M0 0h1v1z", inkstone::Color::BLACK).image(&image, Rect::new(0.0, 0.0, 9.0, 9.0));
        });
        let (place, message) = refused(&mut canvas, &scene.finish().unwrap());
        assert_eq!(place, "scene item 2");
        assert!(message.contains(expected), "{message}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn of_json_by_their_path() {
    let mut canvas = support::engine().build().canvas();
    let source = |image: &Image| {
        let mut scene = Scene::builder(9.0, 9.0);
        let json = scene.image(image, Rect::new(0.0, 0.0, 9.0, 9.0));
        let json = std::mem::replace(json, Scene::builder(1.0, 1.0)).finish().unwrap().to_json().unwrap();
        let (from, to) = (json.find("{\"image\"").unwrap(), json.rfind(']').unwrap());
        json[from..to].to_owned()
    };
    for (image, expected) in bad() {
        let image = source(&image);
        let group = format!(
            r#"{{"clip":{{"shape":"M0 0h1","items":[]}}}},{{"transform":{{"matrix":[1,0,0,1,0,0],"items":[{image}]}}}}"#
        );
        let items = format!(r#"{{"push_transform":[1,0,0,1,0,0]}},{{"layer":{{"items":[{group}]}}}},"pop""#);
        let json = format!(r#"{{"version":1,"width":9,"height":9,"items":[{items}]}}"#);
        let scene = Scene::from_json(&json).unwrap();
        let (place, message) = refused(&mut canvas, &scene.replace_text("a", "b"));
        assert_eq!(place, "items[1].layer.items[1].transform.items[0].image");
        assert!(message.contains(expected), "{message}");
        let shallow = format!(r#"{{"version":1,"width":9,"height":9,"items":["pop_me",{image}]}}"#)
            .replace("\"pop_me\"", r#"{"layer":{"items":[]}}"#);
        assert_eq!(refused(&mut canvas, &Scene::from_json(shallow).unwrap()).0, "items[1].image");
    }
}

#[test]
fn a_render_that_was_stopped_is_no_fault_of_a_picture() {
    let mut limits = Limits::default();
    limits.render_time = Some(std::time::Duration::ZERO);
    let mut canvas = support::engine().with_limits(limits).build().canvas();
    let mut scene = Scene::builder(9.0, 9.0);
    scene.image(&Image::from_svg(document("").into_bytes()), Rect::new(0.0, 0.0, 9.0, 9.0));
    let drawn = canvas.render(&scene.finish().unwrap(), &RenderOptions::new());
    assert!(matches!(drawn, Err(Error::DeadlineExceeded)), "{drawn:?}");
}

#[test]
fn long_names_are_cut() {
    let mut canvas = support::engine().build().canvas();
    let long = "x".repeat(1 << 20);
    let (rect, cut) = ("<rect width=\"9\" height=\"9\"", "x".repeat(64) + "…");
    for (inside, expected) in [
        (
            format!("<filter id=\"{long}\"><feTurbulence numOctaves=\"99\"/></filter>{rect} filter=\"url(#{long})\"/>"),
            &cut,
        ),
        (
            format!("<pattern id=\"{long}\">{rect} fill=\"url(#{long})\"/></pattern>{rect} fill=\"url(#{long})\"/>"),
            &cut,
        ),
        (format!("<image href=\"{long}\"/>"), &cut),
        (format!("<image href=\"data:{long},AAAA\"/>"), &String::new()),
        (format!("<g></{long}>"), &"expected 'g' tag, not 'xxxxxx".to_owned()),
        (format!("&{long};"), &String::new()),
        (format!("<style>@import {long}</style>"), &"@import".to_owned()),
        (format!("{rect} stroke-width=\"{}\"/>", "9".repeat(1 << 20)), &"99999…".to_owned()),
    ] {
        let mut scene = Scene::builder(9.0, 9.0);
        scene.image(&Image::from_svg(document(&inside).into_bytes()), Rect::new(0.0, 0.0, 9.0, 9.0));
        let message = match canvas.render(&scene.finish().unwrap(), &RenderOptions::new()) {
            Ok(_) if expected.is_empty() => continue,
            drawn => drawn.unwrap_err().to_string(),
        };
        let shown: String = message.chars().take(300).collect();
        assert!(message.len() < 500 && message.contains(expected.as_str()), "{} bytes: {shown}", message.len());
    }
}

//! How a picture is cut into bands, and how many threads draw them, changes no byte; and what our rasterizer draws is what
//! tiny-skia draws, but for the anti-aliasing.

#![cfg(feature = "bundled-fonts")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[path = "golden/scenes/mod.rs"]
mod scenes;
mod support;

use inkstone::{Canvas, Error, Limits, Pixmap, Rasterizer, RenderOptions, Scene};

/// Every golden scene, and some more.
fn visit(mut visit: impl FnMut(&str, &Scene, &RenderOptions)) {
    scenes::visit(&mut visit);
    for dpi in [96.0, 61.7, 150.0] {
        visit("varied", &support::varied_scene(), &RenderOptions::new().with_dpi(dpi));
    }
}

fn png(canvas: &mut Canvas, scene: &Scene, options: &RenderOptions) -> Vec<u8> {
    let mut png = Vec::new();
    canvas.write_png(scene, options, &mut png).unwrap();
    png
}

/// Written strip by strip as it is drawn, as is what may not be a canvas.
fn in_strips(options: &RenderOptions) -> RenderOptions {
    let mut limits = Limits::default();
    limits.canvas_pixels = 1;
    options.clone().with_limits(limits)
}

#[test]
fn cuts_and_threads_change_nothing() {
    let engine = scenes::engine();
    let (mut canvas, mut other) = (engine.canvas(), engine.canvas());
    let mut wrong = Vec::new();
    visit(|name, scene, options| {
        let whole = options.clone().with_band_height(u32::MAX);
        let expected = canvas.render(scene, &whole).unwrap();
        let file = png(&mut canvas, scene, &whole);
        let strips = png(&mut canvas, scene, &in_strips(&whole));
        let mut check = |what: String, same: bool| {
            if !same {
                wrong.push(format!("{name}: {what}"));
            }
        };
        let read = |png| Pixmap::from_png(png).unwrap().to_straight();
        check("PNG".into(), read(&file) == expected.to_straight());
        check("PNG in strips".into(), read(&strips) == expected.to_straight());
        check("default".into(), other.render(scene, options).unwrap() == expected);
        for threads in [1, 2, 4] {
            for rows in [1, 7, 16, 64, 333] {
                let options = options.clone().with_threads(threads).with_band_height(rows);
                let cut = other.render(scene, &options).unwrap();
                check(format!("{rows} rows, {threads} threads"), cut == expected);
                if rows == 7 {
                    check(format!("PNG, {threads} threads"), png(&mut other, scene, &options) == file);
                }
                let same = png(&mut other, scene, &in_strips(&options)) == strips;
                check(format!("PNG in strips, {rows} rows, {threads} threads"), same);
            }
        }
    });
    assert!(wrong.is_empty(), "other pixels than drawn whole:\n{}", wrong.join("\n"));
}

#[test]
fn tiny_skia_refuses_bands_and_threads() {
    let scene = Scene::builder(8.0, 8.0).finish().unwrap();
    let mut canvas = scenes::engine().canvas();
    let options = RenderOptions::new().with_rasterizer(Rasterizer::TinySkia);
    canvas.render(&scene, &options).unwrap();
    for (options, named) in [
        (options.clone().with_threads(2), "threads"),
        (options.clone().with_band_height(64), "band_height"),
        (RenderOptions::new().with_threads(0), "threads"),
        (RenderOptions::new().with_band_height(0), "band_height"),
    ] {
        for result in [canvas.render(&scene, &options).map(drop), canvas.write_png(&scene, &options, Vec::new())] {
            assert!(matches!(result, Err(Error::InvalidOption { option, .. }) if option == named), "{result:?}");
        }
    }
    let many = canvas.render(&scene, &RenderOptions::new().with_threads(1_000));
    assert!(matches!(many, Err(Error::LimitExceeded { limit: "threads", asked: 1_000, .. })), "{many:?}");
}

//! Pixels to PNG.

use divan::Bencher;
use inkstone::kurbo::Rect;
use inkstone::{Color, Engine, Gradient, Pixmap, RenderOptions, Scene};

#[divan::bench]
fn gradient_1200x630(bencher: Bencher<'_, '_>) {
    let colors = [Color::from_rgb8(30, 60, 120), Color::from_rgb8(240, 200, 120)];
    let mut scene = Scene::builder(1200.0, 630.0);
    scene.fill(Rect::new(0.0, 0.0, 1200.0, 630.0), Gradient::linear((0.0, 0.0), (1200.0, 630.0)).with_colors(colors));
    let scene = scene.finish().expect("the scene is well formed");
    let pixmap = Engine::new().canvas().render(&scene, &RenderOptions::new()).expect("it can be drawn");
    let png = pixmap.encode_png().expect("encoding into memory");
    assert_eq!(Pixmap::from_png(&png).expect("what was written can be read").data(), pixmap.data());
    bencher.bench_local(|| pixmap.encode_png().expect("encoding into memory").len());
}

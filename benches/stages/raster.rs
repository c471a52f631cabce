//! Display list to pixels.

use divan::Bencher;
use inkstone::kurbo::{Circle, Rect};
use inkstone::{Color, DisplayList, Engine, Gradient, Paragraph, Pixmap, RenderOptions, Scene, Stroke, TextStyle};

const SIZE: (f64, f64) = (1200.0, 630.0);

/// Renders a scene again and again; `expected` is the pixel in the middle.
fn render(bencher: Bencher<'_, '_>, describe: impl FnOnce(&mut inkstone::SceneBuilder), expected: Option<[u8; 4]>) {
    let mut scene = Scene::builder(SIZE.0, SIZE.1);
    describe(&mut scene);
    let scene = scene.finish().expect("the scene is well formed");
    let (mut canvas, options) = (Engine::new().canvas(), RenderOptions::new().with_background(Color::WHITE));
    let list: DisplayList = canvas.prepare(&scene, &options).expect("the scene is well formed");
    bencher.bench_local(|| {
        let pixmap: Pixmap = canvas.render(&list, &options).expect("it can be drawn");
        if let Some(expected) = expected {
            assert_eq!(pixmap.pixel(600, 315), Some(expected));
        }
        pixmap
    });
}

#[divan::bench]
fn clear(bencher: Bencher<'_, '_>) {
    render(bencher, |_| {}, Some([255; 4]));
}

#[divan::bench]
fn linear_gradient(bencher: Bencher<'_, '_>) {
    let colors = [Color::BLACK, Color::WHITE];
    let paint = Gradient::linear((0.0, 0.0), (1200.0, 0.0)).with_colors(colors);
    render(bencher, |s| _ = s.fill(Rect::new(0.0, 0.0, SIZE.0, SIZE.1), paint), Some([128, 128, 128, 255]));
}

#[divan::bench]
fn small_circles(bencher: Bencher<'_, '_>) {
    let draw = |s: &mut inkstone::SceneBuilder| {
        for i in 0..2000 {
            let center = (f64::from(i * 7919 % 1200), f64::from(i * 104_729 % 630));
            s.fill(Circle::new(center, 3.0), Color::from_rgba8(200, 40, 40, 160));
        }
    };
    render(bencher, draw, None);
}

#[divan::bench]
fn polyline(bencher: Bencher<'_, '_>) {
    let point = |i: u32| format!("{} {} ", f64::from(i) * 0.06, 315 + (i * 7919 % 400) as i32 - 200);
    let data = format!("M{}", (0..20_000).map(point).collect::<String>());
    render(bencher, |s| _ = s.stroke(data, Stroke::new(1.5), Color::BLACK), None);
}

#[divan::bench]
fn page_of_2000_hanzi(bencher: Bencher<'_, '_>) {
    let page = Paragraph::new(crate::hanzi(2000), TextStyle::new(16.0)).with_width(1180.0);
    render(bencher, |s| _ = s.text((10.0, 24.0), page), None);
}

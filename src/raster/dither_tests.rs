//! Dithered gradients against the exact colours, and in layers and bands.

use kurbo::Rect;

use crate::engine::Engine;
use crate::options::RenderOptions;
use crate::outline::rotation;
use crate::paint::{Color, Gradient, Paint, Spread};
use crate::pixmap::Pixmap;
use crate::scene::{Layer, Scene, SceneBuilder};

const SIDE: u32 = 256;

fn drawn(options: &RenderOptions, draw: impl FnOnce(&mut SceneBuilder)) -> Pixmap {
    let mut scene = Scene::builder(f64::from(SIDE), f64::from(SIDE));
    draw(&mut scene);
    Engine::new().canvas().render(&scene.finish().unwrap(), options).unwrap()
}

/// Twelve levels over 256 px.
fn dark() -> Gradient {
    let side = f64::from(SIDE);
    Gradient::linear((0.0, 0.0), (side, 0.0)).with_colors([Color::from_rgb8(8, 20, 40), Color::from_rgb8(20, 8, 40)])
}

fn all() -> Rect {
    Rect::new(0.0, 0.0, f64::from(SIDE), f64::from(SIDE))
}

fn dithered() -> RenderOptions {
    RenderOptions::new().with_dithering(true)
}

#[test]
fn means_are_exact_and_pixels_within_a_level() {
    let pixmap = drawn(&dithered(), |scene| _ = scene.fill(all(), dark()));
    let plain = drawn(&RenderOptions::new(), |scene| _ = scene.fill(all(), dark()));
    let exact = |x: u32| 8.0 + 12.0 * (f64::from(x) + 0.5) / f64::from(SIDE);
    let (mut worst, mut worst_plain) = (0.0_f64, 0.0_f64);
    for (left, top) in (0..SIDE / 8).flat_map(|x| (0..SIDE / 8).map(move |y| (8 * x, 8 * y))) {
        let cell = || (left..left + 8).flat_map(|x| (top..top + 8).map(move |y| (x, y)));
        let mean = |pixmap: &Pixmap| cell().map(|(x, y)| f64::from(pixmap.pixel(x, y).unwrap()[0])).sum::<f64>() / 64.0;
        let wanted = cell().map(|(x, _)| exact(x)).sum::<f64>() / 64.0;
        (worst, worst_plain) =
            (worst.max((mean(&pixmap) - wanted).abs()), worst_plain.max((mean(&plain) - wanted).abs()));
        for (x, y) in cell() {
            let [red, green, blue, alpha] = pixmap.pixel(x, y).unwrap();
            assert!((f64::from(red) - exact(x)).abs() < 1.0, "{x} {y}");
            assert!((f64::from(green) - (28.0 - exact(x))).abs() < 1.0, "{x} {y}");
            // What is a whole number stays one.
            assert_eq!((blue, alpha), (40, 255));
        }
    }
    assert!(worst < 0.06 && worst_plain > 0.3, "{worst} {worst_plain}");
}

#[test]
fn solid_colours_and_ends_stay_what_they_are() {
    let solid: Paint = Color::from_rgba8(100, 50, 25, 128).into();
    let ends = Gradient::linear((100.0, 0.0), (120.0, 0.0)).with_colors([Color::BLACK, Color::WHITE]);
    let options = [RenderOptions::new(), dithered()];
    let [a, b] = options.each_ref().map(|options| drawn(options, |scene| _ = scene.fill(all(), solid.clone())));
    assert!(a == b);
    let pixmap = drawn(&dithered(), |scene| _ = scene.fill(all(), ends));
    for y in 0..SIDE {
        assert_eq!((pixmap.pixel(40, y), pixmap.pixel(200, y)), (Some([0, 0, 0, 255]), Some([255; 4])));
    }
}

#[test]
fn colours_stay_within_alpha() {
    let clear = [Color::from_rgba8(255, 255, 0, 3), Color::from_rgba8(255, 0, 255, 9)];
    for gradient in [
        Gradient::linear((0.0, 0.0), (256.0, 30.0)),
        Gradient::conic((90.0, 120.0), 0.3),
        Gradient::two_circles(((60.0, 60.0), 9.0), ((180.0, 150.0), 50.0)),
        Gradient::radial((100.0, 100.0), 9.0).with_spread(Spread::Reflect),
    ] {
        let pixmap = drawn(&dithered(), |scene| _ = scene.fill(all(), gradient.with_colors(clear)));
        let pixels = pixmap.data().as_chunks::<4>().0;
        assert!(pixels.iter().all(|[r, g, b, a]| r <= a && g <= a && b <= a && *a <= 9));
        assert!(pixels.iter().any(|pixel| pixel[3] > 3));
    }
}

/// The pattern lies on the canvas, not on a layer, nor on a band.
#[test]
fn layers_and_bands_dither_alike() {
    let draw = |in_layer: bool, options: &RenderOptions| {
        drawn(options, |scene| {
            let part = Rect::new(13.0, 21.0, 230.0, 200.0);
            let draw = |scene: &mut SceneBuilder| {
                scene.transformed(rotation(0.1), |scene| _ = scene.fill(part, dark()));
            };
            if in_layer { _ = scene.layer(Layer::new(), draw) } else { draw(scene) }
        })
    };
    let whole = draw(false, &dithered());
    assert!(draw(true, &dithered()) == whole && draw(false, &RenderOptions::new()) != whole);
    for rows in [1, 7, 64] {
        assert!(draw(true, &dithered().with_band_height(rows).with_threads(2)) == whole);
    }
}

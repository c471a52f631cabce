//! Layers with effects on a canvas against the same part of a larger one: what lies beyond an edge counts all the same.

use kurbo::{Affine, Rect};

use crate::engine::Engine;
use crate::options::RenderOptions;
use crate::paint::{Color, DropShadow, Filter, Shadow};
use crate::pixmap::Pixmap;
use crate::scene::{Layer, Scene, SceneBuilder};
#[cfg(feature = "bundled-fonts")]
use crate::text::{Paragraph, TextStyle};

const SIDE: u32 = 64;
/// Beyond every edge; a multiple of all cells that blurs of these widths are done on.
const MORE: u32 = 256;

fn drawn(side: u32, at: f64, draw: &dyn Fn(&mut SceneBuilder)) -> Pixmap {
    let mut scene = Scene::builder(f64::from(side), f64::from(side));
    scene.transformed(Affine::translate((at, at)), |scene| draw(scene));
    Engine::new().canvas().render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap()
}

/// How far a scene's pixels are from the same part of a larger canvas.
fn apart(draw: &dyn Fn(&mut SceneBuilder)) -> u8 {
    let (small, large) = (drawn(SIDE, 0.0, draw), drawn(SIDE + 2 * MORE, f64::from(MORE), draw));
    let pixels = (0..SIDE * SIDE).map(|i| (i % SIDE, i / SIDE));
    let differences = pixels.flat_map(|(x, y)| {
        let (a, b) = (small.pixel(x, y).unwrap(), large.pixel(x + MORE, y + MORE).unwrap());
        a.into_iter().zip(b).map(|(a, b)| a.abs_diff(b))
    });
    differences.max().unwrap_or(0)
}

#[test]
fn a_canvas_is_a_part_of_the_plane() {
    let black = Color::BLACK;
    let offsets = [(20.0, 20.0), (30.0, 0.0), (-30.0, 8.0), (0.0, 30.0), (0.0, -30.0), (-0.7, 0.0), (-6.0, 12.25)];
    let boxes = [
        Rect::new(2.0, 0.0, 9.0, 64.0),
        Rect::new(10.0, -14.0, 50.0, -4.0),
        Rect::new(10.0, 68.0, 50.0, 90.0),
        Rect::new(10.0, 10.0, 56.0, 56.0),
        Rect::new(-40.0, 12.0, 100.0, 14.0),
    ];
    for (x, y) in offsets {
        for blur in [0.0, 9.5, 16.0] {
            for rect in boxes {
                let shadow = Shadow::new(black).with_offset((x, y)).with_blur(blur);
                let drop = DropShadow::new(black).with_offset((x, y)).with_std_deviation(blur / 2.0);
                let own = apart(&|scene| {
                    scene.layer(Layer::new().with_shadow(shadow), |scene| _ = scene.fill(rect, Color::WHITE));
                });
                let filters = apart(&|scene| {
                    let filters = [Filter::DropShadow(drop), Filter::Blur(1.0)];
                    scene.layer(Layer::new().with_filters(filters), |scene| _ = scene.fill(rect, Color::WHITE));
                });
                // The grids of wide blurs begin at a layer's own edges.
                assert!(own.max(filters) <= 2, "{rect:?}, ({x}, {y}), {blur}: {own}, {filters}");
            }
        }
    }
}

#[cfg(feature = "bundled-fonts")]
#[test]
fn the_shadow_of_text_is_whole() {
    // Alone, and with two dots far away, which make its layer as large as the canvas.
    let text = |dots: bool| {
        let mut scene = Scene::builder(300.0, 300.0);
        let shadow = Shadow::new(Color::BLACK).with_offset((20.0, 20.0)).with_blur(10.0);
        scene.layer(Layer::new().with_shadow(shadow), |scene| {
            scene.text((80.0, 150.0), Paragraph::new("墨石", TextStyle::new(40.0)));
            for at in [0.0, 299.0].into_iter().filter(|_| dots) {
                scene.fill(Rect::new(at, at, at + 1.0, at + 1.0), Color::from_rgba8(0, 0, 0, 1));
            }
        });
        Engine::new().canvas().render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap()
    };
    let (alone, with_dots) = (text(false), text(true));
    let worst = alone.data().iter().zip(with_dots.data()).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst <= Some(2), "{worst:?}");
}

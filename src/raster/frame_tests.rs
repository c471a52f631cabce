//! Layers with effects on a canvas against the same part of a larger one: what lies beyond an edge counts all the same.

use crate::random::Random;
use kurbo::{Affine, Line, Rect};

use crate::engine::Engine;
use crate::error::Error;
#[cfg(feature = "bundled-fonts")]
use crate::font::FontLibrary;
use crate::options::RenderOptions;
#[cfg(feature = "bundled-fonts")]
use crate::outline::rotation;
use crate::paint::{Cap, Color, DropShadow, Filter, Join, Shadow, Stroke, StrokeScaling};
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

#[test]
fn shapes_are_cut_at_the_edges_of_a_canvas() {
    let random = &mut Random(5);
    let mut below = |n: u32| random.below(n);
    for i in 0..300 {
        let whole = below(2) == 0;
        let mut corner = || {
            let corner = [0, 1].map(|_| f64::from(below(110 * 256)) / 256.0 - 22.0);
            if whole { corner.map(f64::round) } else { corner }
        };
        let [[ax, ay], [bx, by], [cx, cy]] = [0; 3].map(|_| corner());
        // Upright and level sides, on the borders of pixels and not.
        let path = match i % 3 {
            0 => format!("M{ax} {ay}L{bx} {by}L{bx} {cy}Z"),
            1 => format!("M{ax} {ay}L{bx} {by}L{bx} {cy}L{ax} {cy}Z"),
            _ => format!("M{ax} {ay}L{bx} {by}L{cx} {cy}Z"),
        };
        for color in [Color::BLACK, Color::from_rgba8(200, 30, 60, 90)] {
            assert_eq!(apart(&|scene| _ = scene.fill(path.as_str(), color)), 0, "{path}");
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

/// Layers with frames of their own: none, as large as what is in them, beyond the canvas, and far from it.
fn layers() -> [Option<Layer>; 5] {
    let far = |x: f64| Shadow::new(Color::BLACK).with_offset((x, 0.0));
    [
        None,
        Some(Layer::new().with_opacity(0.5)),
        Some(Layer::new().with_filters([Filter::Blur(3.0)])),
        Some(Layer::new().with_shadow(far(-900_000.0))),
        Some(Layer::new().with_shadow(far(900_000.0).with_blur(8.0))),
    ]
}

fn refusal(layer: Option<Layer>, draw: &dyn Fn(&mut SceneBuilder)) -> Option<String> {
    let mut scene = Scene::builder(64.0, 16.0);
    match layer {
        None => draw(&mut scene),
        Some(layer) => _ = scene.layer(layer, |scene| draw(scene)),
    }
    let drawn = Engine::new().canvas().render(&scene.finish().unwrap(), &RenderOptions::new());
    drawn.err().map(|error| match error {
        // The items of a layer come behind it.
        Error::InvalidNumber { what, value, .. } => format!("{what}: {value}"),
        other => other.to_string(),
    })
}

#[test]
fn what_is_refused_does_not_depend_on_the_layers_around_it() {
    let (scaled, end) = (Affine::scale(2.0), 500_000.0);
    for beyond in [-3.0, 0.0, 1.0, 2.5] {
        let fill = move |scene: &mut SceneBuilder| {
            let rect = Rect::new(end - 60_000.0, 2.0, end + beyond, 6.0);
            scene.transformed(scaled, |scene| _ = scene.fill(rect, Color::BLACK));
        };
        let left = move |scene: &mut SceneBuilder| {
            let rect = Rect::new(-end - beyond, 2.0, 60_000.0 - end, 6.0);
            scene.transformed(scaled, |scene| _ = scene.fill(rect, Color::BLACK));
        };
        let stroke = move |scene: &mut SceneBuilder| {
            let line = Line::new((end - 60_000.0, 2.0), (end + beyond, 6.0));
            let stroke = Stroke::new(3.0).with_scaling(StrokeScaling::Device);
            scene.transformed(scaled, |scene| _ = scene.stroke(line, stroke, Color::BLACK));
        };
        let items: [&dyn Fn(&mut SceneBuilder); 3] = [&fill, &left, &stroke];
        for (i, draw) in items.into_iter().enumerate() {
            let refusals = layers().map(|layer| refusal(layer, draw));
            assert_eq!(refusals[0].is_some(), beyond > 0.0, "{i}, {beyond}: {:?}", refusals[0]);
            assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{i}, {beyond}: {refusals:?}");
        }
    }
}

#[test]
fn wide_strokes_are_whole_in_layers_far_away() {
    // Its lower side passes the canvas nearly level; its end lies 1.7 million px to the right of the canvas's origin, and 2.6
    // million of the layer's.
    let drawn = |layer: bool| {
        let mut scene = Scene::builder(64.0, 16.0);
        let draw = |scene: &mut SceneBuilder| {
            let line = Line::new((-495_000.0, -350_001.0), (495_000.0, -349_991.0));
            let stroke = Stroke::new(700_000.0).with_cap(Cap::Square).with_join(Join::Bevel);
            scene.transformed(Affine::scale(2.0), |scene| _ = scene.stroke(line, stroke, Color::BLACK));
        };
        if layer {
            let shadow = Shadow::new(Color::WHITE).with_offset((900_000.0, 0.0));
            scene.layer(Layer::new().with_shadow(shadow), |scene| {
                // What makes the layer so wide; its shadow falls under the stroke.
                scene.fill(Rect::new(-899_990.0, 0.0, -899_960.0, 4.0), Color::BLACK);
                scene.clipped(Rect::new(0.0, 0.0, 64.0, 16.0), draw);
            });
        } else {
            draw(&mut scene);
        }
        Engine::new().canvas().render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap()
    };
    let (plain, inside) = (drawn(false), drawn(true));
    // It is seen, and ends on the canvas.
    let column = |y: u32| plain.pixel(9, y).map(|pixel| pixel[3]);
    assert_eq!((column(0), column(15)), (Some(255), Some(0)));
    assert_eq!(plain.data(), inside.data());
}

/// A font of `glyf` outlines whose glyphs say that they lie in a box of ten units.
#[cfg(feature = "bundled-fonts")]
fn liar() -> Vec<u8> {
    let mut data = include_bytes!("../../fonts/InkstoneSansHebrew-Regular.ttf").to_vec();
    let at16 = |data: &[u8], at: usize| usize::from(u16::from_be_bytes([data[at], data[at + 1]]));
    let at32 = |data: &[u8], at: usize| at16(data, at) << 16 | at16(data, at + 2);
    let table = |data: &[u8], tag: &[u8]| {
        let record = (0..at16(data, 4)).map(|i| 12 + 16 * i).find(|&at| &data[at..at + 4] == tag).unwrap();
        at32(data, record + 8)
    };
    let [head, maxp, loca, glyf] = [b"head", b"maxp", b"loca", b"glyf"].map(|tag| table(&data, tag));
    let place = |data: &[u8], glyph: usize| match at16(data, head + 50) {
        0 => 2 * at16(data, loca + 2 * glyph),
        _ => at32(data, loca + 4 * glyph),
    };
    for glyph in 0..at16(&data, maxp + 4) {
        let (from, to) = (place(&data, glyph), place(&data, glyph + 1));
        if from < to {
            data[glyf + from + 2..][..8].copy_from_slice(&[0, 0, 0, 0, 0, 10, 0, 10]);
        }
    }
    data
}

#[cfg(feature = "bundled-fonts")]
#[test]
fn a_font_that_lies_of_its_boxes_is_not_cut() {
    let drawn = |layer: bool, turned: bool| {
        let mut fonts = FontLibrary::new();
        fonts.add_bytes("liar", liar()).unwrap();
        let mut scene = Scene::builder(160.0, 80.0);
        let text =
            |scene: &mut SceneBuilder| _ = scene.text((80.0, 60.0), Paragraph::new("שלום", TextStyle::new(40.0)));
        let all = |scene: &mut SceneBuilder| {
            // Its opacity is one, rounded to 8 bits.
            let opacity = Layer::new().with_opacity(0.999);
            if layer { _ = scene.layer(opacity, text) } else { text(scene) }
        };
        scene.transformed(rotation(if turned { 0.1 } else { 0.0 }), all);
        let engine = Engine::builder().with_fonts(fonts).build();
        engine.canvas().render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap()
    };
    for turned in [false, true] {
        let (plain, inside) = (drawn(false, turned), drawn(true, turned));
        assert!(plain.data().iter().filter(|byte| **byte == 255).count() > 50);
        assert_eq!(plain.data(), inside.data(), "{turned}");
    }
}

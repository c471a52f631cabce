//! The sheet of patterns: what is repeated, along which axes, on what.

use inkstone::kurbo::{Affine, Circle, Rect, RoundedRect};
use inkstone::{Error, Image, Paragraph, Pattern, Pixmap, Repeat, Sampling, Scene, SceneBuilder, TextStyle, rotation};

use super::sheet::{BLUE, CELL, FAINT, GOLD, INK, RED, TEAL, cell};

const REPEATS: [(Repeat, &str); 4] =
    [(Repeat::Both, "repeated"), (Repeat::X, "along x"), (Repeat::Y, "along y"), (Repeat::None, "once")];

/// The sheet.
pub(crate) fn patterns() -> Result<Scene, Error> {
    let frame = RoundedRect::new(10.0, 8.0, 110.0, 100.0, 10.0);
    let mut scene = Scene::builder(6.0 * CELL, 2.0 * CELL);
    let waves = Pattern::scene(&tile(20.0, 10.0, |s| {
        s.stroke("M-5 5 Q0 10 5 5 T15 5 T25 5", 1.5, BLUE);
    })?);
    let hatches = Pattern::scene(&tile(8.0, 8.0, |s| _ = s.stroke("M4 -1 V9", 2.0, TEAL))?);
    let scales = Pattern::scene(&tile(24.0, 12.0, |s| {
        for (x, y) in
            [(0.0, 0.0), (24.0, 0.0), (12.0, 6.0), (0.0, 12.0), (24.0, 12.0), (12.0, 18.0), (0.0, 24.0), (24.0, 24.0)]
        {
            for (radius, color) in [(12.0, RED), (9.0, GOLD), (6.0, RED), (3.0, GOLD)] {
                s.fill(Circle::new((x, y), radius), color);
            }
        }
    })?);
    let pixels = Pixmap::from_straight((0..48).flat_map(|i| [i * 5, 90, 240 - i * 4, 255]).collect(), 8, 6)?;
    let pixels = Image::from_pixmap(pixels).with_sampling(Sampling::Nearest);
    let words = Pattern::scene(&tile(44.0, 30.0, |s| {
        s.text((4.0, 24.0), Paragraph::new("墨石", TextStyle::new(18.0).with_paint(INK)));
    })?);
    let paints = [
        ("a scene", waves.clone()),
        ("turned", hatches.clone().with_transform(rotation(0.7))),
        ("seigaiha", scales.clone()),
        ("a picture", Pattern::image(&pixels).with_transform(Affine::scale(4.0))),
        ("text", words.with_transform(rotation(-0.3))),
    ];
    for (column, (name, pattern)) in (0..).zip(paints) {
        cell(&mut scene, column, 0, name, |scene| _ = scene.fill(frame, pattern));
    }
    cell(&mut scene, 5, 0, "on text", |scene| {
        let style = TextStyle::new(84.0).with_weight(TextStyle::BOLD).with_paint(scales.clone());
        scene.text((18.0, 90.0), Paragraph::new("海", style));
    });
    for (column, (repeat, name)) in (0..).zip(REPEATS) {
        let moved = Affine::translate((34.0, 36.0)) * Affine::scale(1.5);
        cell(&mut scene, column, 1, name, |scene| {
            scene.fill(frame, FAINT).fill(frame, scales.clone().with_transform(moved).with_repeat(repeat));
        });
    }
    cell(&mut scene, 4, 1, "on a stroke", |scene| {
        scene.stroke("M16 84 C40 -20 70 130 104 30", 18.0, hatches.with_transform(rotation(0.7)));
    });
    cell(&mut scene, 5, 1, "small and turned", |scene| {
        scene.fill(Rect::new(10.0, 8.0, 110.0, 100.0), waves.with_transform(Affine::scale(0.5) * rotation(0.4)));
    });
    scene.finish()
}

fn tile(width: f64, height: f64, draw: impl FnOnce(&mut SceneBuilder)) -> Result<Scene, Error> {
    let mut scene = Scene::builder(width, height);
    draw(&mut scene);
    scene.finish()
}

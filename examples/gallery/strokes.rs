//! The sheet of strokes: caps, joins, limits, dashes, pens that do not scale, strokes on one side.

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{Cap, Color, Error, Join, Scene, SceneBuilder, Stroke, StrokeAlign};

use super::sheet::{BLUE, CELL, FAINT, INK, RED, TEAL, cell};

const CAPS: [Cap; 3] = [Cap::Butt, Cap::Round, Cap::Square];
const JOINS: [Join; 3] = [Join::Miter, Join::Round, Join::Bevel];

/// The sheet.
pub(crate) fn strokes() -> Result<Scene, Error> {
    let mut scene = Scene::builder(6.0 * CELL, 5.0 * CELL);
    ends_and_corners(&mut scene);
    dashes(&mut scene);
    pens(&mut scene);
    sides(&mut scene);
    scene.finish()
}

fn ends_and_corners(scene: &mut SceneBuilder) {
    for (column, cap) in (0..).zip(CAPS) {
        cell(scene, column, 0, &format!("{cap:?}, and no length"), |scene| {
            let stroke = Stroke::new(24.0).with_cap(cap);
            scene.stroke("M30 34H90", stroke.clone(), FAINT).stroke("M30 34H90", 1.0, INK);
            scene.stroke("M60 80L60 80", stroke, TEAL);
        });
    }
    for (column, join) in (3..).zip(JOINS) {
        cell(scene, column, 0, &format!("{join:?}"), |scene| {
            let corner = "M26 92L60 30L94 92";
            scene.stroke(corner, Stroke::new(22.0).with_join(join), FAINT).stroke(corner, 1.0, INK);
        });
    }
    // The ratio of this corner's miter to the width is 2.
    for (column, limit) in (0..).zip([1.9, 2.0]) {
        cell(scene, column, 1, &format!("a miter of 2, its limit {limit}"), |scene| {
            let corner = format!("M26 94L60 {}L94 94", 94.0 - 34.0 * 3.0_f64.sqrt());
            scene.stroke(corner, Stroke::new(20.0).with_miter_limit(limit), TEAL);
        });
    }
    for (column, join) in (2..).zip(JOINS) {
        cell(scene, column, 1, &format!("a cusp, {join:?}"), |scene| {
            let cusp = "M16 94C104 10 16 10 104 94";
            scene.stroke(cusp, Stroke::new(12.0).with_join(join), FAINT).stroke(cusp, 1.0, INK);
        });
    }
    cell(scene, 5, 1, "wider than its bends", |scene| {
        scene.stroke("M16 40L50 40L56 52L62 40L104 40", Stroke::new(28.0).with_join(Join::Round), FAINT);
        scene.stroke("M16 40L50 40L56 52L62 40L104 40", 1.0, INK);
        scene.stroke("M20 90C110 74 110 104 20 88", 12.0, FAINT).stroke("M20 90C110 74 110 104 20 88", 1.0, INK);
    });
}

fn dashes(scene: &mut SceneBuilder) {
    let square = Rect::new(26.0, 18.0, 94.0, 86.0);
    let kinds: [(&str, &[f64], f64); 6] = [
        ("[14, 6]", &[14.0, 6.0], 0.0),
        ("[14, 6], offset 10", &[14.0, 6.0], 10.0),
        ("[14, 6], offset -10", &[14.0, 6.0], -10.0),
        ("[10], an odd list", &[10.0], 0.0),
        ("[16, 4, 2]", &[16.0, 4.0, 2.0], 0.0),
        ("[0, 0]: solid", &[0.0, 0.0], 0.0),
    ];
    for (column, (words, pattern, offset)) in (0..).zip(kinds) {
        cell(scene, column, 2, words, |scene| {
            scene.stroke(square, Stroke::new(10.0).with_dashes(pattern).with_dash_offset(offset), BLUE);
            scene.stroke(square, 1.0, Color::WHITE);
        });
    }
    for (column, cap) in (0..).zip(CAPS) {
        cell(scene, column, 3, &format!("[0, 14], {cap:?}"), |scene| {
            let stroke = Stroke::new(9.0).with_cap(cap).with_dashes([0.0, 14.0]);
            scene.stroke(Circle::new((60.0, 54.0), 38.0), stroke, RED).stroke(
                Circle::new((60.0, 54.0), 38.0),
                1.0,
                FAINT,
            );
        });
    }
}

fn pens(scene: &mut SceneBuilder) {
    let stretch = Affine::new([1.0, 0.0, 0.0, 0.35, 60.0, 54.0]);
    for (column, words, stroke) in [
        (3, "scaled with its shape", Stroke::new(14.0)),
        (4, "non-scaling", Stroke::new(14.0).with_non_scaling(true)),
        (5, "hairline", Stroke::hairline()),
    ] {
        cell(scene, column, 3, words, |scene| {
            for angle in [0.5, -0.5] {
                scene.transformed(stretch * inkstone::rotation(angle), |scene| {
                    scene.stroke(Rect::new(-25.0, -25.0, 25.0, 25.0), stroke.clone(), TEAL.with_alpha(0.7));
                });
            }
        });
    }
}

fn sides(scene: &mut SceneBuilder) {
    let star = "M60 28L76 80L34 48H86L44 80Z";
    for (column, align) in (0..).zip([StrokeAlign::Inside, StrokeAlign::Center, StrokeAlign::Outside]) {
        cell(scene, column, 4, &format!("{align:?}"), |scene| {
            scene.stroke(star, Stroke::new(8.0).with_align(align), TEAL).stroke(star, 1.0, INK);
        });
        cell(scene, column + 3, 4, &format!("{align:?}, dashed"), |scene| {
            let circle = Circle::new((60.0, 54.0), 34.0);
            scene.fill(circle, FAINT).stroke(circle, Stroke::new(8.0).with_align(align).with_dashes([12.0, 6.0]), RED);
        });
    }
}

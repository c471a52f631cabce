//! What transforms, each within its range, make of numbers.

use inkstone::kurbo::{Affine, Rect};
use inkstone::{Color, Gradient, Image, MAX_COORDINATE, Paragraph, RenderOptions, SceneBuilder, Stroke, TextStyle};

use crate::support::{self};
use crate::{BLACK, Bench, nothing, square};

#[test]
fn what_transforms_make_of_numbers() {
    let mut bench = Bench::standard();
    let device = "number: coordinate in device pixels";
    let picture = Image::from_pixmap(support::small_picture());
    // Each within its range, the product not.
    for (name, factor, depth) in
        [("beyond the limit", 1e5, 1), ("beyond f32", 1e6, 8), ("beyond f64", 1e6, 60), ("NaN", -1e6, 110)]
    {
        type Draw<'a> = &'a dyn Fn(&mut SceneBuilder);
        let verbs: [(&str, &str, Draw<'_>); 7] = [
            ("fill", device, &|scene| {
                scene.fill(square(), BLACK);
            }),
            ("stroke", device, &|scene| {
                scene.stroke(square(), 1.0, BLACK);
            }),
            ("dashed stroke", device, &|scene| {
                scene.stroke(square(), Stroke::new(1.0).with_dashes([1.0]), BLACK);
            }),
            ("wide stroke at the origin", device, &|scene| {
                scene.stroke("M0 0L0 0", 100.0, BLACK);
            }),
            ("image", device, &|scene| {
                scene.image(&picture, square());
            }),
            ("clip", device, &|scene| {
                scene.clipped(square(), |_| {});
            }),
            ("text", "limit glyph_ppem", &|scene| {
                scene.text((1.0, 1.0), Paragraph::new("墨", TextStyle::new(9.0)));
            }),
        ];
        for (verb, expected, draw) in verbs {
            for inner in [Affine::IDENTITY, Affine::new([1.0, 0.0, 0.5, 1.0, 0.0, 0.0])] {
                bench.scene(&format!("{verb} {name}, inner {inner:?}"), expected, |scene| {
                    (0..depth).for_each(|_| nothing(scene.push_transform(Affine::scale(factor))));
                    scene.transformed(inner, draw);
                    (0..depth).for_each(|_| nothing(scene.pop()));
                });
            }
        }
    }
    bench.scene_with("by DPI", device, &RenderOptions::new().with_dpi(97.0), |scene| {
        scene.fill(Rect::new(0.0, 0.0, MAX_COORDINATE, 1.0), BLACK);
    });
    bench.scene_with("text by DPI", "limit glyph_ppem", &RenderOptions::new().with_dpi(9_600.0), |scene| {
        scene.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(400.0)));
    });
    // A gradient far away, under a transform that leaves nothing of it, paints something or nothing.
    for depth in [1, 7, 60] {
        for gradient in [
            Gradient::linear((1e6, 0.0), (-1e6, 1.0)),
            Gradient::radial((1e6, 1e6), 1e6),
            Gradient::two_circles(((1e6, 0.0), 1e6), ((-1e6, 0.0), 0.0)),
            Gradient::conic((1e6, 1e6), 1e6),
        ] {
            for k in [1e6, -1e6, 1e-6, 0.0] {
                let gradient = gradient.clone().with_colors([BLACK, Color::WHITE]).with_transform(Affine::scale(k));
                bench.scene(&format!("{gradient:?}, {depth}"), "accepted", |scene| {
                    (0..depth).for_each(|_| nothing(scene.push_transform(Affine::scale(1e-6))));
                    scene.fill(Rect::new(-1e6, -1e6, 1e6, 1e6), gradient.clone());
                    (0..depth).for_each(|_| nothing(scene.push_transform(Affine::scale(1e6))));
                    scene.fill(square(), gradient);
                    (0..2 * depth).for_each(|_| nothing(scene.pop()));
                });
            }
        }
    }
    bench.done(100);
}

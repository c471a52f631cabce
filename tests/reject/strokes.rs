//! Dashes without end, and pens as wide as the world.

use inkstone::kurbo::{Affine, Circle};
use inkstone::{Cap, Join, Stroke, ToPath, parse_svg_path};

use crate::{BLACK, Bench, lowered, nothing, square};

#[test]
fn dashes_and_strokes() {
    let mut bench = Bench::standard();
    let circle = Circle::new((25.0, 20.0), 15.0).to_path().unwrap();
    let curve = parse_svg_path("M0 0C900000 0 0 900000 50 40").unwrap();
    let line = parse_svg_path("M0 0H1000000").unwrap();
    let closed = parse_svg_path("M0 0H40V40H0Z M2 2h9v9z").unwrap();
    for (name, path) in [("circle", &circle), ("curve", &curve), ("line", &line), ("closed", &closed)] {
        for dashes in [vec![1e-9], vec![1e-9, 0.0], vec![0.0, 1e-9], vec![1e-300, 1e-300], vec![5e-324], vec![1e-6; 7]]
        {
            for (under, transform) in [
                ("plain", Affine::IDENTITY),
                ("skewed", Affine::new([1.0, 0.0, 0.7, 0.4, 0.0, 0.0])),
                ("turned", inkstone::rotation(0.5)),
            ] {
                bench.scene(&format!("{name}, {under}, {dashes:?}"), "limit dashes", |scene| {
                    let stroke = Stroke::new(1.0).with_dashes(dashes.clone()).with_dash_offset(1e6);
                    scene.transformed(transform, |scene| nothing(scene.stroke(path.clone(), stroke, BLACK)));
                });
            }
        }
        for dashes in [vec![], vec![0.0], vec![0.0, 0.0, 0.0], vec![1e6], vec![0.0, 1e6], vec![1e6, 0.0]] {
            bench.scene(&format!("{name}, {dashes:?}"), "accepted", |scene| {
                scene.stroke(path.clone(), Stroke::new(1.0).with_dashes(dashes.clone()).with_dash_offset(-1e6), BLACK);
            });
        }
    }
    // A large pattern in small letters: dashes of a pixel, a path that a transform makes long.
    bench.scene("many under a transform", "limit dashes", |scene| {
        scene.transformed(Affine::new([1e4, 0.0, 0.0, 1e3, 0.0, 0.0]), |scene| {
            scene.stroke("M0 0H90", Stroke::new(1e-3).with_dashes([1e-5]), BLACK);
        });
    });
    // Dots take no length: their number is known only when they are drawn.
    bench.scene("dots without end", "limit dashes", |scene| {
        let dots = [vec![1.0], vec![0.0; 200_000]].concat();
        scene.stroke("M0 0H60", Stroke::new(1.0).with_dashes(dots), BLACK);
    });
    let ten = lowered(|l| l.dashes = 10);
    for (length, expected) in [(80, "accepted"), (120, "limit dashes")] {
        bench.scene_with(&format!("{length} px in tens"), expected, &ten, |scene| {
            scene.stroke(format!("M0 0H{length}"), Stroke::new(1.0).with_dashes([5.0]), BLACK);
        });
    }
    // A pen so wide that its edge leaves the range is refused, the widest within it is drawn.
    let device = "number: coordinate in device pixels";
    for (width, join, expected) in [
        (1e6, Join::Round, "accepted"),
        (1e6, Join::Bevel, "accepted"),
        (1e6, Join::Miter, device),
        (1e5, Join::Miter, "accepted"),
        (0.0, Join::Miter, "accepted"),
        (1e-300, Join::Miter, "accepted"),
    ] {
        for cap in [Cap::Butt, Cap::Round, Cap::Square] {
            bench.scene(&format!("{width} wide, {join:?}, {cap:?}"), expected, |scene| {
                scene.stroke("M3 3L20 3L20 20", Stroke::new(width).with_cap(cap).with_join(join), BLACK);
                scene.stroke(circle.clone(), Stroke::new(width).with_cap(cap).with_join(join), BLACK);
            });
        }
    }
    bench.scene("a million px under a scale", device, |scene| {
        scene.transformed(Affine::scale(3.0), |scene| nothing(scene.stroke(square(), 1e6, BLACK)));
    });
    bench.done(110);
}

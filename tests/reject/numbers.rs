//! Every number of every verb: NaN, infinite, out of range.

use inkstone::kurbo::{
    Affine, Arc, BezPath, Circle, CircleSegment, CubicBez, Ellipse, Line, Point, QuadBez, Rect, RoundedRect, Triangle,
};
use inkstone::{Cap, Color, Gradient, Image, Layer, LineHeight, MAX_COORDINATE, Paragraph, Stroke, TextStyle, ToPath};

use crate::support::{self};
use crate::{BAD, BLACK, Bench, INF, NAN, square};

/// Every shape with `v` in the place of each of its numbers; the shapes that kurbo itself repairs are left out where it
/// does (`RoundedRect` sorts its sides and cuts its radii by `min` and `max`, which lose NaN).
fn shapes_with(v: f64) -> Vec<(String, BezPath)> {
    let mut out = Vec::new();
    let mut add = |name: &str, numbers: &[f64], make: &dyn Fn(&[f64]) -> BezPath| {
        for place in 0..numbers.len() {
            let mut changed = numbers.to_vec();
            changed[place] = v;
            out.push((format!("{name}, number {place} is {v}"), make(&changed)));
        }
    };
    let p = |n: &[f64], at: usize| Point::new(n[at], n[at + 1]);
    add("rectangle", &[1.0, 2.0, 9.0, 8.0], &|n| Rect::new(n[0], n[1], n[2], n[3]).to_path().unwrap());
    add("line", &[1.0, 2.0, 9.0, 8.0], &|n| Line::new(p(n, 0), p(n, 2)).to_path().unwrap());
    add("triangle", &[1.0, 2.0, 9.0, 8.0, 3.0, 7.0], &|n| Triangle::new(p(n, 0), p(n, 2), p(n, 4)).to_path().unwrap());
    add("circle", &[9.0, 8.0, 5.0], &|n| Circle::new(p(n, 0), n[2]).to_path().unwrap());
    add("ellipse", &[9.0, 8.0, 5.0, 3.0], &|n| Ellipse::new(p(n, 0), (n[2], n[3]), 0.3).to_path().unwrap());
    add("arc", &[9.0, 8.0, 5.0, 3.0], &|n| Arc::new(p(n, 0), (n[2], n[3]), 0.2, 1.0, 0.4).to_path().unwrap());
    add("segment", &[9.0, 8.0, 5.0, 3.0], &|n| CircleSegment::new(p(n, 0), n[2], n[3], 0.1, 2.0).to_path().unwrap());
    add("quad", &[1.0, 2.0, 9.0, 8.0, 3.0, 7.0], &|n| QuadBez::new(p(n, 0), p(n, 2), p(n, 4)).to_path().unwrap());
    add("cubic", &[1.0, 2.0, 9.0, 8.0, 3.0, 7.0, 5.0, 1.0], &|n| {
        CubicBez::new(p(n, 0), p(n, 2), p(n, 4), p(n, 6)).to_path().unwrap()
    });
    add("path", &[1.0, 2.0, 9.0, 8.0], &|n| {
        let mut path = BezPath::new();
        path.move_to(p(n, 0));
        path.line_to(p(n, 2));
        path.close_path();
        path
    });
    if !v.is_finite() {
        // Angles of any finite size are angles.
        add("ellipse's angle", &[0.3], &|n| Ellipse::new((9.0, 8.0), (5.0, 3.0), n[0]).to_path().unwrap());
        add("arc's angles", &[0.2, 1.0, 0.4], &|n| {
            Arc::new((9.0, 8.0), (5.0, 3.0), n[0], n[1], n[2]).to_path().unwrap()
        });
    }
    out
}

#[test]
fn numbers_of_every_verb() {
    let mut bench = Bench::standard();
    let picture = Image::from_pixmap(support::small_picture());
    let coordinate = "number: path coordinate";
    for v in BAD {
        // What is turned does not reach as far as its numbers.
        for (name, path) in shapes_with(if v == 1_000_000.1 { 2e6 } else { v }) {
            bench.scene(&format!("fill {name}"), coordinate, |scene| {
                scene.fill(path.clone(), BLACK);
            });
            bench.scene(&format!("stroke {name}"), coordinate, |scene| {
                scene.stroke(path.clone(), 2.0, BLACK);
            });
            bench.scene(&format!("clip {name}"), coordinate, |scene| {
                scene.clipped(path, |_| {});
            });
        }
        for place in 0..4 {
            let mut n = [1.0, 2.0, 9.0, 8.0];
            n[place] = v;
            bench.scene(&format!("image, number {place} is {v}"), "number: image rectangle", |scene| {
                scene.image(&picture, Rect::new(n[0], n[1], n[2], n[3]));
            });
        }
        for place in 0..6 {
            let mut n = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
            n[place] = v;
            bench.scene(&format!("transform, number {place} is {v}"), "number: transform", |scene| {
                scene.transformed(Affine::new(n), |_| {});
            });
            bench.scene(&format!("gradient transform, number {place} is {v}"), "number: gradient transform", |scene| {
                let gradient = Gradient::linear((0.0, 0.0), (9.0, 0.0)).with_transform(Affine::new(n));
                scene.fill(square(), gradient);
            });
        }
        for (name, origin) in [("x", (v, 0.0)), ("y", (0.0, v))] {
            bench.scene(&format!("text {name} is {v}"), "number: text origin", |scene| {
                scene.text(origin, Paragraph::new("墨", TextStyle::new(9.0)));
            });
        }
    }
    for v in [NAN, INF, -INF, 1e30, -0.1, 1_000_000.1] {
        let strokes = [
            ("width", "number: stroke width", Stroke::new(v)),
            ("miter limit", "number: miter limit", Stroke::new(1.0).with_miter_limit(v)),
            ("first dash", "number: dash length", Stroke::new(1.0).with_dashes([v, 1.0])),
            ("last dash", "number: dash length", Stroke::new(1.0).with_dashes([1.0, 1.0, v])),
        ];
        for (name, expected, stroke) in strokes {
            bench.scene(&format!("{name} is {v}"), expected, |scene| {
                scene.stroke(square(), stroke, BLACK);
            });
        }
        for (name, gradient) in [
            ("radius", Gradient::radial((1.0, 1.0), v)),
            ("first radius", Gradient::two_circles(((0.0, 0.0), v), ((9.0, 9.0), 2.0))),
            ("second radius", Gradient::two_circles(((0.0, 0.0), 2.0), ((9.0, 9.0), v))),
        ] {
            bench.scene(&format!("{name} is {v}"), "number: gradient radius", |scene| {
                scene.fill(square(), gradient);
            });
        }
        bench.scene(&format!("paragraph width {v}"), "number: paragraph width", |scene| {
            scene.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(9.0)).with_width(v));
        });
        for line_height in [LineHeight::Relative(v), LineHeight::Px(v)] {
            bench.scene(&format!("{line_height:?}"), "number: line height", |scene| {
                scene.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(9.0)).with_line_height(line_height));
            });
        }
    }
    for v in BAD {
        bench.scene(&format!("dash offset {v}"), "number: dash offset", |scene| {
            scene.stroke(square(), Stroke::new(1.0).with_dashes([1.0]).with_dash_offset(v), BLACK);
        });
        for (name, expected, gradient) in [
            ("start x", "number: gradient start", Gradient::linear((v, 0.0), (1.0, 1.0))),
            ("start y", "number: gradient start", Gradient::linear((0.0, v), (1.0, 1.0))),
            ("end x", "number: gradient end", Gradient::linear((0.0, 0.0), (v, 1.0))),
            ("end y", "number: gradient end", Gradient::linear((0.0, 0.0), (1.0, v))),
            ("centre x", "number: gradient centre", Gradient::radial((v, 0.0), 1.0)),
            ("other centre", "number: gradient centre", Gradient::two_circles(((0.0, 0.0), 1.0), ((0.0, v), 1.0))),
            ("conic centre", "number: gradient centre", Gradient::conic((v, 0.0), 1.0)),
            ("conic angle", "number: gradient angle", Gradient::conic((0.0, 0.0), v)),
        ] {
            bench.scene(&format!("gradient {name} is {v}"), expected, |scene| {
                scene.fill(square(), gradient);
            });
        }
        bench.scene(&format!("letter spacing {v}"), "number: letter spacing", |scene| {
            scene.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(9.0).with_letter_spacing(v)));
        });
    }
    for v in [NAN, INF, -INF, -0.1, 1.1, 2.0, 1e30] {
        bench.scene(&format!("opacity {v}"), "number: layer opacity", |scene| {
            scene.layer(Layer::new().with_opacity(v), |_| {});
        });
        bench.scene(&format!("stop at {v}"), "number: gradient stop", |scene| {
            scene.fill(square(), Gradient::conic((0.0, 0.0), 0.0).with_stop(0.5, BLACK).with_stop(v, BLACK));
        });
        bench.scene(&format!("stop at {v} of a text"), "number: gradient stop", |scene| {
            let ink = Gradient::radial((0.0, 0.0), 9.0).with_stop(v, BLACK);
            scene.text((0.0, 9.0), Paragraph::new("墨", TextStyle::new(9.0).with_paint(ink)));
        });
    }
    for v in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        for place in 0..4 {
            let mut components = [0.5; 4];
            components[place] = v;
            bench.scene(&format!("colour component {place} is {v}"), "number: colour component", |scene| {
                scene.fill(square(), Color::new(components));
            });
            bench.scene(&format!("stop's colour component {place} is {v}"), "number: colour component", |scene| {
                scene.stroke(square(), 1.0, Gradient::conic((0.0, 0.0), 0.0).with_stop(0.5, Color::new(components)));
            });
        }
    }
    for v in [NAN, INF, -INF, 0.0, -1.0, 1e30] {
        bench.scene(&format!("font size {v}"), "number: font size", |scene| {
            scene.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(v)));
        });
    }
    for weight in [0, 1_001, u16::MAX] {
        bench.scene(&format!("font weight {weight}"), "number: font weight", |scene| {
            scene.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(9.0).with_weight(weight)));
        });
    }
    // The limit itself is within, and colours outside 0 to 1 are clamped.
    let m = MAX_COORDINATE;
    bench.scene("numbers at their limits", "accepted", |scene| {
        scene
            .fill(Rect::new(-m, -m, m, m), Color::new([9.0, -9.0, 0.5, 3.0]))
            .stroke(Line::new((-m, m), (m, -m)), Stroke::new(0.0).with_miter_limit(m), BLACK)
            .image(&picture, Rect::new(-m, m, m, -m))
            .fill(square(), Gradient::conic((m, -m), m).with_colors([BLACK, Color::WHITE]))
            .text((m, -m), Paragraph::new("墨", TextStyle::new(9.0)))
            .layer(Layer::new().with_opacity(0.0), |_| {});
    });
    bench.scene("nothing has a size", "accepted", |scene| {
        scene
            .fill(Rect::ZERO, BLACK)
            .stroke(Circle::new((3.0, 3.0), 0.0), Stroke::new(4.0).with_cap(Cap::Round), BLACK)
            .image(&picture, Rect::ZERO)
            .fill(RoundedRect::new(3.0, 3.0, 3.0, 3.0, 9.0), Gradient::linear((1.0, 1.0), (1.0, 1.0)))
            .fill(square(), Gradient::radial((5.0, 5.0), 0.0).with_colors([BLACK, Color::WHITE]))
            .transformed(Affine::scale(0.0), |scene| {
                scene.fill(square(), Gradient::conic((0.0, 0.0), 0.0).with_colors([BLACK, Color::WHITE]));
                scene.stroke(square(), 3.0, BLACK).image(&picture, square());
                scene.text((1.0, 1.0), Paragraph::new("墨", TextStyle::new(9.0)));
            });
    });
    bench.done(900);
}

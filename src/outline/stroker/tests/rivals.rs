//! The stroker against kurbo's and tiny-skia's.

use kurbo::{Affine, BezPath, PathEl, Point, Shape, Vec2};

use super::*;
use crate::outline::parse_svg_path;
use crate::outline::path_to_tiny_skia;

/// Curves whose bends are wider than the pens of these tests: where they are not, strokers may differ.
fn random_curves(random: &mut Random) -> BezPath {
    let mut path = BezPath::new();
    let (mut at, mut angle) = (random.point(60.0) + Vec2::new(40.0, 40.0), random.between(0.0, 6.0));
    path.move_to(at);
    for i in 0..3 {
        // An arc, be it circular or not, of up to 100 degrees.
        let (turn, size) = (random.between(-1.8, 1.8), random.between(25.0, 50.0));
        let direction = |angle: f64| Vec2::new(libm::cos(angle), libm::sin(angle));
        let (start, end) = (direction(angle), direction(angle + turn));
        let to = at + direction(angle + turn / 2.0) * size;
        match random.below(3) {
            0 => path.quad_to(at + start * (size / 2.0 / libm::cos(turn / 2.0)), to),
            1 => path.line_to(to),
            _ => path.curve_to(at + start * (size * 0.4), to - end * (size * 0.4), to),
        }
        // Corners between, and places without one.
        (at, angle) = (to, angle + turn + if i == 0 { random.between(-2.5, 2.5) } else { 0.0 });
    }
    path
}

fn random_stroke(random: &mut Random) -> Stroke {
    Stroke::new([0.7, 2.0, 5.0][random.below(3)])
        .with_join(JOINS[random.below(3)])
        .with_cap(CAPS[random.below(3)])
        .with_miter_limit([2.0, 10.0][random.below(2)])
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what is compared with need not be the same on every machine")]
fn curves_are_where_kurbo_has_them() {
    let mut random = Random(3);
    for _ in 0..300 {
        let (path, stroke) = (random_curves(&mut random), random_stroke(&mut random));
        let theirs = kurbo::Stroke::new(stroke.width)
            .with_join([kurbo::Join::Miter, kurbo::Join::Round, kurbo::Join::Bevel][stroke.join as usize])
            .with_caps([kurbo::Cap::Butt, kurbo::Cap::Round, kurbo::Cap::Square][stroke.cap as usize])
            .with_miter_limit(stroke.miter_limit);
        let theirs = kurbo::stroke(&path, &theirs, &kurbo::StrokeOpts::default(), 1e-3);
        let transform = Affine::new([1.5, 0.5, -0.75, 2.0, -30.0, 12.0]);
        let ours = outline(&path, &stroke, transform);
        let bounds = path.bounding_box().inflate(8.0, 8.0);
        for i in 0..200 {
            let mut p = Point::new(random.between(bounds.x0, bounds.x1), random.between(bounds.y0, bounds.y1));
            if i > 50 {
                // Near the path.
                let elements: Vec<_> = path.segments().collect();
                let on = kurbo::ParamCurve::eval(&elements[random.below(elements.len())], random.unit());
                p = on + Vec2::new(random.between(-4.0, 4.0), random.between(-4.0, 4.0));
            }
            let (winding, nearest) = winding(&ours, transform * p);
            if nearest > 0.1 {
                let expected = theirs.winding(p) != 0;
                assert_eq!(winding != 0, expected, "{p:?} {nearest}: {stroke:?} {}", path.to_svg());
            }
        }
    }
}

/// Coverage of 160 x 160 pixels. tiny-skia takes 16 samples a pixel, which would be seen more than what is compared, so
/// of eight times the size.
fn mask(path: &tiny_skia::Path) -> Vec<u8> {
    let mut mask = tiny_skia::Mask::new(8 * 160, 8 * 160).unwrap();
    mask.fill_path(path, tiny_skia::FillRule::Winding, true, tiny_skia::Transform::from_scale(8.0, 8.0));
    let sum = |x: usize, y: usize| -> u32 {
        (0..64).map(|i| u32::from(mask.data()[(y * 8 + i / 8) * 8 * 160 + x * 8 + i % 8])).sum()
    };
    (0..160 * 160).map(|i| ((sum(i % 160, i / 160) + 32) / 64) as u8).collect()
}

/// The outline as tiny-skia's, which fills it.
fn to_path(polygons: &Polygons) -> tiny_skia::Path {
    let mut path = BezPath::new();
    for contour in polygons.contours() {
        path.extend(contour.iter().enumerate().map(|(i, p)| match i {
            0 => PathEl::MoveTo(pixels(*p)),
            _ => PathEl::LineTo(pixels(*p)),
        }));
        path.close_path();
    }
    path_to_tiny_skia(&path).unwrap()
}

fn tiny_skia_stroke(path: &BezPath, stroke: &Stroke) -> tiny_skia::Path {
    let theirs = tiny_skia::Stroke {
        width: stroke.width as f32,
        miter_limit: stroke.miter_limit as f32,
        line_cap: [tiny_skia::LineCap::Butt, tiny_skia::LineCap::Round, tiny_skia::LineCap::Square]
            [stroke.cap as usize],
        line_join: [tiny_skia::LineJoin::Miter, tiny_skia::LineJoin::Round, tiny_skia::LineJoin::Bevel]
            [stroke.join as usize],
        dash: None,
    };
    path_to_tiny_skia(path).unwrap().stroke(&theirs, 4.0).unwrap()
}

/// Differences of two masks: the largest, and the square root of the mean square over what either covers.
fn difference(a: &[u8], b: &[u8]) -> (u8, f64) {
    let (mut max, mut sum, mut n) = (0, 0.0, 0.0);
    for (&a, &b) in a.iter().zip(b) {
        let d = a.abs_diff(b);
        max = max.max(d);
        sum += f64::from(d) * f64::from(d);
        n += f64::from(u8::from(a > 0 || b > 0));
    }
    (max, (sum / f64::max(n, 1.0)).sqrt())
}

#[test]
fn coverage_is_tiny_skias() {
    let mut random = Random(5);
    for _ in 0..60 {
        let (path, stroke) = (random_curves(&mut random), random_stroke(&mut random));
        let ours = mask(&to_path(&outline(&path, &stroke, Affine::IDENTITY)));
        let theirs = mask(&tiny_skia_stroke(&path, &stroke));
        let (max, rms) = difference(&ours, &theirs);
        assert!(max <= 48 && rms <= 6.5, "{max} {rms}: {stroke:?} {}", path.to_svg());
    }
}

#[test]
fn dense_coverage_is_tiny_skias() {
    let mut random = Random(9);
    for step in [0.02, 0.06, 0.2] {
        for noise in [0.01, 0.1, 1.0, 4.0] {
            let mut y = 80.0;
            let points: Vec<(f64, f64)> = (0..(150.0 / step) as u32)
                .map(|i| {
                    y = f64::clamp(y + random.between(-noise, noise), 5.0, 155.0);
                    (f64::from(i) * step + 5.0, y)
                })
                .collect();
            for join in JOINS {
                let (path, stroke) = (path(&points, false), Stroke::new(1.5).with_join(join));
                let ours = outline(&path, &stroke, Affine::IDENTITY);
                let theirs = mask(&tiny_skia_stroke(&path, &stroke));
                let (max, rms) = difference(&mask(&to_path(&ours)), &theirs);
                assert!(max <= 12 && rms <= 2.5, "{step} {noise} {join:?}: {max} {rms}");
            }
        }
    }
}

#[test]
fn wide_pens_in_tight_bends_leave_no_holes() {
    for data in ["M10 100C40 -20 50 -20 60 100", "M10 100C110 0 0 0 100 100", "M50 80C90 80 90 40 60 40S30 80 60 80"] {
        for width in [10.0, 30.0, 60.0] {
            let path = parse_svg_path(data).unwrap();
            let polygons = outline(&path, &Stroke::new(width), Affine::IDENTITY);
            let mut random = Random(1);
            let segments: Vec<_> = path.segments().collect();
            for _ in 0..2_000 {
                // On the line across the path that the pen is.
                let (segment, t) = (segments[random.below(segments.len())], random.unit());
                let at = |t| kurbo::ParamCurve::eval(&segment, t);
                let along = at(t + 1e-6) - at(t - 1e-6);
                let across = Vec2::new(-along.y, along.x) * (random.between(-0.98, 0.98) * width / 2.0);
                let p = at(t) + across / super::super::length(along);
                let (winding, nearest) = winding(&polygons, p);
                assert!(winding < 0 || nearest < 0.1, "{data} {width} {t} {p:?} {winding} {nearest}");
            }
        }
    }
}

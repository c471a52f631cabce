//! Verbs by the rules of the canvas standard.

use super::*;
use crate::outline::{out_of_range, parse_svg_path, points};
use std::f64::consts::{FRAC_PI_2, PI};

/// Whether two paths have the same elements, but for rounding.
fn assert_same(made: &mut Path, data: &str) {
    let (made, said) = (made.to_path().unwrap(), parse_svg_path(data).unwrap());
    let near = |a: &PathEl, b: &PathEl| {
        std::mem::discriminant(a) == std::mem::discriminant(b)
            && points(a).zip(points(b)).all(|(p, q)| length(p - q) < 1e-9)
    };
    let same = made.elements().len() == said.elements().len()
        && made.elements().iter().zip(said.elements()).all(|(a, b)| near(a, b));
    assert!(same, "{:?}\n{:?}", made.elements(), said.elements());
}

fn arc(start: f64, end: f64, counterclockwise: bool) -> Path {
    let mut path = Path::new();
    path.arc(0.0, 0.0, 10.0, start, end, counterclockwise);
    path
}

/// The length of an arc of radius 10 over the radius: the angle it covers.
fn angle(start: f64, end: f64, counterclockwise: bool) -> f64 {
    let path = arc(start, end, counterclockwise).to_path().unwrap();
    let mut sum = 0.0;
    let mut from = Point::ZERO;
    for element in path.elements() {
        if let PathEl::CurveTo(a, b, to) = *element {
            for i in 0..1_000 {
                let at = |i: i32| kurbo::ParamCurve::eval(&kurbo::CubicBez::new(from, a, b, to), f64::from(i) / 1e3);
                sum += length(at(i + 1) - at(i));
            }
        }
        from = element.end_point().unwrap();
    }
    sum / 10.0
}

#[test]
fn subpaths_begin_as_the_standard_has_it() {
    // A line without a subpath only begins one; curves begin at their first control point.
    assert_same(Path::new().line_to(1.0, 2.0).line_to(3.0, 4.0), "M1 2L3 4");
    assert_same(Path::new().quadratic_curve_to(1.0, 2.0, 3.0, 4.0), "M1 2Q1 2 3 4");
    assert_same(Path::new().bezier_curve_to(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), "M1 2C1 2 3 4 5 6");
    assert_same(Path::new().arc_to(1.0, 2.0, 3.0, 4.0, 5.0), "M1 2L1 2");
    // After a close the next subpath begins where the closed one did; a close without a subpath is nothing.
    assert_same(Path::new().close().move_to(1.0, 1.0).line_to(5.0, 1.0).close().line_to(3.0, 3.0), "M1 1L5 1ZM1 1L3 3");
    assert_same(Path::new().move_to(1.0, 1.0).line_to(5.0, 1.0).close().close(), "M1 1L5 1Z");
    // A rectangle is a subpath of its own; the next begins at its (x, y), and so it does after a round one.
    assert_same(
        Path::new().move_to(9.0, 9.0).rect(1.0, 2.0, 3.0, 4.0).line_to(0.0, 0.0),
        "M9 9M1 2L4 2L4 6L1 6ZM1 2L0 0",
    );
    assert_same(Path::new().rect(1.0, 2.0, -3.0, 4.0), "M1 2L-2 2L-2 6L1 6Z");
    let mut path = Path::new();
    path.round_rect(1.0, 2.0, 30.0, 40.0, 5.0).line_to(0.0, 0.0);
    let path = path.to_path().unwrap();
    let end = &path.elements()[path.elements().len() - 2..];
    assert_eq!(end, [PathEl::MoveTo(Point::new(1.0, 2.0)), PathEl::LineTo(Point::ORIGIN)]);
    assert!(Path::new().is_empty() && Path::new().to_path().unwrap().elements().is_empty());
    // Arcs are joined to the subpath by a line, without one they begin it.
    assert_eq!(arc(0.0, 1.0, false).to_path().unwrap().elements()[0], PathEl::MoveTo(Point::new(10.0, 0.0)));
    let joined = Path::new().move_to(1.0, 1.0).arc(0.0, 0.0, 10.0, 0.0, 1.0, false).to_path().unwrap();
    assert_eq!(joined.elements()[1], PathEl::LineTo(Point::new(10.0, 0.0)));
}

#[test]
fn arcs_go_where_the_standard_says() {
    for (start, end, counterclockwise, expected) in [
        (0.0, FRAC_PI_2, false, FRAC_PI_2),
        (0.0, FRAC_PI_2, true, TAU - FRAC_PI_2),
        (FRAC_PI_2, 0.0, false, TAU - FRAC_PI_2),
        (FRAC_PI_2, 0.0, true, FRAC_PI_2),
        // A turn or more is once around; other ways round it is what is left of whole turns.
        (0.0, TAU, false, TAU),
        (0.0, TAU + 1.0, false, TAU),
        (1.0, 1.0 + 3.0 * TAU, false, TAU),
        (TAU + 1.0, 0.0, true, TAU),
        (0.0, TAU + 1.0, true, TAU - 1.0),
        (TAU + 1.0, 0.0, false, TAU - 1.0),
        (0.0, TAU, true, TAU),
        (2.0, 2.0, false, 0.0),
        (2.0, 2.0, true, 0.0),
    ] {
        let covered = angle(start, end, counterclockwise);
        assert!((covered - expected).abs() < 5e-5, "{start} {end} {counterclockwise}: {covered}");
    }
    // More than once around ends where it began.
    let around = arc(1.0, 1.0 + 3.0 * PI, false).to_path().unwrap();
    assert_eq!(around.elements().last().unwrap().end_point(), around.elements()[0].end_point());
    // No sweep is a point, which a line leads to; no radius is a point too.
    assert_same(Path::new().move_to(0.0, 0.0).arc(5.0, 0.0, 1.0, 0.0, 0.0, false), "M0 0L6 0");
    let mut ellipse = Path::new();
    ellipse.ellipse(1.0, 2.0, 8.0, 4.0, FRAC_PI_2, 0.0, PI, true);
    let ellipse = ellipse.to_path().unwrap();
    // Turned by a quarter, its long axis points down.
    let ends = [ellipse.elements()[0], *ellipse.elements().last().unwrap()].map(|e| e.end_point().unwrap());
    assert!(length(ends[0] - Point::new(1.0, 10.0)) < 1e-9 && length(ends[1] - Point::new(1.0, -6.0)) < 1e-9);
    // Counterclockwise from the lower end: by the right, x towards more.
    assert!(points(&ellipse.elements()[1]).all(|p| p.x > 1.0 - 1e-9));
}

#[test]
fn corners_are_rounded_by_arc_to() {
    for (to, sweep) in [((10.0, 10.0), 1), ((10.0, -10.0), 0)] {
        let mut path = Path::new();
        path.move_to(0.0, 0.0).arc_to(10.0, 0.0, to.0, to.1, 4.0);
        let said = format!("M0 0L6 0A4 4 0 0 {sweep} 10 {}", if sweep == 1 { 4 } else { -4 });
        assert_same(&mut path, &said);
    }
    // An angle of 60 degrees: it touches at r / tan 30.
    let mut path = Path::new();
    path.move_to(-20.0, 0.0).arc_to(0.0, 0.0, -10.0, 10.0 * 3.0_f64.sqrt(), 3.0);
    let path = path.to_path().unwrap();
    let touch = path.elements()[1].end_point().unwrap();
    assert!(length(touch - Point::new(-3.0 * 3.0_f64.sqrt(), 0.0)) < 1e-9, "{touch:?}");
    // The degenerate cases are a line to the corner.
    for [from, corner, to] in
        [[(0.0, 0.0); 3], [(0.0, 0.0), (0.0, 0.0), (5.0, 5.0)], [(0.0, 0.0), (5.0, 5.0), (5.0, 5.0)]]
            .into_iter()
            .chain([[(0.0, 0.0), (5.0, 5.0), (9.0, 9.0)], [(0.0, 0.0), (5.0, 5.0), (-3.0, -3.0)]])
    {
        let (f, c): ((f64, f64), (f64, f64)) = (from, corner);
        let mut path = Path::new();
        path.move_to(f.0, f.1).arc_to(c.0, c.1, to.0, to.1, 2.0);
        assert_same(&mut path, &format!("M{} {}L{} {}", f.0, f.1, c.0, c.1));
    }
    assert_same(Path::new().move_to(0.0, 0.0).arc_to(5.0, 0.0, 5.0, 5.0, 0.0), "M0 0L5 0");
}

#[test]
fn round_rectangles_follow_their_lists() {
    let rect = |radii: CornerRadii| Path::new().round_rect(0.0, 0.0, 100.0, 50.0, radii).to_path().unwrap();
    let each = rect([1.0, 2.0, 3.0, 4.0].into());
    let starts: Vec<Point> =
        each.elements().iter().filter_map(|e| if let PathEl::LineTo(p) = e { Some(*p) } else { None }).collect();
    let expected = [(98.0, 0.0), (100.0, 47.0), (4.0, 50.0), (0.0, 1.0)];
    assert_eq!(starts, expected.map(Point::from));
    let same = |a: CornerRadii, b: CornerRadii| assert_eq!(rect(a), rect(b));
    same(5.0.into(), [5.0; 4].into());
    same([5.0].into(), [5.0; 4].into());
    same([5.0, 6.0].into(), [5.0, 6.0, 5.0, 6.0].into());
    same([5.0, 6.0, 7.0].into(), [5.0, 6.0, 7.0, 6.0].into());
    same((5.0, 6.0).into(), [(5.0, 6.0); 4].into());
    // Scaled down together: 60 + 60 on a side of 100 and 30 + 30 on one of 50 are both 5 / 6.
    same([(60.0, 30.0); 4].into(), [(60.0 * (100.0 / 120.0), 30.0 * (100.0 / 120.0)); 4].into());
    same([80.0, 0.0, 0.0, 80.0].into(), [80.0 * (50.0 / 160.0), 0.0, 0.0, 80.0 * (50.0 / 160.0)].into());
    // One radius of zero is no corner.
    same([(5.0, 0.0); 4].into(), 0.0.into());
    // Mirrored with its radii.
    let mut flipped = rect([1.0, 2.0, 3.0, 4.0].into());
    flipped.apply_affine(Affine::new([-1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
    let made = Path::new().round_rect(0.0, 0.0, -100.0, 50.0, [1.0, 2.0, 3.0, 4.0]).to_path().unwrap();
    assert_eq!(made.elements(), flipped.elements());
}

#[test]
fn the_first_refusal_is_kept() {
    let refused = |path: &mut Path| path.rect(0.0, 0.0, 1.0, 1.0).to_path().unwrap_err().to_string();
    let nan = f64::NAN;
    for (path, message) in [
        (Path::new().move_to(nan, 0.0), "`path coordinate` is NaN, expected a finite number"),
        (Path::new().line_to(0.0, f64::INFINITY), "`path coordinate` is inf, expected a finite number"),
        (Path::new().quadratic_curve_to(0.0, 0.0, nan, 0.0), "`path coordinate` is NaN, expected a finite number"),
        (
            Path::new().bezier_curve_to(0.0, 0.0, nan, 0.0, 0.0, 0.0),
            "`path coordinate` is NaN, expected a finite number",
        ),
        (
            Path::new().arc(0.0, 0.0, -1.0, 0.0, 1.0, false).arc(0.0, 0.0, -2.0, 0.0, 1.0, false),
            "`arc radius` is -1, expected a finite number, not negative",
        ),
        (Path::new().arc(0.0, 0.0, 1.0, 0.0, nan, false), "`arc angle` is NaN, expected a finite number"),
        (Path::new().arc_to(0.0, 0.0, 1.0, 0.0, -3.0), "`arcTo radius` is -3, expected a finite number, not negative"),
        (
            Path::new().ellipse(0.0, 0.0, 1.0, -2.0, 0.0, 0.0, 1.0, false),
            "`ellipse radius` is -2, expected a finite number, not negative",
        ),
        (
            Path::new().round_rect(0.0, 0.0, 1.0, 1.0, [1.0, -1.0]),
            "`corner radius` is -1, expected a finite number, not negative",
        ),
        (Path::new().round_rect(0.0, 0.0, 1.0, 1.0, [0.0; 5]), "`number of corner radii` is 5, expected 1 to 4"),
        (Path::new().round_rect(0.0, 0.0, 1.0, 1.0, [0.0; 0]), "`number of corner radii` is 0, expected 1 to 4"),
        (Path::new().add_path(&BezPath::new(), Affine::scale(nan)), "`transform` is NaN, expected a finite number"),
    ] {
        assert_eq!(refused(path), message);
    }
    // What is huge is a path still, and refused by the scene that takes it.
    let mut huge = Path::new();
    huge.arc(0.0, 0.0, 1e300, 1e300, -1e300, true).arc_to(1e200, 1e200, -1e200, 1e-200, 1e250);
    huge.move_to(0.0, 0.0).arc_to(1.0, 1e-17, -1.0, 1e-300, 1e9).round_rect(0.0, 0.0, 1e308, 1e308, 1e308);
    assert!(out_of_range(&huge.to_path().unwrap(), 1e6).is_some());
}

#[test]
fn paths_are_added_transformed() {
    let square = parse_svg_path("M0 0H1V1Z").unwrap();
    assert_same(
        Path::new().move_to(5.0, 5.0).add_path(&square, Affine::translate((2.0, 0.0))).line_to(9.0, 9.0),
        "M5 5M2 0L3 0L3 1ZM2 0L9 9",
    );
}

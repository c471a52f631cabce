//! Input without length, without end, without measure.

use std::time::{Duration, Instant};

use kurbo::{Affine, BezPath, Point};

use super::*;
use crate::watch::CancelToken;

fn area(polygons: &Polygons) -> f64 {
    edges(polygons).map(|(a, b)| a.to_vec2().cross(b.to_vec2()) / 2.0).sum::<f64>().abs()
}

#[test]
fn subpaths_of_no_length_are_their_caps() {
    let p = Point::new(5.0, 5.0);
    let (mut line, mut closed, mut curve, mut alone) = (BezPath::new(), BezPath::new(), BezPath::new(), BezPath::new());
    for path in [&mut line, &mut closed, &mut curve, &mut alone] {
        path.move_to(p);
    }
    line.line_to(p);
    closed.close_path();
    curve.curve_to(p, p, p);
    for (path, drawn) in [(&line, true), (&closed, true), (&curve, true), (&alone, false)] {
        for (cap, expected) in [(Cap::Butt, 0.0), (Cap::Round, std::f64::consts::PI), (Cap::Square, 4.0)] {
            let stroke = Stroke::new(2.0).with_cap(cap);
            let polygons = outline(path, &stroke, Affine::scale(10.0));
            let expected = if drawn { expected * 100.0 } else { 0.0 };
            assert!((area(&polygons) - expected).abs() <= 0.002 * expected, "{cap:?}: {}", area(&polygons));
            assert!(winding(&polygons, Point::new(50.0, 50.0)).0 == if expected > 0.0 { -1 } else { 0 });
        }
    }
}

#[test]
fn repeated_points_change_nothing() {
    let plain = [(10.0, 10.0), (50.0, 12.0), (30.0, 40.0)];
    let repeated = [plain[0], plain[0], plain[1], plain[1], (50.0, 12.000_001), plain[2], plain[2], (10.0, 10.000_001)];
    for join in JOINS {
        let stroke = Stroke::new(7.0).with_join(join);
        let [a, b] = [&plain[..], &repeated[..]].map(|points| outline(&path(points, true), &stroke, Affine::IDENTITY));
        assert_eq!(a.contours().collect::<Vec<_>>(), b.contours().collect::<Vec<_>>());
    }
}

#[test]
fn nothing_is_drawn_by_no_pen() {
    let line = path(&[(0.0, 0.0), (9.0, 9.0)], false);
    assert!(outline(&line, &Stroke::new(0.0), Affine::IDENTITY).len() == 0);
    assert!(outline(&line, &Stroke::new(5.0), Affine::scale(0.0)).len() == 0);
    assert_eq!(area(&outline(&line, &Stroke::new(5.0), Affine::new([1.0, 0.0, 0.0, 0.0, 0.0, 0.0]))), 0.0);
}

#[test]
fn hairlines_cover_what_their_width_says() {
    for width in [0.01, 0.05, 0.3] {
        let polygons = outline(&path(&[(3.0, 5.0), (903.0, 405.0)], false), &Stroke::new(width), Affine::IDENTITY);
        let len = (900.0_f64 * 900.0 + 400.0 * 400.0).sqrt();
        // A position is rounded to 1/256 px; so is each side.
        assert!((area(&polygons) / len - width).abs() < 0.0045, "{width}: {}", area(&polygons) / len);
    }
}

#[test]
fn far_away_shapes_are_as_sharp() {
    let near = [(0.25, 0.5), (30.0, 8.0), (12.0, 31.0)];
    for (join, cap) in JOINS.into_iter().zip(CAPS) {
        let stroke = Stroke::new(6.5).with_join(join).with_cap(cap);
        let here = outline(&path(&near, false), &stroke, Affine::IDENTITY);
        for (x, y) in [(1e6, 0.0), (-1e6, 1e6), (999_999.0, -1e6)] {
            let there: Vec<_> = near.iter().map(|p| (p.0 + x, p.1 + y)).collect();
            // The path itself is far away, or a transform moves it, or it is far, small and enlarged.
            let small: Vec<_> = there.iter().map(|p| (p.0 / 1024.0, p.1 / 1024.0)).collect();
            let thin = Stroke { width: 6.5 / 1024.0, ..stroke.clone() };
            for moved in [
                outline(&path(&there, false), &stroke, Affine::IDENTITY),
                outline(&path(&near, false), &stroke, Affine::translate((x, y))),
                outline(&path(&small, false), &thin, Affine::scale(1024.0)),
            ] {
                let pairs = here.contours().flatten().zip(moved.contours().flatten());
                for (a, b) in pairs {
                    let d = (b.x - a.x - x as i32 * 256, b.y - a.y - y as i32 * 256);
                    assert!(d.0.abs() <= 1 && d.1.abs() <= 1, "{a:?} {b:?}");
                }
                assert_eq!(here.len(), moved.len());
            }
        }
    }
}

#[test]
fn a_pen_a_million_pixels_wide() {
    for (join, cap) in JOINS.into_iter().zip(CAPS) {
        let stroke = Stroke::new(1e6).with_join(join).with_cap(cap);
        let polygons = outline(&path(&[(10.0, 0.0), (20.0, 3.0), (5.0, 30.0)], false), &stroke, Affine::IDENTITY);
        assert!(polygons.len() < 20_000, "{}", polygons.len());
        assert!(winding(&polygons, Point::new(15.0, 1.5)).0 < 0);
    }
    // Planners refuse this; here nothing overflows.
    let absurd = path(&[(-1e300, 1e300), (1e300, 1e300), (0.0, 1e15), (f64::NAN, 3.0)], true);
    for width in [1.0, 1e300, f64::INFINITY, f64::NAN] {
        _ = try_outline(&absurd, &Stroke::new(width).with_join(Join::Round), Affine::scale(1e10), 1_000);
    }
}

#[test]
fn lines_and_points_are_bounded() {
    let zigzag = |n: u32| path(&(0..n).map(|i| (f64::from(i), f64::from(i % 2) * 50.0)).collect::<Vec<_>>(), false);
    let refused = |path: &BezPath, stroke: &Stroke, max| match try_outline(path, stroke, Affine::IDENTITY, max) {
        Err(Error::LimitExceeded { limit: "path_segments", asked, allowed }) => assert!(asked > allowed),
        Err(error) => panic!("{error}"),
        Ok(polygons) => panic!("{} points", polygons.len()),
    };
    refused(&zigzag(10_002), &Stroke::new(1.0), 10_000);
    assert!(try_outline(&zigzag(10_001), &Stroke::new(1.0), Affine::IDENTITY, 10_000).is_ok());
    let mut curve = BezPath::new();
    curve.move_to((0.0, 0.0));
    curve.curve_to((1e6, 0.0), (0.0, 1e6), (1e6, 1e6));
    refused(&curve, &Stroke::new(1.0), 100);
    // Each round join of a wide pen takes thousands of points.
    let start = Instant::now();
    refused(&zigzag(1_000_000), &Stroke::new(100_000.0).with_join(Join::Round), 1_000_000);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_watch_stops_it() {
    let token = CancelToken::new();
    token.cancel();
    let watch = Watch { cancel: Some(token), ..Watch::default() };
    let points: Vec<_> = (0..10_000).map(|i| (f64::from(i), f64::from(i % 2))).collect();
    let mut out = Polygons::default();
    let path = path(&points, false);
    let result = stroke_polygons(path.elements(), &Stroke::new(1.0), Affine::IDENTITY, 1_000_000, &watch, &mut out);
    assert!(matches!(result, Err(Error::Cancelled)));
    assert!(out.len() < 40_000, "{}", out.len());
}

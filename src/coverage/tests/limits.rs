//! Shapes at the limits: far away, dense, degenerate, and seams between neighbours.

use std::time::Instant;

use super::picture::{Picture, picture};
use super::truth::{contours_of, truth};
use super::{RULES, error, polygons};
use crate::coverage::{Shape, Sweeper};
use crate::error::Error;
use crate::outline::Polygons;
use crate::paint::FillRule;
use crate::random::Random;
use crate::watch::Watch;

fn check(contours: &[Vec<(f64, f64)>], (width, height): (u32, u32)) -> Picture {
    let polygons = polygons(contours);
    let mut last = None;
    for rule in RULES {
        let whole = picture(&polygons, rule, width, height, &[]);
        let truth = truth(&contours_of(&polygons), rule, width as usize, height as usize, 64);
        let (rms, most) = error(&whole, &truth);
        assert!(rms < 4.0 && most <= 25.0, "{rms} {most} {contours:?}");
        let cuts: Vec<u32> = (1..height).step_by(7).collect();
        assert_eq!(picture(&polygons, rule, width, height, &cuts), whole);
        last = Some(whole);
    }
    last.unwrap()
}

#[test]
fn corners_may_lie_a_million_px_away() {
    let far = 1e6;
    check(&[vec![(-far, -far), (far, -far + 0.3), (30.0, far)]], (64, 64));
    check(&[vec![(-far, 10.2), (far, 20.7), (far, 21.9), (-far, 11.1)]], (64, 64));
    check(&[vec![(10.0, -far), (12.5, -far), (22.0, far), (20.0, far)]], (64, 64));
    // So steep that it passes a subpixel in a million rows.
    check(&[vec![(10.0, -far), (10.004, far), (20.0, far), (19.996, -far)]], (64, 64));
    // In the frame of a layer that begins a million px from the canvas's origin.
    check(&[vec![(-3.0 * far, 10.2), (far, 20.7), (far, 21.9), (-3.0 * far, 11.1)]], (64, 64));
    check(&[vec![(10.0, 3.0 * far), (12.5, 3.0 * far), (22.0, -far), (20.0, -far)]], (64, 64));
    check(&[vec![(-far, far), (-far, -far), (20.3, 31.0)], vec![(far, far), (far, -far), (10.3, 31.0)]], (64, 64));
    for contour in [vec![(70.0, 0.0), (90.0, 0.0), (80.0, 50.0)], vec![(0.0, -9.0), (9.0, -9.0), (5.0, -1.0)]] {
        let polygons = polygons(&[contour]);
        assert!(Shape::new(&polygons, FillRule::NonZero, 64, 64, &Watch::default()).unwrap().is_none());
    }
}

#[test]
fn bands_in_the_middle_of_long_edges_cost_their_rows() {
    let polygons = polygons(&[vec![(0.0, -1e6), (700.0, 1e6), (710.0, 1e6), (3.0, -1e6)]]);
    let shape = Shape::new(&polygons, FillRule::NonZero, 600, 600, &Watch::default()).unwrap().unwrap();
    assert_eq!((shape.rows(), shape.columns()), (0..600, 0..600));
    assert!(shape.bytes() < 1_000);
}

#[test]
fn what_has_no_area_covers_nothing() {
    for contour in [
        vec![(1.0, 1.0), (1.0, 1.0), (1.0, 1.0)],
        vec![(1.0, 1.0), (9.0, 1.0), (5.0, 1.0)],
        vec![(1.0, 1.0), (9.0, 7.0), (1.0, 1.0), (9.0, 7.0)],
        vec![(1.0, 1.0), (1.0, 7.0), (1.0, 3.0)],
        vec![(f64::NAN, 1.0), (f64::NAN, 7.0), (f64::NAN, 3.0)],
    ] {
        assert!(check(&[contour], (16, 16)).data.iter().all(|&cover| cover == 0));
    }
}

#[test]
fn crossings_in_one_row_may_be_many() {
    let count = if cfg!(debug_assertions) { 30_000 } else { 1_000_000 };
    let mut random = Random(3);
    let zigzag: Vec<(f64, f64)> = (0..count)
        .map(|i| {
            (random.between(0.0, 100.0), if i % 2 == 0 { random.between(0.1, 0.3) } else { random.between(0.6, 0.9) })
        })
        .collect();
    for zigzag in [zigzag.clone(), zigzag.iter().map(|&(x, y)| (x / 64.0 + 7.0, y)).collect()] {
        let polygons = polygons(&[zigzag]);
        let start = Instant::now();
        for rule in RULES {
            let shape = Shape::new(&polygons, rule, 100, 3, &Watch::default()).unwrap().unwrap();
            let mut sweeper = Sweeper::default();
            struct Nothing;
            impl crate::coverage::RowSink for Nothing {
                fn row(&mut self, _: u32, _: &[crate::coverage::Span], _: &[u8]) {}
            }
            match sweeper.sweep(&shape, 0..3, &mut Nothing, &Watch::default()) {
                Ok(()) | Err(Error::LimitExceeded { .. }) => {}
                Err(other) => panic!("{other}"),
            }
            assert!(sweeper.bytes() < 200 << 20, "{}", sweeper.bytes());
        }
        assert!(start.elapsed().as_secs() < 20);
    }
}

#[test]
fn windings_may_be_many() {
    // More than 16 bits hold, and their multiples too.
    let times = if cfg!(debug_assertions) { 9_001 } else { 65_537 };
    let contour = vec![(2.3, 2.4), (12.0, 3.0), (7.0, 12.7), (3.0, 9.0)];
    let polygons = polygons(&vec![contour.clone(); times]);
    let once = super::polygons(&[contour]);
    let once = picture(&once, FillRule::EvenOdd, 16, 16, &[]);
    for rule in RULES {
        let many = picture(&polygons, rule, 16, 16, &[5]);
        for (&many, &one) in many.data.iter().zip(&once.data) {
            assert!(many.abs_diff(one) <= 16, "{many} {one}");
        }
    }
}

#[test]
fn neighbours_cover_their_seam_together() {
    let mut random = Random(11);
    for _ in 0..300 {
        let mut point = || (random.between(2.0, 30.0), random.between(2.0, 30.0));
        let (a, b, c, d) = (point(), point(), (31.0, random.between(2.0, 30.0)), (1.0, random.between(2.0, 30.0)));
        let side = |p: (f64, f64)| (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0);
        if side(c) * side(d) >= 0.0 {
            continue;
        }
        let [one, other] = [c, d].map(|p| picture(&polygons(&[vec![a, b, p]]), FillRule::NonZero, 32, 32, &[]).data);
        // Pixels that both triangles, but nothing else, cover.
        let both = truth(&vec![points(&[a, c, b, d])], FillRule::NonZero, 32, 32, 64);
        for (i, &whole) in both.iter().enumerate() {
            if whole > 0.9999 && one[i] > 0 && other[i] > 0 {
                let sum = u32::from(one[i]) + u32::from(other[i]);
                assert!((254..=256).contains(&sum), "{} and {}", one[i], other[i]);
            }
        }
    }
}

fn points(contour: &[(f64, f64)]) -> Vec<kurbo::Point> {
    contour.iter().map(|&p| p.into()).collect()
}

#[test]
fn rectangles_are_as_their_outlines() {
    let mut random = Random(5);
    for _ in 0..500 {
        let (x0, y0) = (random.between(-5.0, 20.0), random.between(-5.0, 20.0));
        let (x1, y1) = (x0 + random.between(0.0, 20.0), y0 + random.between(0.0, 9.0));
        let corners = vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
        let rectangle = polygons(std::slice::from_ref(&corners));
        // A corner twice, and the outline is none of a rectangle any more.
        let outline = polygons(&[[corners.as_slice(), &corners[3..]].concat()]);
        let [rectangle, outline] = [rectangle, outline].map(|p| picture(&p, FillRule::EvenOdd, 24, 24, &[7]).data);
        assert_eq!(rectangle, outline, "{corners:?}");
    }
}

#[test]
fn rows_that_are_alike_are_as_the_truth_says() {
    let mut random = Random(6);
    for _ in 0..200 {
        let (x0, x1) = (random.between(-4.0, 20.0), random.between(24.0, 50.0));
        let (y0, y1) = (random.between(-4.0, 20.0), random.between(20.0, 50.0));
        // A rectangle with cut corners, reaching out of the canvas at times.
        let cut = random.between(0.0, 3.0);
        let mut corners = vec![(x0 + cut, y0), (x1, y0), (x1, y1 - cut), (x1 - cut, y1), (x0, y1), (x0, y0 + cut)];
        if random.below(2) == 0 {
            corners.reverse();
        }
        check(&[corners], (40, 40));
    }
}

#[test]
fn a_stopped_sweep_leaves_nothing_behind() {
    let stop = crate::CancelToken::new();
    stop.cancel();
    let watch = Watch { cancel: Some(stop), ..Watch::default() };
    let blob = polygons(&[vec![(1.0, 1.0), (20.0, 9.0), (1.0, 9.0), (20.0, 1.0)]]);
    let mut sweeper = Sweeper::default();
    let shape = Shape::new(&blob, FillRule::NonZero, 24, 24, &Watch::default()).unwrap().unwrap();
    let mut sink = Picture::new(24, 24, 0..24);
    assert!(matches!(sweeper.sweep(&shape, 0..24, &mut sink, &watch), Err(Error::Cancelled)));
    let after = super::picture_by(&mut sweeper, &blob, FillRule::NonZero, 24, 24, &[]);
    assert_eq!(after, picture(&blob, FillRule::NonZero, 24, 24, &[]));
}

#[test]
fn a_crowd_of_pieces_stopped_at_any_look_leaves_nothing_behind() {
    // All pieces of a row of pixels, and nearly all of them in one.
    let corner = |i: u32| {
        (3.3 + f64::from(i % 7) / 10.0 + if i.is_multiple_of(100) { 20.0 } else { 0.0 }, f64::from(i % 2) * 3.0)
    };
    let crowd = polygons(&[(0..40_000).map(corner).collect()]);
    let shape = Shape::new(&crowd, FillRule::EvenOdd, 24, 24, &Watch::default()).unwrap().unwrap();
    let expected = picture(&crowd, FillRule::EvenOdd, 24, 24, &[]);
    let mut sweeper = Sweeper::default();
    let mut looks = 0;
    while sweeper.sweep(&shape, 0..24, &mut Picture::new(24, 24, 0..24), &Watch::of_looks(looks)).is_err() {
        if looks % 9 == 0 {
            let after = super::picture_by(&mut sweeper, &crowd, FillRule::EvenOdd, 24, 24, &[]);
            assert_eq!(after, expected, "{looks}");
        }
        looks += 1;
    }
    assert!(looks > 45, "{looks}");
}

#[test]
fn a_polygon_of_many_segments_is_indexed_small() {
    let count = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };
    let mut random = Random(8);
    let mut polygons = Polygons::default();
    for i in 0..count {
        polygons.push((f64::from(i) / f64::from(count) * 1_200.0, random.between(0.0, 630.0)).into());
    }
    polygons.close();
    let shape = Shape::new(&polygons, FillRule::NonZero, 1_200, 630, &Watch::default()).unwrap().unwrap();
    assert!(shape.bytes() < 25 * u64::from(count as u32) + 10_000, "{}", shape.bytes());
}

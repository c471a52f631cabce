//! Unions of quadrilaterals against the truth, and against themselves in bands.

use std::f64::consts::TAU;

use kurbo::{Affine, BezPath, Point, Vec2};

use super::error;
use super::picture::Picture;
use super::truth::{Contours, contours_of_path, truth};
use crate::coverage::{Shape, Sweeper};
use crate::outline::{Polygons, Quads, is_dense, stroke_polygons, stroke_quads};
use crate::paint::{Cap, FillRule, Join, Stroke};
use crate::random::Random;
use crate::simd;
use crate::watch::Watch;

/// The coverage of a union, swept in bands that end at `cuts`.
fn picture(sweeper: &mut Sweeper, quads: &Quads, width: u32, height: u32, cuts: &[u32]) -> Picture {
    let watch = Watch::default();
    let mut out = Picture::new(width, height, 0..0);
    let Some(shape) = Shape::union(quads, width, height, &watch).unwrap() else { return out };
    assert!(shape.rows().end <= height && shape.columns().end <= width);
    out.set_columns(shape.columns());
    let mut from = 0;
    for &to in cuts.iter().chain([&height]) {
        sweeper.sweep(&shape, from..to, &mut out, &watch).unwrap();
        from = to;
    }
    out
}

/// Rectangles, and triangles, that turn one way; some reach out of the canvas.
fn random_quads(random: &mut Random, size: f64) -> (Quads, Contours) {
    let (mut quads, mut contours) = (Quads::default(), Contours::new());
    let reach = [0.2, 1.0, 40.0][random.below(3) as usize];
    for _ in 0..1 + random.below(30) {
        let middle = Vec2::new(random.between(-0.2, 1.2), random.between(-0.2, 1.2)) * size;
        let turn = crate::outline::rotation(random.between(0.0, TAU));
        let (long, wide) = (random.between(0.0, size * reach), random.between(0.0, 4.0));
        let corner = |x: f64, y: f64| turn * Point::new(x * long, y * wide) + middle;
        let last = corner(-1.0, [1.0, -1.0][random.below(2) as usize]);
        let corners = [corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), last];
        quads.push(corners);
        // As they are rounded.
        contours.push(corners.map(|p| ((p.to_vec2() * 256.0).round() / 256.0).to_point()).to_vec());
    }
    (quads, contours)
}

#[test]
fn a_union_stopped_at_any_look_leaves_nothing_behind() {
    let random = &mut Random(5);
    let mut quads = Quads::default();
    // So many to a line that they are dealt out by pixels; some pixels have very many.
    for i in 0..6_000 {
        let (x, y) = (random.between(-9.0, 40.0), random.between(-2.0, 90.0));
        let x = if i % 3 == 0 { 12.0 + x / 200.0 } else { x };
        let (wide, high) = (random.between(0.0, 0.3), random.between(0.0, 3.0));
        quads.push([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)].map(Point::from));
    }
    let (width, height) = (32, 80);
    let expected = picture(&mut Sweeper::default(), &quads, width, height, &[]);
    let shape = Shape::union(&quads, width, height, &Watch::default()).unwrap().unwrap();
    let mut sweeper = Sweeper::default();
    let mut stops = 0;
    for looks in 0.. {
        let mut out = Picture::new(width, height, shape.columns());
        let swept = sweeper.sweep(&shape, 0..height, &mut out, &Watch::of_looks(looks));
        if swept.is_ok() {
            break;
        }
        stops += 1;
        if looks % 7 == 0 {
            assert_eq!(picture(&mut sweeper, &quads, width, height, &[13]), expected, "{looks}");
        }
    }
    assert!(stops > 1_000, "{stops}");
}

#[test]
fn random_unions_are_the_truth_however_they_are_cut() {
    let size = 24_u32;
    let mut sweepers: Vec<Sweeper> = simd::all().into_iter().map(Sweeper::at).collect();
    let (mut sum, mut worst) = (0.0, 0.0_f64);
    let seeds = if cfg!(debug_assertions) { 1_000 } else { 5_000 };
    for seed in 0..seeds {
        let random = &mut Random(seed);
        let (quads, contours) = random_quads(random, f64::from(size));
        let whole = picture(&mut Sweeper::default(), &quads, size, size, &[]);
        let truth = truth(&contours, FillRule::NonZero, size as usize, size as usize, 64);
        let (rms, most) = error(&whole, &truth);
        sum += rms;
        worst = worst.max(most);
        assert!(most <= 25.0, "union {seed}: {most}");
        let cut = 1 + random.below(size - 1);
        for sweeper in &mut sweepers {
            for cuts in [vec![], vec![cut], (1..size).collect()] {
                assert_eq!(picture(sweeper, &quads, size, size, &cuts), whole, "union {seed} cut at {cuts:?}");
            }
        }
    }
    println!("largest error {worst:.1}, mean rms {:.2}", sum / seeds as f64);
    assert!(sum / (seeds as f64) < 2.0);
}

#[test]
fn large_unions_are_the_same_in_bands() {
    let random = &mut Random(3);
    let (mut quads, size) = (Quads::default(), 700);
    for _ in 0..20_000 {
        let at = Point::new(random.between(-20.0, 720.0), random.between(-300.0, 1_000.0));
        let along = Vec2::new(random.between(-9.0, 9.0), random.between(-90.0, 90.0));
        let wide = Vec2::new(random.between(0.1, 1.0), 0.0);
        quads.push([at, at + along, at + along + wide, at + wide]);
    }
    let whole = picture(&mut Sweeper::default(), &quads, size, size, &[]);
    assert!(whole.data.contains(&0) && whole.data.contains(&255));
    for height in [1, 7, 64, 333] {
        let cuts: Vec<u32> = (height..size).step_by(height as usize).collect();
        assert_eq!(picture(&mut Sweeper::default(), &quads, size, size, &cuts), whole, "bands of {height}");
    }
}

/// A polyline that turns back at every other point.
fn zigzag(random: &mut Random, points: u32, closed: bool) -> BezPath {
    let mut path = BezPath::new();
    let mut y = 0.0;
    for i in 0..points {
        y = y * 0.98 + random.between(-6.0, 6.0);
        let point = Point::new(8.0 + f64::from(i) * 0.11, 40.0 + y);
        if i == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    if closed {
        path.close_path();
    }
    path
}

#[test]
#[allow(clippy::disallowed_methods, reason = "any outline of a stroke will do, on this machine only")]
fn dense_strokes_are_the_truth() {
    for (seed, (join, cap, closed)) in [
        (Join::Miter, Cap::Butt, false),
        (Join::Miter, Cap::Square, true),
        (Join::Bevel, Cap::Square, false),
        (Join::Bevel, Cap::Butt, true),
        (Join::Round, Cap::Round, false),
        (Join::Round, Cap::Butt, true),
    ]
    .into_iter()
    .enumerate()
    {
        let random = &mut Random(seed as u64);
        let path = zigzag(random, 400, closed);
        for (width, transform) in [(1.5, Affine::IDENTITY), (1.5, Affine::new([1.2, 0.1, -0.3, 0.8, 14.0, 2.0]))] {
            let stroke = Stroke { join, cap, ..Stroke::new(width) };
            assert!(is_dense(path.elements(), width, &Watch::default()).unwrap());
            let mut quads = Quads::default();
            stroke_quads(path.elements(), &stroke, transform, u64::MAX, &Watch::default(), &mut quads).unwrap();
            let ours = picture(&mut Sweeper::default(), &quads, 80, 90, &[]);
            let style = kurbo::Stroke::new(width)
                .with_miter_limit(stroke.miter_limit)
                .with_join(match join {
                    Join::Miter => kurbo::Join::Miter,
                    Join::Bevel => kurbo::Join::Bevel,
                    Join::Round => kurbo::Join::Round,
                })
                .with_caps(match cap {
                    Cap::Butt => kurbo::Cap::Butt,
                    Cap::Square => kurbo::Cap::Square,
                    Cap::Round => kurbo::Cap::Round,
                });
            let outline = transform * kurbo::stroke(path.iter(), &style, &kurbo::StrokeOpts::default(), 0.001);
            let truth = truth(&contours_of_path(&outline), FillRule::NonZero, 80, 90, 64);
            let (rms, most) = error(&ours, &truth);
            println!("{join:?} {cap:?} {closed}: rms {rms:.2}, largest error {most:.1}");
            assert!(rms < 2.5 && most <= 25.0, "{join:?} {cap:?} {closed}: {rms} {most}");
        }
    }
}

#[test]
fn hostile_strokes_are_what_their_outlines_are() {
    let mut sweeper = Sweeper::default();
    let mut worst = 0.0_f64;
    for seed in 0..if cfg!(debug_assertions) { 300 } else { 3_000 } {
        let random = &mut Random(seed);
        let far = [0.5, 30.0, 3_000.0, 1e6][random.below(4) as usize];
        let grid = [0.0, 1.0, far][random.below(3) as usize];
        let coordinate = |random: &mut Random| {
            let v = random.between(-far, far);
            if grid > 0.0 { (v / grid).round() * grid } else { v }
        };
        let mut path = BezPath::new();
        path.move_to((coordinate(random), coordinate(random)));
        for _ in 0..3 + random.below(40) {
            match random.below(12) {
                0 => path.close_path(),
                1 => path.move_to((coordinate(random), coordinate(random))),
                _ => path.line_to((coordinate(random), coordinate(random))),
            }
        }
        let width = [1e-6, 0.2, 1.5, 40.0, 1e5, 1e6][random.below(6) as usize];
        let join = [Join::Miter, Join::Bevel, Join::Round][random.below(3) as usize];
        let cap = [Cap::Butt, Cap::Square, Cap::Round][random.below(3) as usize];
        let stroke = Stroke { join, cap, ..Stroke::new(width) };
        let transform = Affine::translate((random.between(0.0, 64.0), random.between(0.0, 64.0)))
            * [Affine::IDENTITY, Affine::new([0.3, 0.2, -0.1, 0.7, 0.0, 0.0]), Affine::scale_non_uniform(-1.0, 0.01)]
                [random.below(3) as usize];
        let (mut quads, mut polygons, watch) = (Quads::default(), Polygons::default(), Watch::default());
        stroke_quads(path.elements(), &stroke, transform, 10_000, &watch, &mut quads).unwrap();
        stroke_polygons(path.elements(), &stroke, transform, 10_000, &watch, &mut polygons).unwrap();
        let ours = picture(&mut sweeper, &quads, 64, 64, &[]);
        let outline = super::picture(&polygons, FillRule::NonZero, 64, 64, &[]);
        let off: f64 = ours.data.iter().zip(&outline.data).map(|(a, b)| f64::from(a.abs_diff(*b))).sum();
        let mean = off / ours.data.len() as f64;
        worst = worst.max(mean);
        assert!(mean < 3.0, "stroke {seed}: {mean} {stroke:?} {transform:?} {}", path.to_svg());
    }
    println!("most levels apart, on average over a picture: {worst:.2}");
}

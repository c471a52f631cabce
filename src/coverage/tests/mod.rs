//! The rasterizer against the truth, and against itself in bands.

mod convex;
mod crowds;
mod limits;
mod picture;
mod quality;
mod scenes;
mod truth;
mod unions;

use kurbo::Point;

use super::Sweeper;
use crate::outline::Polygons;
use crate::paint::FillRule;
use crate::random::Random;
use crate::simd;
use picture::{Picture, picture, picture_by};
use truth::{contours_of, truth};

const RULES: [FillRule; 2] = [FillRule::NonZero, FillRule::EvenOdd];

fn polygons(contours: &[Vec<(f64, f64)>]) -> Polygons {
    let mut out = Polygons::default();
    for contour in contours {
        contour.iter().for_each(|&p| out.push(Point::from(p)));
        out.close();
    }
    out
}

/// Root mean square and largest difference from the truth, in levels, over the pixels that either touches.
fn error(picture: &Picture, truth: &[f64]) -> (f64, f64) {
    let (mut sum, mut count, mut most) = (0.0, 0_u32, 0.0_f64);
    for (&ours, &theirs) in picture.data.iter().zip(truth) {
        if ours > 0 || theirs > 0.0 {
            let off = f64::from(ours) - theirs * 255.0;
            sum += off * off;
            count += 1;
            most = most.max(off.abs());
        }
    }
    ((sum / f64::from(count.max(1))).sqrt(), most)
}

/// A random outline: of few or many corners, on or off the grid, small or reaching out of the canvas.
fn random_contours(random: &mut Random, size: f64) -> Vec<Vec<(f64, f64)>> {
    let reach = [1.0, 1.0, 1.0, 3.0, 1_000.0][random.below(5) as usize];
    let grid = [0.0, 0.0, 1.0, 0.5, 0.25][random.below(5) as usize];
    let snap = |v: f64| if grid > 0.0 { (v / grid).round() * grid } else { v };
    let middle = (random.between(0.0, size), random.between(0.0, size));
    let spread = size * [0.05, 0.3, 1.0][random.below(3) as usize] * reach;
    let contours = 1 + random.below(3);
    (0..contours)
        .map(|_| {
            let most = [2, 5, 12][random.below(3) as usize];
            let corners = 3 + random.below(most);
            (0..corners)
                .map(|_| {
                    let x = middle.0 + random.between(-spread, spread);
                    let y = middle.1 + random.between(-spread, spread);
                    (snap(x), snap(y))
                })
                .collect()
        })
        .collect()
}

/// Random paths that are tried: as many as `INKSTONE_PATHS` says, which CI sets to 10,000.
fn count_of_paths() -> u64 {
    match std::env::var("INKSTONE_PATHS") {
        Ok(count) => count.parse().expect("a number of paths"),
        Err(_) if cfg!(debug_assertions) => 2_000,
        Err(_) => 10_000,
    }
}

#[test]
fn random_paths_are_the_truth_however_they_are_cut() {
    let paths = count_of_paths();
    let (size, mut worst, mut sum) = (24_u32, 0.0_f64, 0.0);
    let mut sweepers: Vec<Sweeper> = simd::all().into_iter().map(Sweeper::at).collect();
    for seed in 0..paths {
        let random = &mut Random(seed);
        let polygons = polygons(&random_contours(random, f64::from(size)));
        let contours = contours_of(&polygons);
        for rule in RULES {
            let whole = picture(&polygons, rule, size, size, &[]);
            let truth = truth(&contours, rule, size as usize, size as usize, 64);
            let (rms, most) = error(&whole, &truth);
            assert!(most <= 25.0, "path {seed}, {rule:?}: {most} {polygons:?}");
            worst = worst.max(most);
            sum += rms;
            for sweeper in &mut sweepers {
                assert_eq!(picture_by(sweeper, &polygons, rule, size, size, &[]), whole, "path {seed}, {rule:?}");
            }
            let cut = 1 + random.below(size - 1);
            for cuts in [vec![cut], vec![cut.min(3), cut.max(3), size - 1], (1..size).collect()] {
                assert_eq!(picture(&polygons, rule, size, size, &cuts), whole, "path {seed}, {rule:?} cut at {cuts:?}");
            }
        }
    }
    println!("largest error {worst:.1}, mean rms {:.2}", sum / (2 * paths) as f64);
    assert!(sum / ((2 * paths) as f64) < 1.5);
}

#[test]
fn very_many_pieces_beside_a_path_change_nothing() {
    // Of more than 10,000 other sides in the same rows pieces are kept in another way.
    let size = 24_u32;
    let zigzag: Vec<_> =
        (0..12_000).map(|i| (f64::from(size + 2 + i % 4), f64::from(i / 500) + f64::from(1 + i % 2) / 4.0)).collect();
    for seed in 0..count_of_paths() / 20 {
        let mut contours = random_contours(&mut Random(seed), f64::from(size));
        let alone = polygons(&contours);
        contours.push(zigzag.clone());
        let beside = polygons(&contours);
        for rule in RULES {
            let [alone, beside] = [&alone, &beside].map(|of| picture(of, rule, size + 8, size, &[]).data);
            for (y, (a, b)) in alone.chunks(size as usize + 8).zip(beside.chunks(size as usize + 8)).enumerate() {
                assert_eq!(a[..size as usize], b[..size as usize], "row {y} of path {seed}, {rule:?}");
            }
        }
    }
}

#[test]
fn points_that_fall_together_hide_no_turn() {
    // Eights, whose lobes wind in opposite directions; the first point is there twice, or once.
    for eight in [
        [(1.0, 2.0), (1.0, 2.0), (2.0, 2.0), (1.0, 3.0), (2.0, 0.0), (3.0, 1.0)],
        [(0.0, 2.0), (0.0, 2.0), (2.0, 3.0), (0.0, 3.0), (2.0, 0.0), (3.0, 1.0)],
    ] {
        for step in 0..64 {
            let at = f64::from(step) / 8.0;
            let moved = |points: &[(f64, f64)]| -> Vec<_> {
                points.iter().map(|&(x, y)| (x * 5.3 + at, y * 5.3 + at / 3.0)).collect()
            };
            for rule in RULES {
                let drawn = |points: &[(f64, f64)]| picture(&polygons(&[moved(points)]), rule, 32, 24, &[]).data;
                assert_eq!(drawn(&eight), drawn(&eight[1..]), "{rule:?} at {at}");
            }
        }
    }
}

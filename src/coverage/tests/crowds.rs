//! Many edges in few pixels against the truth: outlines of many corners, combs of thin bars, stars.

use super::picture::{picture, picture_by};
use super::truth::{contours_of, truth};
use super::{RULES, error, polygons};
use crate::coverage::Sweeper;
use crate::random::Random;
use crate::simd;

/// Pixels of the canvas, each way.
const SIZE: u32 = 8;

type Outline = Vec<Vec<(f64, f64)>>;
type Kind = fn(&mut Random) -> Outline;

/// One or two contours of very many corners, all within few pixels.
fn tangle(random: &mut Random) -> Outline {
    let spread = [0, 1].map(|_| [0.2, 0.5, 1.0, 2.5][random.below(4) as usize]);
    let middle = (random.between(2.0, 6.0), random.between(2.0, 6.0));
    (0..1 + random.below(2))
        .map(|_| {
            (0..8 + random.below(53))
                .map(|_| {
                    (middle.0 + random.between(-1.0, 1.0) * spread[0], middle.1 + random.between(-1.0, 1.0) * spread[1])
                })
                .collect()
        })
        .collect()
}

/// Bars that stand side by side and lean, so many, one each `pitch`; each a contour of its own, or all of them one; some
/// twice, or every other one the other way round.
fn bars(random: &mut Random, count: u32, pitch: f64) -> Outline {
    let wide = pitch * random.between(0.1, 1.2);
    let (left, top) = (random.between(1.0, 4.0), random.between(-1.0, 3.0));
    let high = random.between(0.2, 7.0);
    let (bottom, lean) = (top + high, high * random.between(-0.5, 0.5) * f64::from(random.below(3)));
    let bar = |x: f64| vec![(x, top), (x + wide, top), (x + wide + lean, bottom), (x + lean, bottom)];
    let bars = (0..count).map(|i| bar(left + f64::from(i) * pitch));
    match random.below(4) {
        0 => bars.collect(),
        1 => vec![bars.flatten().collect()],
        2 => bars.zip(0..).map(|(bar, i)| if i % 2 == 0 { bar } else { bar.into_iter().rev().collect() }).collect(),
        _ => bars.flat_map(|bar| [bar.clone(), bar]).collect(),
    }
}

/// Upright bars, thinner than a subpixel or wider.
fn comb(random: &mut Random) -> Outline {
    let pitch = [1.0 / 16.0, 1.0 / 32.0, random.between(0.02, 0.3)][random.below(3) as usize];
    let count = 1 + random.below(40);
    bars(random, count, pitch)
}

/// Level bars, of which a pixel has one and a part of another, so that no more than one strip where they overlap lies
/// between two of sixteen heights: see [`winding`](crate::coverage::winding).
fn shelf(random: &mut Random) -> Outline {
    let (count, pitch) = (1 + random.below(8), random.between(1.0, 1.6));
    let mut outline = bars(random, count, pitch);
    outline.iter_mut().flatten().for_each(|(x, y)| std::mem::swap(x, y));
    outline
}

/// Level bars of any number that lie beside each other, all the same way round: two winding numbers.
fn ladder(random: &mut Random) -> Outline {
    let (count, pitch) =
        (1 + random.below(60), [1.0 / 16.0, 1.0 / 32.0, random.between(0.02, 0.3)][random.below(3) as usize]);
    let (high, left) = (pitch * random.between(0.05, 0.95), random.between(-1.0, 3.0));
    let (top, wide) = (random.between(1.0, 4.0), random.between(0.2, 7.0));
    let lean = wide * random.between(-0.5, 0.5) * f64::from(random.below(3));
    let bar = |y: f64| vec![(left, y), (left + wide, y + lean), (left + wide, y + lean + high), (left, y + high)];
    (0..count).map(|i| bar(top + f64::from(i) * pitch)).collect()
}

/// Many points on a circle, each joined to one further on; or spikes.
fn star(random: &mut Random) -> Outline {
    let (corners, radius) = (5 + random.below(55), random.between(0.3, 3.5));
    let (step, spikes) = (1 + random.below(corners - 1), random.below(2) == 0);
    let inner = random.between(0.0, 1.0);
    let (middle, turn) = ((random.between(3.0, 5.0), random.between(3.0, 5.0)), random.between(0.0, 6.0));
    let contour = (0..corners).map(|i| {
        let at = turn + f64::from(i * step % corners) / f64::from(corners) * std::f64::consts::TAU;
        let radius = if spikes && i % 2 == 0 { inner * radius } else { radius };
        let point = crate::outline::rotation(at) * kurbo::Point::new(radius, 0.0);
        (point.x + middle.0, point.y + middle.1)
    });
    vec![contour.collect()]
}

#[test]
fn crowds_are_the_truth_at_every_level_however_they_are_cut() {
    let seeds = if cfg!(debug_assertions) { 150 } else { 1_000 };
    let mut sweepers: Vec<Sweeper> = simd::all().into_iter().map(Sweeper::at).collect();
    let kinds: [(&str, Kind); 5] =
        [("tangle", tangle), ("comb", comb), ("shelf", shelf), ("ladder", ladder), ("star", star)];
    for (kind, make) in kinds {
        let (mut sum, mut worst, mut missed) = (0.0, 0.0_f64, 0);
        for seed in 0..seeds {
            let random = &mut Random(seed);
            let polygons = polygons(&make(random));
            let cuts = vec![1 + random.below(SIZE - 1)];
            for rule in RULES {
                let whole = picture(&polygons, rule, SIZE, SIZE, &[]);
                let truth = truth(&contours_of(&polygons), rule, SIZE as usize, SIZE as usize, 256);
                let (rms, most) = error(&whole, &truth);
                sum += rms;
                worst = worst.max(most);
                missed += u32::from(most > 25.0);
                for sweeper in &mut sweepers {
                    assert_eq!(
                        picture_by(sweeper, &polygons, rule, SIZE, SIZE, &cuts),
                        whole,
                        "{kind} {seed}, {rule:?}"
                    );
                }
            }
        }
        let rms = sum / (2 * seeds) as f64;
        println!("{kind}: largest error {worst:.1}, mean rms {rms:.2}");
        let of = 2 * seeds;
        assert!(missed == 0 && rms < 2.5, "{kind}: {missed} of {of} missed, {worst:.1}, rms {rms:.2}");
    }
}

#[test]
fn thin_bars_are_as_wide_as_they_are_wherever_they_stand() {
    for (count, wide) in (1..=6).flat_map(|n| [0.005, 0.01, 0.02, 0.03, 0.05].map(|wide| (n * 8, wide))) {
        for lean in [0.0, 0.1, 1.0] {
            let bar = |k: u32| {
                let x = 1.0 + f64::from(k) / f64::from(count) + 1.0 / 32.0 - wide / 2.0;
                vec![(x, 0.5), (x + wide, 0.5), (x + wide + lean, 7.5), (x + lean, 7.5)]
            };
            let polygons = polygons(&(0..count).map(bar).collect::<Vec<_>>());
            for rule in RULES {
                let ours = picture(&polygons, rule, SIZE, SIZE, &[]);
                let truth = truth(&contours_of(&polygons), rule, SIZE as usize, SIZE as usize, 256);
                let (_, most) = error(&ours, &truth);
                assert!(most <= 25.0, "{count} bars of {wide} that lean by {lean}, {rule:?}: {most}");
            }
        }
    }
}

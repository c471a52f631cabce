//! Convex outlines are drawn by a shorter way: the same bytes as by the way of all others.

use std::f64::consts::TAU;

use kurbo::{Affine, BezPath, Circle, Ellipse, Point, Rect, RoundedRect};

use super::picture::picture_by;
use crate::coverage::Sweeper;
use crate::outline::{Polygons, ToPath, fill_polygons, rotation};
use crate::paint::FillRule;
use crate::random::Random;
use crate::simd;
use crate::watch::Watch;

const SIZE: u32 = 96;

/// A convex path somewhere on a canvas, or partly off it.
fn convex(random: &mut Random) -> BezPath {
    let center = Point::new(random.between(-4.0, 100.0), random.between(-4.0, 100.0));
    let mut size = || {
        let most = [1.5, 4.0, 9.0, 30.0, 80.0][random.between(0.0, 5.0) as usize];
        (random.between(0.1, most), random.between(0.1, most))
    };
    let (width, height) = size();
    let upright = Rect::from_center_size(center, (2.0 * width, 2.0 * height));
    match random.between(0.0, 6.0) as usize {
        0 => Circle::new(center, width).to_path(),
        1 => Ellipse::new(center, (width, height), 0.0).to_path(),
        2 => RoundedRect::from_rect(upright, random.between(0.0, width.min(height))).to_path(),
        3 => RoundedRect::from_rect(upright.round(), random.between(0.0, width.min(height)).round()).to_path(),
        4 => {
            let path = RoundedRect::from_rect(upright, random.between(0.0, width.min(height))).to_path();
            path.map(|path| {
                Affine::translate(center.to_vec2())
                    * rotation(random.between(0.0, TAU))
                    * Affine::translate(-center.to_vec2())
                    * path
            })
        }
        _ => {
            // Points on an ellipse, in their order.
            let mut angles: Vec<f64> =
                (0..random.between(3.0, 12.0) as usize).map(|_| random.between(0.0, TAU)).collect();
            angles.sort_by(f64::total_cmp);
            let mut path = BezPath::new();
            for (i, angle) in angles.into_iter().enumerate() {
                let round = rotation(angle) * Point::new(1.0, 0.0);
                let point = Point::new(center.x + width * round.x, center.y + height * round.y);
                if i == 0 { path.move_to(point) } else { path.line_to(point) }
            }
            path.close_path();
            Ok(path)
        }
    }
    .unwrap()
}

#[test]
fn convex_outlines_are_drawn_as_all_others_are() {
    let mut random = Random(41);
    let levels = simd::all();
    let mut sweepers: Vec<Sweeper> = levels.iter().map(|&level| Sweeper::at(level)).collect();
    let (mut compared, mut general) = (0, Sweeper::default());
    for round in 0..3_000 {
        let path = convex(&mut random);
        let mut polygons = Polygons::default();
        fill_polygons(&path, Affine::IDENTITY, 1 << 20, &Watch::default(), &mut polygons).unwrap();
        let Some(&first) = polygons.points().first() else { continue };
        let rule = if round % 2 == 0 { FillRule::NonZero } else { FillRule::EvenOdd };
        let mut cuts: Vec<u32> = (0..round % 5).map(|_| random.between(0.0, f64::from(SIZE)) as u32).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let quick: Vec<_> =
            sweepers.iter_mut().map(|sweeper| picture_by(sweeper, &polygons, rule, SIZE, SIZE, &cuts).data).collect();
        // A second contour that is nothing: nobody knows now that the first one is convex.
        polygons.extend([first; 3].into_iter());
        polygons.close();
        let expected = picture_by(&mut general, &polygons, rule, SIZE, SIZE, &[]).data;
        for (quick, level) in quick.iter().zip(&levels) {
            assert_eq!(*quick, expected, "{round} {level:?} {cuts:?} {}", path.to_svg());
        }
        compared += usize::from(expected.iter().any(|&byte| byte != 0));
    }
    assert!(compared > 2_000, "{compared}");
}

//! Boolean operations of shapes against the same made of pixels, by clips and Porter-Duff operators.
#![cfg(feature = "path-ops")]

use kurbo::{BezPath, Circle, Point, Rect};

use crate::engine::Engine;
use crate::options::RenderOptions;
use crate::outline::{PathOps, ToPath};
use crate::paint::{BlendMode, Color, FillRule};
use crate::scene::{Layer, Scene, SceneBuilder};

const SIDE: u32 = 96;

fn alpha(draw: impl FnOnce(&mut SceneBuilder)) -> Vec<u8> {
    let mut scene = Scene::builder(f64::from(SIDE), f64::from(SIDE));
    draw(&mut scene);
    let pixmap = Engine::new().canvas().render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap();
    pixmap.data().as_chunks::<4>().0.iter().map(|pixel| pixel[3]).collect()
}

/// A shape with a few corners, some of which cross others.
fn shape(number: u32) -> BezPath {
    let mut state = number.wrapping_mul(0x9e37_79b9) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state % 1_000) / 1_000.0 * 80.0 + 8.0
    };
    let mut point = || Point::new(next(), next());
    let mut path = BezPath::new();
    match number % 4 {
        0 => return Circle::new(point(), 25.0).to_path().unwrap(),
        1 => return Rect::from_points(point(), point()).to_path().unwrap(),
        2 => {
            path.move_to(point());
            (0..4).for_each(|_| path.line_to(point()));
        }
        _ => {
            path.move_to(point());
            (0..3).for_each(|_| path.curve_to(point(), point(), point()));
        }
    }
    path.close_path();
    path
}

/// Puts a layer of one shape onto the other.
fn put(mode: BlendMode, a: &BezPath, b: &BezPath) -> Vec<u8> {
    alpha(|scene| {
        scene.fill(a.clone(), Color::BLACK);
        scene.layer(Layer::new().with_blend_mode(mode), |scene| _ = scene.fill(b.clone(), Color::BLACK));
    })
}

#[test]
fn areas_are_those_of_pixels() {
    let (mut compared, mut worst, mut sum) = (0_u32, 0, 0_u64);
    for number in 0..60 {
        let (a, b) = (shape(number), shape(number * 7 + 3));
        let (in_a, in_b) = [&a, &b].map(|path| alpha(|scene| _ = scene.fill(path.clone(), Color::BLACK))).into();
        let clipped = alpha(|scene| _ = scene.clipped(b.clone(), |scene| _ = scene.fill(a.clone(), Color::BLACK)));
        let operations = PathOps::new().with_tolerance(0.002);
        for (name, made, by_pixels) in [
            ("intersection", operations.intersection(&a, &b), clipped),
            ("union", operations.union(&a, &b), put(BlendMode::SourceOver, &a, &b)),
            ("difference", operations.difference(&a, &b), put(BlendMode::DestinationOut, &a, &b)),
            ("exclusive or", operations.xor(&a, &b), put(BlendMode::Xor, &a, &b)),
        ] {
            let made = made.unwrap();
            let drawn = alpha(|scene| _ = scene.fill_with_rule(made, FillRule::NonZero, Color::BLACK));
            for (i, (drawn, expected)) in drawn.into_iter().zip(by_pixels).enumerate() {
                // Where edges of both are in a pixel, pixels know nothing of where in it.
                let is_inner = |alpha: u8| alpha == 0 || alpha == 255;
                if is_inner(in_a[i]) || is_inner(in_b[i]) {
                    let (at, off) = ((i as u32 % SIDE, i as u32 / SIDE), drawn.abs_diff(expected));
                    // Pixels that several edges of one shape cross are off by some levels, whoever draws them: up to 16 beside
                    // the exact area where shapes cross themselves.
                    assert!(off <= 12, "{name} {number} {at:?}: {drawn} for {expected}");
                    if !is_inner(drawn) {
                        (compared, worst, sum) = (compared + 1, worst.max(off), sum + u64::from(off));
                    }
                }
            }
        }
    }
    let mean = sum as f64 / f64::from(compared);
    assert!(compared > 10_000 && mean < 1.5, "{compared}, {mean}, {worst}");
}

//! Strokes as the canvas and SVG standards define them: areas and pixels that can be computed, by both rasterizers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::f64::consts::{PI, SQRT_2};

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{
    Canvas, Cap, Color, Engine, Error, Join, Limits, Pixmap, Rasterizer, RenderOptions, Scene, SceneBuilder, Stroke,
    StrokeAlign, StrokeScaling, ToPath,
};

const BOTH: [Rasterizer; 2] = [Rasterizer::Inkstone, Rasterizer::TinySkia];

struct Bench(Canvas);

impl Bench {
    fn new() -> Self {
        Self(Engine::new().canvas())
    }

    fn render(&mut self, options: &RenderOptions, draw: impl FnOnce(&mut SceneBuilder)) -> Pixmap {
        let mut scene = Scene::builder(100.0, 100.0);
        draw(&mut scene);
        self.0.render(&scene.finish().unwrap(), options).unwrap()
    }

    /// Pixels covered, of a black drawing.
    fn area(&mut self, rasterizer: Rasterizer, draw: impl FnOnce(&mut SceneBuilder)) -> f64 {
        let options = RenderOptions::new().with_rasterizer(rasterizer);
        let pixmap = self.render(&options, draw);
        pixmap.data().as_chunks::<4>().0.iter().map(|pixel| f64::from(pixel[3]) / 255.0).sum()
    }

    /// Asserts the area of a stroked shape under a transform, exact to a part of its outline's pixels.
    #[track_caller]
    fn stroked(&mut self, shape: impl ToPath, transform: Affine, stroke: &Stroke, expected: f64) {
        for rasterizer in BOTH {
            let found = self.area(rasterizer, |scene| {
                scene.transformed(transform, |scene| _ = scene.stroke(&shape, stroke.clone(), Color::BLACK));
            });
            // Ours is exact but for the rounding of each pixel; tiny-skia takes 16 samples of each.
            let room = if rasterizer == Rasterizer::Inkstone { 0.004 } else { 0.03 } * expected + 0.1;
            assert!((found - expected).abs() <= room, "{rasterizer:?}: {found}, expected {expected}");
        }
    }

    fn pixels(&mut self, draw: impl FnOnce(&mut SceneBuilder)) -> Pixmap {
        self.render(&RenderOptions::new(), draw)
    }

    /// Asserts that two drawings have the same pixels.
    #[track_caller]
    fn same(&mut self, a: impl Fn(&mut SceneBuilder), b: impl Fn(&mut SceneBuilder)) {
        for rasterizer in BOTH {
            for dpi in [96.0, 150.0] {
                let options = RenderOptions::new().with_rasterizer(rasterizer).with_dpi(dpi);
                let (a, b) = (self.render(&options, &a), self.render(&options, &b));
                assert!(a == b, "{rasterizer:?} at {dpi} DPI");
                assert!(a.data().iter().any(|&v| v > 0), "something is drawn");
            }
        }
    }
}

fn alpha(pixmap: &Pixmap, x: u32, y: u32) -> u8 {
    pixmap.pixel(x, y).unwrap()[3]
}

const PLAIN: Affine = Affine::IDENTITY;

#[test]
fn no_width_is_no_stroke_and_a_hairline_is_a_pixel() {
    let mut bench = Bench::new();
    for stroke in [Stroke::new(0.0), Stroke::new(0.0).with_cap(Cap::Round), Stroke::new(0.0).with_non_scaling(true)] {
        bench.stroked("M10 10H90V90", PLAIN, &stroke, 0.0);
    }
    // A device pixel wide whatever the scale: lines of 80 px, and of 80 * 300 / 96 device pixels.
    for scale in [0.001, 1.0, 700.0] {
        let at = |v: f64| v / scale;
        let line = format!("M{} {}H{}", at(10.0), at(50.25), at(90.0));
        bench.stroked(&line, Affine::scale(scale), &Stroke::hairline(), 80.0);
        let pixmap = bench.render(&RenderOptions::new().with_dpi(300.0), |scene| {
            scene.transformed(Affine::scale(scale), |scene| _ = scene.stroke(&line, Stroke::hairline(), Color::BLACK));
        });
        let covered: f64 = pixmap.data().as_chunks::<4>().0.iter().map(|pixel| f64::from(pixel[3]) / 255.0).sum();
        assert!((covered - 250.0).abs() < 1.0, "{scale}: {covered}");
    }
    // Its dashes are device pixels too.
    let dashed = Stroke::hairline().with_dashes([3.0, 5.0]);
    bench.stroked("M10 10.5H74", PLAIN, &dashed, 24.0);
    bench.stroked("M1 1.05H7.4", Affine::scale(10.0), &dashed, 24.0);
}

#[test]
fn caps_add_what_the_standard_says() {
    let mut bench = Bench::new();
    let turned = Affine::translate((50.0, 50.0)) * inkstone::rotation(0.4);
    for (cap, more) in [(Cap::Butt, 0.0), (Cap::Round, PI * 25.0), (Cap::Square, 100.0)] {
        let stroke = Stroke::new(10.0).with_cap(cap);
        bench.stroked("M-20 0H20", turned, &stroke, 400.0 + more);
        // Subpaths of no length are their caps alone, as in SVG; a move is nothing.
        for dot in ["M0 0L0 0", "M0 0Z", "M0 0C0 0 0 0 0 0"] {
            bench.stroked(dot, turned, &stroke, more);
        }
        bench.stroked("M0 0", turned, &stroke, 0.0);
    }
    // The square of a subpath without a direction lies along the axes of its coordinates, a dash's along its path.
    let square = Stroke::new(20.0).with_cap(Cap::Square);
    bench.same(
        |scene| _ = scene.stroke("M50 50Z", square.clone(), Color::BLACK),
        |scene| _ = scene.fill(Rect::new(40.0, 40.0, 60.0, 60.0), Color::BLACK),
    );
    let dash = square.with_dashes([0.0, 1_000.0]).with_dash_offset(-25.0);
    let pixmap = bench.pixels(|scene| _ = scene.stroke("M0 0L100 100", dash, Color::BLACK));
    // Its middle is 25 along the diagonal, its corners straight above, below and beside it by 10 sqrt(2).
    let middle = 25.0 / SQRT_2;
    let at = |dx: f64, dy: f64| alpha(&pixmap, (middle + dx) as u32, (middle + dy) as u32);
    assert_eq!([at(12.0, 0.0), at(-12.0, 0.0), at(0.0, 12.0), at(0.0, -12.0)], [255; 4]);
    assert_eq!([at(9.0, 9.0), at(-9.0, -9.0), at(9.0, -9.0), at(-9.0, 9.0)], [0; 4]);
}

#[test]
fn joins_add_what_the_standard_says() {
    let mut bench = Bench::new();
    // A right angle, twice 40 long and 12 wide: the legs overlap in a square of 6, the corner lacks a square of 6.
    let corner = "M30 70V30H70";
    let legs = 2.0 * 40.0 * 12.0 - 36.0;
    for (join, more) in [(Join::Miter, 36.0), (Join::Round, PI * 9.0), (Join::Bevel, 18.0)] {
        bench.stroked(corner, PLAIN, &Stroke::new(12.0).with_join(join), legs + more);
    }
    // A miter is kept up to its limit, which is the ratio 1 / sin(angle / 2) of its length to the width, and bevelled
    // beyond: sqrt(2) for a right angle.
    for (limit, more) in [(SQRT_2, 36.0), (SQRT_2 - 1e-9, 18.0), (SQRT_2 + 1e-9, 36.0), (1.0, 18.0), (0.0, 18.0)] {
        bench.stroked(corner, PLAIN, &Stroke::new(12.0).with_miter_limit(limit), legs + more);
    }
    // The same at other angles, turned about so that rounding differs: turns whose ratios are 1.25 (cos = 0.28), 2 (120
    // degrees) and 4.
    for (ratio, cosine) in [(1.25_f64, 0.28_f64), (2.0, -0.5), (4.0, -0.875)] {
        let (sine, half) = ((1.0 - cosine * cosine).sqrt(), 5.0);
        let (x, y) = (40.0 * cosine, 40.0 * sine);
        let path = format!("M-40 0L0 0L{x} {y}");
        for turn in 0..24 {
            let about = Affine::translate((50.0, 50.0)) * inkstone::rotation(f64::from(turn) * 0.7);
            let mut area = |limit: f64| {
                bench.area(Rasterizer::Inkstone, |scene| {
                    let stroke = Stroke::new(2.0 * half).with_miter_limit(limit);
                    scene.transformed(about, |scene| _ = scene.stroke(&path, stroke, Color::BLACK));
                })
            };
            // The tip is a triangle over the bevel: half the bevel, times the miter's length beyond it.
            let (bevel, depth) = (2.0 * half * (1.0 - 1.0 / (ratio * ratio)).sqrt(), half * (ratio - 1.0 / ratio));
            let (at, below) = (area(ratio), area(ratio - 1e-9));
            assert!((at - below - bevel * depth / 2.0).abs() < 1.0, "{ratio} {turn}: {at} {below} {bevel} {depth}");
        }
    }
    // On the inner side there is no hole, however short the legs: a zigzag within its pen.
    let pixmap = bench.pixels(|scene| {
        scene.stroke("M20 50L48 50L50 56L52 50L80 50", Stroke::new(30.0).with_join(Join::Round), Color::BLACK);
    });
    assert!((36..64).all(|y| (21..79).all(|x| alpha(&pixmap, x, y) == 255)));
    // At a cusp inside a curve the pen turns round, whatever the join: up to half the width, and no miter.
    let tip = |join: Join, bench: &mut Bench| {
        let stroke = Stroke::new(16.0).with_join(join);
        bench.pixels(|scene| _ = scene.stroke("M10 90C90 10 10 10 90 90", stroke, Color::BLACK))
    };
    for join in [Join::Miter, Join::Round, Join::Bevel] {
        // The cusp is at (50, 30).
        let pixmap = tip(join, &mut bench);
        assert_eq!([alpha(&pixmap, 50, 23), alpha(&pixmap, 49, 23)], [255; 2], "{join:?}");
        assert_eq!([alpha(&pixmap, 50, 20), alpha(&pixmap, 49, 20)], [0; 2], "{join:?}");
        // The tip of a bevel at the end of two tangents would be flat: it is round.
        assert!(alpha(&pixmap, 44, 22) < 255 && alpha(&pixmap, 47, 23) > 200, "{join:?}");
    }
}

#[test]
fn dashes_follow_the_standard() {
    let mut bench = Bench::new();
    let line = "M10 50H90";
    let dashed = |pattern: &[f64], offset: f64| Stroke::new(4.0).with_dashes(pattern).with_dash_offset(offset);
    // An odd list is doubled: 3 on, 2 off, 5 on, 3 off, 2 on, 5 off, four times.
    bench.same(
        |scene| _ = scene.stroke(line, dashed(&[3.0, 2.0, 5.0], 0.0), Color::BLACK),
        |scene| _ = scene.stroke(line, dashed(&[3.0, 2.0, 5.0, 3.0, 2.0, 5.0], 0.0), Color::BLACK),
    );
    bench.stroked(line, PLAIN, &dashed(&[3.0, 2.0, 5.0], 0.0), 4.0 * 4.0 * 10.0);
    // A negative offset is one less by the pattern; 3 before its start of 8 is 5 into it.
    bench.same(
        |scene| _ = scene.stroke(line, dashed(&[5.0, 3.0], -3.0), Color::BLACK),
        |scene| _ = scene.stroke(line, dashed(&[5.0, 3.0], 5.0), Color::BLACK),
    );
    bench.same(
        |scene| _ = scene.stroke(line, dashed(&[5.0, 3.0], -803.0), Color::BLACK),
        |scene| {
            for i in 0..10 {
                let x = 13.0 + 8.0 * f64::from(i);
                scene.fill(Rect::new(x, 48.0, (x + 5.0).min(90.0), 52.0), Color::BLACK);
            }
        },
    );
    // No lengths, or none above zero, are a solid line.
    for none in [&[][..], &[0.0], &[0.0, 0.0], &[0.0, 0.0, 0.0]] {
        bench.same(
            |scene| _ = scene.stroke(line, dashed(none, 7.0), Color::BLACK),
            |scene| _ = scene.stroke(line, 4.0, Color::BLACK),
        );
    }
    // A dash runs round a corner, with a join there: 10 of a leg, 10 of the next.
    let corner = Stroke::new(8.0).with_dashes([20.0, 100.0]).with_dash_offset(-30.0);
    bench.stroked("M20 60V20H60", PLAIN, &corner, 2.0 * 80.0 - 16.0 + 16.0);
    // Around a closed square of 40, 10 into dashes of 20: one goes over the corner at which it begins, joined; at no offset
    // one begins there, and nothing is in the corner's outer half.
    let square = Rect::new(30.0, 30.0, 70.0, 70.0);
    for (offset, joined) in [(10.0, 255), (0.0, 0), (20.0, 0)] {
        let stroke = Stroke::new(8.0).with_dashes([20.0, 20.0]).with_dash_offset(offset);
        let pixmap = bench.pixels(|scene| _ = scene.stroke(square, stroke, Color::BLACK));
        assert_eq!([alpha(&pixmap, 26, 26), alpha(&pixmap, 29, 29)], [joined; 2], "{offset}");
    }
    // 160 of outline, half of it dashes of 20; each of the four goes over a corner, whose square of 8 is covered once.
    bench.stroked(square, PLAIN, &Stroke::new(8.0).with_dashes([20.0, 20.0]).with_dash_offset(10.0), 4.0 * 160.0);
    // One dash longer than the ring is the whole ring, joined at every corner.
    bench.same(
        |scene| _ = scene.stroke(square, Stroke::new(8.0).with_dashes([500.0, 1.0]), Color::BLACK),
        |scene| _ = scene.stroke(square, 8.0, Color::BLACK),
    );
    // Every subpath begins the pattern anew.
    bench.stroked("M10 20H20M10 40H20M10 60H20", PLAIN, &dashed(&[6.0, 6.0], 0.0), 3.0 * 24.0);
}

#[test]
fn strokes_that_do_not_scale_are_strokes_of_the_transformed_shape() {
    let mut bench = Bench::new();
    let shape = Circle::new((3.0, 4.0), 2.5).to_path().unwrap();
    for transform in [
        Affine::new([12.0, 0.0, 0.0, 5.0, 10.0, 20.0]),
        Affine::new([-9.0, 3.0, 4.0, 8.0, 60.0, 10.0]),
        Affine::new([1e-3, 0.0, 0.0, 9.0, 50.0, 10.0]),
    ] {
        let stroke = Stroke::new(5.0).with_dashes([7.0, 4.0, 1.0]).with_dash_offset(2.0).with_cap(Cap::Square);
        let moved = transform * shape.clone();
        bench.same(
            |scene| {
                let stroke = stroke.clone().with_non_scaling(true);
                scene.transformed(transform, |scene| _ = scene.stroke(&shape, stroke, Color::BLACK));
            },
            |scene| _ = scene.stroke(&moved, stroke.clone(), Color::BLACK),
        );
    }
    // Transforms inside each other count together, and the DPI scales the pen: 4 px are 8 device pixels at 192 DPI.
    let pixmap = bench.render(&RenderOptions::new().with_dpi(192.0), |scene| {
        scene.transformed(Affine::scale(10.0), |scene| {
            scene.transformed(Affine::scale(0.5), |scene| {
                scene.stroke("M4 10H16", Stroke::new(4.0).with_non_scaling(true), Color::BLACK);
            });
        });
    });
    assert!((0..200).all(|y| (alpha(&pixmap, 100, y) == 255) == (96..104).contains(&y)));
    // Under a transform that leaves nothing of the plane there is no stroke.
    for scaling in [StrokeScaling::Shape, StrokeScaling::Scene, StrokeScaling::Device] {
        let flat = Affine::new([1.0, 0.0, 0.0, 0.0, 0.0, 50.0]);
        bench.stroked("M10 10H90V90", flat, &Stroke::new(8.0).with_scaling(scaling), 0.0);
    }
    assert_eq!(Stroke::new(2.0).with_non_scaling(true).with_non_scaling(false), Stroke::new(2.0));
}

#[test]
fn sides_of_a_stroke_are_inside_and_outside_of_its_shape() {
    let mut bench = Bench::new();
    let square = Rect::new(30.0, 30.0, 70.0, 70.0);
    let stroke = |align| Stroke::new(6.0).with_align(align);
    bench.stroked(square, PLAIN, &stroke(StrokeAlign::Inside), 1600.0 - 28.0 * 28.0);
    bench.stroked(square, PLAIN, &stroke(StrokeAlign::Outside), 52.0 * 52.0 - 1600.0);
    bench.stroked(square, PLAIN, &stroke(StrokeAlign::Outside).with_join(Join::Round), 4.0 * 240.0 + PI * 36.0);
    bench.stroked(square, PLAIN, &stroke(StrokeAlign::Outside).with_join(Join::Bevel), 4.0 * 240.0 + 4.0 * 18.0);
    // Wider than the shape: nothing but the shape.
    bench.same(
        |scene| _ = scene.stroke(square, Stroke::new(90.0).with_align(StrokeAlign::Inside), Color::BLACK),
        |scene| _ = scene.fill(square, Color::BLACK),
    );
    for (radius, align, expected) in [
        (20.5, StrokeAlign::Inside, PI * (20.5 * 20.5 - 14.5 * 14.5)),
        (20.5, StrokeAlign::Outside, PI * (26.5 * 26.5 - 20.5 * 20.5)),
    ] {
        bench.stroked(Circle::new((50.3, 49.6), radius), PLAIN, &stroke(align), expected);
        // The pen does not scale, or does.
        let small = Circle::new((5.03, 4.96), radius / 10.0);
        bench.stroked(small, Affine::scale(10.0), &stroke(align).with_non_scaling(true), expected);
        bench.stroked(small, Affine::scale(10.0), &Stroke::new(0.6).with_align(align), expected);
    }
    // A shape that crosses itself is inside where the non-zero rule says so: nothing of the outside stroke lies there.
    let twice = "M20 20H60V60H20ZM40 40H80V80H40Z";
    bench.stroked(twice, PLAIN, &stroke(StrokeAlign::Outside), 2.0 * 52.0 * 52.0 - 32.0 * 32.0 - 2800.0);
    let pixmap = bench.pixels(|scene| _ = scene.stroke(twice, stroke(StrokeAlign::Outside), Color::BLACK));
    assert_eq!(
        [alpha(&pixmap, 41, 41), alpha(&pixmap, 50, 50), alpha(&pixmap, 59, 59), alpha(&pixmap, 39, 62)],
        [0, 0, 0, 255]
    );
    // Anti-aliased edges: the two sides of a doubled stroke together are the doubled stroke, but for the seam, whose
    // coverage c and 1 - c put down over each other is 1 - c (1 - c): a quarter less at most.
    let circle = Circle::new((50.3, 49.6), 30.2);
    let sides = bench.pixels(|scene| {
        scene.stroke(circle, stroke(StrokeAlign::Inside), Color::BLACK);
        scene.stroke(circle, stroke(StrokeAlign::Outside), Color::BLACK);
    });
    let whole = bench.pixels(|scene| _ = scene.stroke(circle, 12.0, Color::BLACK));
    let least = sides.data().iter().zip(whole.data()).map(|(a, b)| i32::from(*b) - i32::from(*a)).max().unwrap();
    assert!((0..=65).contains(&least), "{least}");
    // Two layers are taken for the outside, and count.
    let mut limits = Limits::default();
    limits.layers = 1;
    let mut scene = Scene::builder(100.0, 100.0);
    scene.stroke(circle, stroke(StrokeAlign::Outside), Color::BLACK);
    let refused = bench.0.render(&scene.finish().unwrap(), &RenderOptions::new().with_limits(limits));
    assert!(matches!(refused, Err(Error::LimitExceeded { limit: "layers", asked: 2, allowed: 1 })));
}

#[test]
fn numbers_out_of_range_are_named() {
    let mut bench = Bench::new();
    let mut told = |transform: Affine, stroke: Stroke| {
        let mut scene = Scene::builder(100.0, 100.0);
        scene.transformed(transform, |scene| _ = scene.stroke("M1 1H9V9", stroke, Color::BLACK));
        let drawn = scene.finish().and_then(|scene| bench.0.render(&scene, &RenderOptions::new()));
        drawn.map(|_| ()).unwrap_err().to_string()
    };
    for width in [-1.0, f64::NAN, f64::INFINITY] {
        for stroke in [Stroke::new(width), Stroke::new(width).with_non_scaling(true).with_align(StrokeAlign::Outside)] {
            let expected = format!("scene item 1: stroke width is {width}, expected a finite number from 0 to 1000000");
            assert_eq!(told(PLAIN, stroke), expected);
        }
    }
    // Both widths are within the range, what they reach is not; a transform that leads out of it is told as ever.
    let device = "scene item 1: coordinate in device pixels is";
    for align in [StrokeAlign::Inside, StrokeAlign::Outside] {
        assert!(told(PLAIN, Stroke::new(9e5).with_join(Join::Round).with_align(align)).starts_with(device));
    }
    assert!(told(Affine::scale(1e6), Stroke::hairline()).starts_with(device));
    assert!(told(Affine::scale(1e6), Stroke::new(1.0).with_non_scaling(true)).starts_with(device));
}

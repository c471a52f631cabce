//! Gradients against their definition in f64.

use kurbo::{Affine, Point, Vec2};

use super::at_every_level;
use crate::composite::{Shader, Surface};
use crate::coverage::{Cover, Span};
use crate::paint::{Color, Gradient, GradientKind, GradientStop, Paint, Spread};
use crate::random::Random;

/// The position of a point, before it is spread; `None` where there is no colour.
fn position(kind: GradientKind, p: Point) -> Option<f64> {
    match kind {
        GradientKind::Linear { start, end } => Some((p - start).dot(end - start) / (end - start).hypot2()),
        GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
            let (to_end, growth) = (end_center - start_center, end_radius - start_radius);
            let p = p - start_center;
            let (a, b, c) = (
                to_end.hypot2() - growth * growth,
                p.dot(to_end) + start_radius * growth,
                p.hypot2() - start_radius * start_radius,
            );
            let root = (b * b - a * c).sqrt();
            let mut roots = if a.abs() < 1e-9 { [c / (2.0 * b); 2] } else { [(b + root) / a, (b - root) / a] };
            roots.sort_by(|a, b| b.total_cmp(a));
            roots.into_iter().find(|t| t.is_finite() && start_radius + t * growth > 0.0)
        }
        GradientKind::Conic { center, start_angle } => {
            let Vec2 { x, y } = p - center;
            #[expect(clippy::disallowed_methods, reason = "the truth that our own is compared with")]
            let turns = (y.atan2(x) - start_angle) / std::f64::consts::TAU;
            Some(turns - turns.floor())
        }
    }
}

fn spread(t: f64, spread: Spread) -> f64 {
    match spread {
        Spread::Pad => t,
        Spread::Repeat => t - t.floor(),
        Spread::Reflect => 1.0 - (t - 2.0 * (t / 2.0).floor() - 1.0).abs(),
    }
}

/// The premultiplied colour of a position, from 0 to 255.
fn color(stops: &[GradientStop], t: f64) -> [f64; 4] {
    let bytes = |stop: &GradientStop| stop.color.to_rgba8().to_u8_array().map(f64::from);
    let after = stops.partition_point(|stop| stop.offset <= t);
    let straight = if after == 0 {
        bytes(&stops[0])
    } else if after == stops.len() {
        bytes(&stops[after - 1])
    } else {
        let (a, b) = (&stops[after - 1], &stops[after]);
        let part = (t - a.offset) / (b.offset - a.offset);
        [0, 1, 2, 3].map(|c| bytes(a)[c] + (bytes(b)[c] - bytes(a)[c]) * part)
    };
    let [r, g, b, a] = straight;
    [r * a / 255.0, g * a / 255.0, b * a / 255.0, a]
}

/// The pixels `x0..x1` of a row of a gradient, at every level.
fn draw(gradient: &Gradient, transform: Affine, y: u32, x0: u32, x1: u32) -> Vec<[u8; 4]> {
    let shader = Shader::paint(&Paint::Gradient(gradient.clone()), transform).unwrap();
    let data = at_every_level(|compositor| {
        let mut data = vec![0; x1 as usize * 4];
        let mut surface = Surface { data: &mut data, width: x1, top: y };
        compositor.row(&mut surface, &shader, y, &[Span { x0, x1, cover: Cover::Constant(255) }], &[]);
        data
    });
    data.as_chunks::<4>().0[x0 as usize..].to_vec()
}

/// How far each pixel is from the definition, at the best of the positions within `hair` of its own.
fn error(gradient: &Gradient, transform: Affine, y: u32, x0: u32, x1: u32, hair: f64) -> f64 {
    let inverse = (transform * gradient.transform()).inverse();
    let mut worst = 0.0_f64;
    for (got, x) in draw(gradient, transform, y, x0, x1).into_iter().zip(x0..) {
        let p = inverse * Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
        let Some(t) = position(gradient.kind(), p) else {
            assert_eq!(got, [0; 4], "nothing is painted at {x} {y}");
            continue;
        };
        assert!(got[..3].iter().all(|c| *c <= got[3]), "{got:?}");
        let is_conic = matches!(gradient.kind(), GradientKind::Conic { .. });
        let distance = |t: f64| {
            let t = if is_conic { t - t.floor() } else { spread(t, gradient.spread()) };
            let exact = color(gradient.stops(), t);
            got.iter().zip(exact).map(|(&got, exact)| (f64::from(got) - exact).abs()).fold(0.0, f64::max)
        };
        let off = [t, t - hair, t + hair].map(distance).into_iter().fold(f64::INFINITY, f64::min);
        worst = worst.max(off);
    }
    worst
}

fn random_color(random: &mut Random) -> Color {
    Color::from_rgba8(random.extreme(), random.extreme(), random.extreme(), random.extreme())
}

fn random_gradient(random: &mut Random, kind: u32) -> Gradient {
    let mut point = |size: f64| (random.between(-size, size), random.between(-size, size));
    let (a, b) = (point(300.0), point(300.0));
    let gradient = match kind {
        0 => Gradient::linear(a, b),
        1 => Gradient::radial(a, random.between(5.0, 400.0)),
        2 => Gradient::two_circles((a, random.between(0.0, 90.0)), (a, random.between(0.0, 400.0))),
        3 => Gradient::two_circles((a, random.between(0.0, 300.0)), (b, random.between(0.0, 300.0))),
        _ => Gradient::conic(a, random.between(-9.0, 9.0)),
    };
    let spreads = [Spread::Pad, Spread::Repeat, Spread::Reflect];
    let mut gradient = gradient.with_spread(spreads[random.below(3) as usize]);
    let opaque = random.below(2) == 0;
    for i in 0..1 + random.below(6) {
        let offset = if i == 0 && random.below(2) == 0 { 0.0 } else { random.unit() };
        let color = random_color(random);
        gradient = gradient.with_stop(offset, if opaque { color.with_alpha(1.0) } else { color });
        if random.below(4) == 0 {
            gradient = gradient.with_stop(offset, random_color(random));
        }
    }
    gradient
}

#[test]
fn gradients_are_within_a_level_of_their_definition() {
    let mut random = Random(21);
    for kind in 0..5 {
        let mut worst = 0.0_f64;
        for _ in 0..400 {
            let gradient = random_gradient(&mut random, kind);
            let part = |random: &mut Random| random.between(-1.5, 1.5);
            let transform = Affine::new([
                part(&mut random),
                part(&mut random),
                part(&mut random),
                part(&mut random),
                random.between(-200.0, 200.0),
                random.between(-200.0, 200.0),
            ]);
            if transform.determinant().abs() < 0.05 {
                continue;
            }
            let y = random.below(400);
            let x0 = random.below(200);
            // Stops lie anywhere, two of them as near as they like.
            worst = worst.max(error(&gradient, transform, y, x0, x0 + 1 + random.below(200), 1e-6));
        }
        assert!(worst <= 0.6, "kind {kind} is off by {worst}");
    }
}

/// Black and white at equal distances.
fn stripes(gradient: Gradient, stops: u32) -> Gradient {
    gradient.with_colors((0..stops).map(|i| if i % 2 == 0 { Color::BLACK } else { Color::WHITE }))
}

#[test]
fn steep_gradients_far_out_keep_their_digits() {
    for spread in [Spread::Repeat, Spread::Reflect] {
        for (gradient, hair) in [
            (Gradient::linear((0.0, 0.0), (3.1, 0.0)), 0.0),
            (Gradient::linear((0.3, 0.0), (50.0, 1.0)), 0.0),
            (Gradient::radial((7.3, 9.1), 3.3), 0.0),
            (Gradient::two_circles(((7.3, 9.1), 90.0), ((7.3, 9.1), 87.1)), 0.0),
            (Gradient::two_circles(((7.3, 9.1), 2.0), ((8.3, 9.1), 7.0)), 0.0),
        ] {
            let gradient = stripes(gradient, 2).with_spread(spread);
            for y in [0, 17, 32_000] {
                let off = error(&gradient, Affine::IDENTITY, y, 32_000, 32_768, hair);
                // Where a repeated gradient jumps back, a pixel may lie on either side.
                let near = error(&gradient, Affine::IDENTITY, y, 32_000, 32_768, 1e-9);
                assert!(near <= 0.6 || off <= 0.6, "{spread:?} {:?}: {off} {near}", gradient.kind());
            }
        }
    }
}

#[test]
fn a_thousand_stops_are_exact() {
    for (gradient, transform) in [
        (Gradient::linear((0.0, 0.0), (1200.0, 300.0)), Affine::IDENTITY),
        (Gradient::linear((0.0, 0.0), (1.0, 0.0)), Affine::new([30_000.0, 0.0, 0.0, 1.0, 0.0, 0.0])),
        (Gradient::radial((600.0, 100.0), 700.0), Affine::IDENTITY),
        (Gradient::conic((600.0, 90.0), 1.0), Affine::IDENTITY),
    ] {
        let gradient = stripes(gradient, 1024);
        for y in [0, 90, 91, 400] {
            // 261,000 levels a length: a hair of 2^-20 is a quarter of one.
            let off = error(&gradient, transform, y, 0, 1200, 0.0);
            assert!(off <= 0.6, "{:?} is off by {off}", gradient.kind());
        }
    }
}

#[test]
fn hard_stops_are_hard() {
    let gradient = Gradient::linear((0.0, 0.0), (100.0, 0.0))
        .with_stop(0.0, Color::from_rgb8(1, 1, 1))
        .with_stop(0.0, Color::from_rgb8(2, 2, 2))
        .with_stop(0.25, Color::from_rgb8(3, 3, 3))
        .with_stop(0.25, Color::from_rgb8(40, 40, 40))
        .with_stop(0.5, Color::from_rgb8(40, 40, 40))
        .with_stop(1.0, Color::from_rgb8(5, 5, 5))
        .with_stop(1.0, Color::from_rgb8(6, 6, 6));
    let row = draw(&gradient, Affine::translate((20.0, 0.0)), 3, 0, 140);
    assert_eq!([row[0][0], row[19][0], row[20][0]], [1, 1, 2], "before the start");
    assert_eq!([row[44][0], row[45][0], row[69][0], row[70][0]], [3, 40, 40, 40]);
    assert_eq!([row[119][0], row[120][0], row[139][0]], [5, 6, 6], "beyond the end");
}

#[test]
fn stops_at_one_offset_in_f32_are_hard() {
    let gray = |level: u8| Color::from_rgb8(level, level, level);
    for (first, last) in [(1e-323, 1.0 - 1e-9), (1e-60, 1.0 - 1e-14)] {
        let gradient = Gradient::linear((0.0, 0.0), (100.0, 0.0))
            .with_stop(0.0, gray(1))
            .with_stop(first, gray(20))
            .with_stop(last, gray(20))
            .with_stop(1.0, gray(60));
        let row = draw(&gradient, Affine::translate((20.0, 0.0)), 3, 0, 140);
        assert!(row[..20].iter().all(|pixel| pixel[0] == 1), "before the start");
        assert!(row[20..120].iter().all(|pixel| pixel[0] == 20));
        assert!(row[120..].iter().all(|pixel| pixel[0] == 60), "beyond the end");
    }
}

#[test]
fn slopes_that_f32_does_not_hold_are_hard_stops() {
    for offset in [1e-323, 1e-40, 1e-30, 1e-21] {
        for gradient in [Gradient::linear((0.5, 0.5), (50.0, 0.5)), Gradient::radial((0.5, 0.5), 50.0)] {
            let gradient = gradient
                .with_stop(0.0, Color::from_rgba8(1, 200, 90, 40))
                .with_stop(offset, Color::WHITE)
                .with_stop(1.0, Color::WHITE);
            assert_eq!(draw(&gradient, Affine::IDENTITY, 0, 0, 90), [[255; 4]; 90], "{offset}");
        }
    }
}

/// A linear gradient of colours, some of them at one offset, in half of all cases opaque.
fn linear(random: &mut Random, a: (f64, f64), b: (f64, f64)) -> Gradient {
    let opaque = random.below(2) == 0;
    (0..2 + random.below(4)).fold(Gradient::linear(a, b), |gradient, _| {
        let offset = f64::from(random.below(9)) / 8.0;
        let color = random_color(random);
        gradient.with_stop(offset, if opaque { color.with_alpha(1.0) } else { color })
    })
}

#[test]
fn long_rows_of_linear_gradients_are_their_definition() {
    let mut random = Random(23);
    let mut worst = 0.0_f64;
    for i in 0..300 {
        let mut point = || (random.between(-500.0, 3000.0), random.between(-500.0, 3000.0));
        let (a, b) = (point(), point());
        // Level, upright and all but upright ones among them.
        let b = match i % 4 {
            0 => (a.0, b.1),
            1 => (b.0, a.1),
            2 => (a.0 + 1e-7, b.1),
            _ => b,
        };
        let gradient = linear(&mut random, a, b);
        let x0 = random.below(900);
        worst = worst.max(error(&gradient, Affine::IDENTITY, random.below(900), x0, x0 + 1 + random.below(1500), 1e-6));
    }
    // Blocks with a stop in them are counted in f32.
    assert!(worst <= 0.501, "off by {worst}");
}

#[test]
fn linear_gradients_far_longer_than_the_canvas_are_their_definition() {
    let mut random = Random(24);
    for length in [1e4, 1e6, 1e8, 1e10, 1e12, 1e15] {
        for _ in 0..20 {
            let a = (random.between(-length, length), random.between(-length, length));
            let b = (random.between(-length, length), random.between(-length, length));
            let gradient = linear(&mut random, a, b);
            // So far out f64 and f32 have only so many digits.
            let off = error(&gradient, Affine::IDENTITY, random.below(90), 0, 700, 1e-6);
            assert!(off <= 0.501, "off by {off} of {length}");
        }
    }
}

#[test]
fn white_that_fades_is_white() {
    for (from, to) in [(1.0, 0.0), (0.2, 0.9)] {
        let colors = [from, to].map(|alpha| Color::WHITE.with_alpha(alpha));
        let gradient = Gradient::linear((3.0, 1.0), (900.0, 77.0)).with_colors(colors);
        for y in [0, 40, 90] {
            for (x, [red, green, blue, alpha]) in draw(&gradient, Affine::IDENTITY, y, 0, 1000).into_iter().enumerate()
            {
                assert_eq!([red, green, blue], [alpha; 3], "at {x} {y}");
            }
        }
    }
}

#[test]
fn colours_lie_between_those_of_stops_that_are_digits_apart() {
    let mut random = Random(91);
    for _ in 0..1_000 {
        // Stops around a number halfway between two of f32, on a gradient so long that there are many pixels between them.
        let below = [0.3_f32, 0.5, 0.7, 0.01, 0.99][random.below(5) as usize] + random.unit() as f32 * 0.005;
        let middle = (f64::from(below) + f64::from(below.next_up())) / 2.0;
        let digits = 1_u64 << random.below(26);
        let lo = f64::from_bits(middle.to_bits() - random.below(3_u64) * digits);
        let hi = f64::from_bits(middle.to_bits() + (1 + random.below(3_u64)) * digits);
        let length = [100.0, 1_000.0, 10_000.0][random.below(3) as usize] / (hi - lo);
        let start = random.between(-300.0, 600.0) - length * lo;
        let mut level = || if random.below(2) == 0 { 250 + random.below(6) as u8 } else { random.below(6) as u8 };
        let (a, b) = (level(), level());
        let gray = |level: u8| Color::from_rgb8(level, level, level);
        let gradient =
            Gradient::linear((start, 0.0), (start + length, 0.0)).with_stop(lo, gray(a)).with_stop(hi, gray(b));
        for pixel in draw(&gradient, Affine::IDENTITY, 3, 0, 640) {
            assert!((a.min(b)..=a.max(b)).contains(&pixel[0]), "{pixel:?} from {a} at {lo} to {b} at {hi}");
        }
    }
}

#[test]
fn halfway_colours_are_rounded_up_wherever_they_lie() {
    for x in [0, 3, 250, 1017, 30_001] {
        let gradient = Gradient::linear((0.0, 0.0), (255.0, 0.0)).with_colors([Color::BLACK, Color::WHITE]);
        let row = draw(&gradient, Affine::translate((f64::from(x), 0.0)), 3, x, x + 255);
        // Without the blocks in which it begins and ends.
        for (i, pixel) in row.iter().enumerate().take(239).skip(16) {
            assert_eq!(usize::from(pixel[0]), i + 1, "from {x} on");
        }
    }
}

#[test]
fn a_pixel_does_not_depend_on_where_a_span_begins() {
    let mut random = Random(25);
    for _ in 0..40 {
        let mut point = || (random.between(-90.0, 900.0), random.between(-90.0, 900.0));
        let (a, b) = (point(), point());
        let gradient = linear(&mut random, a, b);
        let whole = draw(&gradient, Affine::IDENTITY, 7, 0, 900);
        for x0 in [1, 16, 33, 100, 255, 272, 600] {
            assert_eq!(draw(&gradient, Affine::IDENTITY, 7, x0, 900), whole[x0 as usize..]);
            assert_eq!(draw(&gradient, Affine::IDENTITY, 7, x0, x0 + 40), whole[x0 as usize..x0 as usize + 40]);
        }
    }
    let mut random = Random(22);
    for kind in 0..5 {
        let gradient = random_gradient(&mut random, kind);
        let whole = draw(&gradient, Affine::IDENTITY, 7, 0, 200);
        for x0 in [1, 5, 16, 33, 100] {
            assert_eq!(draw(&gradient, Affine::IDENTITY, 7, x0, 200), whole[x0 as usize..]);
            assert_eq!(draw(&gradient, Affine::IDENTITY, 7, x0, x0 + 3), whole[x0 as usize..x0 as usize + 3]);
        }
    }
}

#[test]
fn what_has_no_extent_paints_nothing() {
    let shader = |gradient: Gradient, transform| Shader::paint(&Paint::Gradient(gradient), transform).is_some();
    let two = |gradient: Gradient| gradient.with_colors([Color::BLACK, Color::WHITE]);
    let ok = Affine::IDENTITY;
    assert!(shader(two(Gradient::linear((0.0, 0.0), (1.0, 0.0))), ok));
    assert!(!shader(Gradient::linear((0.0, 0.0), (1.0, 0.0)), ok), "no stops");
    assert!(!shader(two(Gradient::linear((1.0, 2.0), (1.0, 2.0))), ok));
    assert!(!shader(two(Gradient::two_circles(((1.0, 2.0), 3.0), ((1.0, 2.0), 3.0))), ok));
    assert!(!shader(two(Gradient::radial((1.0, 2.0), 3.0)), Affine::new([1.0, 2.0, 2.0, 4.0, 0.0, 0.0])));
    assert!(!shader(two(Gradient::conic((1.0, 2.0), 3.0)), Affine::new([0.0; 6])));
    assert!(!shader(two(Gradient::linear((0.0, 0.0), (1.0, 0.0))), Affine::new([f64::NAN; 6])));
    // One stop: its colour wherever there is any.
    let one = Gradient::two_circles(((50.0, 50.0), 10.0), ((150.0, 50.0), 10.0)).with_stop(0.5, Color::WHITE);
    assert_eq!([draw(&one, ok, 50, 0, 200)[100], draw(&one, ok, 10, 0, 200)[100]], [[255; 4], [0; 4]]);
}

#[test]
fn absurd_numbers_do_not_panic() {
    let sizes = [1e-300, 1e-157, 1e-20, 1e-3, 1.0, 1e6, 1e12, 1e30, 1e300];
    for (a, b) in sizes.into_iter().flat_map(|a| sizes.map(|b| (a, b))) {
        for gradient in [
            Gradient::linear((0.0, a), (b, 0.0)),
            Gradient::radial((a, 0.0), b),
            Gradient::two_circles(((a, 0.0), b), ((0.0, b), a)),
            Gradient::conic((a, b), a),
        ] {
            for spread in [Spread::Pad, Spread::Repeat, Spread::Reflect] {
                let opaque = stripes(gradient.clone(), 3).with_spread(spread);
                let clear = opaque.clone().with_stop(0.7, Color::from_rgba8(9, 90, 200, 40));
                // Of the turned ones numbers are infinite, and their sums would be no numbers at all.
                let turned = Affine::new([1e-150, 1e-150, -1e-150, 1e-150, 0.0, 0.0]);
                let transforms = [1e-12, 1.0, 1e12].map(Affine::scale).into_iter().chain([turned]);
                for (gradient, transform) in transforms.flat_map(|t| [(&opaque, t), (&clear, t)]) {
                    if Shader::paint(&Paint::Gradient(gradient.clone()), transform).is_some() {
                        let row = draw(gradient, transform, 1_600, 1_560, 1_600);
                        assert!(row.iter().all(|p| p[..3].iter().all(|c| *c <= p[3])));
                    }
                }
            }
        }
    }
}

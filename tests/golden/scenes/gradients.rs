//! Solid paints and gradients, with the edge cases of Canvas 2D.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use inkstone::kurbo::{Affine, Circle};
use inkstone::{Color, Gradient, Interpolation, Spread, rotation};

use super::desk::{BLUE, Desk, GOLD, INK, RED, TEAL, cells, rect};

const SPREADS: [Spread; 3] = [Spread::Pad, Spread::Repeat, Spread::Reflect];

pub(crate) fn draw(desk: &mut Desk<'_>) {
    solid(desk);
    linear(desk);
    radial(desk);
    two_circles(desk);
    conic(desk);
    stops(desk);
    interpolations(desk);
    nothing(desk);
    transforms(desk);
}

fn colors(gradient: Gradient) -> Gradient {
    gradient.with_colors([RED, GOLD, BLUE])
}

/// Three cells, one for each spread mode.
fn spreads(desk: &mut Desk<'_>, name: &str, gradient: &Gradient) {
    desk.clear(name, (192.0, 64.0), |s| {
        cells(s, 3, (64.0, 64.0), SPREADS, |s, spread| {
            s.fill(rect(2.0, 2.0, 60.0, 60.0), gradient.clone().with_spread(spread));
        });
    });
}

fn solid(desk: &mut Desk<'_>) {
    desk.clear("paints/solid-translucent", (64.0, 64.0), |s| {
        for (center, color) in [((24.0, 24.0), RED), ((40.0, 24.0), TEAL), ((32.0, 40.0), BLUE)] {
            s.fill(Circle::new(center, 20.0), color.with_alpha(0.5));
        }
    });
    desk.paper("paints/solid-alphas", (68.0, 16.0), |s| {
        for i in 0..=16 {
            s.fill(rect(f64::from(i) * 4.0, 0.0, 4.0, 16.0), INK.with_alpha(i as f32 / 16.0));
        }
    });
}

fn linear(desk: &mut Desk<'_>) {
    spreads(desk, "paints/linear-spreads", &colors(Gradient::linear((20.0, 0.0), (44.0, 0.0))));
    spreads(desk, "paints/linear-slanted-spreads", &colors(Gradient::linear((24.0, 20.0), (40.0, 44.0))));
    desk.clear("paints/linear-on-stroke", (64.0, 64.0), |s| {
        s.stroke(Circle::new((32.0, 32.0), 22.0), 12.0, colors(Gradient::linear((10.0, 10.0), (54.0, 54.0))));
    });
}

fn radial(desk: &mut Desk<'_>) {
    spreads(desk, "paints/radial-spreads", &colors(Gradient::radial((32.0, 32.0), 18.0)));
    let ring = Gradient::two_circles(((32.0, 32.0), 8.0), ((32.0, 32.0), 20.0));
    spreads(desk, "paints/radial-ring-spreads", &colors(ring));
    let inwards = Gradient::two_circles(((32.0, 32.0), 24.0), ((32.0, 32.0), 6.0));
    spreads(desk, "paints/radial-inwards-spreads", &colors(inwards));
}

fn two_circles(desk: &mut Desk<'_>) {
    let focal = Gradient::two_circles(((26.0, 24.0), 0.0), ((32.0, 32.0), 24.0));
    spreads(desk, "paints/focal-spreads", &colors(focal));
    let inside = Gradient::two_circles(((26.0, 26.0), 5.0), ((34.0, 34.0), 22.0));
    spreads(desk, "paints/circle-in-circle-spreads", &colors(inside));
    let touching = Gradient::two_circles(((22.0, 32.0), 0.0), ((36.0, 32.0), 14.0));
    spreads(desk, "paints/touching-circles-spreads", &colors(touching));
    // Circles outside each other: a cone, and nothing outside it.
    let cone = Gradient::two_circles(((18.0, 32.0), 4.0), ((42.0, 32.0), 10.0));
    spreads(desk, "paints/cone-spreads", &colors(cone));
    let shrinking = Gradient::two_circles(((20.0, 20.0), 10.0), ((46.0, 46.0), 4.0));
    spreads(desk, "paints/shrinking-cone-spreads", &colors(shrinking));
    // Equal radii: a strip.
    let strip = Gradient::two_circles(((20.0, 32.0), 12.0), ((44.0, 32.0), 12.0));
    spreads(desk, "paints/equal-radii-spreads", &colors(strip));
}

fn conic(desk: &mut Desk<'_>) {
    // A conic gradient has no beyond: the three are the same.
    spreads(desk, "paints/conic-spreads", &colors(Gradient::conic((32.0, 32.0), 0.0)));
    desk.clear("paints/conic-angles", (192.0, 64.0), |s| {
        cells(s, 3, (64.0, 64.0), [-FRAC_PI_2, FRAC_PI_4, 10.0], |s, angle| {
            s.fill(Circle::new((32.0, 32.0), 30.0), colors(Gradient::conic((32.0, 32.0), angle)));
        });
    });
    desk.clear("paints/conic-hard-stops", (64.0, 64.0), |s| {
        let shares = [(0.0, 0.45, RED), (0.45, 0.75, GOLD), (0.75, 1.0, TEAL)];
        let pie = shares.into_iter().fold(Gradient::conic((32.0, 32.0), -FRAC_PI_2), |pie, (from, to, color)| {
            pie.with_stop(from, color).with_stop(to, color)
        });
        s.fill(Circle::new((32.0, 32.0), 30.0), pie);
    });
    desk.clear("paints/conic-inner-stops", (64.0, 64.0), |s| {
        // Before the first stop its colour, after the last that one's.
        s.fill(
            rect(2.0, 2.0, 60.0, 60.0),
            Gradient::conic((32.0, 32.0), 0.0).with_stop(0.25, RED).with_stop(0.5, BLUE),
        );
    });
}

fn stops(desk: &mut Desk<'_>) {
    let strip = || Gradient::linear((10.0, 0.0), (110.0, 0.0));
    let rows = |desk: &mut Desk<'_>, name: &str, gradients: Vec<Gradient>| {
        desk.clear(name, (120.0, 16.0 * gradients.len() as f64), |s| {
            cells(s, 1, (120.0, 16.0), gradients, |s, gradient| {
                s.fill(rect(0.0, 1.0, 120.0, 14.0), gradient);
            });
        });
    };
    let one = [0.0, 0.5, 1.0].map(|offset| strip().with_stop(offset, TEAL));
    rows(desk, "paints/one-stop", one.into());
    let inner = SPREADS.map(|spread| strip().with_stop(0.3, RED).with_stop(0.7, BLUE).with_spread(spread));
    rows(desk, "paints/inner-stops", inner.into());
    let hard = SPREADS.map(|spread| {
        let flag = strip().with_stop(0.0, RED).with_stop(0.4, RED).with_stop(0.4, GOLD).with_stop(0.7, GOLD);
        flag.with_stop(0.7, BLUE).with_stop(1.0, BLUE).with_spread(spread)
    });
    rows(desk, "paints/hard-stops", hard.into());
    // At one offset only the first and the last count; both may lie at an end.
    let crowded = strip().with_stop(0.0, RED).with_stop(0.5, GOLD).with_stop(0.5, INK).with_stop(0.5, TEAL);
    let at_ends = strip().with_stop(0.0, RED).with_stop(0.0, GOLD).with_stop(1.0, TEAL).with_stop(1.0, BLUE);
    rows(desk, "paints/stops-at-one-offset", vec![crowded.with_stop(1.0, BLUE), at_ends]);
    // Interpolated unpremultiplied: red stays red while it fades, and to transparent black it darkens.
    let fades = [RED.with_alpha(0.0), Color::TRANSPARENT, BLUE.with_alpha(0.25)];
    let fades = fades.map(|to| strip().with_stop(0.0, RED).with_stop(1.0, to));
    rows(desk, "paints/translucent-stops", fades.into());
    let many = (0..=40).map(|i| if i % 2 == 0 { INK } else { GOLD });
    rows(desk, "paints/many-stops", vec![strip().with_colors(many)]);
}

/// Each would be seen as a red square if it painted: the ground alone must be.
fn nothing(desk: &mut Desk<'_>) {
    let red = |gradient: Gradient| gradient.with_colors([RED, RED]);
    let cases = [
        red(Gradient::linear((16.0, 16.0), (16.0, 16.0))),
        red(Gradient::linear((16.0, 16.0), (16.0, 16.0))).with_spread(Spread::Repeat),
        red(Gradient::two_circles(((16.0, 16.0), 8.0), ((16.0, 16.0), 8.0))),
        red(Gradient::two_circles(((16.0, 16.0), 0.0), ((16.0, 16.0), 0.0))),
        Gradient::linear((0.0, 0.0), (32.0, 0.0)),
        Gradient::radial((16.0, 16.0), 16.0),
        Gradient::conic((16.0, 16.0), 0.0),
        Gradient::linear((16.0, 16.0), (16.0, 16.0)).with_stop(0.5, RED),
    ];
    desk.clear("paints/nothing", (128.0, 64.0), |s| {
        s.fill(rect(0.0, 0.0, 128.0, 64.0), TEAL.with_alpha(0.4));
        cells(s, 4, (32.0, 32.0), cases, |s, gradient| {
            s.fill(rect(2.0, 2.0, 28.0, 28.0), gradient.clone()).stroke(rect(4.0, 4.0, 24.0, 24.0), 2.0, gradient);
        });
    });
    desk.clear("paints/one-stop-cone", (64.0, 64.0), |s| {
        // One colour, and yet nothing outside the cone.
        let cone = Gradient::two_circles(((16.0, 32.0), 3.0), ((36.0, 32.0), 10.0));
        s.fill(rect(0.0, 0.0, 64.0, 64.0), cone.with_stop(0.5, RED));
    });
}

/// A row for each pair of colours, in it a bar for each interpolation.
fn interpolations(desk: &mut Desk<'_>) {
    let all =
        [Interpolation::UnpremultipliedSrgb, Interpolation::Srgb, Interpolation::LinearSrgb, Interpolation::Oklab];
    let pairs = [
        [RED, TEAL],
        [GOLD, BLUE],
        [Color::BLACK, Color::WHITE],
        [RED, Color::TRANSPARENT],
        [BLUE.with_alpha(0.2), GOLD],
        [Color::TRANSPARENT, Color::TRANSPARENT],
    ];
    desk.paper("paints/interpolations", (132.0, 204.0), |s| {
        for (i, pair) in pairs.into_iter().enumerate() {
            for (j, interpolation) in all.into_iter().enumerate() {
                let y = (i * 34 + j * 8) as f64;
                let line = Gradient::linear((2.0, 0.0), (130.0, 0.0)).with_colors(pair);
                s.fill(rect(2.0, y, 128.0, 7.0), line.with_interpolation(interpolation));
            }
        }
    });
    desk.clear("paints/interpolations-around", (192.0, 64.0), |s| {
        // Hard stops, and what lies beyond the ends.
        let stops = |gradient: Gradient| {
            let hard = gradient.with_stop(0.2, GOLD).with_stop(0.6, Color::TRANSPARENT).with_stop(0.6, BLUE);
            hard.with_stop(0.9, RED).with_interpolation(Interpolation::Oklab)
        };
        let center = (32.0, 32.0);
        let things = [
            stops(Gradient::radial(center, 18.0).with_spread(Spread::Reflect)),
            stops(Gradient::conic(center, 0.0)),
            stops(Gradient::two_circles((center, 2.0), ((44.0, 32.0), 8.0))),
        ];
        cells(s, 3, (64.0, 64.0), things, |s, gradient| {
            s.fill(rect(2.0, 2.0, 60.0, 60.0), gradient);
        });
    });
}

fn transforms(desk: &mut Desk<'_>) {
    desk.clear("paints/gradient-transforms", (192.0, 64.0), |s| {
        let turned = Affine::translate((32.0, 32.0)) * rotation(FRAC_PI_4) * Affine::translate((-32.0, -32.0));
        let skewed = Affine::new([1.0, 0.0, 0.7, 1.0, -22.0, 0.0]);
        let line = colors(Gradient::linear((20.0, 0.0), (44.0, 0.0)).with_spread(Spread::Repeat));
        let circle = colors(Gradient::radial((32.0, 32.0), 14.0).with_spread(Spread::Reflect));
        let flat = Affine::new([1.0, 0.0, 0.0, 0.4, 0.0, 19.2]);
        let things = [line.clone().with_transform(turned), line.with_transform(skewed), circle.with_transform(flat)];
        cells(s, 3, (64.0, 64.0), things, |s, gradient| {
            s.fill(rect(2.0, 2.0, 60.0, 60.0), gradient);
        });
    });
    desk.clear("paints/gradient-in-item-coordinates", (128.0, 64.0), |s| {
        // The same item twice, the second one turned and made smaller: its gradient goes with it.
        let item = (rect(2.0, 2.0, 60.0, 60.0), colors(Gradient::linear((2.0, 2.0), (62.0, 62.0))));
        s.fill(item.0, item.1.clone());
        s.transformed(Affine::translate((96.0, 4.0)) * rotation(FRAC_PI_4) * Affine::scale(0.6), |s| {
            s.fill(item.0, item.1.clone());
        });
    });
    desk.clear("paints/gradient-mirrored", (128.0, 64.0), |s| {
        s.transformed(Affine::new([-1.0, 0.0, 0.0, 1.0, 128.0, 0.0]), |s| {
            s.fill(rect(2.0, 2.0, 60.0, 60.0), colors(Gradient::conic((32.0, 32.0), 0.0)));
            s.fill(rect(66.0, 2.0, 60.0, 60.0), colors(Gradient::linear((66.0, 0.0), (126.0, 0.0))));
        });
    });
}

//! Transforms of shapes.

use std::f64::consts::FRAC_PI_6;

use inkstone::kurbo::{Affine, RoundedRect};
use inkstone::{SceneBuilder, rotation};

use super::desk::{BLUE, Desk, GOLD, INK, RED, TEAL, cells, rect};

/// A flag that shows which way is up and whether it is mirrored.
fn flag(s: &mut SceneBuilder) {
    s.fill(rect(-12.0, -16.0, 3.0, 32.0), INK).fill("M-9 -16 L14 -9 L-9 -2 Z", RED).stroke(
        rect(-9.0, 4.0, 10.0, 8.0),
        2.0,
        TEAL,
    );
}

pub(crate) fn draw(desk: &mut Desk<'_>) {
    desk.clear("transforms/kinds", (240.0, 48.0), |s| {
        // Nothing, turned, enlarged, mirrored, skewed, squeezed.
        let transforms = [
            Affine::IDENTITY,
            rotation(FRAC_PI_6),
            Affine::scale(1.3),
            Affine::new([-1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
            Affine::new([1.0, 0.0, -0.5, 1.0, 0.0, 0.0]),
            Affine::new([1.2, 0.0, 0.0, 0.5, 0.0, 0.0]),
        ];
        cells(s, 6, (40.0, 48.0), transforms, |s, transform| {
            s.transformed(Affine::translate((20.0, 24.0)) * transform, flag);
        });
    });
    desk.clear("transforms/order", (128.0, 64.0), |s| {
        // Moved then turned is not turned then moved; the inner one applies first.
        s.transformed(Affine::translate((40.0, 20.0)), |s| {
            s.transformed(rotation(FRAC_PI_6), flag);
        });
        s.transformed(rotation(FRAC_PI_6), |s| {
            s.transformed(Affine::translate((104.0, -14.0)), flag);
        });
    });
    desk.clear("transforms/quarter-turns", (160.0, 40.0), |s| {
        // Exact: a turned rectangle on the grid has sharp edges.
        cells(s, 4, (40.0, 40.0), [0, 1, 2, 3], |s, quarters| {
            s.transformed(Affine::translate((20.0, 20.0)) * rotation(f64::from(quarters) * 3.0 * FRAC_PI_6), flag);
        });
    });
    desk.clear("transforms/nested", (64.0, 64.0), |s| {
        s.push_transform(Affine::translate((32.0, 32.0)));
        for i in 0..8 {
            let color = [RED, GOLD, TEAL, BLUE][i % 4];
            s.push_transform(rotation(FRAC_PI_6 / 2.0) * Affine::scale(0.84));
            s.stroke(RoundedRect::new(-30.0, -30.0, 30.0, 30.0, 6.0), 3.0, color);
        }
        for _ in 0..9 {
            s.pop();
        }
    });
    desk.clear("transforms/no-area", (48.0, 48.0), |s| {
        s.fill(rect(8.0, 8.0, 32.0, 32.0), GOLD).transformed(Affine::scale(0.0), flag);
        s.transformed(Affine::new([1.0, 1.0, 1.0, 1.0, 24.0, 24.0]), flag);
    });
}

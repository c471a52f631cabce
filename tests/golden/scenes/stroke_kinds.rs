//! Strokes that do not scale with their shape, and strokes on one side of it.

use inkstone::kurbo::{Affine, Circle, Point};
use inkstone::{Cap, Color, Gradient, Join, Stroke, StrokeAlign};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells, rect};

const ALIGNS: [StrokeAlign; 3] = [StrokeAlign::Inside, StrokeAlign::Center, StrokeAlign::Outside];

pub(crate) fn draw(desk: &mut Desk<'_>) {
    desk.clear("strokes/non-scaling", (192.0, 64.0), |s| {
        // Stretched, mirrored and skewed shapes under one pen, dashes and all.
        let transforms = [
            Affine::new([2.0, 0.0, 0.0, 0.75, 32.0, 32.0]),
            Affine::new([-0.3, 0.2, 0.1, 1.2, 32.0, 32.0]),
            Affine::new([1.2, 0.4, -1.1, 0.6, 32.0, 32.0]),
        ];
        cells(s, 3, (64.0, 64.0), transforms, |s, transform| {
            s.transformed(transform, |s| {
                let circle = Circle::new(Point::ZERO, 14.0);
                s.stroke(circle, Stroke::new(6.0).with_non_scaling(true).with_dashes([9.0, 5.0]), PALE);
                s.stroke(circle, Stroke::new(2.0).with_non_scaling(true), INK);
            });
        });
    });
    desk.clear("strokes/non-scaling-gradient", (64.0, 64.0), |s| {
        // The paint stays in the shape's coordinates.
        s.transformed(Affine::new([4.0, 0.0, 0.0, 1.0, 0.0, 0.0]), |s| {
            let paint = Gradient::linear((4.0, 0.0), (12.0, 0.0)).with_colors([RED, BLUE]);
            s.stroke(rect(3.0, 8.0, 10.0, 48.0), Stroke::new(8.0).with_non_scaling(true), paint);
        });
    });
    desk.clear("strokes/hairline", (64.0, 48.0), |s| {
        for (scale, y) in [(0.1, 8.5), (1.0, 24.5), (30.0, 40.5)] {
            s.transformed(Affine::new([scale, 0.0, 0.0, scale, 0.0, y]), |s| {
                let (from, to) = (4.0 / scale, 60.0 / scale);
                s.stroke(format!("M{from} 0H{to}"), Stroke::hairline(), INK);
            });
        }
    });
    desk.clear("strokes/align", (192.0, 128.0), |s| {
        cells(s, 3, (64.0, 64.0), ALIGNS, |s, align| {
            let shape = rect(16.0, 16.0, 32.0, 32.0);
            s.stroke(shape, Stroke::new(10.0).with_align(align), TEAL).stroke(shape, 1.0, Color::WHITE);
        });
        // A shape that crosses itself and has a hole, translucent, with round joins.
        let shape = "M34 14L52 50L12 26H56L16 50Z";
        s.transformed(Affine::translate((0.0, 64.0)), |s| {
            cells(s, 3, (64.0, 64.0), ALIGNS, |s, align| {
                let stroke = Stroke::new(6.0).with_join(Join::Round).with_align(align);
                s.stroke(shape, stroke, RED.with_alpha(0.6)).stroke(shape, 0.75, INK);
            });
        });
    });
    desk.clear("strokes/align-dashes", (192.0, 64.0), |s| {
        cells(s, 3, (64.0, 64.0), ALIGNS, |s, align| {
            let stroke = Stroke::new(6.0).with_align(align).with_dashes([0.0, 12.0]).with_cap(Cap::Round);
            s.fill(Circle::new((32.0, 32.0), 18.0), PALE).stroke(Circle::new((32.0, 32.0), 18.0), stroke, GOLD);
        });
    });
}

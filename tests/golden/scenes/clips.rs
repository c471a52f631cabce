//! Clips.

use std::f64::consts::{FRAC_PI_4, FRAC_PI_6};

use inkstone::kurbo::{Affine, BezPath, Circle, Ellipse, Rect};
use inkstone::{FillRule, Gradient, Image, Layer, rotation};

use super::desk::{BLUE, Desk, GOLD, INK, RED, TEAL, rect, test_picture};

const ALL: Rect = Rect::new(-100.0, -100.0, 200.0, 200.0);

pub(crate) fn draw(desk: &mut Desk<'_>) {
    desk.clear("clips/circle", (64.0, 64.0), |s| {
        s.clipped(Circle::new((32.0, 32.0), 26.3), |s| {
            s.fill(ALL, Gradient::linear((0.0, 6.0), (0.0, 58.0)).with_colors([GOLD, RED]));
        });
    });
    desk.clear("clips/rect-on-and-off-the-grid", (64.0, 32.0), |s| {
        s.clipped(rect(4.0, 4.0, 24.0, 24.0), |s| {
            s.fill(ALL, TEAL);
        });
        s.clipped(rect(36.5, 4.25, 23.0, 23.5), |s| {
            s.fill(ALL, TEAL);
        });
    });
    desk.clear("clips/nested", (64.0, 64.0), |s| {
        s.fill(ALL, GOLD.with_alpha(0.3)).clipped(Circle::new((24.0, 32.0), 22.0), |s| {
            s.fill(ALL, TEAL).clipped(Circle::new((40.0, 32.0), 22.0), |s| {
                s.fill(ALL, RED).clipped(rect(0.0, 28.0, 64.0, 8.0), |s| {
                    s.fill(ALL, INK);
                });
            });
            // The inner clips are over, the outer one is not.
            s.fill(rect(0.0, 48.0, 64.0, 16.0), BLUE);
        });
        s.fill(rect(0.0, 60.0, 64.0, 4.0), INK);
    });
    desk.clear("clips/even-odd", (64.0, 64.0), |s| {
        s.push_clip_with_rule("M32 4 L49 58 L4 24 H60 L15 58 Z", FillRule::EvenOdd);
        s.fill(ALL, RED).pop();
    });
    desk.clear("clips/rotated", (64.0, 64.0), |s| {
        // The clip is turned with the coordinates it was given in; what it clips afterwards may not be.
        s.push_transform(Affine::translate((32.0, 32.0)) * rotation(FRAC_PI_6));
        s.clipped(rect(-20.0, -20.0, 40.0, 40.0), |s| {
            s.fill(ALL, GOLD).transformed(rotation(-FRAC_PI_6), |s| {
                s.fill(rect(-32.0, -6.0, 64.0, 12.0), INK);
            });
        });
        s.pop();
    });
    desk.clear("clips/edges-are-smooth", (64.0, 64.0), |s| {
        // A clip's edge is as smooth as a shape's: the left half clipped, the right half drawn.
        s.clipped(rect(0.0, 0.0, 32.0, 64.0), |s| {
            s.clipped(Ellipse::new((32.0, 32.0), (28.0, 20.0), FRAC_PI_4), |s| {
                s.fill(ALL, INK);
            });
        });
        s.clipped(rect(32.0, 0.0, 32.0, 64.0), |s| {
            s.fill(Ellipse::new((32.0, 32.0), (28.0, 20.0), FRAC_PI_4), INK);
        });
    });
    desk.clear("clips/empty", (48.0, 48.0), |s| {
        s.fill(rect(8.0, 8.0, 32.0, 32.0), TEAL);
        for nothing in ["", "M8 8 H40", "M8 8 L8 8 Z"] {
            s.clipped(nothing, |s| {
                s.fill(ALL, RED);
            });
        }
        s.clipped(BezPath::new(), |s| {
            s.clipped(ALL, |s| {
                s.fill(ALL, RED);
            });
        });
        s.clipped(rect(100.0, 0.0, 10.0, 10.0), |s| {
            s.fill(ALL, RED);
        });
        s.clipped(rect(0.0, 0.0, 20.0, 48.0), |s| {
            s.clipped(rect(28.0, 0.0, 20.0, 48.0), |s| {
                s.fill(ALL, RED);
            });
        });
    });
    content(desk);
}

fn content(desk: &mut Desk<'_>) {
    desk.clear("clips/of-an-image", (64.0, 64.0), |s| {
        s.clipped(Circle::new((32.0, 32.0), 28.0), |s| {
            s.image(&Image::from(test_picture(12, 12)), rect(0.0, 0.0, 64.0, 64.0));
        });
    });
    desk.clear("clips/of-strokes", (64.0, 64.0), |s| {
        s.clipped("M32 4 L60 60 H4 Z", |s| {
            for i in 0..12 {
                s.stroke(Circle::new((32.0, 40.0), f64::from(i) * 4.0), 2.0, BLUE);
            }
        });
    });
    desk.clear("clips/layer-inside", (64.0, 64.0), |s| {
        s.clipped(Circle::new((32.0, 32.0), 26.0), |s| {
            s.layer(Layer::new().with_opacity(0.5), |s| {
                s.fill(rect(0.0, 0.0, 40.0, 64.0), RED).fill(rect(24.0, 0.0, 40.0, 64.0), BLUE);
            });
        });
    });
    desk.clear("clips/inside-a-layer", (64.0, 64.0), |s| {
        s.layer(Layer::new().with_opacity(0.5), |s| {
            s.clipped(Circle::new((32.0, 32.0), 26.0), |s| {
                s.fill(rect(0.0, 0.0, 40.0, 64.0), RED).fill(rect(24.0, 0.0, 40.0, 64.0), BLUE);
            });
            s.fill(rect(28.0, 0.0, 8.0, 64.0), INK);
        });
    });
    desk.clear("clips/one-edge-once", (64.0, 64.0), |s| {
        // A clip around a layer wets its edge once: both halves are the same.
        let circle = Circle::new((32.0, 32.0), 26.0);
        s.clipped(rect(0.0, 0.0, 32.0, 64.0), |s| {
            s.clipped(circle, |s| {
                s.layer(Layer::new(), |s| {
                    s.fill(ALL, INK);
                });
            });
        });
        s.clipped(rect(32.0, 0.0, 32.0, 64.0), |s| {
            s.clipped(circle, |s| {
                s.fill(ALL, INK);
            });
        });
    });
}

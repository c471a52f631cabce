//! Widths, caps, joins and dashes.

use inkstone::kurbo::{Affine, BezPath, Circle, Line, RoundedRect};
use inkstone::{Cap, Join, Stroke};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells, rect};

const CAPS: [Cap; 3] = [Cap::Butt, Cap::Round, Cap::Square];
const JOINS: [Join; 3] = [Join::Miter, Join::Round, Join::Bevel];

pub(crate) fn draw(desk: &mut Desk<'_>) {
    widths(desk);
    caps(desk);
    joins(desk);
    curves(desk);
    dashes(desk);
    closed_dashes(desk);
    pens(desk);
    dense(desk);
}

fn widths(desk: &mut Desk<'_>) {
    desk.clear("strokes/widths", (96.0, 64.0), |s| {
        // 0 draws nothing.
        for (i, width) in [0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0].into_iter().enumerate() {
            let y = 5.0 + 7.5 * i as f64;
            s.stroke(Line::new((4.0, y), (44.0, y)), width, INK).stroke(
                Line::new((50.0, y), (92.0, y + 4.0)),
                width,
                INK,
            );
        }
    });
    desk.clear("strokes/hairlines", (64.0, 64.0), |s| {
        for i in 0..12 {
            let end = f64::from(i) * 6.0;
            s.stroke(Line::new((0.0, 0.0), (64.0, end)), 0.5, INK).stroke(
                Line::new((64.0, 64.0), (0.0, end)),
                0.5,
                RED,
            );
        }
    });
    desk.clear("strokes/pixel-grid", (64.0, 32.0), |s| {
        // On a pixel's middle sharp, on its edge spread over two.
        s.stroke(rect(4.5, 4.5, 24.0, 22.0), 1.0, INK).stroke(rect(36.0, 4.0, 24.0, 22.0), 1.0, INK);
    });
}

fn caps(desk: &mut Desk<'_>) {
    desk.clear("strokes/caps", (96.0, 64.0), |s| {
        cells(s, 1, (96.0, 21.0), CAPS, |s, cap| {
            s.stroke(Line::new((16.0, 11.0), (50.0, 11.0)), Stroke::new(12.0).with_cap(cap), TEAL);
            s.stroke(Line::new((66.0, 15.0), (84.0, 7.0)), Stroke::new(8.0).with_cap(cap), RED);
            s.stroke(Line::new((16.0, 11.0), (50.0, 11.0)), 1.0, INK);
        });
    });
    desk.clear("strokes/zero-length-caps", (128.0, 72.0), |s| {
        // Canvas 2D and SVG: round and square caps make a dot, butt caps nothing; so for each way to have no length.
        let dots = ["M16 12 L16 12", "M48 12 Z", "M80 12 C80 12 80 12 80 12", "M112 12 L112 12 Z"];
        cells(s, 1, (128.0, 24.0), CAPS, |s, cap| {
            for dot in dots {
                s.stroke(dot, Stroke::new(14.0).with_cap(cap), BLUE);
            }
        });
    });
    desk.clear("strokes/lone-move", (64.0, 24.0), |s| {
        // A point without a segment is not drawn, nor does it disturb its neighbours.
        let stroke = Stroke::new(10.0).with_cap(Cap::Round);
        s.stroke("M10 12", stroke.clone(), RED).stroke("M20 12 M34 12 L50 12 M58 12", stroke, TEAL);
    });
}

fn joins(desk: &mut Desk<'_>) {
    desk.clear("strokes/joins", (168.0, 64.0), |s| {
        cells(s, 3, (56.0, 64.0), JOINS, |s, join| {
            s.stroke("M10 56 L28 14 L46 56", Stroke::new(12.0).with_join(join), TEAL);
            s.stroke("M10 56 L28 14 L46 56", 1.0, INK);
        });
    });
    desk.clear("strokes/closed-joins", (168.0, 56.0), |s| {
        cells(s, 3, (56.0, 56.0), JOINS, |s, join| {
            s.stroke(rect(12.0, 12.0, 32.0, 32.0), Stroke::new(12.0).with_join(join), RED);
        });
    });
    desk.clear("strokes/miter-limits", (160.0, 64.0), |s| {
        // The miter of this corner is 3.4 widths long: bevelled at 1 and 3, kept at 4 and 10.
        cells(s, 4, (40.0, 64.0), [1.0, 3.0, 4.0, 10.0], |s, limit| {
            s.stroke("M10 60 L20 28 L30 60", Stroke::new(6.0).with_miter_limit(limit), INK);
        });
    });
    desk.clear("strokes/miter-angles", (168.0, 40.0), |s| {
        // From flat to sharp at the default limit of 10: the last two are bevelled.
        for (i, x) in [14.0, 10.0, 6.0, 4.0, 2.0, 1.0, 0.4].into_iter().enumerate() {
            let middle = 12.0 + 24.0 * i as f64;
            let path = format!("M{} 38 L{middle} 22 L{} 38", middle - x, middle + x);
            s.stroke(path, 2.0, INK);
        }
    });
    desk.clear("strokes/turning-back", (168.0, 32.0), |s| {
        cells(s, 3, (56.0, 32.0), JOINS, |s, join| {
            s.stroke("M10 16 L40 16 L24 16", Stroke::new(12.0).with_join(join), BLUE);
        });
    });
    desk.clear("strokes/open-and-closed", (128.0, 64.0), |s| {
        // Back at the start is not closed: caps there, and no join.
        s.stroke("M12 12 H52 V52 H12 V12", 10.0, TEAL).stroke("M76 12 H116 V52 H76 Z", 10.0, TEAL);
    });
    desk.clear("strokes/short-segments-inside-wide-pen", (128.0, 64.0), |s| {
        cells(s, 2, (64.0, 64.0), [Join::Miter, Join::Round], |s, join| {
            let stroke = Stroke::new(20.0).with_join(join);
            s.stroke("M12 48 L30 30 L32 34 L34 30 L52 48", stroke, GOLD);
        });
    });
}

fn curves(desk: &mut Desk<'_>) {
    desk.clear("strokes/cusp", (192.0, 64.0), |s| {
        // A cubic that stops and turns back at a point; one that almost does; a flat one that overshoots both its ends.
        let curves = ["M8 56 C56 8 8 8 56 56", "M8 56 C53 8 11 8 56 56", "M20 32 C130 32 -70 32 44 32"];
        cells(s, 3, (64.0, 64.0), curves, |s, curve| {
            s.stroke(curve, Stroke::new(8.0).with_join(Join::Round), TEAL).stroke(curve, 1.0, INK);
        });
    });
    desk.clear("strokes/tight-curves", (128.0, 64.0), |s| {
        let hairpin = "M8 8 C70 16 70 20 8 28";
        s.stroke(hairpin, 14.0, PALE).stroke(hairpin, 1.0, INK);
        // The pen reaches over the middle: no hole.
        s.stroke(Circle::new((96.0, 16.0), 4.0), 10.0, GOLD).stroke(Circle::new((96.0, 44.0), 5.0), 20.0, RED);
    });
    desk.clear("strokes/overlaps-once", (64.0, 64.0), |s| {
        // A stroke that crosses itself is one shape: no darker where it does.
        s.stroke("M8 8 L56 56 M56 8 L8 56 M8 32 C20 -10 44 74 56 32", 8.0, BLUE.with_alpha(0.5));
    });
}

fn dashes(desk: &mut Desk<'_>) {
    desk.clear("strokes/dash-offsets", (96.0, 64.0), |s| {
        for (i, offset) in [0.0, 4.0, 10.0, 14.0, 18.0, -6.0, -20.0].into_iter().enumerate() {
            let y = 6.0 + 8.5 * i as f64;
            let stroke = Stroke::new(4.0).with_dashes([12.0, 6.0]).with_dash_offset(offset);
            s.stroke(Line::new((6.0, y), (90.0, y)), stroke, INK);
        }
    });
    desk.clear("strokes/dash-patterns", (96.0, 64.0), |s| {
        // The third and fourth are odd: repeated once. The last two are solid: nothing to cut with.
        let patterns: [&[f64]; 7] =
            [&[8.0, 4.0], &[1.0, 1.0], &[6.0], &[9.0, 3.0, 3.0], &[12.0, 3.0, 2.0, 3.0], &[], &[0.0, 0.0]];
        for (i, dashes) in patterns.into_iter().enumerate() {
            let y = 6.0 + 8.5 * i as f64;
            s.stroke(Line::new((6.0, y), (90.0, y)), Stroke::new(4.0).with_dashes(dashes), INK);
        }
    });
    desk.clear("strokes/dots", (96.0, 48.0), |s| {
        // Dashes without length: dots with round and square caps, nothing with butt ones.
        cells(s, 1, (96.0, 16.0), CAPS, |s, cap| {
            let stroke = Stroke::new(6.0).with_cap(cap).with_dashes([0.0, 12.0]);
            s.stroke("M8 8 H52 L88 2", stroke, RED);
        });
    });
    desk.clear("strokes/dash-caps", (96.0, 48.0), |s| {
        cells(s, 1, (96.0, 16.0), CAPS, |s, cap| {
            s.stroke("M8 8 H88", Stroke::new(6.0).with_cap(cap).with_dashes([8.0, 10.0]), BLUE);
        });
    });
    desk.clear("strokes/dashes-go-round-corners", (96.0, 64.0), |s| {
        s.stroke("M8 56 L30 10 L52 56 L74 10 L90 40", Stroke::new(6.0).with_dashes([20.0, 8.0]), TEAL);
    });
    desk.clear("strokes/dashes-start-again", (96.0, 40.0), |s| {
        // Each subpath starts at the pattern's beginning.
        let stroke = Stroke::new(4.0).with_dashes([14.0, 6.0]);
        s.stroke("M6 8 H38 M46 8 H90 M6 20 H25 M46 20 H65 M6 32 H30 H54 H90", stroke, INK);
    });
    desk.clear("strokes/dashes-on-curves", (128.0, 64.0), |s| {
        s.stroke(Circle::new((32.0, 32.0), 24.0), Stroke::new(4.0).with_dashes([8.0, 4.0]), RED);
        s.stroke("M68 56 C68 -40 124 100 124 8", Stroke::new(4.0).with_dashes([6.0, 3.0]), BLUE);
    });
}

fn closed_dashes(desk: &mut Desk<'_>) {
    desk.clear("strokes/dashes-closed-corner", (192.0, 64.0), |s| {
        // A dash that runs over the closing corner is joined there; one that ends at it is not.
        let square = rect(12.0, 12.0, 40.0, 40.0);
        cells(s, 3, (64.0, 64.0), [-10.0, 0.0, 10.0], |s, offset| {
            s.stroke(square, Stroke::new(8.0).with_dashes([20.0, 20.0]).with_dash_offset(offset), TEAL);
        });
    });
    desk.clear("strokes/dash-longer-than-closed-path", (64.0, 64.0), |s| {
        // One dash covers it all: closed, with a join at every corner.
        s.stroke(rect(12.0, 12.0, 40.0, 40.0), Stroke::new(8.0).with_dashes([500.0, 5.0]), RED);
    });
    desk.clear("strokes/dashes-rounded-rect", (96.0, 64.0), |s| {
        let card = RoundedRect::new(8.0, 8.0, 88.0, 56.0, 14.0);
        s.fill(card, PALE).stroke(card, Stroke::new(3.0).with_dashes([6.0, 3.0]).with_cap(Cap::Round), INK);
    });
}

fn pens(desk: &mut Desk<'_>) {
    desk.clear("strokes/non-uniform-pen", (128.0, 64.0), |s| {
        // The pen is transformed with the shape: wide across, thin down.
        s.transformed(Affine::new([2.0, 0.0, 0.0, 0.5, 0.0, 0.0]), |s| {
            s.stroke(Circle::new((16.0, 64.0), 11.0), 6.0, TEAL);
            s.stroke("M36 30 L48 100 L58 30", Stroke::new(6.0).with_join(Join::Round).with_cap(Cap::Round), RED);
        });
    });
    desk.clear("strokes/skewed-pen", (96.0, 64.0), |s| {
        s.transformed(Affine::new([1.0, 0.0, 0.8, 1.0, 0.0, 0.0]), |s| {
            s.stroke(rect(8.0, 12.0, 34.0, 40.0), Stroke::new(8.0).with_dashes([13.0, 5.0]), BLUE);
        });
    });
    desk.clear("strokes/mirrored-pen", (64.0, 64.0), |s| {
        s.transformed(Affine::new([-1.0, 0.0, 0.0, 1.0, 64.0, 0.0]), |s| {
            s.stroke("M12 12 H52 V40", Stroke::new(8.0).with_dashes([20.0, 6.0]), INK);
        });
    });
    desk.clear("strokes/enlarged", (96.0, 64.0), |s| {
        // Enlarged forty times, curves stay smooth.
        s.transformed(Affine::scale(40.0), |s| {
            s.stroke(Circle::new((1.2, 0.8), 0.55), 0.2, GOLD).stroke(Circle::new((1.2, 0.8), 0.55), 0.02, INK);
        });
    });
    desk.clear("strokes/flattened-away", (64.0, 32.0), |s| {
        // A transform that leaves no area draws nothing of what is flattened by it but what the pen leaves: nothing.
        s.fill(rect(0.0, 0.0, 64.0, 32.0), PALE);
        s.transformed(Affine::new([1.0, 0.0, 0.0, 0.0, 0.0, 16.0]), |s| {
            s.stroke(rect(8.0, 0.0, 48.0, 10.0), 4.0, RED).fill(rect(8.0, 0.0, 48.0, 10.0), RED);
        });
    });
}

fn dense(desk: &mut Desk<'_>) {
    // Many points to a pixel, each turning back: what a chart's lines are.
    let zigzag = |points: u32, step: f64, reach: f64| {
        let mut path = BezPath::new();
        let (mut noise, mut y) = (7_u32, 0.0);
        for i in 0..points {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            y = y * 0.95 + (f64::from(noise >> 16) / 65_536.0 - 0.5) * reach;
            let point = (f64::from(i) * step, y);
            if i == 0 { path.move_to(point) } else { path.line_to(point) }
        }
        path
    };
    desk.clear("strokes/dense", (128.0, 128.0), |s| {
        for (i, (join, cap)) in JOINS.into_iter().zip(CAPS).enumerate() {
            let style = Stroke::new(1.5).with_join(join).with_cap(cap);
            let y = 20.0 + 30.0 * i as f64;
            s.transformed(Affine::translate((8.0, y)), |s| _ = s.stroke(zigzag(900, 0.125, 12.0), style, TEAL));
        }
        let mut closed = zigzag(300, 0.4, 6.0);
        closed.close_path();
        let skewed = Affine::new([0.9, 0.1, -0.4, 0.5, 8.0, 106.0]);
        s.transformed(skewed, |s| _ = s.stroke(closed, Stroke::new(3.0).with_join(Join::Round), RED));
    });
}

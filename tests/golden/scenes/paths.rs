//! Paths by the verbs of Canvas 2D, and what is along them.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use inkstone::kurbo::Affine;
use inkstone::{Path, PathMeasure, Stroke};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells};

pub(crate) fn draw(desk: &mut Desk<'_>) {
    arcs(desk);
    corners(desk);
    along(desk);
    #[cfg(feature = "path-ops")]
    operations(desk);
}

fn arcs(desk: &mut Desk<'_>) {
    desk.clear("paths/arc", (192.0, 96.0), |s| {
        // Clockwise and counterclockwise; a whole turn either way; more than a turn; the rest of one.
        let arcs = [
            (0.0, FRAC_PI_2, false),
            (0.0, FRAC_PI_2, true),
            (0.0, TAU, true),
            (0.5, 0.5 + 3.0 * PI, false),
            (FRAC_PI_2, -FRAC_PI_2, false),
            (0.0, 3.0 * PI, true),
            (PI, 0.25, true),
            (1.0, 1.0, false),
        ];
        cells(s, 4, (48.0, 48.0), arcs, |s, (start, end, counterclockwise)| {
            let mut path = Path::new();
            path.move_to(24.0, 24.0).arc(24.0, 24.0, 18.0, start, end, counterclockwise);
            s.fill(&path, PALE).stroke(&path, 3.0, TEAL);
        });
    });
    desk.clear("paths/ellipse", (96.0, 48.0), |s| {
        cells(s, 2, (48.0, 48.0), [false, true], |s, counterclockwise| {
            let mut path = Path::new();
            path.ellipse(24.0, 24.0, 20.0, 10.0, 0.6, 0.0, 4.0, counterclockwise);
            s.fill(&path, GOLD).stroke(&path, 2.0, INK);
        });
    });
    desk.clear("paths/arc-to", (192.0, 48.0), |s| {
        // Radii from none to one whose circle touches beyond both ends, as the standard has it.
        cells(s, 4, (48.0, 48.0), [0.0, 8.0, 20.0, 34.0], |s, radius| {
            s.stroke("M8 40H40V8", 1.0, RED);
            let mut path = Path::new();
            path.move_to(8.0, 40.0).arc_to(40.0, 40.0, 40.0, 8.0, radius).line_to(40.0, 8.0);
            s.stroke(&path, Stroke::new(3.0), INK);
        });
    });
    desk.clear("paths/subpaths", (96.0, 48.0), |s| {
        // A line after a closed rectangle begins at its (x, y); an arc is joined by a line; a lone line is only a point.
        let mut path = Path::new();
        path.rect(8.0, 8.0, 20.0, 16.0).line_to(40.0, 44.0).arc(64.0, 24.0, 14.0, PI, 0.0, false).close();
        s.stroke(&path, 2.0, BLUE).stroke(Path::new().line_to(90.0, 40.0), 8.0, RED);
    });
}

fn corners(desk: &mut Desk<'_>) {
    desk.clear("paths/round-rect", (240.0, 96.0), |s| {
        let lists: [&[f64]; 5] = [&[10.0], &[4.0, 16.0], &[0.0, 8.0, 20.0], &[0.0, 6.0, 12.0, 18.0], &[40.0, 10.0]];
        cells(s, 5, (48.0, 48.0), lists, |s, radii| {
            s.fill(Path::new().round_rect(4.0, 6.0, 40.0, 36.0, radii), TEAL);
        });
        // Elliptical; mirrored in x, in y, in both, with their radii.
        s.fill(Path::new().round_rect(4.0, 54.0, 40.0, 36.0, [(20.0, 8.0), (4.0, 18.0)]), GOLD);
        for (i, (w, h)) in [(-40.0, 36.0), (40.0, -36.0), (-40.0, -36.0)].into_iter().enumerate() {
            let x = 52.0 + 48.0 * i as f64 + if w < 0.0 { 40.0 } else { 0.0 };
            let y = if h < 0.0 { 90.0 } else { 54.0 };
            s.fill(Path::new().round_rect(x, y, w, h, [0.0, 6.0, 12.0, 18.0]), RED);
        }
        // The other way round: a hole.
        let mut path = Path::new();
        path.round_rect(196.0, 54.0, 40.0, 36.0, 8.0).round_rect(228.0, 62.0, -24.0, 20.0, 5.0);
        s.fill(&path, BLUE);
    });
}

fn along(desk: &mut Desk<'_>) {
    desk.clear("paths/along", (128.0, 64.0), |s| {
        // Arrows at equal lengths, turned as the path goes.
        let curve = "M6 50C30 -40 60 110 80 30S120 40 122 12";
        let measure = PathMeasure::new(curve).unwrap();
        s.stroke(curve, 1.5, INK);
        for i in 0..=16 {
            let at = measure.total_length() * f64::from(i) / 16.0;
            let (point, way) = (measure.point_at_length(at).unwrap(), measure.tangent_at_length(at).unwrap());
            s.transformed(Affine::new([way.x, way.y, -way.y, way.x, point.x, point.y]), |s| {
                s.fill("M4 0L-3 3V-3Z", RED);
            });
        }
    });
}

#[cfg(feature = "path-ops")]
fn operations(desk: &mut Desk<'_>) {
    use inkstone::kurbo::Circle;
    use inkstone::{FillRule, Join, PathOps};

    use super::desk::rect;

    let star = "M24 4L36 42L5 18H43L12 42Z";
    let disc = Circle::new((30.0, 26.0), 14.0);
    let ops = PathOps::new();
    desk.clear("path-ops/operations", (192.0, 96.0), |s| {
        let odd = PathOps::new().with_rule(FillRule::EvenOdd);
        let made = [
            ops.union(star, disc),
            ops.intersection(star, disc),
            ops.difference(star, disc),
            ops.xor(star, disc),
            odd.union(star, disc),
            odd.intersection(star, disc),
            odd.difference(star, disc),
            odd.xor(star, disc),
        ];
        cells(s, 4, (48.0, 48.0), made, |s, path| {
            let path = path.unwrap();
            s.fill(&path, PALE).stroke(&path, 1.5, INK);
        });
    });
    desk.clear("path-ops/offsets", (240.0, 56.0), |s| {
        // By each join, five lines either way of a shape with a hole.
        let shape = "M20 12H60V44H20ZM34 22V34H46V22Z";
        cells(s, 3, (80.0, 56.0), [Join::Miter, Join::Round, Join::Bevel], |s, join| {
            s.fill(shape, PALE);
            for distance in [-6.0, -3.0, 0.0, 3.0, 6.0, 9.0] {
                let line = if distance == 0.0 { INK } else { TEAL };
                s.stroke(ops.offset(shape, distance, join).unwrap(), 1.0, line);
            }
        });
    });
    desk.clear("path-ops/touching", (144.0, 48.0), |s| {
        // Two squares with a common side, two with a common corner, two of which one holds the other.
        let pairs = [
            (rect(6.0, 8.0, 18.0, 32.0), rect(24.0, 14.0, 18.0, 20.0)),
            (rect(6.0, 6.0, 18.0, 18.0), rect(24.0, 24.0, 18.0, 18.0)),
            (rect(6.0, 6.0, 36.0, 36.0), rect(14.0, 14.0, 20.0, 20.0)),
        ];
        cells(s, 3, (48.0, 48.0), pairs, |s, (a, b)| {
            s.fill(ops.union(a, b).unwrap(), PALE).stroke(ops.xor(a, b).unwrap(), 2.0, BLUE);
        });
    });
}

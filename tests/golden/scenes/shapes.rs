//! Shapes, path data and fill rules.

use std::f64::consts::{FRAC_PI_4, PI};

use inkstone::kurbo::{
    Affine, Arc, BezPath, Circle, CircleSegment, CubicBez, Ellipse, Line, PathSeg, Point, QuadBez, RoundedRect,
    RoundedRectRadii, Shape, Triangle, Vec2,
};
use inkstone::{Cap, FillRule, Stroke, rotation};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells, rect};

const STAR: &str = "M32 4 L49 58 L4 24 H60 L15 58 Z";

pub(crate) fn draw(desk: &mut Desk<'_>) {
    plain(desk);
    curved(desk);
    path_data(desk);
    rules(desk);
    edges(desk);
}

fn plain(desk: &mut Desk<'_>) {
    desk.clear("shapes/rect", (64.0, 64.0), |s| {
        s.fill(rect(8.0, 12.0, 48.0, 40.0), TEAL).stroke(rect(8.0, 12.0, 48.0, 40.0), 2.0, INK);
    });
    desk.clear("shapes/rounded-rect", (120.0, 64.0), |s| {
        s.fill(RoundedRect::new(6.0, 6.0, 54.0, 58.0, 12.0), TEAL);
        let radii = RoundedRectRadii::new(0.0, 8.0, 24.0, 16.0);
        s.fill(RoundedRect::new(66.0, 6.0, 114.0, 58.0, radii), RED);
    });
    desk.clear("shapes/rounded-rect-overlapping-radii", (120.0, 64.0), |s| {
        // Radii beyond half a side shrink together: a pill, and corners that keep their proportion.
        s.fill(RoundedRect::new(6.0, 14.0, 54.0, 50.0, 100.0), TEAL);
        let radii = RoundedRectRadii::new(60.0, 20.0, 0.0, 20.0);
        s.fill(RoundedRect::new(66.0, 6.0, 114.0, 58.0, radii), RED);
    });
    desk.clear("shapes/triangle", (64.0, 64.0), |s| {
        s.fill(Triangle::new((32.0, 6.0), (58.0, 56.0), (6.0, 50.0)), GOLD);
    });
    desk.clear("shapes/line", (64.0, 64.0), |s| {
        s.stroke(Line::new((8.0, 8.0), (56.0, 40.0)), 4.0, INK).fill(Line::new((8.0, 50.0), (56.0, 60.0)), RED);
    });
}

fn curved(desk: &mut Desk<'_>) {
    desk.clear("shapes/circle", (64.0, 64.0), |s| {
        s.fill(Circle::new((32.0, 32.0), 28.0), RED).stroke(Circle::new((32.0, 32.0), 18.5), 3.0, GOLD);
    });
    desk.clear("shapes/ellipse", (64.0, 64.0), |s| {
        s.fill(Ellipse::new((32.0, 32.0), (28.0, 14.0), 0.0), PALE);
        s.stroke(Ellipse::new((32.0, 32.0), (28.0, 14.0), FRAC_PI_4), 2.0, BLUE);
    });
    desk.clear("shapes/arc", (120.0, 64.0), |s| {
        // Clockwise from the right; then counterclockwise; then a turned ellipse's.
        s.stroke(Arc::new((22.0, 32.0), (16.0, 16.0), 0.0, 1.5 * PI, 0.0), 3.0, RED);
        s.stroke(Arc::new((60.0, 32.0), (16.0, 16.0), 0.0, -0.5 * PI, 0.0), 3.0, BLUE);
        s.fill(Arc::new((96.0, 32.0), (20.0, 10.0), 0.0, PI, FRAC_PI_4), TEAL);
    });
    desk.clear("shapes/circle-segment", (120.0, 64.0), |s| {
        s.fill(CircleSegment::new((32.0, 32.0), 28.0, 14.0, -0.75 * PI, 1.5 * PI), GOLD);
        s.fill(CircleSegment::new((90.0, 32.0), 28.0, 0.0, 0.25 * PI, 1.5 * PI), TEAL);
    });
    desk.clear("shapes/curves", (120.0, 64.0), |s| {
        let quad = QuadBez::new((8.0, 56.0), (28.0, -30.0), (48.0, 56.0));
        let cubic = CubicBez::new((64.0, 56.0), (140.0, 0.0), (44.0, 0.0), (112.0, 56.0));
        s.fill(quad, PALE).stroke(quad, 3.0, BLUE).fill(cubic, PALE).stroke(cubic, 3.0, RED);
    });
    desk.clear("shapes/path-segments", (120.0, 40.0), |s| {
        let segments = [
            PathSeg::Line(Line::new((6.0, 30.0), (34.0, 10.0))),
            PathSeg::Quad(QuadBez::new((44.0, 30.0), (60.0, -10.0), (76.0, 30.0))),
            PathSeg::Cubic(CubicBez::new((84.0, 30.0), (100.0, -20.0), (100.0, 60.0), (116.0, 10.0))),
        ];
        for segment in segments {
            s.stroke(segment, Stroke::new(3.0).with_cap(Cap::Round), INK);
        }
    });
}

fn path_data(desk: &mut Desk<'_>) {
    desk.clear("shapes/path-data", (120.0, 64.0), |s| {
        // Every command, absolute on the left, relative on the right: the same figure twice.
        s.fill("M6 30 L20 6 H40 V20 C40 40 54 40 54 26 S58 58 44 58 Q34 58 30 48 T14 48 A8 8 0 0 1 6 40 Z", TEAL);
        s.fill("m66 30l14-24h20v14c0 20 14 20 14 6s4 32-10 32q-10 0-14-10t-16 0a8 8 0 0 1-8-8z", RED);
    });
    desk.clear("shapes/path-data-arc-flags", (160.0, 48.0), |s| {
        // The figure of SVG's specification: both ellipses through two points, and the four arcs.
        cells(s, 4, (40.0, 48.0), ["0 0", "0 1", "1 0", "1 1"], |s, flags| {
            s.stroke(Ellipse::new((26.0, 17.0), (12.0, 8.0), 0.0), 1.0, PALE);
            s.stroke(Ellipse::new((14.0, 25.0), (12.0, 8.0), 0.0), 1.0, PALE);
            s.stroke(format!("M14 17 A12 8 0 {flags} 26 25"), 3.0, RED);
        });
    });
    desk.clear("shapes/path-data-arc-too-small", (64.0, 64.0), |s| {
        // Radii that do not reach are scaled up; a radius of 0 is a straight line; a turned ellipse.
        s.stroke("M8 16 A2 1 0 0 1 56 16", 2.0, RED).stroke("M8 22 A0 9 0 0 1 56 22", 2.0, BLUE);
        s.stroke("M8 34 A20 10 30 0 0 56 34", 2.0, TEAL);
    });
    desk.clear("shapes/bezpath", (64.0, 64.0), |s| {
        let mut path = BezPath::new();
        path.move_to((8.0, 32.0));
        path.curve_to((8.0, 0.0), (56.0, 0.0), (56.0, 32.0));
        path.quad_to((32.0, 80.0), (8.0, 32.0));
        path.close_path();
        let hole = Line::new((24.0, 24.0), (40.0, 24.0));
        path.move_to(hole.p0);
        path.line_to(hole.p1);
        path.line_to(Point::new(32.0, 40.0) + Vec2::new(0.0, hole.bounding_box().height()));
        s.fill_with_rule(path, FillRule::EvenOdd, BLUE);
    });
}

fn rules(desk: &mut Desk<'_>) {
    desk.clear("shapes/fill-rule-non-zero", (64.0, 64.0), |s| {
        s.fill(STAR, RED);
    });
    desk.clear("shapes/fill-rule-even-odd", (64.0, 64.0), |s| {
        s.fill_with_rule(STAR, FillRule::EvenOdd, RED);
    });
    desk.clear("shapes/fill-rule-direction", (120.0, 64.0), |s| {
        // By the non-zero rule an inner square is a hole only where it runs the other way.
        s.fill("M6 6H58V58H6Z M20 20H44V44H20Z", TEAL).fill("M64 6H116V58H64Z M78 20V44H102V20Z", TEAL);
    });
    desk.clear("shapes/open-subpaths-are-closed", (64.0, 64.0), |s| {
        s.fill("M6 6 L30 30 L6 30 M34 34 H58 V58", GOLD);
    });
}

fn edges(desk: &mut Desk<'_>) {
    desk.clear("shapes/quarter-pixel-edges", (64.0, 32.0), |s| {
        for i in 0..8 {
            let at = f64::from(i);
            s.fill(rect(4.0 + 7.0 * at + at * 0.25, 4.0 + at * 0.125, 4.0, 20.0), INK);
        }
    });
    desk.clear("shapes/thinner-than-a-pixel", (64.0, 32.0), |s| {
        for i in 1..8 {
            let width = f64::from(i) * 0.25;
            s.fill(rect(f64::from(i) * 7.0, 4.0, width, 12.0), INK);
            s.fill(rect(f64::from(i) * 7.0 + 0.4, 18.4, 5.0, width), RED);
        }
    });
    desk.clear("shapes/beyond-the-canvas", (64.0, 64.0), |s| {
        s.fill(Circle::new((0.0, 0.0), 40.0), RED).fill(Circle::new((100_000.0, 32.0), 99_970.0), TEAL);
        s.fill(rect(-900_000.0, 50.0, 1_800_000.0, 4.0), INK);
    });
    desk.clear("shapes/hands-of-a-clock", (64.0, 64.0), |s| {
        // Slivers in every direction, to see that coverage does not depend on it.
        for i in 0..24 {
            let hand = rotation(f64::from(i) * PI / 12.0);
            s.transformed(Affine::translate((32.0, 32.0)) * hand, |s| {
                s.fill("M6 -1 L30 0 L6 1 Z", INK);
            });
        }
    });
}

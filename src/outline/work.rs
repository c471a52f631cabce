//! What a path costs the `TinySkia` rasterizer, estimated before it is drawn.

use kurbo::{BezPath, PathEl, Point};

/// Pairs of segments looked at. With fewer segments than `SMALL` crossings cost nothing worth counting.
const PAIRS: u64 = 8_192;
const SMALL: usize = 2_048;

/// Steps for a path in device pixels on a canvas of `height` rows: the rows each segment crosses, and the pairs of
/// segments that cross each other, since edges are kept in order by exchanging neighbours. Pairs are counted in a fixed
/// sample of them; curves count as their chords. `copies` says how often each segment will be there: a stroke's outline
/// has it twice.
pub(crate) fn path_work(path: &BezPath, height: f64, copies: f64) -> u64 {
    let mut segments = Vec::new();
    let mut rows = 0.0;
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    let count = path.elements().len();
    for element in path.elements() {
        let to = match *element {
            PathEl::MoveTo(p) => {
                (start, at) = (p, p);
                continue;
            }
            PathEl::LineTo(p) | PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => p,
            PathEl::ClosePath => start,
        };
        let (top, bottom) = (at.y.min(to.y).max(0.0), at.y.max(to.y).min(height));
        if bottom > top {
            rows += bottom - top + 1.0;
            if count > SMALL {
                segments.push((at, to));
            }
        }
        at = to;
    }
    (rows * copies + crossings(&segments) * copies * copies) as u64
}

fn crossings(segments: &[(Point, Point)]) -> f64 {
    let n = segments.len() as u64;
    if n <= SMALL as u64 {
        return 0.0;
    }
    // A fixed sequence (Numerical Recipes' generator): the estimate, and so what is refused, is the same everywhere.
    let mut state = 1_442_695_040_888_963_407_u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((state >> 33) * n) >> 31) as usize
    };
    let found = (0..PAIRS).filter(|_| cross(segments[below(n)], segments[below(n)])).count();
    found as f64 / PAIRS as f64 * (n as f64) * (n as f64) / 2.0
}

/// Whether two segments cross inside both.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polyline(point: impl Fn(u32) -> (f64, f64)) -> BezPath {
        let mut path = BezPath::new();
        path.move_to(point(0));
        (1..100_000).for_each(|i| path.line_to(point(i)));
        path
    }

    #[test]
    fn charts_cost_little_and_scribbles_much() {
        let noise = |i: u32| f64::from(i.wrapping_mul(2_654_435_761) >> 16) / 65_536.0 * 600.0;
        let chart = path_work(&polyline(|i| (f64::from(i) / 100.0, noise(i))), 600.0, 2.0);
        let scribble = path_work(&polyline(|i| (noise(i + 7), noise(i))), 600.0, 1.0);
        assert!(chart < 1 << 28, "{chart}");
        assert!(scribble > 1 << 29, "{scribble}");
    }
}

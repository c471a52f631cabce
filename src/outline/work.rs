//! What a path costs the `TinySkia` rasterizer, estimated before it is drawn.

use kurbo::Point;

use super::{FixedPoint, Polygons, SUBPIXEL_BITS};

/// Pairs of segments looked at. With fewer segments than `SMALL` crossings cost nothing worth counting.
const PAIRS: u64 = 8_192;
const SMALL: usize = 2_048;

/// Steps for polygons on a canvas of `height` rows: the rows each segment crosses, and the pairs of segments that cross
/// each other, since edges are kept in order by exchanging neighbours. Pairs are counted in a fixed sample of them.
pub(crate) fn path_work(polygons: &Polygons, height: u32) -> u64 {
    let many = polygons.len() > SMALL;
    let mut segments = Vec::with_capacity(if many { polygons.len() } else { 0 });
    let mut rows = 0.0;
    let pixels = |p: FixedPoint| {
        let unit = f64::from(1 << SUBPIXEL_BITS);
        Point::new(f64::from(p.x) / unit, f64::from(p.y) / unit)
    };
    for contour in polygons.contours() {
        let ends = contour.iter().skip(1).chain(contour.first());
        for (from, to) in contour.iter().zip(ends).map(|(from, to)| (pixels(*from), pixels(*to))) {
            let (top, bottom) = (from.y.min(to.y).max(0.0), from.y.max(to.y).min(f64::from(height)));
            if bottom > top {
                rows += bottom - top + 1.0;
                if many {
                    segments.push((from, to));
                }
            }
        }
    }
    (rows + crossings(&segments)) as u64
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

    fn polygon(point: impl Fn(u32) -> (f64, f64)) -> Polygons {
        let mut polygons = Polygons::default();
        (0..100_000).for_each(|i| polygons.push(point(i).into()));
        polygons.close();
        polygons
    }

    #[test]
    fn charts_cost_little_and_scribbles_much() {
        let noise = |i: u32| f64::from(i.wrapping_mul(2_654_435_761) >> 16) / 65_536.0 * 600.0;
        let chart = path_work(&polygon(|i| (f64::from(i) / 100.0, noise(i))), 600);
        let scribble = path_work(&polygon(|i| (noise(i + 7), noise(i))), 600);
        assert!(chart < 1 << 28, "{chart}");
        assert!(scribble > 1 << 29, "{scribble}");
    }
}

//! The truth: winding numbers by sorting what each of many sub-rows crosses, in f64; exact along x.

use kurbo::{BezPath, Cap, CubicBez, Join, ParamCurve, PathEl, Point, QuadBez, Stroke, StrokeOpts};

/// Heights in a row of pixels at which the winding is taken: of outlines so long that they would be too many, and of others.
/// An edge that is nearly level is known to half a sub-row: two levels, and a quarter of one.
const SUB_ROWS: [usize; 2] = [64, 512];

/// Crossings of sub-rows that are too many.
const CROSSINGS: f64 = 2e7;

/// Closed contours of exact points.
pub type Contours = Vec<Vec<Point>>;

/// The contours of a stroke: butt caps, miter joins up to 4.
pub fn stroked(path: &BezPath, width: f64) -> BezPath {
    let style = Stroke::new(width).with_join(Join::Miter).with_miter_limit(4.0).with_caps(Cap::Butt);
    kurbo::stroke(path.iter(), &style, &StrokeOpts::default(), 0.001)
}

/// The contours of a path, its curves as so many short lines that none is a thousandth of a pixel off.
pub fn contours(path: &BezPath) -> Contours {
    let mut out = Contours::new();
    let mut at = Point::ZERO;
    for element in path.elements() {
        let contour = out.last_mut();
        match (*element, contour) {
            (PathEl::MoveTo(p), _) => {
                out.push(vec![p]);
                at = p;
            }
            (PathEl::LineTo(p), Some(contour)) => {
                contour.push(p);
                at = p;
            }
            (PathEl::QuadTo(a, p), Some(contour)) => {
                lines(&QuadBez::new(at, a, p), at.distance(a) + a.distance(p), contour);
                at = p;
            }
            (PathEl::CurveTo(a, b, p), Some(contour)) => {
                lines(&CubicBez::new(at, a, b, p), at.distance(a) + a.distance(b) + b.distance(p), contour);
                at = p;
            }
            _ => {}
        }
    }
    out
}

/// Four lines to a pixel of the control polygon, and never fewer than 200.
fn lines(curve: &impl ParamCurve, length: f64, contour: &mut Vec<Point>) {
    let count = (length * 4.0).ceil().max(200.0);
    contour.extend((1..=count as u32).map(|i| curve.eval(f64::from(i) / count)));
}

/// Coverage of `width` times `height` pixels, 0 to 1.
pub fn truth(contours: &Contours, even_odd: bool, (width, height): (usize, usize)) -> Vec<f64> {
    let rises = contours.iter().flat_map(|contour| contour.windows(2)).map(|pair| (pair[1].y - pair[0].y).abs());
    let sub_rows = SUB_ROWS[usize::from(rises.sum::<f64>() * SUB_ROWS[1] as f64 <= CROSSINGS)];
    let step = 1.0 / sub_rows as f64;
    let mut crossings: Vec<Vec<(f64, i32)>> = vec![Vec::new(); height * sub_rows];
    for contour in contours {
        for (i, &a) in contour.iter().enumerate() {
            let b = contour[(i + 1) % contour.len()];
            let (p, q, sign) = if a.y < b.y { (a, b, 1) } else { (b, a, -1) };
            let row = |y: f64| (y / step - 0.5).ceil().clamp(0.0, (height * sub_rows) as f64) as usize;
            let (from, to) = (row(p.y), row(q.y));
            for (row, crossings) in crossings[from..to.max(from)].iter_mut().enumerate() {
                let y = ((from + row) as f64 + 0.5) * step;
                crossings.push((p.x + (y - p.y) * (q.x - p.x) / (q.y - p.y), sign));
            }
        }
    }
    let mut out = vec![0.0; width * height];
    // What each pixel begins or ends to be covered by, so that long runs cost nothing.
    let mut changes = vec![0_i64; width + 1];
    for (pixels, rows) in out.chunks_exact_mut(width).zip(crossings.chunks_exact_mut(sub_rows)) {
        changes.fill(0);
        for crossings in rows {
            crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut winding = 0;
            for pair in crossings.windows(2) {
                winding += pair[0].1;
                let inside = if even_odd { winding % 2 != 0 } else { winding != 0 };
                if inside {
                    run(pixels, &mut changes, pair[0].0, pair[1].0, step);
                }
            }
        }
        let mut whole = 0;
        for (pixel, change) in pixels.iter_mut().zip(&changes) {
            whole += change;
            *pixel += whole as f64 * step;
        }
    }
    out
}

/// Adds a covered run of a sub-row.
fn run(pixels: &mut [f64], changes: &mut [i64], x0: f64, x1: f64, step: f64) {
    let width = pixels.len();
    let (x0, x1) = (x0.clamp(0.0, width as f64), x1.clamp(0.0, width as f64));
    let (first, last) = (x0 as usize, x1 as usize);
    if first == last {
        if first < width {
            pixels[first] += (x1 - x0) * step;
        }
        return;
    }
    pixels[first] += ((first + 1) as f64 - x0) * step;
    changes[first + 1] += 1;
    changes[last] -= 1;
    if last < width {
        pixels[last] += (x1 - last as f64) * step;
    }
}

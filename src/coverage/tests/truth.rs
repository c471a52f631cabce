//! The truth: winding numbers by sorting what each of many sub-rows crosses, in f64.

use kurbo::{BezPath, PathEl, Point};

use crate::outline::Polygons;
use crate::paint::FillRule;

/// Closed contours of exact points.
pub(super) type Contours = Vec<Vec<Point>>;

/// Coverage of `width` times `height` pixels, 0 to 1, at `sub` heights a row; exact along x.
pub(super) fn truth(contours: &Contours, rule: FillRule, width: usize, height: usize, sub: usize) -> Vec<f64> {
    let mut crossings: Vec<Vec<(f64, i32)>> = vec![Vec::new(); height * sub];
    let step = 1.0 / sub as f64;
    for contour in contours {
        for (i, &a) in contour.iter().enumerate() {
            let b = contour[(i + 1) % contour.len()];
            let (p, q, sign) = if a.y < b.y { (a, b, 1) } else { (b, a, -1) };
            let from = (p.y / step - 0.5).ceil().max(0.0) as usize;
            let to = (q.y / step - 0.5).ceil().clamp(0.0, (height * sub) as f64) as usize;
            for (row, crossings) in crossings.iter_mut().enumerate().take(to).skip(from) {
                let y = (row as f64 + 0.5) * step;
                crossings.push((p.x + (y - p.y) * (q.x - p.x) / (q.y - p.y), sign));
            }
        }
    }
    let mut out = vec![0.0; width * height];
    for (row, mut crossings) in crossings.into_iter().enumerate() {
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let pixels = &mut out[row / sub * width..][..width];
        let mut winding = 0;
        for (i, &(x, sign)) in crossings.iter().enumerate() {
            winding += sign;
            let inside = match rule {
                FillRule::NonZero => winding != 0,
                FillRule::EvenOdd => winding % 2 != 0,
            };
            let end = crossings.get(i + 1).map_or(width as f64, |next| next.0);
            if inside {
                let (x0, x1) = (x.clamp(0.0, width as f64), end.clamp(0.0, width as f64));
                for (column, pixel) in
                    pixels.iter_mut().enumerate().take((x1.ceil() as usize).min(width)).skip(x0 as usize)
                {
                    let covered = x1.min(column as f64 + 1.0) - x0.max(column as f64);
                    *pixel += covered.max(0.0) * step;
                }
            }
        }
    }
    out
}

/// The contours of polygons, in px.
pub(super) fn contours_of(polygons: &Polygons) -> Contours {
    let px = |v: i32| f64::from(v) / 256.0;
    polygons.contours().map(|c| c.iter().map(|p| Point::new(px(p.x), px(p.y))).collect()).collect()
}

/// The contours of a path, its curves as many short lines.
pub(super) fn contours_of_path(path: &BezPath) -> Contours {
    const LINES: usize = 100;
    let mut out = Contours::new();
    let mut at = Point::ZERO;
    let even = |i: usize| i as f64 / LINES as f64;
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
                let curve = kurbo::QuadBez::new(at, a, p);
                contour.extend((1..=LINES).map(|i| kurbo::ParamCurve::eval(&curve, even(i))));
                at = p;
            }
            (PathEl::CurveTo(a, b, p), Some(contour)) => {
                let curve = kurbo::CubicBez::new(at, a, b, p);
                contour.extend((1..=LINES).map(|i| kurbo::ParamCurve::eval(&curve, even(i))));
                at = p;
            }
            _ => {}
        }
    }
    out
}

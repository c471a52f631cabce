//! Paths that SVG path data can say: every subpath begins with a move.

use std::borrow::Cow;

use kurbo::{BezPath, PathEl, Point};

use super::points;

/// The path with a move before what continues none. After a close that is the closed subpath's start, as in Canvas 2D
/// and SVG; at the very beginning the first point, as Canvas 2D has it, and a close there means nothing.
pub(crate) fn begin_subpaths(path: &BezPath) -> Cow<'_, BezPath> {
    let begun = |before: Option<&PathEl>, element: &PathEl| match element {
        PathEl::MoveTo(_) => true,
        PathEl::ClosePath => before.is_some(),
        _ => before.is_some_and(|before| *before != PathEl::ClosePath),
    };
    let elements = path.elements();
    let mut pairs = elements.iter().zip(elements.iter().skip(1));
    if elements.first().is_none_or(|first| begun(None, first)) && pairs.all(|(before, next)| begun(Some(before), next))
    {
        return Cow::Borrowed(path);
    }
    let (mut out, mut start) = (Vec::with_capacity(elements.len() + 1), Point::ORIGIN);
    for element in elements {
        if !begun(out.last(), element) {
            let first = if out.is_empty() { points(element).next() } else { Some(start) };
            let Some(first) = first else { continue };
            out.push(PathEl::MoveTo(first));
            start = first;
        }
        if let PathEl::MoveTo(point) = element {
            start = *point;
        }
        out.push(*element);
    }
    Cow::Owned(out.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_put_where_none_is() {
        let path = |elements: &[PathEl]| {
            let mut path = BezPath::new();
            path.extend(elements.iter().copied());
            path
        };
        let p = |x: f64| Point::new(x, 0.0);
        let (m, l, z) = (|x| PathEl::MoveTo(p(x)), |x| PathEl::LineTo(p(x)), PathEl::ClosePath);
        for (given, expected) in [
            (vec![], vec![]),
            (vec![m(1.0), l(2.0), z, z, m(3.0), z], vec![m(1.0), l(2.0), z, z, m(3.0), z]),
            (vec![m(1.0), l(2.0), z, l(3.0)], vec![m(1.0), l(2.0), z, m(1.0), l(3.0)]),
            (vec![z, l(2.0), z, l(3.0)], vec![m(2.0), l(2.0), z, m(2.0), l(3.0)]),
        ] {
            assert_eq!(begin_subpaths(&path(&given)).elements(), expected);
        }
    }
}

//! How often the watch is looked at: for every 4,096 items of whatever there may be millions of.

use kurbo::{Affine, BezPath, PathEl, Point};

use crate::buffer::Buffer;
use crate::coverage::Shape;
use crate::outline::{Polygons, Quads, dash, fill_polygons, stroke_polygons, stroke_quads};
use crate::paint::{Cap, FillRule, Join, Stroke};
use crate::watch::{ITEMS_A_CHECK, Watch};

const COUNT: usize = 50 * ITEMS_A_CHECK;

/// Looks at the watch that some work takes.
fn looks<T>(work: impl FnOnce(&Watch) -> T) -> (T, usize) {
    let most = 1 << 30;
    let watch = Watch::of_looks(most);
    let out = work(&watch);
    let left = watch.looks.map_or(0, |looks| looks.load(std::sync::atomic::Ordering::Relaxed));
    (out, most - left)
}

fn line(points: impl Iterator<Item = (f64, f64)>) -> BezPath {
    let points = points.enumerate().map(|(i, p)| (i, Point::from(p)));
    points.map(|(i, p)| if i == 0 { PathEl::MoveTo(p) } else { PathEl::LineTo(p) }).collect()
}

fn subpaths(count: usize, with_line: bool) -> BezPath {
    let at = |i: usize| Point::new((i % 600) as f64, (i % 400) as f64);
    let second = |i: usize| if with_line { PathEl::LineTo(at(i)) } else { PathEl::ClosePath };
    (0..count).flat_map(|i| [PathEl::MoveTo(at(i)), second(i)]).collect()
}

fn zigzag() -> BezPath {
    line((0..COUNT).map(|i| ((i % 2) as f64 * 50.0, i as f64 * 0.003)))
}

#[test]
fn outlines_in_the_making_are_watched() {
    let round = |width| Stroke::new(width).with_cap(Cap::Round).with_join(Join::Round);
    let mut closed = zigzag();
    closed.close_path();
    for (name, path, stroke, times) in [
        ("a fill", zigzag(), None, 1),
        ("a fill of nothing", subpaths(COUNT / 2, false), None, 1),
        ("a stroke", zigzag(), Some(Stroke::new(1.0)), 2),
        // Its sides too, and the way back.
        ("a closed stroke", closed.clone(), Some(round(9.0)), 3),
        ("a stroke of nothing", subpaths(COUNT, false), Some(Stroke::new(1.0)), 1),
        ("dots", subpaths(COUNT / 8, true), Some(round(3.0)), 1),
        // Hundreds of points each.
        ("wide dots", subpaths(COUNT / 128, true), Some(round(600.0)), 1),
    ] {
        let mut out = Polygons::default();
        let (made, looks) = looks(|watch| match &stroke {
            None => fill_polygons(&path, Affine::IDENTITY, u64::MAX, watch, &mut out).map(drop),
            Some(stroke) => stroke_polygons(path.elements(), stroke, Affine::IDENTITY, u64::MAX, watch, &mut out),
        });
        assert!(made.is_ok() && looks + 1 >= times * COUNT / ITEMS_A_CHECK, "{name}: {looks} looks");
    }
    for path in [closed.clone(), subpaths(COUNT, false)] {
        let mut out = Quads::default();
        let elements = path.elements();
        let (made, looks) =
            looks(|watch| stroke_quads(elements, &round(9.0), Affine::IDENTITY, u64::MAX, watch, &mut out));
        assert!(made.is_ok() && looks + 1 >= COUNT / ITEMS_A_CHECK, "{looks} looks");
    }
    // Measured, cut, and the first dash kept until the end.
    let (made, looks) = looks(|watch| {
        let dashes = dash(&closed, &[1e9], 0.0, 1.0, 1_000, watch);
        dashes.map(|dashes| dashes.map(|dashes| dashes.len()))
    });
    assert_eq!(made.ok().flatten(), Some(COUNT + 2));
    assert!(looks + 3 >= 3 * COUNT / ITEMS_A_CHECK, "{looks} looks");
}

#[test]
fn shapes_in_the_making_are_watched() {
    let upright = (0..COUNT).map(|i| (9.0, i as f64 * 0.003));
    for (name, path, times) in [
        // Its box, its sides, whether it is convex, which rows are alike, what is where.
        ("points on a line", line(upright.chain([(0.0, 0.0)])), 4),
        ("points in one place", line((0..COUNT).map(|_| (9.0, 9.0)).chain([(3.0, 5.0), (5.0, 3.0)])), 3),
        ("corners", zigzag(), 4),
    ] {
        let mut out = Polygons::default();
        fill_polygons(&path, Affine::IDENTITY, u64::MAX, &Watch::default(), &mut out).unwrap();
        let (shape, looks) = looks(|watch| Shape::new(&out, FillRule::NonZero, 1_200, 630, watch).map(drop));
        assert!(shape.is_ok() && looks + times >= times * COUNT / ITEMS_A_CHECK, "{name}: {looks} looks");
    }
}

#[test]
fn parts_are_watched_where_there_are_several() {
    for (len, expected) in [(0, 0), (ITEMS_A_CHECK, 0), (ITEMS_A_CHECK + 1, 2), (3 * ITEMS_A_CHECK, 3)] {
        let mut items: Buffer<u8> = Buffer::default();
        items.extend(vec![7; len].into_iter());
        let (seen, looks) = looks(|watch| watch.parts(&items).map(|part| part.map_or(0, <[u8]>::len)).sum::<usize>());
        assert_eq!((seen, looks), (len, expected));
    }
}

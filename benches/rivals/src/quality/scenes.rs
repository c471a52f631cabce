//! What is compared: the shapes of the raster table, and those that anti-aliasing is hard for.

use std::f64::consts::TAU;

use kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};

use super::truth::{contours, stroked};
use crate::fonts;
use crate::masks::{Outlines, glyph_ids};
use crate::raster::work::{Noise, Step, Work};

/// A path that is filled or stroked.
#[derive(Clone)]
pub struct Shape {
    pub path: BezPath,
    pub even_odd: bool,
    /// The pen's width, where it is stroked.
    pub stroke: Option<f64>,
}

/// Shapes that are drawn over each other, and a canvas that holds them.
pub struct Picture {
    pub shapes: Vec<Shape>,
    pub size: (usize, usize),
}

/// Pictures of a kind.
pub struct Scene {
    pub name: &'static str,
    pub pictures: Vec<Picture>,
}

impl Shape {
    fn filled(path: BezPath) -> Self {
        Self { path, even_odd: false, stroke: None }
    }

    fn stroked(path: BezPath, width: f64) -> Self {
        Self { path, even_odd: false, stroke: Some(width) }
    }

    /// The path whose inside is to be covered.
    pub fn outline(&self) -> BezPath {
        self.stroke.map_or_else(|| self.path.clone(), |width| stroked(&self.path, width))
    }
}

impl Picture {
    /// Shapes moved by whole pixels, so that nothing of how they lie on the pixels changes, to the corner at (2, 2).
    fn new(mut shapes: Vec<Shape>) -> Self {
        let points = |shape: &Shape| contours(&shape.outline()).concat();
        let all: Vec<Point> = shapes.iter().flat_map(points).collect();
        let bounds = all.iter().fold(None, |bounds: Option<Rect>, p| {
            Some(bounds.map_or(Rect::from_points(*p, *p), |bounds| bounds.union_pt(*p)))
        });
        let bounds = bounds.unwrap_or_default();
        let by = Vec2::new(2.0 - bounds.x0.floor(), 2.0 - bounds.y0.floor());
        shapes.iter_mut().for_each(|shape| shape.path.apply_affine(Affine::translate(by)));
        let side = |end: f64| end.ceil() as usize + 2;
        Self { size: (side(bounds.x1 + by.x), side(bounds.y1 + by.y)), shapes }
    }
}

/// All of them.
pub fn scenes() -> Vec<Scene> {
    let mut noise = Noise(0x5678_9121);
    let alone = |name, shapes: Vec<Shape>| {
        let pictures = shapes.into_iter().map(|shape| Picture::new(vec![shape])).collect();
        Scene { name, pictures }
    };
    let [rects, blobs, polyline, dots, circles] = [
        "1,000 rounded rects",
        "1,000 self-intersecting blobs",
        "polyline 20,000 x 1.5 px",
        "2,000 circles r=3",
        "20 translucent circles r=400",
    ]
    .map(of_the_raster_table);
    let odd = blobs.iter().map(|shape| Shape { even_odd: true, ..shape.clone() }).collect();
    vec![
        alone("1,000 rounded rects", rects),
        alone("1,000 blobs, nonzero", blobs),
        alone("1,000 blobs, even-odd", odd),
        alone("polyline 20,000 x 1.5 px", polyline),
        alone("2,000 circles r=3", dots),
        alone("20 circles r=400", circles),
        alone("360 hairlines", (0..360).map(|i| hairline(&mut noise, f64::from(i) / 360.0 * TAU)).collect()),
        alone("500 slivers", (0..500).map(|_| sliver(&mut noise)).collect()),
        alone("300 hanzi, 12 px", hanzi(12.0)),
        alone("300 hanzi, 16 px", hanzi(16.0)),
        alone("300 hanzi, 24 px", hanzi(24.0)),
        Scene { name: FANS, pictures: (0..40).map(|_| Picture::new(fan(&mut noise))).collect() },
    ]
}

/// The scene whose shapes abut.
pub const FANS: &str = "40 fans of 12 triangles";

/// The shapes of one row of the raster table at 1200 x 630.
fn of_the_raster_table(name: &str) -> Vec<Shape> {
    let shape = |step| match step {
        Step::Path(path, _) => Shape::filled(path),
        Step::Stroke(path, width, _) => Shape::stroked(path, width),
        _ => unreachable!("the row has paths only"),
    };
    let row = Work::all(1200, 630).into_iter().find(|work| work.name == name);
    row.unwrap_or_else(|| panic!("the table has no row {name:?}")).steps.into_iter().map(shape).collect()
}

fn hairline(noise: &mut Noise, angle: f64) -> Shape {
    let middle = noise.point(Rect::new(32.0, 32.0, 33.0, 33.0));
    let along = Vec2::from_angle(angle) * 30.0;
    Shape::stroked(kurbo::Line::new(middle + along, middle - along).to_path(0.1), 0.3 + noise.next() * 0.9)
}

/// A triangle, thin and nearly level or nearly upright.
fn sliver(noise: &mut Noise) -> Shape {
    let from = noise.point(Rect::new(1.0, 1.0, 3.0, 20.0));
    let path = polygon(&[
        from,
        from + Vec2::new(60.0, noise.next() * 1.8 - 0.9),
        from + Vec2::new(noise.next() * 60.0, 0.05 + noise.next() * 1.45),
    ]);
    let level = noise.next() < 0.5;
    Shape::filled(if level { path } else { Affine::new([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]) * path })
}

fn hanzi(px: f32) -> Vec<Shape> {
    let outlines = Outlines::new(fonts::REGULAR, px, false);
    let glyph = |id| {
        let mut pen = KurboPen::default();
        outlines.draw(id, &mut pen);
        Shape::filled(pen.0)
    };
    glyph_ids(fonts::REGULAR, 300).into_iter().map(glyph).collect()
}

/// Triangles around a point, each sharing an edge with the next.
fn fan(noise: &mut Noise) -> Vec<Shape> {
    let center = noise.point(Rect::new(40.0, 40.0, 41.0, 41.0));
    let turn = noise.next();
    let mut rim = || {
        let mut point = |i: u32| {
            let angle = (f64::from(i) + turn + noise.next() * 0.6) / 12.0 * TAU;
            center + Vec2::from_angle(angle) * (24.0 + noise.next() * 14.0)
        };
        (0..12).map(&mut point).collect::<Vec<_>>()
    };
    let rim = rim();
    (0..12).map(|i| Shape::filled(polygon(&[center, rim[i], rim[(i + 1) % 12]]))).collect()
}

fn polygon(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(points[0]);
    points[1..].iter().for_each(|point| path.line_to(*point));
    path.close_path();
    path
}

/// A glyph's outline, y down.
#[derive(Default)]
struct KurboPen(BezPath);

fn at(x: f32, y: f32) -> Point {
    Point::new(f64::from(x), -f64::from(y))
}

impl skrifa::outline::OutlinePen for KurboPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(at(x, y));
    }

    fn quad_to(&mut self, ax: f32, ay: f32, x: f32, y: f32) {
        self.0.quad_to(at(ax, ay), at(x, y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to(at(ax, ay), at(bx, by), at(x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

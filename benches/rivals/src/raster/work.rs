//! What the rasterizers draw: paths built beforehand, on a canvas cleared to white.

use std::f64::consts::TAU;

use kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect, Shape as _};

use crate::scenes::Rgba;

/// The picture that is scaled.
pub const IMAGE: (u32, u32) = (3600, 1890);
/// Columns and rows of the tile that is repeated.
pub const TILE: u32 = 64;
/// Size of the glyphs in px, and how many stand in a row.
pub const GLYPH_SIZE: f64 = 24.0;
pub const GLYPHS: usize = 2000;
pub const GLYPHS_A_ROW: usize = 50;
pub const GLYPH_ROW: f64 = 15.0;

pub struct Work {
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    pub steps: Vec<Step>,
}

pub enum Step {
    Rect(Rect, Brush),
    Path(BezPath, Brush),
    /// Butt caps, miter joins up to 4.
    Stroke(BezPath, f64, Rgba),
    /// Clips what follows.
    Clip(BezPath),
    /// [`IMAGE`], scaled and moved.
    Image(f64, Point),
    /// The whole canvas in tiles of [`TILE`] px, transformed: of a picture, or of what is drawn by [`tile_shapes`] anew each time.
    Tiles(Tiled, Affine),
    /// The bold [`GLYPHS`], masks made before, in rows from the first baseline.
    Glyphs(Point, Rgba),
}

/// What is on a tile.
#[derive(Clone, Copy, PartialEq)]
pub enum Tiled {
    Picture,
    Scene,
}

#[derive(Clone)]
pub enum Brush {
    Solid(Rgba),
    Linear(Point, Point, [Rgba; 3]),
    Radial(Point, f64, [Rgba; 3]),
    Conic(Point, [Rgba; 3]),
}

const COLORS: [Rgba; 3] = [[24, 32, 66, 255], [96, 62, 110, 255], [236, 128, 92, 255]];
/// The same, but seen through.
const FADING: [Rgba; 3] = [[24, 32, 66, 230], [96, 62, 110, 120], [236, 128, 92, 0]];

/// Numbers from 0 to 1, the same every time.
pub struct Noise(pub u32);

impl Noise {
    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        f64::from(self.0 >> 8) / f64::from(1 << 24)
    }

    pub fn point(&mut self, area: Rect) -> Point {
        let (x, y) = (self.next(), self.next());
        Point::new(area.x0 + x * area.width(), area.y0 + y * area.height())
    }

    fn color(&mut self, alpha: u8) -> Brush {
        let [r, g, b] = [(); 3].map(|()| (self.next() * 255.0) as u8);
        Brush::Solid([r, g, b, alpha])
    }
}

impl Work {
    /// Every row of the table at a size.
    pub fn all(width: u32, height: u32) -> Vec<Self> {
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let (center, corner) = (area.center(), Point::new(area.x1, area.y1));
        let whole = |brush| vec![Step::Rect(area, brush)];
        let work = |name, steps| Self { name, width, height, steps };
        let image = |scale, x, y| vec![Step::Image(scale, Point::new(x, y))];
        let tiles = |tile, transform| vec![Step::Tiles(tile, transform)];
        let moved = Affine::translate((-17.0, 23.0));
        vec![
            work("clear", vec![]),
            work("opaque fill", whole(Brush::Solid(COLORS[1]))),
            work("translucent fill", whole(Brush::Solid([200, 40, 40, 120]))),
            work("linear gradient", whole(Brush::Linear(Point::ZERO, corner, COLORS))),
            work("translucent linear gradient", whole(Brush::Linear(Point::ZERO, corner, FADING))),
            work("radial gradient", whole(Brush::Radial(center, area.width() / 2.0, COLORS))),
            work("conic gradient", whole(Brush::Conic(center, COLORS))),
            work("1,000 rounded rects", rounded_rects(area)),
            work("1,000 self-intersecting blobs", blobs(area)),
            work("polyline 20,000 x 1.5 px", vec![polyline(area)]),
            work("2,000 circles r=3", circles(area, 2000, 3.0, 255)),
            work("20 translucent circles r=400", circles(area, 20, 400.0, 77)),
            work("clip path over content", clip(area)),
            work("image at 1/3", image(1.0 / 3.0, 0.0, 0.0)),
            work("image at 0.37", image(0.37, -40.0, -30.0)),
            work("image at 2.6", image(2.6, -300.0, -200.0)),
            work("pattern, moved", tiles(Tiled::Picture, moved)),
            work("pattern at 1.3", tiles(Tiled::Picture, moved * Affine::scale(1.3))),
            work("pattern, turned", tiles(Tiled::Picture, moved * Affine::rotate(TAU / 12.0))),
            work("pattern of a scene", tiles(Tiled::Scene, moved)),
            work("2,000 glyphs 24 px", vec![Step::Glyphs(Point::new(0.0, 24.0), [20, 30, 40, 255])]),
        ]
    }
}

fn rounded_rects(area: Rect) -> Vec<Step> {
    let mut noise = Noise(0x1234_5671);
    let rect = |_| {
        let (corner, width, height) = (noise.point(area), 20.0 + noise.next() * 80.0, 16.0 + noise.next() * 40.0);
        let rect = Rect::from_origin_size(corner, (width, height));
        Step::Path(RoundedRect::from_rect(rect, 8.0).to_path(0.01), noise.color(255))
    };
    (0..1000).map(rect).collect()
}

/// Closed curves of some 60 px that cross themselves.
fn blobs(area: Rect) -> Vec<Step> {
    let mut noise = Noise(0x2345_6781);
    let blob = |_| {
        let middle = noise.point(area);
        let near = Rect::from_center_size(middle, (60.0, 60.0));
        let mut path = BezPath::new();
        path.move_to(noise.point(near));
        for _ in 0..6 {
            path.curve_to(noise.point(near), noise.point(near), noise.point(near));
        }
        path.close_path();
        Step::Path(path, noise.color(180))
    };
    (0..1000).map(blob).collect()
}

fn polyline(area: Rect) -> Step {
    let mut noise = Noise(0x3456_7891);
    let mut path = BezPath::new();
    let mut y = 0.0;
    for i in 0..=20_000 {
        y = y * 0.99 + (noise.next() - 0.5) * 0.06;
        let x = area.width() * f64::from(i) / 20_000.0;
        let point = Point::new(x, area.center().y + y * area.height());
        if i == 0 {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    Step::Stroke(path, 1.5, [30, 60, 120, 255])
}

fn circles(area: Rect, count: u32, radius: f64, alpha: u8) -> Vec<Step> {
    let mut noise = Noise(0x4567_8911);
    (0..count).map(|_| Step::Path(Circle::new(noise.point(area), radius).to_path(0.01), noise.color(alpha))).collect()
}

/// A gradient and 200 rounded rects, through a star of 200 rays.
fn clip(area: Rect) -> Vec<Step> {
    let mut star = BezPath::new();
    for i in 0..400 {
        let radius = if i % 2 == 0 { area.height() * 0.48 } else { area.height() * 0.36 };
        let (sin, cos) = (f64::from(i) / 400.0 * TAU).sin_cos();
        let point = area.center() + kurbo::Vec2::new(cos, sin) * radius;
        if i == 0 {
            star.move_to(point);
        } else {
            star.line_to(point);
        }
    }
    star.close_path();
    let corner = Point::new(area.x1, area.y1);
    let content = [Step::Clip(star), Step::Rect(area, Brush::Linear(Point::ZERO, corner, COLORS))];
    content.into_iter().chain(rounded_rects(area).into_iter().take(200)).collect()
}

/// A ring of eight translucent dots, and one in the middle.
pub fn tile_shapes() -> Vec<(BezPath, Rgba)> {
    let center = Point::new(f64::from(TILE) / 2.0, f64::from(TILE) / 2.0);
    let dot = |at: Point, radius| Circle::new(at, radius).to_path(0.01);
    let ring = (0..8).map(|i| {
        let (sin, cos) = (f64::from(i) * TAU / 8.0).sin_cos();
        (dot(center + kurbo::Vec2::new(cos, sin) * 20.0, 9.0), [30, 90, 160, 150])
    });
    ring.chain([(dot(center, 8.0), [220, 80, 40, 255])]).collect()
}

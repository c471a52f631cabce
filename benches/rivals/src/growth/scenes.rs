//! Scenes of any size.

use inkstone::{Color, Gradient, Image, LineHeight, Paragraph, Pixmap, Scene, SceneBuilder, Stroke, TextStyle};
use kurbo::{BezPath, Circle, Rect, RoundedRect};

use crate::lines::{chart, ring, spiral, walk, zigzag};
use crate::raster::work::Noise;
use crate::scenes::{FAMILY, page::hanzi, photo, photo::SIZE};

/// Makes a scene of a number of segments.
type OfSegments = fn(u32) -> Scene;

const AREA: Rect = Rect::new(0.0, 0.0, 1200.0, 630.0);
/// As tall as 40 rows: a million segments cross each of them.
const ROW: Rect = Rect::new(0.0, 300.0, 1200.0, 340.0);

/// Lines whose pixels stay about the same, and lines that cross each row ever more often.
pub const LINES: [(&str, OfSegments); 7] = [
    ("stroked spiral, same length", |n| stroked(spiral(n, AREA))),
    ("filled ring, same length", |n| filled(ring(n, AREA))),
    ("stroked chart, ever denser", |n| stroked(chart(n, AREA))),
    ("stroked zigzag, all in each row", |n| stroked(zigzag(n, ROW))),
    ("filled zigzag, all in each row", |n| filled(zigzag(n, ROW))),
    ("stroked walk, steps of 10 px", |n| stroked(walk(n, 10.0, AREA))),
    ("filled walk, steps of 10 px", |n| filled(walk(n, 10.0, AREA))),
];

const COLORS: [Color; 3] =
    [Color::from_rgb8(24, 32, 66), Color::from_rgb8(96, 62, 110), Color::from_rgb8(236, 128, 92)];

fn stroked(path: BezPath) -> Scene {
    let mut scene = Scene::builder(AREA.width(), AREA.height());
    scene.stroke(path, Stroke::new(1.5), COLORS[0]);
    scene.finish().expect("the scene is well formed")
}

fn filled(path: BezPath) -> Scene {
    let mut scene = Scene::builder(AREA.width(), AREA.height());
    scene.fill(path, COLORS[0]);
    scene.finish().expect("the scene is well formed")
}

/// A million pixels at 96 DPI.
pub fn megapixel() -> Scene {
    let mut scene = Scene::builder(1250.0, 800.0);
    let area = Rect::new(0.0, 0.0, 1250.0, 800.0);
    ground(&mut scene, area);
    shapes(&mut scene, area, 200, 1.0);
    scene.image(&picture(), Rect::new(700.0, 100.0, 1180.0, 460.0));
    text(&mut scene, Rect::new(60.0, 520.0, 1190.0, 780.0), 24.0, 300);
    scene.finish().expect("the scene is well formed")
}

/// What two threads share: a poster, and two of its parts alone.
pub fn posters() -> Vec<(&'static str, Scene)> {
    let area = Rect::new(0.0, 0.0, 3840.0, 2160.0);
    let scene = |draw: &dyn Fn(&mut SceneBuilder)| {
        let mut scene = Scene::builder(area.width(), area.height());
        draw(&mut scene);
        scene.finish().expect("the scene is well formed")
    };
    let poster = scene(&|scene| {
        ground(scene, area);
        shapes(scene, area, 1000, 2.0);
        for i in 0..4 {
            let x = 120.0 + 920.0 * f64::from(i);
            scene.image(&picture(), Rect::new(x, 240.0, x + 800.0, 840.0));
        }
        text(scene, Rect::new(120.0, 1100.0, 3720.0, 2100.0), 48.0, 1500);
    });
    let words = scene(&|scene| text(scene, Rect::new(60.0, 60.0, 3780.0, 2140.0), 40.0, 2000));
    let gradients = scene(&|scene| {
        ground(scene, area);
        scene.fill(area, Gradient::conic(area.center(), 0.0).with_colors(COLORS.map(|color| color.with_alpha(0.5))));
        scene.fill(Circle::new(area.center(), 1000.0), Gradient::radial(area.center(), 1000.0).with_colors(COLORS));
    });
    vec![("poster", poster), ("text alone", words), ("gradients alone", gradients)]
}

fn ground(scene: &mut SceneBuilder, area: Rect) {
    scene.fill(area, Gradient::linear((area.x0, area.y0), (area.x1, area.y1)).with_colors(COLORS));
}

fn shapes(scene: &mut SceneBuilder, area: Rect, count: u32, size: f64) {
    let mut noise = Noise(0x9123_4561);
    for i in 0..count {
        let at = noise.point(area);
        let [r, g, b] = [(); 3].map(|()| (noise.next() * 255.0) as u8);
        let color = Color::from_rgba8(r, g, b, 160);
        if i % 2 == 0 {
            scene.fill(Circle::new(at, size * (4.0 + noise.next() * 40.0)), color);
        } else {
            let sides = (size * (20.0 + noise.next() * 80.0), size * (16.0 + noise.next() * 40.0));
            scene.fill(RoundedRect::from_rect(Rect::from_origin_size(at, sides), size * 8.0), color);
        }
    }
}

fn text(scene: &mut SceneBuilder, area: Rect, size: f64, count: usize) {
    let style = TextStyle::new(size).with_families([FAMILY]).with_paint(COLORS[0]);
    let text = Paragraph::new(hanzi(count), style).with_width(area.width());
    scene.text((area.x0, area.y0 + size), text.with_line_height(LineHeight::Px(size * 1.25)));
}

fn picture() -> Image {
    let (width, height) = SIZE;
    Image::from_pixmap(Pixmap::from_premultiplied(photo(), width, height).expect("the photo's size"))
}

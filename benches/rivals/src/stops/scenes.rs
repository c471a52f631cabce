//! Scenes that take long, each in another part of a render.

use inkstone::{
    BlendMode, Cap, Color, Filter, Gradient, Image, Layer, LineHeight, Mask, Paragraph, Pixmap, Scene, SceneBuilder,
    Shadow, Stroke, StrokeScaling, TextStyle,
};
use kurbo::{Affine, BezPath, Circle, PathEl, Rect};

use crate::lines::{chart, walk};
use crate::raster::work::Noise;
use crate::scenes::{FAMILY, page::hanzi, photo};

/// A scene, and how it is drawn.
pub struct Heavy {
    pub name: &'static str,
    pub scene: Scene,
    /// Written as a PNG band by band, not drawn into a pixmap.
    pub streamed: bool,
    pub threads: u16,
}

const COLORS: [Color; 3] =
    [Color::from_rgb8(24, 32, 66), Color::from_rgb8(236, 128, 92), Color::from_rgb8(96, 62, 110)];

/// The small scene that is drawn after each stop.
pub fn small() -> Scene {
    let mut scene = Scene::builder(160.0, 90.0);
    let area = Rect::new(0.0, 0.0, 160.0, 90.0);
    scene.fill(area, Gradient::linear((0.0, 0.0), (160.0, 90.0)).with_colors(COLORS));
    scene.stroke(walk(40, 30.0, area), Stroke::new(2.0).with_dashes([5.0, 3.0]), Color::WHITE);
    scene.layer(Layer::new().with_opacity(0.5), |scene| _ = scene.fill(Circle::new((80.0, 45.0), 30.0), Color::BLACK));
    scene.text((10.0, 50.0), Paragraph::new("墨石 ink", style(24.0)));
    scene.finish().expect("the scene is well formed")
}

type Draw = fn(&mut SceneBuilder, Rect);

/// Name, sides, what is drawn, whether it is streamed, threads.
const ALL: [(&str, f64, f64, Draw, bool, u16); 33] = [
    ("stroke of a chart, 1M segments", 1200.0, 630.0, |s, area| line(s, chart(1_000_000, area)), false, 1),
    ("stroke of a walk, 1M segments", 1200.0, 630.0, |s, area| line(s, walk(1_000_000, 10.0, area)), false, 1),
    ("fill of a walk, 1M segments", 1200.0, 630.0, |s, area| fill(s, walk(1_000_000, 10.0, area)), false, 1),
    ("fill of a walk, 100k long segments", 1200.0, 630.0, |s, area| fill(s, walk(100_000, 600.0, area)), false, 1),
    ("20k translucent circles r=400", 1200.0, 630.0, circles, false, 1),
    ("20k circles on 2 threads", 1200.0, 630.0, circles, false, 2),
    ("conic gradient 16k x 16k, streamed", 16_384.0, 16_384.0, conic, true, 1),
    ("conic gradient streamed on 2 threads", 16_384.0, 16_384.0, conic, true, 2),
    ("conic gradient 8k x 8k, rendered", 8_192.0, 8_192.0, conic, false, 1),
    ("6,000 cold glyphs", 3000.0, 5000.0, glyphs, false, 1),
    ("1 MB of text in one paragraph", 1200.0, 630.0, text, false, 1),
    ("image turned and enlarged, 6k x 6k", 6000.0, 6000.0, image, false, 1),
    ("image of 8k x 8k at 1/8", 1000.0, 1000.0, reduced, false, 1),
    ("900,000 dashes", 1200.0, 630.0, dashes, false, 1),
    ("30 layers, 4k x 4k", 4000.0, 4000.0, layers, false, 1),
    ("3.3M dots with round caps", 1200.0, 630.0, |s, area| dots(s, area, 3_300_000, 3.0), false, 1),
    ("100k dots of 600 px", 1200.0, 630.0, |s, area| dots(s, area, 100_000, 600.0), false, 1),
    ("1M items", 1200.0, 630.0, items, false, 1),
    ("fill of 4.9M moves and closes", 1200.0, 630.0, |s, area| fill(s, moves(area)), false, 1),
    ("stroke of 4.9M moves and closes", 1200.0, 630.0, |s, area| line(s, moves(area)), false, 1),
    ("fill of 9.9M points on a line", 1200.0, 630.0, |s, area| fill(s, straight(9_900_000, area)), false, 1),
    ("fill of 9.9M points in one place", 1200.0, 630.0, |s, area| fill(s, places(area)), false, 1),
    ("stroke of a walk, 9.9M segments", 1200.0, 630.0, |s, area| line(s, walk(9_900_000, 10.0, area)), false, 1),
    ("one dash on 4.9M segments, closed", 1200.0, 630.0, long_dash, false, 1),
    ("PNG of shapes, 4k x 4k, 2 threads", 4000.0, 4000.0, shapes, true, 2),
    ("image of 8k x 8k at 1/8000", 8000.0, 100.0, speck, false, 1),
    ("blur of 20 px, 4k x 4k", 4000.0, 4000.0, |s, area| filtered(s, area, Filter::Blur(20.0)), false, 1),
    ("blur of 1,000 px, 4k x 4k", 4000.0, 4000.0, |s, area| filtered(s, area, Filter::Blur(1000.0)), false, 1),
    ("shadow thrown 100 px, 4k x 4k", 4000.0, 4000.0, shadow, false, 1),
    ("30 layers in soft light, 4k x 4k", 4000.0, 4000.0, soft_light, false, 1),
    ("colour matrix, 4k x 4k", 4000.0, 4000.0, |s, area| filtered(s, area, Filter::Saturate(0.5)), false, 1),
    ("luminance mask, 4k x 4k", 4000.0, 4000.0, luminance, false, 1),
    ("stroke of a walk, device width", 1200.0, 630.0, device, false, 1),
];

/// The scenes whose names are `wanted`, one at a time: together they take much memory.
pub fn scenes(wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Heavy> {
    ALL.into_iter().filter(move |(name, ..)| wanted(name)).map(|(name, width, height, draw, streamed, threads)| {
        let mut scene = Scene::builder(width, height);
        draw(&mut scene, Rect::new(0.0, 0.0, width, height));
        Heavy { name, scene: scene.finish().expect("the scene is well formed"), streamed, threads }
    })
}

fn style(size: f64) -> TextStyle {
    TextStyle::new(size).with_families([FAMILY])
}

fn line(scene: &mut SceneBuilder, path: BezPath) {
    scene.stroke(path, 1.5, COLORS[0]);
}

fn fill(scene: &mut SceneBuilder, path: BezPath) {
    scene.fill(path, COLORS[0]);
}

fn circles(scene: &mut SceneBuilder, area: Rect) {
    let mut noise = Noise(0x4567_8911);
    for _ in 0..20_000 {
        let color = Color::from_rgba8((noise.next() * 255.0) as u8, 90, 120, 77);
        scene.fill(Circle::new(noise.point(area), 400.0), color);
    }
}

fn conic(scene: &mut SceneBuilder, area: Rect) {
    scene.fill(area, Gradient::conic(area.center(), 0.0).with_colors(COLORS));
}

fn glyphs(scene: &mut SceneBuilder, area: Rect) {
    for (i, size) in [36.0, 37.0, 38.0].into_iter().enumerate() {
        let text = Paragraph::new(hanzi(2000), style(size)).with_width(area.width());
        scene.text((0.0, 40.0 + i as f64 * 1500.0), text.with_line_height(LineHeight::Px(50.0)));
    }
}

fn text(scene: &mut SceneBuilder, area: Rect) {
    let text = (hanzi(2000) + " some words of Latin between; ").repeat(170);
    scene.text((0.0, 20.0), Paragraph::new(text, style(16.0)).with_width(area.width()));
}

fn image(scene: &mut SceneBuilder, area: Rect) {
    let center = area.center().to_vec2();
    let turn = Affine::translate(center) * Affine::rotate(0.3) * Affine::translate(-center);
    scene.transformed(turn, |scene| _ = scene.image(&picture((3600, 1890)), area));
}

fn reduced(scene: &mut SceneBuilder, area: Rect) {
    scene.image(&picture((8000, 8000)), area);
}

fn picture(size: (u32, u32)) -> Image {
    Image::from_pixmap(Pixmap::from_premultiplied(photo::sized(size), size.0, size.1).expect("the picture's size"))
}

fn dashes(scene: &mut SceneBuilder, area: Rect) {
    // A step of the walk is some 15 px long.
    scene.stroke(walk(110_000, 20.0, area), Stroke::new(1.0).with_dashes([1.0, 1.0]), COLORS[0]);
}

/// Subpaths of no length: a circle each.
fn dots(scene: &mut SceneBuilder, area: Rect, count: usize, width: f64) {
    let mut noise = Noise(0x2345_6789);
    let points = std::iter::repeat_with(|| noise.point(area)).take(count);
    let path = points.flat_map(|p| [PathEl::MoveTo(p), PathEl::LineTo(p)]).collect::<BezPath>();
    scene.stroke(path, Stroke::new(width).with_cap(Cap::Round), COLORS[0]);
}

fn items(scene: &mut SceneBuilder, area: Rect) {
    let mut noise = Noise(0x3456_7891);
    for _ in 0..1_000_000 {
        scene.fill(Rect::from_center_size(noise.point(area), (3.0, 3.0)), COLORS[0]);
    }
}

/// A path with nothing to draw.
fn moves(area: Rect) -> BezPath {
    (0..4_900_000).flat_map(|_| [PathEl::MoveTo(area.center()), PathEl::ClosePath]).collect()
}

fn straight(count: u32, area: Rect) -> BezPath {
    let points = (0..count).map(|i| area.origin() + area.size().to_vec2() * (f64::from(i) / f64::from(count)));
    points.enumerate().map(|(i, p)| if i == 0 { PathEl::MoveTo(p) } else { PathEl::LineTo(p) }).collect()
}

fn places(area: Rect) -> BezPath {
    let points = std::iter::repeat_n(PathEl::LineTo(area.center()), 9_900_000);
    std::iter::once(PathEl::MoveTo(area.center())).chain(points).chain([PathEl::LineTo(area.origin())]).collect()
}

/// The dash that begins a closed subpath is kept until its end.
fn long_dash(scene: &mut SceneBuilder, area: Rect) {
    let mut path = walk(4_900_000, 0.1, area);
    path.close_path();
    scene.stroke(path, Stroke::new(1.0).with_dashes([9e5, 1.0]), COLORS[0]);
}

fn shapes(scene: &mut SceneBuilder, area: Rect) {
    let mut noise = Noise(0x5678_9112);
    scene.fill(area, Gradient::linear((0.0, 0.0), (area.width(), area.height())).with_colors(COLORS));
    for _ in 0..2_000 {
        let color = Color::from_rgba8((noise.next() * 255.0) as u8, 90, 120, 200);
        scene.fill(Circle::new(noise.point(area), 60.0), color);
    }
}

fn layers(scene: &mut SceneBuilder, area: Rect) {
    for _ in 0..30 {
        scene.push_clip(Circle::new(area.center(), area.width() * 0.5)).push_layer(Layer::new().with_opacity(0.9));
        scene.fill(area, COLORS[1].with_alpha(0.5));
    }
    (0..60).for_each(|_| _ = scene.pop());
}

/// Each of its pixels covers all rows.
fn speck(scene: &mut SceneBuilder, area: Rect) {
    scene.image(&picture((8000, 8000)), Rect::new(0.0, 0.0, area.width(), 1.0));
}

fn filtered(scene: &mut SceneBuilder, area: Rect, filter: Filter) {
    scene.layer(Layer::new().with_filters([filter]), |scene| shapes(scene, area));
}

fn shadow(scene: &mut SceneBuilder, area: Rect) {
    let shadow = Shadow::new(Color::BLACK).with_offset((100.0, 100.0)).with_blur(30.0);
    scene.layer(Layer::new().with_shadow(shadow), |scene| shapes(scene, area));
}

fn soft_light(scene: &mut SceneBuilder, area: Rect) {
    shapes(scene, area);
    for _ in 0..30 {
        scene.layer(Layer::new().with_blend_mode(BlendMode::SoftLight), |scene| {
            _ = scene.fill(area, Gradient::linear((0.0, 0.0), (area.width(), area.height())).with_colors(COLORS));
        });
    }
}

fn luminance(scene: &mut SceneBuilder, area: Rect) {
    let mut mask = Scene::builder(area.width(), area.height());
    shapes(&mut mask, area);
    let mask = Mask::luminance(mask.finish().expect("the mask is well formed"));
    scene.layer(Layer::new().with_mask(mask), |scene| shapes(scene, area));
}

/// Its path is mapped to device pixels before it is stroked.
fn device(scene: &mut SceneBuilder, area: Rect) {
    scene.transformed(Affine::scale(0.5), |scene| {
        let path = walk(4_900_000, 10.0, Rect::from_origin_size(area.origin(), area.size() * 2.0));
        scene.stroke(path, Stroke::new(1.5).with_scaling(StrokeScaling::Device), COLORS[0]);
    });
}

//! inkstone: `canvas.render(&scene)`, then `encode_png`.

use std::rc::Rc;

use inkstone::{
    Canvas, Color, Engine, Gradient, Image, Join, LineHeight, Paragraph, Pixmap, RenderOptions, SceneBuilder, Stroke,
    TextAnchor, TextStyle,
};
use kurbo::{BezPath, RoundedRect};

use super::Picture;
use crate::scenes::{FAMILY, Item, Paint, Rgba, Scene, Shape, Text, photo};

struct Inkstone {
    described: Rc<Scene>,
    scene: inkstone::Scene,
    photo: Image,
    canvas: Canvas,
    options: RenderOptions,
    pixmap: Option<Pixmap>,
}

/// A scene's pixels, for those who measure something else than drawing.
pub fn pixmap(described: &Scene) -> Pixmap {
    let scene = build(described, &photo_image(), 1000);
    Engine::new().canvas().render(&scene, &options(described)).expect("the scene is within the limits")
}

fn photo_image() -> Image {
    let (width, height) = photo::SIZE;
    Image::from_pixmap(Pixmap::from_premultiplied(photo(), width, height).expect("the photo's size"))
}

fn options(described: &Scene) -> RenderOptions {
    match described.background {
        Some(background) => RenderOptions::new().with_background(color(background)),
        None => RenderOptions::new(),
    }
}

pub fn ready(described: &Rc<Scene>) -> Option<Box<dyn Picture>> {
    let (photo, options) = (photo_image(), options(described));
    let scene = build(described, &photo, 0);
    let canvas = Engine::new().canvas();
    Some(Box::new(Inkstone { described: described.clone(), scene, photo, canvas, options, pixmap: None }))
}

impl Picture for Inkstone {
    fn draw(&mut self, n: u32) {
        if self.described.numbered {
            self.scene = build(&self.described, &self.photo, n);
        }
        self.pixmap = Some(self.canvas.render(&self.scene, &self.options).expect("the scene is within the limits"));
    }

    fn encode(&mut self) -> Vec<u8> {
        let pixmap = self.pixmap.as_ref().expect("drawn before");
        pixmap.encode_png().expect("a vector takes every byte")
    }
}

pub fn color([r, g, b, a]: Rgba) -> Color {
    Color::from_rgba8(r, g, b, a)
}

fn build(described: &Scene, photo: &Image, n: u32) -> inkstone::Scene {
    let mut scene = inkstone::Scene::builder(f64::from(described.width), f64::from(described.height));
    for item in &described.items {
        match item {
            Item::Fill { shape, paint } => fill(&mut scene, shape, paint),
            Item::Line { points, width, color: rgba } => {
                let mut path = BezPath::new();
                path.move_to(points[0]);
                points[1..].iter().for_each(|point| path.line_to(*point));
                let stroke = Stroke::new(*width).with_join(Join::Miter).with_miter_limit(4.0);
                scene.stroke(path, stroke, color(*rgba));
            }
            Item::Photo { rect, radius } => {
                let clip = RoundedRect::from_rect(*rect, *radius);
                scene.clipped(clip, |scene| _ = scene.image(photo, *rect));
            }
            Item::Text(text) => _ = scene.text(text.at, paragraph(text, n)),
        }
    }
    scene.finish().expect("the scene is well formed")
}

fn fill(scene: &mut SceneBuilder, shape: &Shape, paint: &Paint) {
    let paint: inkstone::Paint = match paint {
        Paint::Solid(rgba) => color(*rgba).into(),
        Paint::Linear(from, to, colors) => {
            Gradient::linear(*from, *to).with_colors(colors.iter().map(|rgba| color(*rgba))).into()
        }
    };
    match shape {
        Shape::Rect(rect) => scene.fill(*rect, paint),
        Shape::Rounded(rect, radius) => scene.fill(RoundedRect::from_rect(*rect, *radius), paint),
        Shape::Circle(circle) => scene.fill(*circle, paint),
    };
}

fn paragraph(text: &Text, n: u32) -> Paragraph {
    let style = TextStyle::new(text.size).with_families([FAMILY]).with_weight(text.weight());
    let style = style.with_paint(color(text.color));
    let mut paragraph = Paragraph::new(text.numbered(n), style).with_line_height(LineHeight::Px(text.line_height));
    if let Some(width) = text.width {
        paragraph = paragraph.with_width(width);
    }
    if text.middle {
        paragraph = paragraph.with_anchor(TextAnchor::Middle, inkstone::Baseline::Alphabetic);
    }
    paragraph
}

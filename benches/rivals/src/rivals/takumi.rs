//! takumi: a CSS tree of absolutely placed boxes. Shapes of a scene with lines are one SVG picture, drawn through its
//! own SVG support. Its PNG encoder is its own.

use std::fmt::Write as _;
use std::rc::Rc;

use takumi::prelude::{
    FontResource, Fonts, ImageData, ImageSource, ImageSourceInput, Node, OutputFormat, RenderOptions, RgbaImage, Style,
    Viewport,
};

use super::Picture;
use crate::fonts;
use crate::scenes::{FAMILY, Item, Paint, Rgba, Scene, Shape, Text, photo};

/// Of `FAMILY`, in ems, as CSS reads them.
const ASCENT: f64 = 1.16;
const DESCENT: f64 = 0.288;

struct Takumi {
    described: Rc<Scene>,
    fonts: Fonts,
    photo: RgbaImage,
    vector: Option<ImageSource>,
    tree: Node,
    bitmap: Option<takumi::prelude::Bitmap>,
}

pub fn ready(described: &Rc<Scene>) -> Option<Box<dyn Picture>> {
    let mut fonts = Fonts::default();
    for font in fonts::all() {
        fonts.register(FontResource::new(*font)).expect("takumi takes the font");
    }
    let (width, height) = photo::SIZE;
    let photo = RgbaImage::new(photo(), width, height, false).expect("the photo's size");
    let lines = described.items.iter().any(|item| matches!(item, Item::Line { .. }));
    let vector = lines.then(|| ImageSource::from_bytes(svg(described).as_bytes()).expect("the SVG is well formed"));
    let tree = build(described, &photo, vector.as_ref(), 0);
    Some(Box::new(Takumi { described: described.clone(), fonts, photo, vector, tree, bitmap: None }))
}

impl Picture for Takumi {
    fn draw(&mut self, n: u32) {
        if self.described.numbered {
            self.tree = build(&self.described, &self.photo, self.vector.as_ref(), n);
        }
        let options = RenderOptions::builder()
            .viewport(Viewport::new((self.described.width, self.described.height)))
            .node(self.tree.clone())
            .fonts(&self.fonts)
            .build();
        self.bitmap = Some(takumi::render(options).expect("the tree can be drawn"));
    }

    fn encode(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let bitmap = self.bitmap.as_ref().expect("drawn before");
        takumi::write_image(bitmap, &mut out, OutputFormat::Png).expect("a vector takes every byte");
        out
    }
}

fn style(css: &str) -> Style {
    css.parse().expect("takumi knows the properties")
}

fn css([r, g, b, a]: Rgba) -> String {
    format!("rgb({r} {g} {b} / {})", f64::from(a) / 255.0)
}

fn place(rect: kurbo::Rect) -> String {
    let (x, y, width, height) = (rect.x0, rect.y0, rect.width(), rect.height());
    format!("position: absolute; left: {x}px; top: {y}px; width: {width}px; height: {height}px")
}

fn build(described: &Scene, photo: &RgbaImage, vector: Option<&ImageSource>, n: u32) -> Node {
    let mut nodes = Vec::new();
    if let Some(vector) = vector {
        let src = ImageSourceInput::Loaded(vector.clone());
        let (width, height) = (Some(described.width as f32), Some(described.height as f32));
        nodes.push(Node::image(ImageData { src, width, height }).with_style(style(&place(described.rect()))));
    }
    for item in &described.items {
        match item {
            Item::Fill { shape, paint } if vector.is_none() => nodes.push(shape_node(shape, paint)),
            Item::Fill { .. } | Item::Line { .. } => {}
            Item::Photo { rect, radius } => {
                let data = ImageData { src: ImageSourceInput::Rgba(photo.clone()), width: None, height: None };
                let css = format!("{}; border-radius: {radius}px; object-fit: fill", place(*rect));
                nodes.push(Node::image(data).with_style(style(&css)));
            }
            Item::Text(text) => nodes.push(text_node(text, n)),
        }
    }
    let ground = described.background.map_or("transparent".to_owned(), css);
    let root = format!("position: relative; width: 100%; height: 100%; background-color: {ground}");
    Node::container(nodes).with_style(style(&root))
}

fn shape_node(shape: &Shape, paint: &Paint) -> Node {
    let bounds = shape.bounds();
    let radius = match shape {
        Shape::Rect(_) => 0.0,
        Shape::Rounded(_, radius) => *radius,
        Shape::Circle(circle) => circle.radius,
    };
    let fill = match paint {
        Paint::Solid(rgba) => format!("background-color: {}", css(*rgba)),
        Paint::Linear(from, to, colors) => {
            // From corner to corner of the box, so that CSS's gradient line is the same.
            let angle = 90.0 + (to.y - from.y).atan2(to.x - from.x).to_degrees();
            let colors: Vec<_> = colors.iter().map(|rgba| css(*rgba)).collect();
            format!("background-image: linear-gradient({angle}deg, {})", colors.join(", "))
        }
    };
    Node::container([]).with_style(style(&format!("{}; border-radius: {radius}px; {fill}", place(bounds))))
}

fn text_node(text: &Text, n: u32) -> Node {
    const ROOM: f64 = 1000.0;
    // Half of what the line is higher than the font is above it.
    let top = text.at.y - (text.line_height - (ASCENT + DESCENT) * text.size) / 2.0 - ASCENT * text.size;
    let (left, align) = if text.middle { (text.at.x - ROOM / 2.0, "center") } else { (text.at.x, "left") };
    let (width, wrap) = text.width.map_or((ROOM, "nowrap"), |width| (width, "normal"));
    let css = format!(
        "position: absolute; left: {left}px; top: {top}px; width: {width}px; text-align: {align}; white-space: {wrap}; \
         font-family: '{FAMILY}'; font-size: {}px; font-weight: {}; line-height: {}px; color: {}",
        text.size,
        text.weight(),
        text.line_height,
        css(text.color)
    );
    Node::text(text.numbered(n)).with_style(style(&css))
}

/// All but the texts.
fn svg(described: &Scene) -> String {
    let (width, height) = (described.width, described.height);
    let mut out = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">"#);
    for item in &described.items {
        match item {
            Item::Fill { shape, paint: Paint::Solid(rgba) } => {
                _ = write!(out, r#"<path fill="{}" d="{}"/>"#, css(*rgba), shape.path().to_svg());
            }
            Item::Line { points, width, color } => {
                let points: Vec<_> = points.iter().map(|point| format!("{:.3},{:.3}", point.x, point.y)).collect();
                let (points, color) = (points.join(" "), css(*color));
                _ = write!(out, r#"<polyline fill="none" stroke="{color}" stroke-width="{width}" points="{points}"/>"#);
            }
            Item::Fill { .. } | Item::Photo { .. } | Item::Text(_) => {}
        }
    }
    out + "</svg>"
}

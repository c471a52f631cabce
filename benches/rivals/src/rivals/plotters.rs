//! plotters' bitmap backend: the chart only, without anti-aliasing but for its letters, into RGB pixels.

use std::rc::Rc;

use plotters::prelude::{
    BitMapBackend, Circle, Color as _, FontStyle, IntoDrawingArea as _, IntoTextStyle as _, PathElement, RGBAColor,
    Rectangle, Text as Label,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{ShapeStyle, TextStyle, register_font};
use png::ColorType;

use super::Picture;
use crate::scenes::{FAMILY, Item, Paint, Rgba, Scene, Shape, Text};
use crate::{encode, fonts};

/// From ascender to descender in ems: what plotters calls the size.
const HEIGHT: f64 = 1.448;

struct Plotters {
    described: Rc<Scene>,
    pixels: Vec<u8>,
}

pub fn ready(described: &Rc<Scene>) -> Option<Box<dyn Picture>> {
    if described.name != "chart" {
        return None;
    }
    register_font(FAMILY, FontStyle::Normal, fonts::REGULAR).ok()?;
    register_font(FAMILY, FontStyle::Bold, fonts::BOLD).ok()?;
    let pixels = vec![0; (described.width * described.height * 3) as usize];
    Some(Box::new(Plotters { described: described.clone(), pixels }))
}

fn color([r, g, b, a]: Rgba) -> RGBAColor {
    RGBAColor(r, g, b, f64::from(a) / 255.0)
}

fn whole(point: kurbo::Point) -> (i32, i32) {
    (point.x.round() as i32, point.y.round() as i32)
}

impl Picture for Plotters {
    fn draw(&mut self, n: u32) {
        let size = (self.described.width, self.described.height);
        let root = BitMapBackend::with_buffer(&mut self.pixels, size).into_drawing_area();
        let drawn = "plotters draws";
        root.fill(&color(self.described.background.unwrap_or([255; 4]))).expect(drawn);
        for item in &self.described.items {
            match item {
                Item::Line { points, width, color: rgba } => {
                    let stroke = color(*rgba).stroke_width(width.round() as u32);
                    let points: Vec<_> = points.iter().map(|point| whole(*point)).collect();
                    root.draw(&PathElement::new(points, stroke)).expect(drawn);
                }
                Item::Fill { shape: Shape::Circle(circle), paint: Paint::Solid(rgba) } => {
                    let radius = circle.radius.round() as i32;
                    root.draw(&Circle::new(whole(circle.center), radius, color(*rgba).filled())).expect(drawn);
                }
                Item::Fill { shape, paint: Paint::Solid(rgba) } => {
                    let (bounds, fill): (_, ShapeStyle) = (shape.bounds(), color(*rgba).filled());
                    let corners = [(bounds.x0, bounds.y0), (bounds.x1, bounds.y1)].map(|corner| whole(corner.into()));
                    root.draw(&Rectangle::new(corners, fill)).expect(drawn);
                }
                Item::Text(text) => root.draw(&label(text, n, size)).expect(drawn),
                Item::Fill { .. } | Item::Photo { .. } => {}
            }
        }
        root.present().expect(drawn);
    }

    fn encode(&mut self) -> Vec<u8> {
        encode::png(&self.pixels, self.described.width, self.described.height, ColorType::Rgb)
    }
}

fn label<'a>(text: &Text, n: u32, canvas: (u32, u32)) -> Label<'a, (i32, i32), String> {
    let position = Pos::new(if text.middle { HPos::Center } else { HPos::Left }, VPos::Center);
    let weight = if text.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = (FAMILY, text.size * HEIGHT, weight).into_text_style(&canvas);
    let style = TextStyle { color: color(text.color).to_backend_color(), pos: position, ..font };
    // Its anchors know no baseline; the middle of the letters is that high above it.
    Label::new(text.numbered(n), whole(text.at - (0.0, text.size * 0.36)), style)
}

//! What is drawn: numbers and strings that every rival reads. Nothing of any rival is known here.

mod banner;
mod chart;
pub mod page;
pub mod photo;
mod poster;
mod tile;

use std::rc::Rc;

use kurbo::{BezPath, Circle, Point, Rect, RoundedRect, Shape as _};

pub use photo::photo;

/// The family of all text; its weights are 400 and 700.
pub const FAMILY: &str = "Inkstone Sans SC";

/// Straight RGBA.
pub type Rgba = [u8; 4];

/// A picture, said once.
#[derive(Debug)]
pub struct Scene {
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    /// What the canvas is cleared to; `None` where the first item covers it.
    pub background: Option<Rgba>,
    pub items: Vec<Item>,
    /// Whether every picture is another one, `{n}` in texts being its number: then all is built inside the clock.
    pub numbered: bool,
}

#[derive(Debug)]
pub enum Item {
    Fill {
        shape: Shape,
        paint: Paint,
    },
    /// A polyline: butt caps, miter joins up to 4.
    Line {
        points: Vec<Point>,
        width: f64,
        color: Rgba,
    },
    /// The photo, drawn into a rectangle with round corners.
    Photo {
        rect: Rect,
        radius: f64,
    },
    Text(Text),
}

#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Rect(Rect),
    Rounded(Rect, f64),
    Circle(Circle),
}

#[derive(Clone, Debug)]
pub enum Paint {
    Solid(Rgba),
    /// From a point to another.
    Linear(Point, Point, Vec<Rgba>),
}

/// A paragraph; `at` is the left end (or the middle) of its first baseline.
#[derive(Clone, Debug)]
pub struct Text {
    pub at: Point,
    pub text: String,
    pub size: f64,
    pub bold: bool,
    pub color: Rgba,
    /// Lines break at this width.
    pub width: Option<f64>,
    pub line_height: f64,
    pub middle: bool,
}

impl Scene {
    /// Those of the table.
    pub fn all() -> Vec<Rc<Self>> {
        [banner::scene(), tile::scene(), page::scene(), chart::scene(), poster::scene()].map(Rc::new).into()
    }

    pub fn banner() -> Self {
        banner::scene()
    }

    pub fn chart() -> Self {
        chart::scene()
    }

    pub fn page() -> Self {
        page::scene()
    }

    pub fn tile() -> Self {
        tile::scene()
    }

    #[cfg(feature = "takumi")]
    pub fn rect(&self) -> Rect {
        Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height))
    }
}

impl Item {
    pub fn solid(shape: Shape, color: Rgba) -> Self {
        Self::Fill { shape, paint: Paint::Solid(color) }
    }
}

impl Shape {
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Rect(rect) | Self::Rounded(rect, _) => *rect,
            Self::Circle(circle) => circle.bounding_box(),
        }
    }

    pub fn path(&self) -> BezPath {
        match self {
            Self::Rect(rect) => rect.to_path(0.1),
            Self::Rounded(rect, radius) => RoundedRect::from_rect(*rect, *radius).to_path(0.01),
            Self::Circle(circle) => circle.to_path(0.01),
        }
    }
}

impl Text {
    pub fn new(at: (f64, f64), size: f64, color: Rgba, text: &str) -> Self {
        let (text, line_height) = (text.to_owned(), size * 1.5);
        Self { at: at.into(), text, size, bold: false, color, width: None, line_height, middle: false }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub fn middle(self) -> Self {
        Self { middle: true, ..self }
    }

    pub fn wrapped(self, width: f64, line_height: f64) -> Self {
        Self { width: Some(width), line_height, ..self }
    }

    pub fn numbered(&self, n: u32) -> String {
        self.text.replace("{n}", &n.to_string())
    }

    pub fn weight(&self) -> u16 {
        if self.bold { 700 } else { 400 }
    }
}

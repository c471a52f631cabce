//! SVG documents as pictures: what is drawn, and what is refused before it is.

#![cfg(feature = "svg-in")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod bombs;
mod drawn;
mod filters;
mod mutated;
mod pixels;
mod places;
mod references;
#[path = "../support/mod.rs"]
mod support;
mod text;
mod xml;

use std::time::{Duration, Instant};

use inkstone::kurbo::Rect;
use inkstone::{Canvas, Error, Image, Pixmap, RenderOptions, Scene};

/// A document of 100 x 100 px.
fn document(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"100\" \
         height=\"100\">{inside}</svg>"
    )
}

fn scene_with(svg: impl Into<Vec<u8>>, size: f64) -> Scene {
    let mut scene = Scene::builder(size, size);
    scene.image(&Image::from_svg(svg.into()), Rect::new(0.0, 0.0, size, size));
    scene.finish().unwrap()
}

fn try_draw(canvas: &mut Canvas, svg: impl Into<Vec<u8>>) -> Result<Pixmap, Error> {
    canvas.render(&scene_with(svg, 100.0), &RenderOptions::new())
}

fn draw(svg: impl Into<Vec<u8>>) -> Pixmap {
    try_draw(&mut support::engine().build().canvas(), svg).unwrap()
}

/// Documents that are refused quickly, each with a part of what it is refused with.
struct Refused {
    canvas: Canvas,
    wrong: Vec<String>,
}

impl Refused {
    fn new() -> Self {
        Self { canvas: support::engine().build().canvas(), wrong: Vec::new() }
    }

    fn row(&mut self, name: &str, svg: impl Into<Vec<u8>>, expected: &str) {
        let start = Instant::now();
        let got = match try_draw(&mut self.canvas, svg) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        };
        let took = start.elapsed();
        println!("{took:9.1?}  {name}: {got}");
        if !got.contains(expected) {
            self.wrong.push(format!("{name}: {got}\n    expected {expected}"));
        }
        // What is drawn takes its time where other tests run beside it.
        if took > Duration::from_secs(if got == "accepted" { 30 } else { 3 }) {
            self.wrong.push(format!("{name}: took {took:.1?}"));
        }
    }

    #[track_caller]
    fn done(self) {
        assert!(self.wrong.is_empty(), "\n{}", self.wrong.join("\n"));
    }
}

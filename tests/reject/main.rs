//! What is refused, and as what: tables of inputs and the error each must give, never a panic, never a hang. After each
//! refusal the same canvas draws a good scene to the same pixels as a fresh one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod effects;
mod fonts;
mod glyphs;
mod images;
mod numbers;
mod output;
mod paths;
mod scenes;
mod sizes;
mod strokes;
#[path = "../support/mod.rs"]
mod support;
mod text;
mod transforms;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use inkstone::kurbo::{Circle, Rect};
use inkstone::{
    Canvas, Color, Error, Gradient, Layer, Limits, Paragraph, Pixmap, RenderOptions, Scene, SceneBuilder, Stroke,
    TextStyle,
};

const BLACK: Color = Color::BLACK;
const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;
/// No number, no finite one, and those that are merely too large.
const BAD: [f64; 6] = [NAN, INF, -INF, 1e30, -1e30, 1_000_000.1];

/// An error in short: its kind, and the value that it names.
fn kind(error: &Error) -> String {
    match error {
        Error::LimitExceeded { limit, .. } => format!("limit {limit}"),
        Error::InvalidNumber { what, .. } => format!("number: {what}"),
        Error::Unbalanced { item, .. } => format!("unbalanced at {item}"),
        Error::InvalidSize { .. } => "size".to_owned(),
        Error::InvalidOption { option, .. } => format!("option {option}"),
        Error::InvalidPathData { position, .. } => format!("path data at {position}"),
        Error::NoFont => "no font".to_owned(),
        Error::MissingGlyph { character, .. } => format!("missing {character}"),
        Error::InvalidFont { .. } => "font".to_owned(),
        Error::InvalidImage { .. } => "image".to_owned(),
        Error::SceneImage { source, .. } => kind(source),
        Error::InvalidBuffer { what, .. } => format!("buffer: {what}"),
        Error::DeadlineExceeded => "deadline".to_owned(),
        Error::Cancelled => "cancelled".to_owned(),
        Error::Io { .. } => "io".to_owned(),
        other => format!("{other:?}"),
    }
}

/// A canvas that proves after every refusal that it still draws as a fresh one.
struct Bench {
    canvas: Canvas,
    good: Scene,
    expected: Pixmap,
    /// Rows looked at.
    rows: usize,
    wrong: Vec<String>,
}

impl Bench {
    fn new(limits: Limits) -> Self {
        let engine = support::engine().with_limits(limits).build();
        let mut good = Scene::builder(24.0, 16.0);
        good.fill(
            Rect::new(1.0, 2.0, 20.5, 9.25),
            Gradient::linear((0.0, 0.0), (20.0, 0.0)).with_colors([BLACK, Color::WHITE]),
        )
        .layer(Layer::new().with_opacity(0.5), |scene| {
            scene.clipped(Circle::new((12.0, 8.0), 6.0), |scene| {
                scene.stroke("M0 0L24 16", Stroke::new(3.0).with_dashes([4.0, 1.0]), Color::from_rgb8(200, 0, 0));
            });
        })
        .text((2.0, 13.0), Paragraph::new("墨a", TextStyle::new(9.0)));
        let good = good.finish().unwrap();
        let expected = engine.canvas().render(&good, &RenderOptions::new()).unwrap();
        Self { canvas: engine.canvas(), good, expected, rows: 0, wrong: Vec::new() }
    }

    fn standard() -> Self {
        Self::new(Limits::default())
    }

    /// One row of a table.
    fn row<T>(&mut self, name: &str, expected: &str, attempt: impl FnOnce(&mut Canvas) -> Result<T, Error>) {
        self.rows += 1;
        let start = Instant::now();
        let got = match catch_unwind(AssertUnwindSafe(|| attempt(&mut self.canvas))) {
            Ok(Ok(_)) => "accepted".to_owned(),
            Ok(Err(error)) => {
                assert!(!error.to_string().is_empty());
                kind(&error)
            }
            Err(_) => "panic".to_owned(),
        };
        let took = start.elapsed();
        if got != expected {
            self.wrong.push(format!("{name}: {got}, expected {expected}"));
        }
        if took > Duration::from_secs(2) {
            self.wrong.push(format!("{name}: took {took:.1?}"));
        }
        match self.canvas.render(&self.good, &RenderOptions::new()) {
            Ok(pixmap) if pixmap == self.expected => {}
            Ok(_) => self.wrong.push(format!("{name}: the next picture differs")),
            Err(error) => self.wrong.push(format!("{name}: the next picture fails: {error}")),
        }
    }

    /// A row about a scene of 50 x 40.
    fn scene(&mut self, name: &str, expected: &str, describe: impl FnOnce(&mut SceneBuilder)) {
        self.scene_with(name, expected, &RenderOptions::new(), describe);
    }

    fn scene_with(
        &mut self,
        name: &str,
        expected: &str,
        options: &RenderOptions,
        describe: impl FnOnce(&mut SceneBuilder),
    ) {
        self.row(name, expected, |canvas| {
            let mut scene = Scene::builder(50.0, 40.0);
            describe(&mut scene);
            canvas.render(&scene.finish()?, options)
        });
    }

    #[track_caller]
    fn done(self, at_least: usize) {
        println!("{} rows", self.rows);
        assert!(self.wrong.is_empty(), "{} of {} rows:\n{}", self.wrong.len(), self.rows, self.wrong.join("\n"));
        assert!(self.rows >= at_least, "only {} rows", self.rows);
    }
}

fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

fn lowered(change: impl FnOnce(&mut Limits)) -> RenderOptions {
    RenderOptions::new().with_limits(limits(change))
}

/// Ends a closure after a verb.
fn nothing(_: &mut SceneBuilder) {}

fn square() -> Rect {
    Rect::new(2.0, 2.0, 30.0, 30.0)
}

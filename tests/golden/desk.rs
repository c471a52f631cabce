//! [`Desk`]: a canvas, the suite, and what scenes share.

use inkstone::golden::{Outcome, Suite};
use inkstone::kurbo::{Affine, Rect};
use inkstone::{Canvas, Color, Engine, Pixmap, RenderOptions, Scene, SceneBuilder};

pub(crate) const INK: Color = Color::from_rgb8(28, 30, 34);
pub(crate) const RED: Color = Color::from_rgb8(200, 44, 40);
pub(crate) const GOLD: Color = Color::from_rgb8(236, 178, 46);
pub(crate) const TEAL: Color = Color::from_rgb8(20, 140, 130);
pub(crate) const BLUE: Color = Color::from_rgb8(44, 84, 196);
pub(crate) const PALE: Color = Color::from_rgb8(222, 224, 230);

/// Draws scenes and checks them against the files of `golden/`.
pub(crate) struct Desk {
    suite: Suite,
    canvas: Canvas,
}

impl Desk {
    pub(crate) fn new() -> Self {
        // The README's pictures are made by the examples.
        let suite = Suite::new(concat!(env!("CARGO_MANIFEST_DIR"), "/golden")).leaving("readme");
        // Without the feature nothing is compared with them.
        let suite = if cfg!(feature = "svg-in") { suite } else { suite.leaving("svg-in") };
        Self { suite, canvas: Engine::new().canvas() }
    }

    /// A scene on a transparent ground.
    pub(crate) fn clear(&mut self, name: &str, size: (f64, f64), draw: impl FnOnce(&mut SceneBuilder)) {
        self.with(name, size, &RenderOptions::new(), draw);
    }

    /// A scene on white paper.
    pub(crate) fn paper(&mut self, name: &str, size: (f64, f64), draw: impl FnOnce(&mut SceneBuilder)) {
        self.with(name, size, &RenderOptions::new().with_background(Color::WHITE), draw);
    }

    /// A scene, rendered as the options say.
    pub(crate) fn with(
        &mut self,
        name: &str,
        size: (f64, f64),
        options: &RenderOptions,
        draw: impl FnOnce(&mut SceneBuilder),
    ) {
        let mut scene = Scene::builder(size.0, size.1);
        draw(&mut scene);
        let scene = scene.finish().unwrap_or_else(|error| panic!("{name}: {error}"));
        let pixmap = self.canvas.render(&scene, options).unwrap_or_else(|error| panic!("{name}: {error}"));
        self.suite.check(name, &pixmap);
    }

    pub(crate) fn finish(self) -> Outcome {
        self.suite.finish()
    }
}

/// Calls `draw` once for each thing, moved to cells of a size that are filled row by row.
pub(crate) fn cells<T>(
    scene: &mut SceneBuilder,
    columns: usize,
    size: (f64, f64),
    things: impl IntoIterator<Item = T>,
    mut draw: impl FnMut(&mut SceneBuilder, T),
) {
    for (i, thing) in things.into_iter().enumerate() {
        let at = ((i % columns) as f64 * size.0, (i / columns) as f64 * size.1);
        scene.transformed(Affine::translate(at), |scene| draw(scene, thing));
    }
}

/// A rectangle by its corner and size.
pub(crate) fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect::new(x, y, x + width, y + height)
}

/// A picture of which every pixel differs from its neighbours, with a mark that shows where up and left are.
pub(crate) fn test_picture(width: u32, height: u32) -> Pixmap {
    let pixel = |x: u32, y: u32| match (x, y) {
        (0..2, 0..2) => [200, 20, 20, 255],
        _ if x + 1 == width => [30, 60, 200, 255],
        _ if y + 1 == height => [20, 140, 60, 128],
        _ if (x + y).is_multiple_of(2) => [250, 240, 200, 255],
        _ => [(x * 255 / width) as u8, (y * 255 / height) as u8, 90, 255],
    };
    let data = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    Pixmap::from_straight(data, width, height).unwrap()
}

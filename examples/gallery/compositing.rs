//! The sheet of compositing: every operator and blend mode.

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{BlendMode, Error, Gradient, Layer, Paragraph, Scene, SceneBuilder, TextStyle};

use super::sheet::{BLUE, GOLD, INK, RED, TEAL};

/// Sides of a cell, px.
const CELL: (f64, f64) = (102.0, 116.0);
const COLUMNS: usize = 7;

/// The sheet.
pub(crate) fn compositing() -> Result<Scene, Error> {
    let rows = BlendMode::ALL.len().div_ceil(COLUMNS);
    let mut scene = Scene::builder(CELL.0 * COLUMNS as f64, CELL.1 * rows as f64);
    for (i, mode) in BlendMode::ALL.into_iter().enumerate() {
        let at = ((i % COLUMNS) as f64 * CELL.0, (i / COLUMNS) as f64 * CELL.1);
        scene.transformed(Affine::translate(at), |scene| {
            operator(scene, mode);
            let words = Paragraph::new(format!("{mode:?}"), TextStyle::new(9.0).with_paint(INK));
            scene.text((8.0, 110.0), words);
        });
    }
    scene.finish()
}

/// A circle below and a square above, in a layer of their own, so that what an operator does outside the square ends there.
fn operator(scene: &mut SceneBuilder, mode: BlendMode) {
    scene.clipped(Rect::new(6.0, 6.0, 96.0, 96.0), |scene| {
        scene.layer(Layer::new(), |scene| {
            let warm = Gradient::linear((8.0, 8.0), (64.0, 64.0)).with_colors([GOLD, RED]);
            scene.fill(Circle::new((38.0, 38.0), 30.0), warm);
            scene.layer(Layer::new().with_blend_mode(mode), |scene| {
                let cold = Gradient::linear((34.0, 34.0), (94.0, 94.0)).with_colors([TEAL, BLUE.with_alpha(0.6)]);
                scene.fill(Rect::new(34.0, 34.0, 92.0, 92.0), cold);
            });
        });
    });
}

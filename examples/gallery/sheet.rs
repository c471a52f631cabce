//! What the sheets share: colours and cells.

use inkstone::kurbo::Affine;
use inkstone::{Color, Paragraph, SceneBuilder, TextStyle};

pub(crate) const INK: Color = Color::from_rgb8(32, 36, 44);
pub(crate) const FAINT: Color = Color::from_rgb8(216, 220, 228);
pub(crate) const TEAL: Color = Color::from_rgb8(20, 140, 130);
pub(crate) const BLUE: Color = Color::from_rgb8(60, 100, 210);
pub(crate) const RED: Color = Color::from_rgb8(200, 60, 50);
pub(crate) const GOLD: Color = Color::from_rgb8(240, 190, 70);

/// Side of a cell, px.
pub(crate) const CELL: f64 = 120.0;

/// Draws in a cell, with words below.
pub(crate) fn cell(scene: &mut SceneBuilder, column: u32, row: u32, words: &str, draw: impl FnOnce(&mut SceneBuilder)) {
    scene.transformed(Affine::translate((f64::from(column) * CELL, f64::from(row) * CELL)), |scene| {
        draw(scene);
        scene.text((10.0, 114.0), Paragraph::new(words, TextStyle::new(10.0).with_paint(INK)));
    });
}

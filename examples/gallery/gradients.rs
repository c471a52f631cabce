//! The sheet of gradients: kinds, spreads, stops, spaces.

use inkstone::kurbo::{Affine, Rect};
use inkstone::{Color, Error, Gradient, Interpolation, Scene, SceneBuilder, Spread};

use super::sheet::{BLUE, CELL, GOLD, INK, RED, TEAL, cell};

const SPREADS: [Spread; 3] = [Spread::Pad, Spread::Repeat, Spread::Reflect];
const SPACES: [Interpolation; 4] =
    [Interpolation::UnpremultipliedSrgb, Interpolation::Srgb, Interpolation::LinearSrgb, Interpolation::Oklab];

/// The sheet.
pub(crate) fn gradients() -> Result<Scene, Error> {
    let mut scene = Scene::builder(6.0 * CELL, 3.0 * CELL);
    let colors = [RED, GOLD, TEAL, BLUE];
    for (column, spread) in (0..).zip(SPREADS) {
        let line = Gradient::linear((44.0, 0.0), (76.0, 12.0)).with_colors(colors).with_spread(spread);
        swatch(&mut scene, (column, 0), &format!("linear, {spread:?}"), line);
        let circle = Gradient::radial((60.0, 54.0), 22.0).with_colors(colors).with_spread(spread);
        swatch(&mut scene, (column + 3, 0), &format!("radial, {spread:?}"), circle);
    }
    let cone = Gradient::two_circles(((34.0, 54.0), 4.0), ((76.0, 54.0), 26.0)).with_colors(colors);
    swatch(&mut scene, (0, 1), "two circles", cone);
    let focus = Gradient::two_circles(((70.0, 44.0), 0.0), ((60.0, 54.0), 44.0)).with_colors(colors);
    swatch(&mut scene, (1, 1), "a focus off the centre", focus);
    let turn = Gradient::conic((60.0, 54.0), -1.57).with_colors([RED, GOLD, TEAL, BLUE, RED]);
    swatch(&mut scene, (2, 1), "conic", turn);
    let hard = Gradient::linear((14.0, 0.0), (106.0, 0.0)).with_stop(0.0, INK).with_stop(0.5, INK);
    swatch(&mut scene, (3, 1), "a hard stop", hard.with_stop(0.5, GOLD).with_stop(1.0, RED));
    let squeezed = Affine::new([1.0, 0.0, 0.6, 0.4, -30.0, 32.0]);
    let slanted = Gradient::radial((60.0, 54.0), 40.0).with_colors(colors).with_transform(squeezed);
    swatch(&mut scene, (4, 1), "transformed", slanted);
    let clear = Gradient::linear((14.0, 0.0), (106.0, 0.0)).with_colors([BLUE, BLUE.with_alpha(0.0)]);
    swatch(&mut scene, (5, 1), "to nothing", clear);
    for (column, space) in (0..).zip(SPACES) {
        let ends = [Color::from_rgba8(255, 40, 0, 255), Color::from_rgba8(0, 90, 255, 160)];
        let line = Gradient::linear((14.0, 0.0), (106.0, 0.0)).with_colors(ends).with_interpolation(space);
        swatch(&mut scene, (column, 2), &format!("{space:?}"), line);
    }
    scene.finish()
}

fn swatch(scene: &mut SceneBuilder, (column, row): (u32, u32), words: &str, gradient: Gradient) {
    cell(scene, column, row, words, |scene| _ = scene.fill(Rect::new(10.0, 8.0, 110.0, 100.0), gradient));
}

//! The scenes of the golden pictures: each feature by itself, and features together.

mod clips;
pub(crate) mod desk;
mod dpi;
mod effects;
mod gradients;
mod hinting;
mod images;
mod layers;
mod paths;
mod patterns;
mod scripts;
mod shapes;
mod stroke_kinds;
mod strokes;
#[cfg(feature = "svg-in")]
mod svg_in;
mod text;
mod text_boxes;
mod text_fallback;
mod text_lines;
mod text_marks;
mod text_wrapping;
mod transforms;
mod variable;

use inkstone::{RenderOptions, Scene};

use desk::Desk;
pub(crate) use variable::engine;

/// Visits each scene: its name, `area/name`, and what it is to be rendered with.
pub(crate) fn visit(mut visit: impl FnMut(&str, &Scene, &RenderOptions)) {
    let mut desk = Desk { visit: &mut visit };
    shapes::draw(&mut desk);
    gradients::draw(&mut desk);
    strokes::draw(&mut desk);
    stroke_kinds::draw(&mut desk);
    paths::draw(&mut desk);
    images::draw(&mut desk);
    patterns::draw(&mut desk);
    clips::draw(&mut desk);
    layers::draw(&mut desk);
    effects::draw(&mut desk);
    transforms::draw(&mut desk);
    dpi::draw(&mut desk);
    text::draw(&mut desk);
    text_boxes::draw(&mut desk);
    text_fallback::draw(&mut desk);
    text_lines::draw(&mut desk);
    text_marks::draw(&mut desk);
    variable::draw(&mut desk);
    hinting::draw(&mut desk);
    text_wrapping::draw(&mut desk);
    scripts::draw(&mut desk);
    #[cfg(feature = "svg-in")]
    svg_in::draw(&mut desk);
}

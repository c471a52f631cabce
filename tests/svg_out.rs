//! SVG out: what is written for each feature, and what resvg makes of it, next to our own pixels.

#![cfg(feature = "bundled-fonts")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

// The golden scenes draw onto the desk of this file's crate.
#[path = "golden/clips.rs"]
mod clips;
#[path = "svg/desk.rs"]
mod desk;
#[path = "golden/dpi.rs"]
mod dpi;
#[path = "golden/desk.rs"]
#[allow(dead_code)]
mod golden_desk;
#[path = "golden/gradients.rs"]
mod gradients;
#[path = "golden/images.rs"]
mod images;
#[path = "golden/layers.rs"]
mod layers;
#[path = "../examples/poster.rs"]
mod poster;
#[path = "golden/scripts.rs"]
mod scripts;
#[path = "golden/shapes.rs"]
mod shapes;
#[path = "golden/strokes.rs"]
mod strokes;
mod support;
#[path = "golden/text.rs"]
mod text;
#[path = "golden/text_lines.rs"]
mod text_lines;
#[path = "golden/transforms.rs"]
mod transforms;
#[path = "svg/written.rs"]
mod written;

#[test]
fn resvg_draws_what_we_draw() {
    let mut desk = desk::Desk::new();
    shapes::draw(&mut desk);
    gradients::draw(&mut desk);
    strokes::draw(&mut desk);
    images::draw(&mut desk);
    clips::draw(&mut desk);
    layers::draw(&mut desk);
    transforms::draw(&mut desk);
    dpi::draw(&mut desk);
    text::draw(&mut desk);
    text_lines::draw(&mut desk);
    scripts::draw(&mut desk);
    desk.scene("examples/poster", &poster::scene().unwrap(), &inkstone::RenderOptions::new());
    desk.finish();
}

//! Pictures compared with the files of `golden/`, pixel by pixel, alpha included.
//!
//! `cargo golden` checks them all and tells of every one that differs; `INKSTONE_GOLDEN=accept cargo golden` makes what is
//! drawn now the golden pictures: look at them before they are committed.

#![cfg(feature = "bundled-fonts")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod clips;
mod desk;
mod dpi;
mod gradients;
mod images;
mod layers;
mod scripts;
mod shapes;
mod strokes;
#[cfg(feature = "svg-in")]
mod svg_in;
mod text;
mod text_lines;
mod transforms;

#[test]
fn pictures_are_the_golden_ones() {
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
    #[cfg(feature = "svg-in")]
    svg_in::draw(&mut desk);
    let outcome = desk.finish();
    println!("{outcome}");
    outcome.assert();
}

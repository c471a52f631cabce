//! SVG out: what is written for each feature, and what resvg makes of it, next to our own pixels.

#![cfg(feature = "bundled-fonts")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[path = "svg/desk.rs"]
mod desk;
#[path = "../examples/poster.rs"]
mod poster;
#[path = "golden/scenes/mod.rs"]
mod scenes;
mod support;
#[path = "svg/written.rs"]
mod written;

#[test]
fn resvg_draws_what_we_draw() {
    let mut desk = desk::Desk::new();
    scenes::visit(|name, scene, options| {
        // A document in a document: its text would need our fonts there.
        if !name.starts_with("svg-in/") {
            desk.scene(name, scene, options);
        }
    });
    desk.scene("examples/poster", &poster::scene().unwrap(), &inkstone::RenderOptions::new());
    desk.finish();
}

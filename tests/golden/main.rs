//! Pictures compared with the files of `golden/`, pixel by pixel, alpha included.
//!
//! `cargo golden` checks them all and tells of every one that differs; `INKSTONE_GOLDEN=accept cargo golden` makes what is
//! drawn now the golden pictures: look at them before they are committed.

#![cfg(feature = "bundled-fonts")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod scenes;

use inkstone::golden::Suite;

#[test]
fn pictures_are_the_golden_ones() {
    // The README's pictures are made by the examples.
    let suite = Suite::new(concat!(env!("CARGO_MANIFEST_DIR"), "/golden")).leaving("readme");
    // Without the feature nothing is compared with them.
    let suite = if cfg!(feature = "path-ops") { suite } else { suite.leaving("path-ops") };
    let mut suite = if cfg!(feature = "svg-in") { suite } else { suite.leaving("svg-in") };
    let mut canvas = scenes::engine().canvas();
    scenes::visit(|name, scene, options| {
        let pixmap = canvas.render(scene, options).unwrap_or_else(|error| panic!("{name}: {error}"));
        suite.check(name, &pixmap);
    });
    let outcome = suite.finish();
    println!("{outcome}");
    outcome.assert();
}

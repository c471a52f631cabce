//! `inkstone check`: whether a scene can be drawn.

use inkstone::RenderOptions;

use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::{input, print, warn};

/// Reads and prepares a scene: its pictures are decoded, its text is laid out. Characters without a glyph are told.
pub(crate) fn check(args: &CheckArgs) -> Result<(), Failure> {
    let engine = input::engine(&args.fonts)?;
    let scene = input::scene(&args.scene)?;
    let mut canvas = engine.canvas();
    canvas.prepare(&scene, &RenderOptions::new())?;
    let texts = &canvas.report().text;
    for (item, report) in texts.iter() {
        let missing: String = report.missing.iter().map(|(_, character)| *character).collect();
        if !missing.is_empty() {
            warn(&format!("scene item {item}: no face has a glyph for {missing:?}"));
        }
    }
    let (width, height) = (scene.width(), scene.height());
    print(format!("{width} x {height} px, {} items, {} texts\n", scene.len(), texts.len()).as_bytes())
}

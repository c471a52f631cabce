//! A sheet for each theme of what can be drawn: `gallery [FOLDER]` writes `<theme>.png` into a folder (target/gallery).

mod compositing;
mod effects;
mod gradients;
mod images;
#[cfg(feature = "path-ops")]
mod paths;
mod patterns;
mod sheet;
mod strokes;

use std::path::PathBuf;

use inkstone::{Color, Engine, Error, RenderOptions, Scene};

/// Draws a sheet.
pub(crate) type Sheet = fn() -> Result<Scene, Error>;

/// The themes, and what draws their sheets.
pub(crate) const SHEETS: &[(&str, Sheet)] = &[
    ("compositing", compositing::compositing),
    ("effects", effects::effects),
    ("gradients", gradients::gradients),
    ("images", images::images),
    #[cfg(feature = "path-ops")]
    ("paths", paths::paths),
    ("patterns", patterns::patterns),
    ("strokes", strokes::strokes),
];

fn main() -> Result<(), Error> {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "target/gallery".into()));
    std::fs::create_dir_all(&folder)?;
    let mut canvas = Engine::new().canvas();
    let options = RenderOptions::new().with_background(Color::WHITE).with_dpi(192.0);
    for (theme, sheet) in SHEETS {
        canvas.save_png(&sheet()?, &options, folder.join(format!("{theme}.png")))?;
    }
    Ok(())
}

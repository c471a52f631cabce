//! A sheet for each theme of what can be drawn: `gallery [FOLDER]` writes `<theme>.png` into a folder (target/gallery).

#[cfg(feature = "path-ops")]
mod paths;
mod strokes;

use std::path::PathBuf;

use inkstone::{Color, Engine, Error, RenderOptions, Scene};

/// Draws a sheet.
type Sheet = fn() -> Result<Scene, Error>;

/// The themes, and what draws their sheets.
const SHEETS: &[(&str, Sheet)] = &[
    #[cfg(feature = "path-ops")]
    ("paths", paths::paths),
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

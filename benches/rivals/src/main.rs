//! The same pictures by other crates and by inkstone, interleaved in one run. See `README.md`.

#![forbid(unsafe_code)]

mod arguments;
mod cache;
mod clock;
mod effects;
mod encode;
mod fonts;
mod glyph;
mod growth;
mod layout;
mod lines;
mod masks;
mod pictures;
mod png;
mod quality;
mod raster;
mod rivals;
mod scenes;
mod stops;
mod table;

use std::process::ExitCode;

use arguments::{Arguments, USAGE};

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}\n\n{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match arguments.table.as_str() {
        "pictures" => pictures::run(&arguments),
        "raster" => raster::run(&arguments),
        "glyph" => glyph::run(&arguments),
        "cache" => cache::run(&arguments),
        "quality" => quality::run(&arguments),
        "growth" => growth::run(&arguments),
        "png" => png::run(&arguments),
        "stops" => stops::run(&arguments),
        "layout" => layout::run(&arguments),
        "effects" => effects::run(&arguments),
        other => {
            eprintln!("no table {other}\n\n{USAGE}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

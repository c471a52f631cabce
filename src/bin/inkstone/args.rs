//! The arguments. What clap shows of these comments cannot hold `{n}`, its own mark for a line break.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use inkstone::{HintingPolicy, PngLevel};

/// Draws scenes of paths, gradients, pictures and text (JSON) as PNG and SVG files.
///
/// Exit codes: 0 done; 2 wrong arguments; 3 the scene is refused; 4 a font or picture is refused, or a character has no
/// glyph; 5 a limit is exceeded; 6 the deadline passed; 7 a file could not be read or written; 8 what was asked for
/// cannot be done.
#[derive(Debug, Parser)]
#[command(name = "inkstone", version, max_term_width = 120)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Draw a scene.
    Render(RenderArgs),
    /// List the faces that text is drawn with, in the order of fallback, and which characters they cover.
    Fonts(FontArgs),
    /// Print the JSON Schema of scenes.
    Schema,
    /// Check that a scene can be drawn, without drawing it.
    Check(CheckArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct RenderArgs {
    /// The scene; `-` for standard input. Pictures said by a path are read from its folder, and from nowhere else (from
    /// nowhere for standard input).
    pub(crate) scene: PathBuf,
    /// The picture, PNG or SVG by its ending; `-` for a PNG on standard output. With --repeat, `%d` (or n in
    /// braces) in it is the repetition's number, and each is written; else the last. A link stays one: the file it
    /// names is written.
    #[arg(short, long = "output", value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Device pixels per inch: 96 draws a px as a pixel. An SVG has none.
    #[arg(long, default_value_t = 96.0, value_parser = dpi)]
    pub(crate) dpi: f64,
    /// Threads that draw one picture.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: u16,
    /// Repetitions drawn at a time, each by a thread with a canvas of its own.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: u16,
    #[command(flatten)]
    pub(crate) fonts: FontArgs,
    /// Which glyphs are fitted to the pixel grid: auto, none, always, or full-from-DPI such as full-from-120.
    #[arg(long, value_name = "PRESET", default_value = "auto", value_parser = hinting)]
    pub(crate) hinting: HintingPolicy,
    /// Dither the colours of gradients, so that they show no bands.
    #[arg(long)]
    pub(crate) dithering: bool,
    /// How hard to try to make a PNG small: fast, balanced or small. The pixels are the same.
    #[arg(long, value_name = "LEVEL", default_value = "fast", value_parser = png_level)]
    pub(crate) png_level: PngLevel,
    /// Draw N times in one process, from the scene to PNG bytes in memory each time. An n in braces in the
    /// scene's texts is the repetition's number, from 0.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub(crate) repeat: Option<u32>,
    /// Give a picture up after so many milliseconds.
    #[arg(long, value_name = "MS")]
    pub(crate) deadline: Option<u64>,
    /// Print what it took: a table, or one JSON object. On standard output, or on standard error where the picture goes
    /// there.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) stats: Option<StatsFormat>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FontArgs {
    /// A font file, or a folder of them, added behind the bundled fonts. Can be given several times.
    #[arg(long = "font", value_name = "FILE|DIR")]
    pub(crate) fonts: Vec<PathBuf>,
    /// Add the system's fonts, behind all others. Pictures then depend on the machine.
    #[arg(long)]
    pub(crate) system_fonts: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// The scene; `-` for standard input.
    pub(crate) scene: PathBuf,
    #[command(flatten)]
    pub(crate) fonts: FontArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StatsFormat {
    Text,
    Json,
}

fn dpi(text: &str) -> Result<f64, String> {
    let dpi = text.parse().ok().filter(|dpi: &f64| *dpi > 0.0 && *dpi <= 100_000.0);
    dpi.ok_or_else(|| "expected a number above 0, up to 100000".to_owned())
}

fn png_level(text: &str) -> Result<PngLevel, String> {
    match text {
        "fast" => Ok(PngLevel::Fast),
        "balanced" => Ok(PngLevel::Balanced),
        "small" => Ok(PngLevel::Small),
        _ => Err("expected fast, balanced or small".to_owned()),
    }
}

fn hinting(text: &str) -> Result<HintingPolicy, String> {
    let expected = || "expected auto, none, always, or full-from-DPI".to_owned();
    match text {
        "auto" => Ok(HintingPolicy::Auto),
        "none" => Ok(HintingPolicy::None),
        "always" => Ok(HintingPolicy::Always),
        other => {
            let dpi: f64 = other.strip_prefix("full-from-").and_then(|dpi| dpi.parse().ok()).ok_or_else(expected)?;
            if dpi.is_finite() && dpi >= 0.0 { Ok(HintingPolicy::FullFromDpi(dpi)) } else { Err(expected()) }
        }
    }
}

//! The command line of inkstone: scenes in JSON become PNG and SVG files.
//!
//! | exit code | |
//! |---|---|
//! | 0 | done |
//! | 2 | the arguments are wrong |
//! | 3 | the scene is refused: no JSON, no scene, a number out of range |
//! | 4 | a font or picture is refused, or a character has no glyph and the scene asked for an error |
//! | 5 | a limit is exceeded |
//! | 6 | the deadline passed |
//! | 7 | a file could not be read or written |
//! | 8 | what was asked for cannot be done |

#![forbid(unsafe_code)]

mod args;
mod batch;
mod check;
mod failure;
mod fonts;
mod input;
mod output;
mod progress;
mod render;
mod stats;

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use args::{Args, Command};
use failure::Failure;

fn main() -> ExitCode {
    let start = Instant::now();
    let done = match Args::try_parse().map(|args| args.command) {
        Ok(Command::Render(args)) => render::render(&args, start),
        Ok(Command::Fonts(args)) => fonts::fonts(&args),
        Ok(Command::Schema) => print(inkstone::json::SCHEMA.as_bytes()),
        Ok(Command::Check(args)) => check::check(&args),
        // Help and the version are asked for; clap's own way to print them does not tell whether that failed.
        Err(told) if !told.use_stderr() => print(told.render().to_string().as_bytes()),
        Err(wrong) => wrong.exit(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            warn(&format!("error: {failure}"));
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Writes to standard output, all of it or an error.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Failure::io("standard output", error))
}

/// Tells something on standard error. That nobody may be listening is no reason to stop.
fn warn(text: &str) {
    let _ = writeln!(std::io::stderr(), "inkstone: {text}");
}

//! [`Failure`]: why it did not work, and the exit code that says so.

use std::fmt;

use inkstone::Error;

/// Why it did not work.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What it was about: a file, a repetition. Empty where the error says it.
    about: String,
    error: Error,
}

impl Failure {
    pub(crate) fn about(about: impl fmt::Display, error: Error) -> Self {
        Self { about: about.to_string(), error }
    }

    pub(crate) fn io(about: impl fmt::Display, source: std::io::Error) -> Self {
        Self::about(about, Error::Io { path: None, source })
    }

    /// As documented in `main.rs`.
    pub(crate) fn exit_code(&self) -> u8 {
        exit_code(&self.error)
    }
}

fn exit_code(error: &Error) -> u8 {
    match error {
        Error::SceneImage { source, .. } => exit_code(source),
        Error::InvalidOption { .. } => 2,
        Error::InvalidFont { .. } | Error::InvalidImage { .. } | Error::NoFont | Error::MissingGlyph { .. } => 4,
        Error::LimitExceeded { .. } => 5,
        Error::DeadlineExceeded | Error::Cancelled => 6,
        Error::Io { .. } => 7,
        Error::Unsupported { .. } | Error::InvalidBuffer { .. } => 8,
        // What is wrong with a scene, all of it, and what later versions add.
        _ => 3,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { about: String::new(), error }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { about, error } = self;
        if about.is_empty() { write!(f, "{error}") } else { write!(f, "{about}: {error}") }
    }
}

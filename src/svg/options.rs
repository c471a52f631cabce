//! [`SvgOptions`]: how a scene becomes SVG.

use std::time::Instant;

use crate::error::Error;
use crate::limits::Limits;
use crate::options::RenderOptions;
use crate::paint::Color;
use crate::watch::CancelToken;

/// How a scene becomes SVG. There is no DPI: lengths are px of 1/96 inch, as in the scene.
///
/// ```
/// use inkstone::{Color, SvgOptions};
/// let options = SvgOptions::new().with_title("墨 & 石").with_background(Color::WHITE);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct SvgOptions {
    /// What a render of the same scene would be told.
    render: RenderOptions,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) id_prefix: String,
}

impl SvgOptions {
    /// On a transparent ground, without title and description.
    pub fn new() -> Self {
        Self::default()
    }

    /// The colour below everything.
    pub fn with_background(mut self, background: Color) -> Self {
        self.render = self.render.with_background(background);
        self
    }

    /// The document's `<title>`: browsers show it as a tooltip and read it out. Characters that XML does not allow
    /// (most controls, U+FFFE, U+FFFF) become U+FFFD.
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The document's `<desc>`, a longer description; characters as for the title.
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// What every id begins with, for documents put into one HTML page: a letter, then letters, digits, `-` and `_`, all
    /// ASCII, at most 64 of them; empty by default.
    pub fn with_id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.id_prefix = prefix.into();
        self
    }

    /// Lowers the engine's limits; what is higher here than there has no effect.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.render = self.render.with_limits(limits);
        self
    }

    /// When writing gives up with [`Error::DeadlineExceeded`].
    pub fn with_deadline(mut self, deadline: Instant) -> Self {
        self.render = self.render.with_deadline(deadline);
        self
    }

    /// A token that stops the writing from another thread.
    pub fn with_cancel(mut self, cancel: CancelToken) -> Self {
        self.render = self.render.with_cancel(cancel);
        self
    }

    /// As a render's options.
    pub(crate) fn render(&self) -> &RenderOptions {
        &self.render
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let ok = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let first = self.id_prefix.chars().next().is_none_or(|c| c.is_ascii_alphabetic());
        if first && self.id_prefix.len() <= 64 && self.id_prefix.chars().all(ok) {
            return Ok(());
        }
        Err(Error::InvalidOption {
            option: "id_prefix",
            value: format!("{:?}", self.id_prefix.chars().take(65).collect::<String>()),
            expected: "a letter, then letters, digits, - and _, at most 64 of them",
        })
    }
}

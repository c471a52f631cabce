//! [`PngOptions`] and [`PngLevel`]: how a picture becomes a PNG file.

use std::time::Instant;

use crate::watch::{CancelToken, Watch};

/// How hard an encoder tries to make a PNG file small. The pixels are the same at every level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PngLevel {
    /// On the whole smaller than what the `png` crate makes by default, in a tenth of the time: for pictures that are made
    /// all the time.
    #[default]
    Fast,
    /// A quarter smaller, in a quarter of the time: for pictures that are kept.
    Balanced,
    /// A third smaller, in ten times the time; a second for each megapixel is usual. For pictures that are sent many times.
    Small,
}

/// How a picture becomes a PNG file.
///
/// ```
/// use inkstone::{Pixmap, PngLevel, PngOptions};
///
/// let pixmap = Pixmap::from_straight([178, 42, 34, 255].repeat(64 * 64), 64, 64)?;
/// let options = PngOptions::new().with_level(PngLevel::Balanced).with_text("Title", "Cinnabar");
/// let mut file = Vec::new();
/// pixmap.write_png(&options, &mut file)?;
/// assert_eq!(Pixmap::from_png(&file)?, pixmap);
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct PngOptions {
    pub(crate) level: PngLevel,
    pub(crate) threads: u16,
    pub(crate) text: Vec<(String, String)>,
    deadline: Option<Instant>,
    cancel: Option<CancelToken>,
}

impl PngOptions {
    /// [`PngLevel::Fast`], on one thread, without text.
    pub fn new() -> Self {
        Self { level: PngLevel::default(), threads: 1, text: Vec::new(), deadline: None, cancel: None }
    }

    /// How hard to try.
    pub fn with_level(mut self, level: PngLevel) -> Self {
        self.level = level;
        self
    }

    /// How many threads compress this picture: 1 (the default) or more. The bytes do not depend on it.
    ///
    /// A canvas that [writes a PNG](crate::Canvas::write_png) has the threads of its
    /// [`RenderOptions`](crate::RenderOptions::with_threads) instead.
    pub fn with_threads(mut self, threads: u16) -> Self {
        self.threads = threads;
        self
    }

    /// Adds a text (a tEXt or, for other than Latin-1, an iTXt chunk). The standard's keywords are Title, Author,
    /// Description, Copyright, Creation Time, Software, Disclaimer, Warning, Source and Comment; others of 1 to 79
    /// Latin-1 characters are allowed.
    pub fn with_text(mut self, keyword: impl Into<String>, text: impl Into<String>) -> Self {
        self.text.push((keyword.into(), text.into()));
        self
    }

    /// When to give up with [`Error::DeadlineExceeded`](crate::Error::DeadlineExceeded). A canvas that writes a PNG has
    /// that of its `RenderOptions` instead.
    pub fn with_deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// A token that stops the encoder from another thread. A canvas that writes a PNG has that of its `RenderOptions`
    /// instead.
    pub fn with_cancel(mut self, cancel: CancelToken) -> Self {
        self.cancel = Some(cancel);
        self
    }

    /// What an encoder has to look at.
    pub(super) fn watch(&self) -> Watch {
        Watch { deadline: self.deadline, cancel: self.cancel.clone(), ..Watch::default() }
    }
}

impl Default for PngOptions {
    fn default() -> Self {
        Self::new()
    }
}

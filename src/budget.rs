//! [`Budget`]: the bytes a render holds, counted before they are allocated.

use crate::error::Error;
use crate::limits::{Limits, within};

/// Counts the bytes of canvas, layers, masks and decoded pictures against `Limits::render_bytes`, and their peak.
#[derive(Debug)]
pub(crate) struct Budget {
    held: u64,
    peak: u64,
    allowed: u64,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { held: 0, peak: 0, allowed: limits.render_bytes }
    }

    /// Counts bytes that are about to be allocated.
    pub(crate) fn take(&mut self, bytes: u64) -> Result<(), Error> {
        let asked = self.held.saturating_add(bytes);
        within("render_bytes", asked, self.allowed)?;
        self.held = asked;
        self.peak = self.peak.max(asked);
        Ok(())
    }

    /// Counts bytes that were freed.
    pub(crate) fn give(&mut self, bytes: u64) {
        self.held = self.held.saturating_sub(bytes);
    }

    pub(crate) fn peak(&self) -> u64 {
        self.peak
    }
}

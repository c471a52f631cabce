//! [`Budget`]: the bytes a render holds, counted before they are allocated.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::limits::{Limits, within};

/// Counts the bytes of a render against `Limits::render_bytes`, and their peak: canvas, layers, masks, decoded pictures,
/// items, outlines finished and in the making. Shared by the threads of a render.
#[derive(Debug)]
pub(crate) struct Budget {
    held: AtomicU64,
    /// The most that was held before something was given back: never more is held than just before, or now.
    peak: AtomicU64,
    allowed: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self::unlimited()
    }
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { held: AtomicU64::new(0), peak: AtomicU64::new(0), allowed: limits.render_bytes }
    }

    /// Refuses nothing.
    pub(crate) fn unlimited() -> Self {
        Self { held: AtomicU64::new(0), peak: AtomicU64::new(0), allowed: u64::MAX }
    }

    /// The error for bytes that were refused.
    #[cold]
    pub(crate) fn refuse(&self, bytes: u64) -> Result<(), Error> {
        let asked = self.held.load(Ordering::Relaxed).saturating_add(bytes);
        // Another thread may have given back some since.
        within("render_bytes", asked.max(self.allowed.saturating_add(1)), self.allowed)
    }

    /// Counts bytes that are about to be allocated.
    pub(crate) fn take(&self, bytes: u64) -> Result<(), Error> {
        let add = |held: u64| held.checked_add(bytes).filter(|asked| *asked <= self.allowed);
        match self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add) {
            Ok(_) => Ok(()),
            Err(_) => self.refuse(bytes),
        }
    }

    /// Counts bytes that were freed.
    pub(crate) fn give(&self, bytes: u64) {
        let held = self.held.fetch_sub(bytes, Ordering::Relaxed);
        if held > self.peak.load(Ordering::Relaxed) {
            self.peak.fetch_max(held, Ordering::Relaxed);
        }
    }

    /// The most bytes that were held at once.
    pub(crate) fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed).max(self.held.load(Ordering::Relaxed))
    }
}

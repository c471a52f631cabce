//! [`Work`]: the steps that documents take, in sum.

use crate::error::Error;
use crate::limits::{Limits, within};

/// Steps of all documents of a scene: of reading them, or of drawing them in one render. A scene of many documents may
/// take no longer than one.
#[derive(Debug, Default)]
pub(crate) struct Work {
    spent: u64,
}

impl Work {
    /// Counts steps before they are taken.
    pub(super) fn add(&mut self, steps: u64, limits: &Limits) -> Result<(), Error> {
        self.spent = self.spent.saturating_add(steps);
        within("svg_work", self.spent, limits.svg_work)
    }
}

//! [`CancelToken`] and the watch that polls it and the deadline in every long loop.

mod held;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

pub(crate) use held::{Free, Held};

use self::held::Left;
use crate::budget::Budget;
use crate::error::Error;

/// Stops renders from another thread: a cloneable flag that renders poll.
///
/// ```
/// use inkstone::CancelToken;
///
/// let token = CancelToken::new();
/// let for_another_thread = token.clone();
/// for_another_thread.cancel();
/// assert!(token.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token that is not cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes every render that watches this token, or a clone of it, stop with [`Error::Cancelled`].
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Items of any kind between two looks at the watch.
pub(crate) const ITEMS_A_CHECK: usize = 4_096;

/// What a render has to look at now and then. A check reads the clock once (some 25 ns).
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    pub(crate) deadline: Option<Instant>,
    pub(crate) cancel: Option<CancelToken>,
    /// What the render may hold.
    pub(crate) budget: Arc<Budget>,
    /// What it leaves behind when it is stopped.
    pub(crate) left: Arc<Left>,
    /// It is stopped when it was looked at so often.
    #[cfg(test)]
    pub(crate) looks: Option<Arc<std::sync::atomic::AtomicUsize>>,
}

impl Watch {
    /// One that stops what it watches when it was looked at so often.
    #[cfg(test)]
    pub(crate) fn of_looks(looks: usize) -> Self {
        Self { looks: Some(Arc::new(looks.into())), ..Self::default() }
    }

    /// Parts of a slice; the watch is looked at between them. A short slice is one part, without a look.
    pub(crate) fn parts<'s, T>(&self, items: &'s [T]) -> impl DoubleEndedIterator<Item = Result<&'s [T], Error>> {
        let several = items.len() > ITEMS_A_CHECK;
        items.chunks(ITEMS_A_CHECK).map(move |part| {
            if several {
                self.check()?;
            }
            Ok(part)
        })
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        #[cfg(test)]
        if let Some(looks) = &self.looks
            && looks.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |looks| looks.checked_sub(1)).is_err()
        {
            self.left.stop();
            return Err(Error::Cancelled);
        }
        if self.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            self.left.stop();
            return Err(Error::Cancelled);
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.left.stop();
            return Err(Error::DeadlineExceeded);
        }
        Ok(())
    }
}

//! [`Held`]: what a render holds, freed after its error is returned where the render was stopped.
//!
//! A system takes pages back at some 15 GB a second, and a plan may have tens of thousands of outlines to be freed one by
//! one: with hundreds of megabytes a stop would take tens of milliseconds to free what it had, longer than to be noticed.
//! So a stopped render leaves what is large to a thread that does nothing else; where none can be had, it is freed at
//! once.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Watch;

/// Renders that held fewer bytes free them themselves: that takes a millisecond.
const LARGE: u64 = 16 << 20;

/// What a stopped render leaves behind.
#[derive(Default)]
pub(crate) struct Left {
    stopped: AtomicBool,
    things: Mutex<Vec<Box<dyn Send>>>,
}

/// A value that is freed as usual, or left behind where the render was stopped.
#[derive(Debug)]
pub(crate) struct Held<'a, T: Default + Send + 'static> {
    value: T,
    watch: &'a Watch,
}

impl Left {
    /// From now on what is held is left behind.
    #[cold]
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Frees what was left behind by a render that held so many bytes at its peak.
    pub(crate) fn free(&self, peak: u64) {
        if !self.stopped.load(Ordering::Relaxed) {
            return;
        }
        let things = std::mem::take(&mut *self.things.lock().unwrap_or_else(PoisonError::into_inner));
        if peak >= LARGE && !things.is_empty() {
            // Where there is no thread to be had, the closure is dropped here, and they are with it.
            let _ = std::thread::Builder::new().name("inkstone-free".to_owned()).spawn(move || drop(things));
        }
    }
}

impl fmt::Debug for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Left").field("stopped", &self.stopped).finish_non_exhaustive()
    }
}

impl Watch {
    /// Holds a value for this render.
    #[inline]
    pub(crate) fn hold<T: Default + Send + 'static>(&self, value: T) -> Held<'_, T> {
        Held { value, watch: self }
    }
}

impl<T: Default + Send + 'static> Held<'_, T> {
    /// The value, no longer held.
    #[inline]
    pub(crate) fn take(mut self) -> T {
        std::mem::take(&mut self.value)
    }
}

impl<T: Default + Send + 'static> Deref for Held<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Default + Send + 'static> DerefMut for Held<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Default + Send + 'static> Drop for Held<'_, T> {
    #[inline]
    fn drop(&mut self) {
        let left = &self.watch.left;
        if left.stopped.load(Ordering::Relaxed) {
            let value = Box::new(std::mem::take(&mut self.value));
            left.things.lock().unwrap_or_else(PoisonError::into_inner).push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::watch::CancelToken;

    #[test]
    fn what_a_stopped_render_held_is_freed_behind_it() {
        for (stopped, peak) in [(false, 0), (true, 0), (true, LARGE)] {
            let cancel = CancelToken::new();
            let watch = Watch { cancel: Some(cancel.clone()), ..Watch::default() };
            let (held, taken) = (Arc::new(()), Arc::new(()));
            let one = watch.hold(vec![held.clone()]);
            let other = watch.hold(vec![taken.clone()]);
            if stopped {
                cancel.cancel();
            }
            assert_eq!(watch.check().is_err(), stopped);
            let other = other.take();
            drop(one);
            assert_eq!(Arc::strong_count(&held), if stopped { 2 } else { 1 });
            watch.left.free(peak);
            let start = Instant::now();
            while Arc::strong_count(&held) > 1 && peak > 0 {
                assert!(start.elapsed() < Duration::from_secs(9), "never freed");
                std::thread::yield_now();
            }
            assert_eq!((Arc::strong_count(&held), Arc::strong_count(&taken)), (1, 2));
            drop(other);
        }
    }
}

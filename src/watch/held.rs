//! [`Held`]: what a render holds, freed after its error is returned where the render was stopped.
//!
//! A system takes pages back at some 15 GB a second, and a plan may have tens of thousands of outlines to be freed one by
//! one: with hundreds of megabytes a stop would take tens of milliseconds to free what it had, longer than to be noticed.
//! So a stopped render leaves what is large to a thread that does nothing else; where none can be had, it is freed at
//! once. And what is freed on the way is freed in parts, between which the watch is looked at: see [`Free`].

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Watch;
use crate::error::Error;

/// Bytes that are freed between two looks at the watch: less than a millisecond of it.
pub(super) const PART: usize = 4 << 20;
/// Bytes that are written for the first time between two looks at the watch: their pages are made meanwhile, which takes
/// longer than to free them.
const NEW_PART: usize = 1 << 20;
/// Renders that held fewer bytes free them themselves: that takes a millisecond.
const LARGE: u64 = 16 << 20;

/// What a stopped render leaves behind.
#[derive(Default)]
pub(crate) struct Left {
    stopped: AtomicBool,
    things: Mutex<Vec<Box<dyn Send>>>,
}

/// What may take many milliseconds to be freed.
pub(crate) trait Free: Default + Send + 'static {
    /// Frees it; what is large, part by part. What is left of that when the watch says stop is left behind.
    fn free(self, watch: &Watch);
}

impl<T: Send + 'static> Free for Vec<T> {
    #[inline]
    fn free(self, watch: &Watch) {
        if self.capacity() * size_of::<T>() > PART {
            watch.free_parts(self, |_| {});
        }
    }
}

/// Others hold what is in it too.
impl<K: Send + 'static, V: Send + 'static> Free for BTreeMap<K, V> {
    fn free(self, _: &Watch) {}
}

/// A value that is freed part by part, or left behind where the render was stopped.
#[derive(Debug)]
pub(crate) struct Held<'a, T: Free> {
    value: T,
    watch: &'a Watch,
}

impl Left {
    /// From now on what is held is left behind.
    #[cold]
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    #[cold]
    fn leave(&self, value: impl Send + 'static) {
        self.things.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(value));
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
    pub(crate) fn hold<T: Free>(&self, value: T) -> Held<'_, T> {
        Held { value, watch: self }
    }

    /// Empties a vector and makes it have room for so many bytes. One that has not is freed first.
    pub(crate) fn make_room(&self, bytes: &mut Vec<u8>, len: usize) {
        if bytes.capacity() < len {
            std::mem::take(bytes).free(self);
            *bytes = Vec::with_capacity(len);
        }
        bytes.clear();
    }

    /// Makes a vector so long, by copies of a byte.
    pub(crate) fn lengthen(&self, bytes: &mut Vec<u8>, len: usize, byte: u8) -> Result<(), Error> {
        while bytes.len() + NEW_PART < len {
            bytes.resize(bytes.len() + NEW_PART, byte);
            self.check()?;
        }
        bytes.resize(len, byte);
        Ok(())
    }

    /// Frees a vector from its end, and before each of its items what of it `large` takes out.
    pub(crate) fn free_parts<T: Send + 'static>(&self, mut items: Vec<T>, mut large: impl FnMut(&mut T)) {
        let part = (PART / size_of::<T>().max(1)).max(1);
        let mut keep = items.capacity();
        while keep > 0 {
            if self.check().is_err() {
                return self.left.leave(items);
            }
            keep = keep.saturating_sub(part);
            items.iter_mut().skip(keep).for_each(&mut large);
            items.truncate(keep);
            // Where it lies, as every common allocator does with what is so large.
            items.shrink_to(keep);
        }
    }
}

impl<T: Free> Held<'_, T> {
    /// The value, no longer held.
    #[inline]
    pub(crate) fn take(mut self) -> T {
        std::mem::take(&mut self.value)
    }
}

impl<T: Free> Deref for Held<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Free> DerefMut for Held<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Free> Drop for Held<'_, T> {
    #[inline]
    fn drop(&mut self) {
        let (value, left) = (std::mem::take(&mut self.value), &self.watch.left);
        if left.stopped.load(Ordering::Relaxed) {
            left.leave(value);
        } else {
            value.free(self.watch);
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
    fn what_is_large_is_freed_in_parts() {
        const BYTES: usize = 1 << 10;
        let count = 10 * PART / BYTES;
        for looks in [usize::MAX, 3] {
            let watch = Watch::of_looks(looks);
            let shared = Arc::new(());
            let items: Vec<_> = (0..count).map(|_| (shared.clone(), [0_u8; BYTES - 8])).collect();
            let mut seen = 0;
            watch.free_parts(items, |_| seen += 1);
            let taken = watch.looks.as_ref().map_or(0, |left| looks - left.load(Ordering::Relaxed));
            let freed = if looks == 3 { 3 * PART / BYTES } else { count };
            assert_eq!((seen, taken), (freed, freed * BYTES / PART));
            assert_eq!(Arc::strong_count(&shared), 1 + count - freed);
            // The rest was left behind.
            watch.left.free(0);
            assert_eq!(Arc::strong_count(&shared), 1);
        }
    }

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

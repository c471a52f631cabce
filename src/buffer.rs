//! [`Buffer`]: a vector whose bytes are counted before they are allocated.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::budget::Budget;
use crate::error::Error;
use crate::watch::{Free, Watch};

/// Items that it has room for at first.
const FEWEST: usize = 16;
/// A buffer of more bytes grows by half, a smaller one to twice its length.
const LARGE: u64 = 16 << 20;

/// A vector that grows within what a render may hold. While it is moved, both its places are counted.
///
/// Pushing does not fail, so that it costs nothing beside a vector's: a buffer that was refused room takes no more, and
/// [`check`](Self::check) says so. Whoever fills one asks where the watch is looked at, and at the end.
#[derive(Debug)]
pub(crate) struct Buffer<T> {
    items: Vec<T>,
    /// Without one nothing is counted or refused.
    budget: Option<Arc<Budget>>,
    /// Bytes of the growth that was refused; from then on it takes no more.
    refused: u64,
}

impl<T> Buffer<T> {
    /// An empty one, counted in what the render of a watch holds.
    pub(crate) fn new(watch: &Watch) -> Self {
        Self { items: Vec::new(), budget: Some(watch.budget.clone()), refused: 0 }
    }

    /// An empty one with room for so many.
    pub(crate) fn with_capacity(count: usize, watch: &Watch) -> Result<Self, Error> {
        watch.count::<T>(count)?;
        Ok(Self { items: Vec::with_capacity(count), budget: Some(watch.budget.clone()), refused: 0 })
    }

    /// An empty one that is counted where this one is.
    pub(crate) fn beside<U>(&self) -> Buffer<U> {
        Buffer { items: Vec::new(), budget: self.budget.clone(), refused: 0 }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, item: T) {
        if self.items.len() == self.items.capacity() && !self.grow(1) {
            return;
        }
        self.items.push(item);
    }

    /// Pushes all of them, or none.
    #[inline]
    pub(crate) fn extend(&mut self, items: impl ExactSizeIterator<Item = T>) {
        if items.len() <= self.items.capacity() - self.items.len() || self.grow(items.len()) {
            self.items.extend(items);
        }
    }

    /// Room for so many more, to be written; none where it is refused.
    #[inline(always)]
    pub(crate) fn room(&mut self, count: usize) -> &mut [T]
    where
        T: Copy + Default,
    {
        let len = self.items.len();
        if count <= self.items.capacity() - len || self.grow(count) {
            self.items.resize(len + count, T::default());
        }
        &mut self.items[len..]
    }

    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.items.truncate(len);
    }

    /// Whether all that was pushed is there.
    ///
    /// # Errors
    /// `LimitExceeded` where room was refused.
    #[inline]
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.is_refused() { self.refusal() } else { Ok(()) }
    }

    #[inline]
    pub(crate) fn is_refused(&self) -> bool {
        self.refused != 0
    }

    /// Bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        bytes::<T>(self.items.capacity())
    }

    /// The items, which stay counted as long as the render lasts.
    pub(crate) fn take(mut self) -> Vec<T> {
        self.budget = None;
        std::mem::take(&mut self.items)
    }

    /// Frees it as [`Watch::free_parts`] does; it is counted until then.
    pub(crate) fn free_parts(mut self, watch: &Watch, large: impl FnMut(&mut T))
    where
        T: Send + 'static,
    {
        let (bytes, budget) = (self.bytes(), self.budget.take());
        watch.free_parts(std::mem::take(&mut self.items), large);
        if let Some(budget) = budget {
            budget.give(bytes);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, by: usize) -> bool {
        if self.is_refused() {
            return false;
        }
        let (before, now) = (self.bytes(), self.items.capacity());
        let more = if before < LARGE { now } else { now / 2 };
        let next = (now + more).max(self.items.len() + by).max(FEWEST);
        if let Some(budget) = &self.budget
            && budget.take(bytes::<T>(next)).is_err()
        {
            self.refused = bytes::<T>(next);
            return false;
        }
        self.items.reserve_exact(next - self.items.len());
        if let Some(budget) = &self.budget {
            budget.give(before);
        }
        true
    }

    #[cold]
    fn refusal(&self) -> Result<(), Error> {
        match &self.budget {
            Some(budget) => budget.refuse(self.refused),
            None => Ok(()),
        }
    }
}

/// Bytes of so many items.
fn bytes<T>(count: usize) -> u64 {
    (count * size_of::<T>()) as u64
}

impl Watch {
    /// Counts room for so many items that is about to be allocated.
    #[inline]
    pub(crate) fn count<T>(&self, items: usize) -> Result<(), Error> {
        self.budget.take(bytes::<T>(items))
    }

    /// Counts room for so many items that was freed.
    #[inline]
    pub(crate) fn uncount<T>(&self, items: usize) {
        self.budget.give(bytes::<T>(items));
    }
}

impl<T> Default for Buffer<T> {
    fn default() -> Self {
        Self { items: Vec::new(), budget: None, refused: 0 }
    }
}

impl<T: Send + 'static> Free for Buffer<T> {
    #[inline]
    fn free(self, watch: &Watch) {
        self.free_parts(watch, |_| {});
    }
}

impl<T> Deref for Buffer<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for Buffer<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<T> Drop for Buffer<T> {
    fn drop(&mut self) {
        if let Some(budget) = &self.budget {
            budget.give(self.bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn watch(render_bytes: u64) -> Watch {
        let limits = Limits { render_bytes, ..Limits::default() };
        Watch { budget: Arc::new(Budget::new(&limits)), ..Watch::default() }
    }

    #[test]
    fn what_is_refused_is_told_and_what_was_held_is_given_back() {
        let watch = watch(1_000);
        let mut buffer = Buffer::new(&watch);
        (0..1_000_u32).for_each(|i| buffer.push(i));
        buffer.extend(0..3);
        // 16, 32, 64 and 128 fit; while it moves, 128 and 256 do not.
        assert_eq!(buffer.len(), 128);
        assert!(buffer.iter().copied().eq(0..128));
        assert_eq!(watch.budget.peak(), (64 + 128) * 4);
        match buffer.check() {
            Err(Error::LimitExceeded { limit: "render_bytes", asked, allowed: 1_000 }) => {
                assert_eq!(asked, (128 + 256) * 4);
            }
            other => panic!("{other:?}"),
        }
        drop(buffer);
        assert!(watch.count::<u8>(1_000).is_ok() && watch.count::<u8>(1).is_err());
    }

    #[test]
    fn room_is_given_whole_or_not_at_all() {
        let watch = watch(1_000);
        let mut buffer = Buffer::new(&watch);
        buffer.push(1_u32);
        buffer.room(40)[39] = 2;
        assert_eq!((buffer.len(), buffer[0], buffer[1], buffer[40]), (41, 1, 0, 2));
        assert!(buffer.room(1_000).is_empty() && buffer.room(1).is_empty() && buffer.is_refused());
        assert_eq!(buffer.len(), 41);
        assert!(buffer.check().is_err());
    }

    #[test]
    fn what_is_taken_stays_counted() {
        let watch = watch(1_000);
        let mut buffer = Buffer::with_capacity(3, &watch).unwrap();
        buffer.push(5_u64);
        assert_eq!(buffer.take(), [5]);
        assert!(watch.count::<u8>(1_000 - 24).is_ok() && watch.count::<u8>(1).is_err());
        assert!(Buffer::<u64>::with_capacity(1, &watch).is_err());
    }
}

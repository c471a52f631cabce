//! [`GlyphCache`]: the glyph masks that all canvases of an engine share, bounded in bytes.

use std::fmt;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam::utils::CachePadded;
use foldhash::quality::FixedState;

use super::shard::{HashedKey, Shard, Weight};
use super::{CacheStats, GlyphKey, GlyphMask};

/// Bytes a cache may hold unless said otherwise: some 30,000 glyphs of 16 px, or 9,000 of 48 px.
pub(crate) const DEFAULT_BUDGET: usize = 32 << 20;

/// The least a shard's share may be: it holds any glyph that is drawn from a mask at up to about 240 px. Smaller
/// budgets use fewer shards.
const MIN_SHARE: usize = 64 << 10;

/// Shards, each a least-recently-used list behind a lock of its own, padded to a cache line.
///
/// **Bound.** The budget is divided among the shards; a shard evicts before it takes in, in one critical section. So the
/// bytes accounted for never exceed the budget, not for a moment. An entry larger than a shard's share is not taken in,
/// only counted. The sum of the shares is at most the budget, whatever it is: where a share would fall below
/// [`MIN_SHARE`] fewer shards are used, and a budget of less than that makes one shard with all of it. With a budget
/// of 0 everything misses and nothing is kept.
///
/// **Results** never depend on the number of shards, the budget or the history: a key names one mask. The hash has a
/// fixed seed, so that what is evicted is the same in every run of the same calls.
///
/// Generic over the value for its tests.
pub(crate) struct GlyphCache<V = GlyphMask> {
    shards: Box<[CachePadded<Mutex<Shard<V>>>]>,
    hasher: FixedState,
    /// Shards in use, a power of two, minus one.
    mask: AtomicUsize,
    /// Bytes of all entries. Written on insertion and eviction only: a hit writes its shard and nothing else.
    bytes: CachePadded<AtomicUsize>,
    /// Bytes that may be held; locked while the shares change.
    budget: Mutex<usize>,
}

impl<V: Weight> GlyphCache<V> {
    /// Four shards a core keep two threads from meeting in one; more than 256 would only make the shares small.
    pub(crate) fn new(budget: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_shards(budget, (cores.saturating_mul(4)).clamp(8, 256).next_power_of_two())
    }

    /// `count` is a power of two.
    fn with_shards(budget: usize, count: usize) -> Self {
        let count = count.max(1).next_power_of_two();
        let (mask, share) = division(budget, count);
        let shard = |i| CachePadded::new(Mutex::new(Shard::new(if i <= mask { share } else { 0 }, mask)));
        Self {
            shards: (0..count).map(shard).collect(),
            hasher: FixedState::default(),
            mask: AtomicUsize::new(mask),
            bytes: CachePadded::new(AtomicUsize::new(0)),
            budget: Mutex::new(budget),
        }
    }

    /// The value of a key, and the key becomes the most recently used.
    pub(crate) fn get(&self, key: &GlyphKey) -> Option<Arc<V>> {
        let (key, _, shard) = self.locate(key)?;
        lock(shard).get(&key)
    }

    /// Keeps a value, if it is no larger than one entry may be. A value that the key had before is let go.
    pub(crate) fn insert(&self, key: GlyphKey, value: Arc<V>) {
        let Some((key, mask, shard)) = self.locate(&key) else { return };
        let mut shard = lock(shard);
        // The budget changed meanwhile and this key belongs elsewhere now: it will be a miss once more.
        if shard.mask != mask {
            return;
        }
        let gone = shard.insert(key, value, &self.bytes);
        drop(shard);
        drop(gone);
    }

    /// Bytes that may be held.
    pub(crate) fn budget(&self) -> usize {
        *lock(&self.budget)
    }

    /// Changes the bytes that may be held. A smaller budget holds when this returns; where the number of shards in use
    /// changes, the cache starts anew.
    pub(crate) fn set_budget(&self, bytes: usize) {
        let mut budget = lock(&self.budget);
        let (mask, share) = division(bytes, self.shards.len());
        let share_of = |i: usize| if i <= mask { share } else { 0 };
        // First no shard has more than before, then each has its own: the sum never exceeds the larger of the budgets.
        for (i, shard) in self.shards.iter().enumerate() {
            let mut shard = lock(shard);
            let smaller = shard.share().min(share_of(i));
            let gone = shard.resize(smaller, mask, &self.bytes);
            drop(shard);
            drop(gone);
        }
        *budget = bytes;
        self.mask.store(mask, Ordering::Relaxed);
        for (i, shard) in self.shards.iter().enumerate() {
            let gone = lock(shard).resize(share_of(i), mask, &self.bytes);
            drop(gone);
        }
    }

    /// The counters. `bytes` and `budget` are of one moment, the others of a few.
    pub(crate) fn stats(&self) -> CacheStats {
        let mut stats = CacheStats::default();
        for shard in &self.shards {
            let shard = lock(shard);
            stats.hits += shard.hits;
            stats.misses += shard.misses;
            stats.inserts += shard.inserts;
            stats.evictions += shard.evictions;
            stats.oversize += shard.oversize;
            stats.entries += shard.len() as u64;
        }
        let budget = lock(&self.budget);
        stats.bytes = self.bytes.load(Ordering::Relaxed) as u64;
        stats.budget = *budget as u64;
        stats
    }

    /// The key with its hash, the shard mask it was located by, and its shard. The shard takes other bits of the hash
    /// than the table inside it. There is always one; `None` only spares an unreachable index panic.
    fn locate(&self, key: &GlyphKey) -> Option<(HashedKey, usize, &Mutex<Shard<V>>)> {
        let hash = self.hasher.hash_one(key);
        let mask = self.mask.load(Ordering::Relaxed);
        let shard = self.shards.get((hash >> 40) as usize & mask)?;
        Some((HashedKey { hash, key: *key }, mask, shard))
    }
}

/// The mask of the shards in use and the share of each, for a budget and a number of shards.
fn division(budget: usize, shards: usize) -> (usize, usize) {
    let mut used = shards;
    while used > 1 && budget / used < MIN_SHARE {
        used /= 2;
    }
    (used - 1, budget / used)
}

/// A thread that panicked while it held a lock left a list that is whole: nothing here panics half-way, and a lost mask
/// is a miss.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<V> fmt::Debug for GlyphCache<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes.load(Ordering::Relaxed);
        f.debug_struct("GlyphCache").field("shards", &self.shards.len()).field("bytes", &bytes).finish()
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;

//! [`GlyphCache`]: the glyph masks that all canvases of an engine share, bounded in bytes.
//!
//! Two levels. [`Near`](near) is one thread's own: it hands out masks without writing a line that others read. The shards
//! are shared; what is found there is copied into the near one. Both, and what the shards keep free for masks in the making,
//! are within one budget.

mod near;
mod packed;
mod shard;
mod sketch;
mod store;
mod sync;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use crossbeam::utils::CachePadded;

use self::near::{NEAR_BYTES, Near};
pub(crate) use self::packed::Hashed;
use self::shard::{Room, Shard};
use self::sync::{Arc, AtomicU64, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering, Weak};
use super::{CacheStats, ShardStats};
use crate::error::Error;
use crate::watch::Watch;

/// Bytes a cache may hold unless said otherwise: some 60,000 glyphs of 16 px, or 10,000 of 48 px.
pub(crate) const DEFAULT_BUDGET: usize = 32 << 20;

/// The least a shard's share may be: a segment of it holds most glyphs that are drawn from a mask, at up to 256 px; wider ones
/// bypass the cache. Smaller budgets use fewer shards.
const MIN_SHARE: usize = 512 << 10;

/// How long a thread that waits for another's mask does not look at its watch.
const PATIENCE: Duration = Duration::from_millis(1);

/// Where a mask lies about its origin, and its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) left: i16,
    pub(crate) top: i16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

impl Extent {
    /// Bytes of the mask.
    pub(crate) fn bytes(self) -> usize {
        usize::from(self.width) * usize::from(self.height)
    }
}

/// Shards, each a pair of least-recently-used lists behind a lock of its own, padded to a cache line.
///
/// **Bound.** The budget, less what the near caches have of it, is divided among the shards; a shard evicts before it takes
/// in, in one critical section. So the bytes accounted for never exceed the budget, not for a moment. With a budget of 0
/// everything misses and nothing is kept.
///
/// **Results** never depend on the number of shards, the budget or the history: a key names one mask.
pub(crate) struct GlyphCache {
    shards: Box<[CachePadded<Place>]>,
    /// Shards in use, a power of two, minus one.
    mask: AtomicUsize,
    /// Bytes of all shards. Written on insertion and eviction only.
    bytes: CachePadded<AtomicUsize>,
    near_hits: AtomicU64,
    ledger: Mutex<Ledger>,
}

struct Place {
    shard: Mutex<Shard>,
    /// A mask of this shard was made, or given up.
    made: Condvar,
}

/// What the budget is spent on; locked while shares change.
struct Ledger {
    budget: usize,
    /// Bytes that the near caches have.
    near: usize,
    nears: BTreeMap<u64, (Weak<Mutex<Near>>, usize)>,
    next: u64,
}

impl Ledger {
    /// Bytes that may be given to one more near cache: half of what there is left of half the budget. So many canvases
    /// get smaller ones, and the shards never have less than half.
    fn room(&self) -> usize {
        NEAR_BYTES.min((self.budget / 2).saturating_sub(self.near) / 2)
    }
}

/// One thread's near cache, and its way to the shards.
pub(crate) struct NearCache {
    cache: Arc<GlyphCache>,
    near: Arc<Mutex<Near>>,
    number: u64,
}

/// A near cache that is looked into: locked, but nobody else wants it, unless the budget changes.
pub(crate) struct OpenNear<'a> {
    cache: &'a GlyphCache,
    near: MutexGuard<'a, Near>,
    hits: u64,
}

/// What a look-up came to.
pub(crate) enum Found<'a> {
    /// It was handed out.
    Mask,
    /// Nobody has it: the caller makes it.
    Missing(Making<'a>),
}

/// A mask that this thread is to make. Others that ask for it wait until this is dropped.
pub(crate) struct Making<'a> {
    cache: &'a GlyphCache,
    /// `None` where others are not kept waiting, and the mask will not be kept.
    key: Option<(Hashed, &'a Place)>,
}

impl GlyphCache {
    /// Four shards a core keep two threads from meeting in one; more than 256 would only make the shares small.
    pub(crate) fn new(budget: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_shards(budget, cores.saturating_mul(4).clamp(8, 256).next_power_of_two())
    }

    /// `count` is a power of two of at most 256.
    fn with_shards(budget: usize, count: usize) -> Self {
        let used = used(budget, count);
        let share = |i| if i < used { budget / used } else { 0 };
        let place = |i| Place { shard: Mutex::new(Shard::new(share(i), used - 1)), made: Condvar::new() };
        let shards: Box<[_]> = (0..count).map(|i| CachePadded::new(place(i))).collect();
        let bytes = shards.iter().map(|place| lock(&place.shard).bytes()).sum();
        Self {
            shards,
            mask: AtomicUsize::new(used - 1),
            bytes: CachePadded::new(AtomicUsize::new(bytes)),
            near_hits: AtomicU64::new(0),
            ledger: Mutex::new(Ledger { budget, near: 0, nears: BTreeMap::new(), next: 0 }),
        }
    }

    /// Gives a mask that is held to `take`, or says who is to make it. A thread that asks for a mask which another makes
    /// waits for that.
    ///
    /// # Errors
    /// Those of the watch, of a thread that waits.
    pub(crate) fn find(
        &self,
        key: Hashed,
        mut take: impl FnMut(Extent, &[u8]),
        watch: &Watch,
    ) -> Result<Found<'_>, Error> {
        let mut waited = false;
        loop {
            let mask = self.mask.load(Ordering::Relaxed);
            let place: &Place = &self.shards[key.shard(mask)];
            let mut shard = lock(&place.shard);
            // Divided anew meanwhile, this key may belong elsewhere now: it is made once more.
            if shard.mask != mask {
                shard.stats.misses += 1;
                return Ok(Found::Missing(Making { cache: self, key: None }));
            }
            if let Some((extent, bytes)) = shard.get(&key.packed) {
                take(extent, bytes);
                return Ok(Found::Mask);
            }
            let is_kept = shard.share() > 0;
            if is_kept && !waited && shard.is_pending(&key.packed) {
                waited = true;
                shard.stats.waits += 1;
                while shard.is_pending(&key.packed) {
                    watch.check()?;
                    shard.waiting += 1;
                    let until = watch
                        .deadline
                        .map_or(PATIENCE, |end| PATIENCE.min(end.saturating_duration_since(Instant::now())));
                    shard = wait(&place.made, shard, until);
                    shard.waiting -= 1;
                }
                continue;
            }
            // What was made and is not there is too large to be kept, or there is hardly room for anything: waiting once
            // more would only make one thread wait for another.
            let making = (is_kept && !waited).then_some((key, place));
            match making {
                Some(_) => shard.begin(key.packed),
                None => shard.stats.misses += 1,
            }
            return Ok(Found::Missing(Making { cache: self, key: making }));
        }
    }

    /// Bytes that may be held.
    pub(crate) fn budget(&self) -> usize {
        lock(&self.ledger).budget
    }

    /// Changes the bytes that may be held. A smaller budget holds when this returns; where the number of shards in use
    /// changes, the shards start anew.
    pub(crate) fn set_budget(&self, bytes: usize) {
        let mut ledger = lock(&self.ledger);
        let before = ledger.budget;
        ledger.budget = before.min(bytes);
        // Near caches that have more than half the budget between them become smaller, all alike.
        if ledger.near > bytes / 2 {
            let each = bytes / 2 / ledger.nears.len().max(1);
            let mut near = 0;
            for (cell, size) in ledger.nears.values_mut() {
                let Some(cell) = cell.upgrade() else { continue };
                if *size > each {
                    let mut cell = lock(&cell);
                    *cell = Near::default();
                    *cell = Near::new(each);
                    *size = cell.bytes();
                }
                near += *size;
            }
            ledger.near = near;
        }
        let left = bytes - ledger.near;
        let used = used(bytes, self.shards.len());
        let share = |i: usize| if i < used { left / used } else { 0 };
        // First no shard has more than before, then each has its own: the sum never exceeds the larger of the budgets.
        for (i, place) in self.shards.iter().enumerate() {
            let mut shard = lock(&place.shard);
            let smaller = shard.share().min(share(i));
            shard.divide(smaller, used - 1, &self.bytes);
        }
        ledger.budget = bytes;
        self.mask.store(used - 1, Ordering::Relaxed);
        self.divide(&ledger, used);
    }

    /// Gives each shard its share.
    fn divide(&self, ledger: &Ledger, used: usize) {
        let share = (ledger.budget - ledger.near) / used;
        for (i, place) in self.shards.iter().enumerate() {
            lock(&place.shard).divide(if i < used { share } else { 0 }, used - 1, &self.bytes);
        }
    }

    /// A near cache of its own for a thread.
    pub(crate) fn near(self: &Arc<Self>) -> NearCache {
        let mut ledger = lock(&self.ledger);
        let (bytes, number) = (Near::bytes_of(ledger.room()), ledger.next);
        ledger.next += 1;
        ledger.near += bytes;
        // The shards make room before it is taken.
        if bytes > 0 {
            self.divide(&ledger, used(ledger.budget, self.shards.len()));
        }
        let near = Arc::new(Mutex::new(Near::new(bytes)));
        ledger.nears.insert(number, (Arc::downgrade(&near), bytes));
        NearCache { cache: Arc::clone(self), near, number }
    }

    /// The counters. `bytes` and `budget` are of one moment, the others of a few.
    pub(crate) fn stats(&self) -> CacheStats {
        let mut stats = CacheStats::default();
        for place in &self.shards {
            let shard = lock(&place.shard);
            let mut own = shard.stats;
            (own.bytes, own.entries) = (shard.bytes() as u64, shard.entries());
            stats.add(own);
        }
        let ledger = lock(&self.ledger);
        stats.near_hits = self.near_hits.load(Ordering::Relaxed);
        stats.hits += stats.near_hits;
        stats.near_bytes = ledger.near as u64;
        stats.bytes = self.bytes.load(Ordering::Relaxed) as u64 + stats.near_bytes;
        stats.budget = ledger.budget as u64;
        stats
    }
}

impl NearCache {
    /// Begins to look for masks.
    pub(crate) fn open(&self) -> OpenNear<'_> {
        OpenNear { cache: &self.cache, near: lock(&self.near), hits: 0 }
    }
}

impl Drop for NearCache {
    fn drop(&mut self) {
        let mut ledger = lock(&self.cache.ledger);
        *lock(&self.near) = Near::default();
        let Some((_, bytes)) = ledger.nears.remove(&self.number) else { return };
        ledger.near -= bytes;
        if bytes > 0 {
            self.cache.divide(&ledger, used(ledger.budget, self.cache.shards.len()));
        }
    }
}

impl<'a> OpenNear<'a> {
    /// Gives a mask that is held to `take`, or says that the caller is to make it, as [`GlyphCache::find`] does. `take` may
    /// note something beside the mask: as long as that is near, it is told what it noted, and 0 before.
    ///
    /// # Errors
    /// Those of the watch, of a thread that waits.
    #[inline]
    pub(crate) fn find(
        &mut self,
        key: &Hashed,
        mut take: impl FnMut(Extent, &[u8], &mut u64),
        watch: &Watch,
    ) -> Result<Found<'a>, Error> {
        if let Some((extent, bytes, note)) = self.near.get(key) {
            self.hits += 1;
            take(extent, bytes, note);
            return Ok(Found::Mask);
        }
        let near = &mut self.near;
        self.cache.find(
            *key,
            |extent, bytes| {
                let mut note = 0;
                take(extent, bytes, &mut note);
                near.put(key, (extent, bytes), note);
            },
            watch,
        )
    }
}

impl Drop for OpenNear<'_> {
    fn drop(&mut self) {
        if self.hits > 0 {
            self.cache.near_hits.fetch_add(self.hits, Ordering::Relaxed);
        }
    }
}

impl Making<'_> {
    /// Takes room for the mask, of so many bytes, before it is made. Where there is none for one so large, nobody is kept
    /// waiting. With `insist` it takes the room of masks that are asked for more often.
    pub(crate) fn reserve(&mut self, bytes: usize, insist: bool) {
        if let Some((key, place)) = &self.key {
            let mut shard = lock(&place.shard);
            let insist = insist || shard.waiting > 0;
            if shard.reserve(&key.packed, bytes, insist, &self.cache.bytes) == Room::Oversize {
                drop(shard);
                self.end(None);
            }
        }
    }

    /// The mask is made. It is kept if there was room for it, or others wait for it.
    pub(crate) fn fill(mut self, extent: Extent, bytes: &[u8]) {
        self.end(Some((extent, bytes)));
    }

    fn end(&mut self, mask: Option<(Extent, &[u8])>) {
        if let Some((key, place)) = self.key.take() {
            let mut shard = lock(&place.shard);
            shard.end(&key.packed, mask, &self.cache.bytes);
            if shard.waiting > 0 {
                place.made.notify_all();
            }
        }
    }
}

impl Drop for Making<'_> {
    /// Whoever gives up, or panics, lets another try.
    fn drop(&mut self) {
        self.end(None);
    }
}

/// How many shards a budget is divided among.
fn used(budget: usize, shards: usize) -> usize {
    let mut used = shards;
    while used > 1 && budget / used < MIN_SHARE {
        used /= 2;
    }
    used
}

/// A thread that panicked while it held a lock left lists that are whole: nothing here panics half-way, and a lost mask is a
/// miss.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a, T>(made: &Condvar, guard: MutexGuard<'a, T>, until: Duration) -> MutexGuard<'a, T> {
    made.wait_timeout(guard, until).unwrap_or_else(PoisonError::into_inner).0
}

impl fmt::Debug for GlyphCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes.load(Ordering::Relaxed);
        f.debug_struct("GlyphCache").field("shards", &self.shards.len()).field("bytes", &bytes).finish_non_exhaustive()
    }
}

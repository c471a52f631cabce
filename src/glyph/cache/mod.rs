//! [`GlyphCache`]: the glyph masks that all canvases of an engine share, bounded in bytes.
//!
//! Two levels. [`Near`](near) is one thread's own: it hands out masks without writing a line that others read. The shards
//! are shared; what is found there is copied into the near one. Both, and what the shards keep free for masks in the making,
//! are within one budget.

mod budget;
mod lists;
mod near;
mod packed;
mod shard;
mod sketch;
mod store;
mod sync;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{PoisonError, TryLockError};
use std::time::{Duration, Instant};

use crossbeam::utils::CachePadded;

use self::budget::{Hits, Ledger};
use self::near::Near;
pub(crate) use self::packed::Hashed;
use self::packed::Packed;
use self::shard::{Held, Room, Shard};
use self::sync::{Arc, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering};
use super::{CacheStats, Effort, ShardStats};
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
    /// How often it changed what near caches may have.
    near_turn: AtomicUsize,
    ledger: Mutex<Ledger>,
    /// Held by who sets the budget.
    setting: Mutex<()>,
}

struct Place {
    shard: Mutex<Shard>,
    /// A mask of this shard was made, or given up.
    made: Condvar,
}

/// One thread's near cache, and its way to the shards.
pub(crate) struct NearCache {
    cache: Arc<GlyphCache>,
    near: Arc<CachePadded<Mutex<Near>>>,
    number: u64,
    hits: Hits,
}

/// A near cache that is looked into: locked, but nobody else wants it, unless the budget changes.
pub(crate) struct OpenNear<'a> {
    cache: &'a GlyphCache,
    near: MutexGuard<'a, Near>,
    hits: &'a Hits,
    /// What masks may have taken to be made.
    allowed: Effort,
    /// Found since it was opened.
    found: u64,
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
    /// Sixteen shards a core: of two threads that miss much, with four a core one waited for the other so often that both did
    /// the work of one; with more, shares become small, and less is found in them.
    pub(crate) fn new(budget: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_shards(budget, cores.saturating_mul(16).clamp(32, 256).next_power_of_two())
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
            near_turn: AtomicUsize::new(1),
            ledger: Mutex::new(Ledger::new(budget)),
            setting: Mutex::new(()),
        }
    }

    /// Gives a mask that is held to `take`, or says who is to make it. A thread that asks for a mask which another makes
    /// waits for that; if the other gives it up, one of those that wait makes it. A mask that took more than is allowed to be
    /// made is as good as none: whoever makes it again is told so.
    ///
    /// # Errors
    /// Those of the watch, of a thread that waits.
    pub(crate) fn find(
        &self,
        key: &Hashed,
        allowed: Effort,
        mut take: impl FnMut(Extent, Effort, &[u8]),
        watch: &Watch,
    ) -> Result<Found<'_>, Error> {
        let mask = self.mask.load(Ordering::Relaxed);
        let place: &Place = &self.shards[key.shard(mask)];
        let mut shard = lock(&place.shard);
        let mut waited = false;
        // Divided anew meanwhile, this key may belong elsewhere now: it is made once more.
        while shard.mask == mask {
            match shard.get(&key.packed, allowed) {
                Held::Mask(extent, effort, bytes) => {
                    take(extent, effort, bytes);
                    return Ok(Found::Mask);
                }
                Held::Pending => {
                    if shard.take_over(&key.packed) {
                        return Ok(Found::Missing(Making { cache: self, key: Some((*key, place)) }));
                    }
                    shard.stats.waits += u64::from(!waited);
                    waited = true;
                    watch.check().inspect_err(|_| shard.forget_given_up())?;
                    shard.waiting += 1;
                    let until = watch
                        .deadline
                        .map_or(PATIENCE, |end| PATIENCE.min(end.saturating_duration_since(Instant::now())));
                    shard = wait(&place.made, shard, until);
                    shard.waiting -= 1;
                    continue;
                }
                Held::Nowhere if !waited => {
                    if shard.share() > 0 {
                        shard.begin(key.packed);
                        return Ok(Found::Missing(Making { cache: self, key: Some((*key, place)) }));
                    }
                }
                // What was waited for and is not there is too large to be kept: waiting once more would only make one thread
                // wait for another.
                Held::Nowhere | Held::Beyond => {}
            }
            break;
        }
        shard.stats.misses += 1;
        Ok(Found::Missing(Making { cache: self, key: None }))
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
        stats.near_hits = ledger.hits();
        stats.hits += stats.near_hits;
        stats.near_bytes = ledger.near() as u64;
        stats.bytes = self.bytes.load(Ordering::Relaxed) as u64 + stats.near_bytes;
        stats.budget = ledger.budget() as u64;
        stats
    }
}

impl NearCache {
    /// Begins to look for masks that took no more than is allowed to be made.
    pub(crate) fn open(&self, allowed: Effort) -> OpenNear<'_> {
        let mut near = lock(&self.near);
        // There are more canvases now, or fewer, or the budget is another.
        if near.turn != self.cache.near_turn.load(Ordering::Relaxed) {
            self.cache.fit(self.number, &mut near);
        }
        OpenNear { cache: &self.cache, near, hits: &self.hits, allowed, found: 0 }
    }
}

impl Drop for NearCache {
    fn drop(&mut self) {
        let near = std::mem::replace(&mut self.near, Arc::new(CachePadded::new(Mutex::new(Near::default()))));
        self.cache.forget(self.number, near);
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
        if let Some((extent, bytes, note)) = self.near.get(key, self.allowed) {
            self.found += 1;
            take(extent, bytes, note);
            return Ok(Found::Mask);
        }
        let near = &mut self.near;
        self.cache.find(
            key,
            self.allowed,
            |extent, effort, bytes| {
                let mut note = 0;
                take(extent, bytes, &mut note);
                near.put(key, (extent, effort, bytes), note);
            },
            watch,
        )
    }
}

impl Drop for OpenNear<'_> {
    fn drop(&mut self) {
        // Nobody else writes it: the near cache is locked still.
        if self.found > 0 {
            self.hits.store(self.hits.load(Ordering::Relaxed) + self.found, Ordering::Relaxed);
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
                self.end(|shard, key, gauge| shard.end(key, None, gauge));
            }
        }
    }

    /// The mask is made. It is kept if there was room for it, or others wait for it.
    pub(crate) fn fill(mut self, extent: Extent, effort: Effort, bytes: &[u8]) {
        self.end(|shard, key, gauge| shard.end(key, Some((extent, effort, bytes)), gauge));
    }

    /// What is being made is no mask, and will be none for those that wait for it.
    pub(crate) fn discard(mut self) {
        self.end(|shard, key, gauge| shard.end(key, None, gauge));
    }

    fn end(&mut self, end: impl FnOnce(&mut Shard, &Packed, &AtomicUsize)) {
        if let Some((key, place)) = self.key.take() {
            let mut shard = lock(&place.shard);
            end(&mut shard, &key.packed, &self.cache.bytes);
            if shard.waiting > 0 {
                place.made.notify_all();
            }
        }
    }
}

impl Drop for Making<'_> {
    /// Whoever gives up, or panics, lets another try.
    fn drop(&mut self) {
        self.end(|shard, key, gauge| shard.give_up(key, gauge));
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

/// A lock that nobody holds.
fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
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

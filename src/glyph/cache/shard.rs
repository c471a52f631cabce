//! [`Shard`]: a part of the glyph cache behind one lock, its entries in two lists by use.

use std::hash::BuildHasherDefault;

use lru::LruCache;

use super::packed::{Packed, Ready};
use super::store::{Slot, Store, record_bytes};
use super::sync::{AtomicUsize, Ordering};
use super::{Extent, ShardStats};

/// Bytes that an entry is charged besides its mask's record: a list node and the rounding of its allocation (80), a place
/// in a table (20 to 39) and a slot (4 to 5).
pub(super) const ENTRY: usize = 128;

/// The share of the entries' bytes that is for those used more than once: 4 / 5. What was used once goes first.
const PROTECTED: (usize, usize) = (4, 5);

type List = LruCache<Packed, Entry, BuildHasherDefault<Ready>>;

/// A mask that is held.
#[derive(Clone, Copy, Debug)]
struct Entry {
    slot: Slot,
    extent: Extent,
}

/// A key whose mask somebody is making, and where it will lie, once that is known.
#[derive(Clone, Copy, Debug)]
struct Pending {
    key: Packed,
    slot: Option<Slot>,
}

/// Least-recently-used lists of two segments (Karedla, Love and Wherry, "Caching strategies to improve disk system
/// performance", 1994): entries begin in the one for what was used once and are promoted by a second hit. What the other has
/// no room for goes back to the first, and what goes from there is gone.
pub(super) struct Shard {
    once: List,
    often: List,
    /// Bytes of the entries in `often`.
    often_bytes: usize,
    store: Store,
    /// Masks in the making: as many as there are threads, at most.
    pending: Vec<Pending>,
    /// Those of them that have a slot.
    reserved: usize,
    /// Threads that wait for one.
    pub(super) waiting: usize,
    /// Bytes that may be held.
    share: usize,
    /// Bytes that the gauge was told of.
    told: usize,
    /// The cache's shard mask when this shard was last divided. A caller that chose the shard by another one is late.
    pub(super) mask: usize,
    pub(super) stats: ShardStats,
}

impl Shard {
    pub(super) fn new(share: usize, mask: usize) -> Self {
        let list = || LruCache::unbounded_with_hasher(BuildHasherDefault::default());
        Self {
            once: list(),
            often: list(),
            often_bytes: 0,
            store: Store::new(share),
            pending: Vec::new(),
            reserved: 0,
            waiting: 0,
            share,
            told: 0,
            mask,
            stats: ShardStats::default(),
        }
    }

    /// A mask that is held, and it becomes the most recently used.
    pub(super) fn get(&mut self, key: &Packed) -> Option<(Extent, &[u8])> {
        let entry = match self.often.get(key) {
            Some(entry) => *entry,
            None => {
                let entry = self.once.pop(key)?;
                self.often_bytes += self.charge(entry);
                self.often.put(*key, entry);
                self.demote();
                entry
            }
        };
        self.stats.hits += 1;
        Some((entry.extent, self.store.get(entry.slot, entry.extent.bytes())))
    }

    /// What an entry is charged.
    fn charge(&self, entry: Entry) -> usize {
        ENTRY + record_bytes(entry.extent.bytes())
    }

    /// Puts what the list of those used often has no room for back.
    fn demote(&mut self) {
        let most = self.share / PROTECTED.1 * PROTECTED.0;
        while self.often_bytes > most
            && let Some((key, entry)) = self.often.pop_lru()
        {
            self.often_bytes -= self.charge(entry);
            self.once.put(key, entry);
        }
    }

    pub(super) fn is_pending(&self, key: &Packed) -> bool {
        self.pending.iter().any(|pending| pending.key == *key)
    }

    /// Notes that a mask is being made.
    pub(super) fn begin(&mut self, key: Packed) {
        self.stats.misses += 1;
        self.pending.push(Pending { key, slot: None });
    }

    /// Takes the room of a mask of so many bytes that is being made. What has to go for it goes first: at no moment is more
    /// held than the share. Whether there is room.
    pub(super) fn reserve(&mut self, key: &Packed, len: usize, gauge: &AtomicUsize) -> bool {
        let Some(at) = self.pending.iter().position(|pending| pending.key == *key && pending.slot.is_none()) else {
            return false;
        };
        let has_room = self.store.fits(len) && self.make_room(len);
        if has_room {
            self.pending[at].slot = Some(self.store.put(len));
            self.reserved += 1;
        } else {
            self.stats.oversize += 1;
        }
        self.tell(gauge);
        has_room
    }

    /// Ends the making of a mask. It is taken in if it is there and there was room for it.
    pub(super) fn end(&mut self, key: &Packed, mask: Option<(Extent, &[u8])>, gauge: &AtomicUsize) {
        let Some(at) = self.pending.iter().position(|pending| pending.key == *key) else { return };
        let Some(slot) = self.pending.swap_remove(at).slot else { return };
        self.reserved -= 1;
        match mask {
            Some((extent, bytes)) if bytes.len() == self.store.get_mut(slot).len() && bytes.len() == extent.bytes() => {
                self.store.get_mut(slot).copy_from_slice(bytes);
                self.once.put(*key, Entry { slot, extent });
                self.stats.inserts += 1;
            }
            _ => self.store.remove(slot),
        }
        self.tell(gauge);
    }

    /// Sets the share and the mask. What is above the share goes, and all of it where the mask changes: it belongs to other
    /// shards now.
    pub(super) fn divide(&mut self, share: usize, mask: usize, gauge: &AtomicUsize) {
        if self.mask != mask || Store::new(share).segment_bytes() != self.store.segment_bytes() {
            self.stats.evictions += self.entries();
            self.once.clear();
            self.often.clear();
            self.often_bytes = 0;
            // What is being made is made for nobody.
            self.pending.clear();
            self.reserved = 0;
            self.store = Store::new(share);
        }
        (self.share, self.mask) = (share, mask);
        self.demote();
        while self.bytes() > self.share {
            if !self.store.shrink() && !self.evict() {
                break;
            }
        }
        self.tell(gauge);
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.store.bytes() + (self.once.len() + self.often.len() + self.reserved) * ENTRY
    }

    pub(super) fn share(&self) -> usize {
        self.share
    }

    pub(super) fn entries(&self) -> u64 {
        (self.once.len() + self.often.len()) as u64
    }

    /// Makes room for a record and its entry, by evicting others. `false` where there is none at all.
    fn make_room(&mut self, len: usize) -> bool {
        loop {
            let after = self.bytes() + ENTRY;
            if after > self.share {
                // Segments are given back where masks became fewer, or smaller, and entries are what there is no room for.
                let is_less = self.store.is_loose() && self.store.shrink();
                if !is_less && !self.evict() {
                    return false;
                }
            } else if self.store.make_room(len, after + self.store.segment_bytes() <= self.share) {
                return true;
            } else if !self.evict() {
                return false;
            }
        }
    }

    /// Lets go of the entry that was not used for longest: of those used once, if there are any.
    fn evict(&mut self) -> bool {
        let (entry, often) = match self.once.pop_lru() {
            Some((_, entry)) => (entry, false),
            None => match self.often.pop_lru() {
                Some((_, entry)) => (entry, true),
                None => return false,
            },
        };
        self.let_go(entry, often);
        self.stats.evictions += 1;
        true
    }

    fn let_go(&mut self, entry: Entry, often: bool) {
        if often {
            self.often_bytes -= self.charge(entry);
        }
        self.store.remove(entry.slot);
    }

    /// Tells the gauge of all shards what this one holds.
    fn tell(&mut self, gauge: &AtomicUsize) {
        let now = self.bytes();
        if now > self.told {
            gauge.fetch_add(now - self.told, Ordering::Relaxed);
        } else {
            gauge.fetch_sub(self.told - now, Ordering::Relaxed);
        }
        self.told = now;
    }
}

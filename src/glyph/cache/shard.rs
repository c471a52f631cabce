//! [`Shard`]: a part of the glyph cache behind one lock, its entries in two lists by use.

use std::hash::BuildHasherDefault;

use lru::LruCache;

use super::packed::{Packed, Ready};
use super::sketch::Sketch;
use super::store::{Slot, Store, record_bytes};
use super::sync::{AtomicUsize, Ordering};
use super::{Extent, ShardStats};

/// Bytes that an entry is charged besides its mask's record: a list node and the rounding of its allocation (80), a place
/// in a table (20 to 39) and a slot (4 to 5).
pub(super) const ENTRY: usize = 128;

/// How many of the entries that were not used for longest are looked at for the one that is worth least.
const TAIL: usize = 8;

/// The share of the entries' bytes that is for those used more than once: 7 / 10. What was used once goes first.
const PROTECTED: (usize, usize) = (7, 10);

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

/// Whether room is made for a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Made,
    /// What would have to go for it is asked for more often.
    Declined,
    /// There is none for one so large.
    Oversize,
}

/// What room is made for: how often it was asked for, and what it is charged.
#[derive(Clone, Copy, Debug)]
struct Worth {
    count: u64,
    charge: usize,
}

impl Worth {
    /// Whether a byte of it is worth less than one of another: is asked for less often.
    fn is_less(self, other: Self) -> bool {
        self.count * (other.charge as u64) < other.count * self.charge as u64
    }
}

fn list() -> List {
    LruCache::unbounded_with_hasher(BuildHasherDefault::default())
}

/// What an entry is charged.
fn charge(entry: Entry) -> usize {
    ENTRY + record_bytes(entry.extent.bytes())
}

/// Least-recently-used lists of two segments (Karedla, Love and Wherry, "Caching strategies to improve disk system
/// performance", 1994): entries begin in the one for what was used once and are promoted by a second hit. What the other has
/// no room for goes back to the first, and what goes from there is gone. Where the share is full, a mask comes in only for
/// others that are not asked for more often ([`Sketch`]).
pub(super) struct Shard {
    once: List,
    often: List,
    /// Bytes of the entries in each.
    once_bytes: usize,
    often_bytes: usize,
    store: Store,
    asked: Sketch,
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
        let asked = Sketch::new(share);
        Self {
            once: list(),
            often: list(),
            once_bytes: 0,
            often_bytes: 0,
            store: Store::new(share),
            pending: Vec::new(),
            reserved: 0,
            waiting: 0,
            share,
            told: asked.bytes(),
            asked,
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
                // Hits of what is used often are not counted: they take no longer for it, and it is safe in its list.
                self.asked.add(key);
                self.once_bytes -= charge(entry);
                self.often_bytes += charge(entry);
                self.often.put(*key, entry);
                self.demote();
                entry
            }
        };
        self.stats.hits += 1;
        Some((entry.extent, self.store.get(entry.slot, entry.extent.bytes())))
    }

    /// Puts what the list of those used often has no room for back.
    fn demote(&mut self) {
        while self.often_bytes > self.share / PROTECTED.1 * PROTECTED.0 && self.demote_one() {}
    }

    fn demote_one(&mut self) -> bool {
        let Some((key, entry)) = self.often.pop_lru() else { return false };
        self.often_bytes -= charge(entry);
        self.once_bytes += charge(entry);
        self.once.put(key, entry);
        true
    }

    pub(super) fn is_pending(&self, key: &Packed) -> bool {
        self.pending.iter().any(|pending| pending.key == *key)
    }

    /// Notes that a mask is being made.
    pub(super) fn begin(&mut self, key: Packed) {
        self.stats.misses += 1;
        self.asked.add(&key);
        self.pending.push(Pending { key, slot: None });
    }

    /// Takes the room of a mask of so many bytes that is being made. What has to go for it goes first: at no moment is more
    /// held than the share. With `insist` it goes however often it is asked for.
    pub(super) fn reserve(&mut self, key: &Packed, len: usize, insist: bool, gauge: &AtomicUsize) -> Room {
        let Some(at) = self.pending.iter().position(|pending| pending.key == *key && pending.slot.is_none()) else {
            return Room::Oversize;
        };
        let worth = Worth { count: self.asked.count(key), charge: ENTRY + record_bytes(len) };
        let room = if self.store.fits(len) { self.make_room(len, (!insist).then_some(worth)) } else { Room::Oversize };
        match room {
            Room::Made => {
                self.pending[at].slot = Some(self.store.put(len));
                self.reserved += 1;
            }
            Room::Declined => self.stats.declined += 1,
            Room::Oversize => self.stats.oversize += 1,
        }
        self.tell(gauge);
        room
    }

    /// Ends the making of a mask. It is taken in if it is there and there was room for it, or where there was none but others
    /// wait for it.
    pub(super) fn end(&mut self, key: &Packed, mask: Option<(Extent, &[u8])>, gauge: &AtomicUsize) {
        if let Some((_, bytes)) = mask
            && self.waiting > 0
            && self.pending.iter().any(|pending| pending.key == *key && pending.slot.is_none())
        {
            self.reserve(key, bytes.len(), true, gauge);
        }
        let Some(at) = self.pending.iter().position(|pending| pending.key == *key) else { return };
        let Some(slot) = self.pending.swap_remove(at).slot else { return };
        self.reserved -= 1;
        match mask {
            Some((extent, bytes)) if bytes.len() == self.store.get_mut(slot).len() && bytes.len() == extent.bytes() => {
                self.store.get_mut(slot).copy_from_slice(bytes);
                let entry = Entry { slot, extent };
                self.once_bytes += charge(entry);
                self.once.put(*key, entry);
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
            (self.once, self.often) = (list(), list());
            (self.once_bytes, self.often_bytes) = (0, 0);
            // What is being made is made for nobody.
            self.pending.clear();
            self.reserved = 0;
            self.store = Store::new(share);
        }
        (self.share, self.mask) = (share, mask);
        self.asked.fit(share);
        self.demote();
        while self.bytes() > self.share {
            if !self.store.shrink() && self.evict(None) != Room::Made && !self.give_up_one() {
                break;
            }
        }
        self.tell(gauge);
    }

    /// Takes back the room of a mask that is being made: it will be drawn, and not kept. Whether there was one.
    fn give_up_one(&mut self) -> bool {
        let Some(slot) = self.pending.iter_mut().find_map(|pending| pending.slot.take()) else { return false };
        self.store.remove(slot);
        self.reserved -= 1;
        true
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.store.bytes() + self.asked.bytes() + (self.once.len() + self.often.len() + self.reserved) * ENTRY
    }

    pub(super) fn share(&self) -> usize {
        self.share
    }

    pub(super) fn entries(&self) -> u64 {
        (self.once.len() + self.often.len()) as u64
    }

    /// Makes room for a record and its entry, by evicting others.
    fn make_room(&mut self, len: usize, worth: Option<Worth>) -> Room {
        loop {
            let after = self.bytes() + ENTRY;
            if after > self.share {
                // Segments are given back where masks became fewer, or smaller, and entries are what there is no room for.
                if self.store.is_loose() && self.store.shrink() {
                    continue;
                }
            } else if self.store.make_room(len, after + self.store.segment_bytes() <= self.share) {
                return Room::Made;
            }
            let room = self.evict(worth);
            if room != Room::Made {
                return room;
            }
        }
    }

    /// Lets go of an entry that is worth no more than `worth`: of those used once, and of the ones not used for longest the
    /// one that is worth least.
    fn evict(&mut self, worth: Option<Worth>) -> Room {
        // What is held is less than the share, by what the store's segments have no use for.
        while (self.once_bytes + self.often_bytes) / PROTECTED.1 * PROTECTED.0 < self.often_bytes && self.demote_one() {
        }
        let worth_of =
            |(key, entry): (&Packed, &Entry)| (*key, Worth { count: self.asked.count(key), charge: charge(*entry) });
        let tail = self.once.iter().rev().take(TAIL).map(worth_of);
        let Some((key, least)) = tail.reduce(|least, next| if next.1.is_less(least.1) { next } else { least }) else {
            return Room::Oversize;
        };
        if worth.is_some_and(|worth| worth.is_less(least)) {
            // Next time others are looked at.
            if let Some((key, entry)) = self.once.pop_lru() {
                self.once.put(key, entry);
            }
            return Room::Declined;
        }
        if let Some(entry) = self.once.pop(&key) {
            self.once_bytes -= charge(entry);
            self.store.remove(entry.slot);
            self.stats.evictions += 1;
        }
        Room::Made
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

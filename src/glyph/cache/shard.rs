//! [`Shard`]: a part of the glyph cache behind one lock, its entries in two lists by use.

use super::lists::{ENTRY, Entry, List, Lists};
use super::packed::Packed;
use super::sketch::Sketch;
use super::store::{Store, record_bytes};
use super::sync::{AtomicUsize, Ordering};
use super::{Effort, Extent, ShardStats};

/// How many of the entries that were not used for longest are looked at for the one that is worth least.
const TAIL: usize = 8;

/// The share of the entries' bytes that is for those used more than once: 7 / 10. What was used once goes first.
const PROTECTED: (usize, usize) = (7, 10);

/// A key whose mask somebody makes or, if others wait for it, gave up: one of them makes it then.
#[derive(Clone, Copy, Debug)]
struct Pending {
    key: Packed,
    /// Its entry, once there is room for the mask.
    entry: Option<u32>,
    is_given_up: bool,
}

/// Whether room is made for a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Made,
    /// What would have to go for it is asked for more often.
    Declined,
    /// There is none for one so large, or others are making masks in all of it.
    Oversize,
}

/// What a look-up in a shard came to.
pub(super) enum Held<'s> {
    Mask(Extent, Effort, &'s [u8]),
    /// It took more to be made than is allowed.
    Beyond,
    /// Somebody is making it.
    Pending,
    Nowhere,
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

/// Least-recently-used lists of two segments (Karedla, Love and Wherry, "Caching strategies to improve disk system
/// performance", 1994): entries begin in the one for what was used once and are promoted by a second hit. What the other has
/// no room for goes back to the first, and what goes from there is gone. Where the share is full, a mask comes in only for
/// others that are not asked for more often ([`Sketch`]).
pub(super) struct Shard {
    lists: Lists,
    store: Store,
    asked: Sketch,
    /// Masks in the making: as many as there are threads, at most.
    pending: Vec<Pending>,
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
            lists: Lists::new(),
            store: Store::new(share),
            pending: Vec::new(),
            waiting: 0,
            share,
            told: asked.bytes(),
            asked,
            mask,
            stats: ShardStats::default(),
        }
    }

    /// A mask, if it is held and making it took no more than is allowed. It becomes the most recently used.
    #[inline]
    pub(super) fn get(&mut self, key: &Packed, allowed: Effort) -> Held<'_> {
        let Some(number) = self.lists.find(key) else {
            let is_pending = self.pending.iter().any(|pending| pending.key == *key);
            return if is_pending { Held::Pending } else { Held::Nowhere };
        };
        let &Entry { extent, place, effort, list, .. } = self.lists.entry(number);
        if !effort.is_within(allowed) {
            return Held::Beyond;
        }
        self.lists.renew(number, List::Often);
        if list == List::Once {
            // Hits of what is used often are not counted: they take no longer for it, and it is safe in its list.
            self.asked.add(key);
            self.demote();
        }
        self.stats.hits += 1;
        Held::Mask(extent, effort, self.store.get(place, extent.bytes()))
    }

    /// Puts what the list of those used often has no room for back.
    fn demote(&mut self) {
        while self.lists.charged(List::Often) > self.share / PROTECTED.1 * PROTECTED.0 && self.demote_one() {}
    }

    fn demote_one(&mut self) -> bool {
        let oldest = self.lists.oldest(List::Often);
        oldest.inspect(|&oldest| self.lists.renew(oldest, List::Once)).is_some()
    }

    /// Notes that a mask is being made.
    pub(super) fn begin(&mut self, key: Packed) {
        // Those that waited for them are gone, where others waited for longer.
        self.forget_given_up();
        self.stats.misses += 1;
        self.asked.add(&key);
        self.pending.push(Pending { key, entry: None, is_given_up: false });
    }

    /// Makes a mask that whoever made it gave up, one of those that wait for it. Whether it was given up.
    pub(super) fn take_over(&mut self, key: &Packed) -> bool {
        let Some(pending) = self.pending.iter_mut().find(|pending| pending.key == *key && pending.is_given_up) else {
            return false;
        };
        pending.is_given_up = false;
        self.stats.misses += 1;
        true
    }

    /// Gives up the making of a mask: where others wait, one of them makes it.
    pub(super) fn give_up(&mut self, key: &Packed, gauge: &AtomicUsize) {
        let Some(at) = self.pending.iter().position(|pending| pending.key == *key) else { return };
        let entry = self.pending[at].entry.take();
        self.pending[at].is_given_up = true;
        self.forget_given_up();
        if let Some(entry) = entry {
            self.let_go(entry);
        }
        self.tell(gauge);
    }

    /// What was given up is nobody's when nobody waits.
    pub(super) fn forget_given_up(&mut self) {
        if self.waiting == 0 {
            self.pending.retain(|pending| !pending.is_given_up);
        }
    }

    /// Takes the room of a mask of so many bytes that is being made. What has to go for it goes first: at no moment is more
    /// held than the share. With `insist` it goes however often it is asked for.
    pub(super) fn reserve(&mut self, key: &Packed, len: usize, insist: bool, gauge: &AtomicUsize) -> Room {
        let is_it = |pending: &Pending| pending.key == *key && pending.entry.is_none();
        let Some(at) = self.pending.iter().position(is_it) else { return Room::Oversize };
        let worth = Worth { count: self.asked.count(key), charge: ENTRY + record_bytes(len) };
        let room = if self.store.fits(len) { self.make_room(len, (!insist).then_some(worth)) } else { Room::Oversize };
        match room {
            Room::Made => {
                let store = &mut self.store;
                self.pending[at].entry = Some(self.lists.take(|number| store.put(len, number)));
            }
            Room::Declined => self.stats.declined += 1,
            Room::Oversize => self.stats.oversize += 1,
        }
        self.tell(gauge);
        room
    }

    /// Ends the making of a mask. It is taken in if there was room for it, or where there was none but others wait for it.
    pub(super) fn end(&mut self, key: &Packed, mask: Option<(Extent, Effort, &[u8])>, gauge: &AtomicUsize) {
        if let Some((_, _, bytes)) = mask
            && self.waiting > 0
            && self.pending.iter().any(|pending| pending.key == *key && pending.entry.is_none())
        {
            self.reserve(key, bytes.len(), true, gauge);
        }
        let Some(at) = self.pending.iter().position(|pending| pending.key == *key) else { return };
        let Some(number) = self.pending.swap_remove(at).entry else { return };
        let record = self.store.get_mut(self.lists.entry(number).place);
        match mask {
            Some((extent, effort, bytes)) if bytes.len() == record.len() && bytes.len() == extent.bytes() => {
                record.copy_from_slice(bytes);
                self.lists.enter(number, *key, extent, effort);
                self.stats.inserts += 1;
            }
            _ => self.let_go(number),
        }
        self.tell(gauge);
    }

    /// Sets the share and the mask. What is above the share goes, and all of it where the mask changes: it belongs to other
    /// shards now.
    pub(super) fn divide(&mut self, share: usize, mask: usize, gauge: &AtomicUsize) {
        if self.mask != mask || Store::new(share).segment_bytes() != self.store.segment_bytes() {
            self.stats.evictions += self.entries();
            self.lists = Lists::new();
            // What is being made is made for nobody.
            self.pending.clear();
            self.store = Store::new(share);
        }
        (self.share, self.mask) = (share, mask);
        self.asked.fit(share);
        self.demote();
        while self.bytes() > self.share {
            if !self.tighten() && !self.shrink() && self.evict(None) != Room::Made && !self.take_back_one() {
                break;
            }
        }
        self.tell(gauge);
    }

    /// Takes back the room of a mask that is being made: it will be drawn, and not kept. Whether there was one.
    fn take_back_one(&mut self) -> bool {
        let Some(entry) = self.pending.iter_mut().find_map(|pending| pending.entry.take()) else { return false };
        self.let_go(entry);
        true
    }

    /// Lets go of an entry and its record.
    fn let_go(&mut self, number: u32) {
        self.store.remove(self.lists.entry(number).place);
        self.lists.remove(number);
    }

    /// Moves entries together, if many are free. Whether fewer bytes are held.
    fn tighten(&mut self) -> bool {
        let (store, pending) = (&mut self.store, &mut self.pending);
        self.lists.tighten(|entry, from, to| {
            store.rename(entry.place, to);
            pending.iter_mut().filter(|pending| pending.entry == Some(from)).for_each(|it| it.entry = Some(to));
        })
    }

    /// Gives a segment back, if the others have room for what is in it.
    fn shrink(&mut self) -> bool {
        self.store.shrink(|number, place| self.lists.set_place(number, place))
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.store.bytes() + self.asked.bytes() + self.lists.bytes()
    }

    /// Those of them that are neither masks nor room for masks, and that are not the sketch's.
    #[cfg(test)]
    pub(super) fn list_bytes(&self) -> usize {
        self.lists.bytes()
    }

    /// The keys of a list, from the oldest on.
    #[cfg(test)]
    pub(super) fn keys(&self, list: List) -> impl Iterator<Item = Packed> + '_ {
        self.lists.oldest_first(list).map(|number| self.lists.entry(number).key)
    }

    #[cfg(test)]
    pub(super) fn segment_bytes(&self) -> usize {
        self.store.segment_bytes()
    }

    pub(super) fn share(&self) -> usize {
        self.share
    }

    pub(super) fn entries(&self) -> u64 {
        self.lists.len() as u64
    }

    /// Makes room for a record and its entry, by evicting others.
    fn make_room(&mut self, len: usize, worth: Option<Worth>) -> Room {
        loop {
            let after = self.bytes() + self.lists.growth();
            if after <= self.share {
                let may_grow = after + self.store.growth() <= self.share;
                if self.store.make_room(len, may_grow, |number, place| self.lists.set_place(number, place)) {
                    return Room::Made;
                }
            } else if self.store.is_loose() && self.shrink() {
                // Segments are given back where masks became fewer, or smaller, and entries are what there is no room for.
                continue;
            }
            // And entries where masks became larger.
            if self.tighten() {
                continue;
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
        loop {
            let (once, often) = (self.lists.charged(List::Once), self.lists.charged(List::Often));
            if (once + often) / PROTECTED.1 * PROTECTED.0 >= often || !self.demote_one() {
                break;
            }
        }
        let worth_of = |number: u32| {
            let entry = self.lists.entry(number);
            (number, Worth { count: self.asked.count(&entry.key), charge: entry.charge() })
        };
        let tail = self.lists.oldest_first(List::Once).take(TAIL).map(worth_of);
        let Some((number, least)) = tail.reduce(|least, next| if next.1.is_less(least.1) { next } else { least })
        else {
            return Room::Oversize;
        };
        if worth.is_some_and(|worth| worth.is_less(least)) {
            // Next time others are looked at.
            if let Some(oldest) = self.lists.oldest(List::Once) {
                self.lists.renew(oldest, List::Once);
            }
            return Room::Declined;
        }
        self.let_go(number);
        self.stats.evictions += 1;
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

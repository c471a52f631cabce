//! [`Lists`]: the entries of a shard, in two lists by use, and the table that finds them.
//!
//! Entries lie in chunks and know each other by number, not by pointer: so what they take of memory is known to the byte, a
//! hit moves numbers and no memory, and where there are fewer of them they are moved together and chunks are given back.

use super::packed::Packed;
use super::store::{Place, record_bytes};
use super::{Effort, Extent};

/// No entry's number.
const NONE: u32 = u32::MAX;
/// Entries that are allocated at once.
const CHUNK: usize = 16;
/// Entries that are moved together when one in so many is free.
const LOOSE: usize = 8;

/// Bytes that an entry counts for besides its mask's record, where lists are divided: itself, and one to two buckets of the
/// table. What is held is counted exactly, by [`Lists::bytes`].
pub(super) const ENTRY: usize = size_of::<Entry>() + 8;

/// Where an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Among those that were used once.
    Once,
    /// Among those that were used more often.
    Often,
    /// Its mask is being made.
    Making,
    /// Nowhere.
    Free,
}

/// A mask that is held. A cache line: what a look-up reads of it, and what it writes of its neighbours.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Entry {
    pub(super) key: Packed,
    pub(super) extent: Extent,
    pub(super) place: Place,
    /// Its neighbours in its list.
    older: u32,
    newer: u32,
    /// The next one in its bucket, or the next free one.
    next: u32,
    pub(super) effort: Effort,
    pub(super) list: List,
}

impl Entry {
    /// What it is charged.
    pub(super) fn charge(&self) -> usize {
        ENTRY + record_bytes(self.extent.bytes())
    }
}

/// A list's ends, and what is in it.
#[derive(Clone, Copy, Debug)]
struct Ends {
    oldest: u32,
    newest: u32,
    len: usize,
    charged: usize,
}

const EMPTY: Ends = Ends { oldest: NONE, newest: NONE, len: 0, charged: 0 };

/// The entries of a shard.
#[derive(Debug)]
pub(super) struct Lists {
    #[allow(clippy::vec_box, reason = "chunks stay where they are when there are more of them")]
    chunks: Vec<Box<[Entry; CHUNK]>>,
    /// The first entry of each bucket: a power of two, or none.
    buckets: Box<[u32]>,
    once: Ends,
    often: Ends,
    /// Entries whose masks are being made.
    making: usize,
    /// The first free one.
    free: u32,
}

impl Lists {
    pub(super) fn new() -> Self {
        Self { chunks: Vec::new(), buckets: Box::default(), once: EMPTY, often: EMPTY, making: 0, free: NONE }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.chunks.len() * size_of::<[Entry; CHUNK]>()
            + self.chunks.capacity() * size_of::<Box<[Entry; CHUNK]>>()
            + size_of_val(&*self.buckets)
    }

    /// Bytes that one entry more would take.
    pub(super) fn growth(&self) -> usize {
        let chunk = if self.free == NONE {
            let more = if self.chunks.len() == self.chunks.capacity() { self.more_chunks() } else { 0 };
            size_of::<[Entry; CHUNK]>() + more * size_of::<Box<[Entry; CHUNK]>>()
        } else {
            0
        };
        chunk + (buckets(self.used() + 1).max(self.buckets.len()) - self.buckets.len()) * size_of::<u32>()
    }

    fn more_chunks(&self) -> usize {
        self.chunks.len() / 4 + 4
    }

    /// Entries that are held.
    pub(super) fn len(&self) -> usize {
        self.once.len + self.often.len
    }

    fn used(&self) -> usize {
        self.len() + self.making
    }

    /// What is charged for the entries of a list.
    pub(super) fn charged(&self, list: List) -> usize {
        match list {
            List::Once => self.once.charged,
            List::Often => self.often.charged,
            List::Making | List::Free => 0,
        }
    }

    #[inline]
    pub(super) fn entry(&self, number: u32) -> &Entry {
        &self.chunks[number as usize / CHUNK][number as usize % CHUNK]
    }

    #[inline]
    fn entry_mut(&mut self, number: u32) -> &mut Entry {
        &mut self.chunks[number as usize / CHUNK][number as usize % CHUNK]
    }

    #[inline]
    fn bucket(&self, key: &Packed) -> usize {
        (key.mixed() >> 32) as usize & self.buckets.len().wrapping_sub(1)
    }

    /// The entry of a key.
    #[inline]
    pub(super) fn find(&self, key: &Packed) -> Option<u32> {
        let mut number = *self.buckets.get(self.bucket(key))?;
        while number != NONE {
            let entry = self.entry(number);
            if entry.key == *key {
                return Some(number);
            }
            number = entry.next;
        }
        None
    }

    /// The entry of a list that was not used for longest.
    pub(super) fn oldest(&self, list: List) -> Option<u32> {
        let ends = if list == List::Often { &self.often } else { &self.once };
        (ends.oldest != NONE).then_some(ends.oldest)
    }

    /// Entries of a list, from the oldest on.
    pub(super) fn oldest_first(&self, list: List) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.oldest(list), |&number| {
            Some(self.entry(number).newer).filter(|&newer| newer != NONE)
        })
    }

    /// Takes an entry for a mask in the making, whose record is told its number.
    pub(super) fn take(&mut self, place: impl FnOnce(u32) -> Place) -> u32 {
        if self.free == NONE {
            if self.chunks.len() == self.chunks.capacity() {
                self.chunks.reserve_exact(self.more_chunks());
            }
            let first = (self.chunks.len() * CHUNK) as u32;
            let free = |i: usize| Entry {
                key: Packed::default(),
                extent: Extent::default(),
                place: Place::default(),
                older: NONE,
                newer: NONE,
                next: if i + 1 < CHUNK { first + i as u32 + 1 } else { NONE },
                effort: Effort::default(),
                list: List::Free,
            };
            self.chunks.push(Box::new(std::array::from_fn(free)));
            self.free = first;
        }
        let buckets = buckets(self.used() + 1);
        if buckets > self.buckets.len() {
            self.rebuild(buckets);
        }
        let number = self.free;
        let place = place(number);
        let entry = self.entry_mut(number);
        (entry.place, entry.list) = (place, List::Making);
        self.free = entry.next;
        self.making += 1;
        number
    }

    /// The mask of an entry that was taken is made: it is the newest of those used once.
    pub(super) fn enter(&mut self, number: u32, key: Packed, extent: Extent, effort: Effort) {
        let bucket = self.bucket(&key);
        let next = std::mem::replace(&mut self.buckets[bucket], number);
        let entry = self.entry_mut(number);
        (entry.key, entry.extent, entry.effort, entry.next) = (key, extent, effort, next);
        self.making -= 1;
        self.link(number, List::Once);
    }

    /// Makes an entry the newest of a list.
    #[inline]
    pub(super) fn renew(&mut self, number: u32, list: List) {
        let &Entry { older, newer, list: before, .. } = self.entry(number);
        if before != list {
            self.unlink(number);
            self.link(number, list);
        } else if newer != NONE {
            let ends = self.ends(list);
            let newest = std::mem::replace(&mut ends.newest, number);
            if older == NONE {
                ends.oldest = newer;
            } else {
                self.entry_mut(older).newer = newer;
            }
            self.entry_mut(newer).older = older;
            self.entry_mut(newest).newer = number;
            let entry = self.entry_mut(number);
            (entry.older, entry.newer) = (newest, NONE);
        }
    }

    /// Lets an entry go, held or taken. Its record stays.
    pub(super) fn remove(&mut self, number: u32) {
        if self.entry(number).list == List::Making {
            self.making -= 1;
        } else {
            self.unlink(number);
            let (bucket, next) = (self.bucket(&self.entry(number).key), self.entry(number).next);
            if self.buckets[bucket] == number {
                self.buckets[bucket] = next;
            } else {
                let mut before = self.buckets[bucket];
                while self.entry(before).next != number {
                    before = self.entry(before).next;
                }
                self.entry_mut(before).next = next;
            }
        }
        let free = self.free;
        let entry = self.entry_mut(number);
        (entry.list, entry.next) = (List::Free, free);
        self.free = number;
    }

    /// A record was moved.
    #[inline]
    pub(super) fn set_place(&mut self, number: u32, place: Place) {
        self.entry_mut(number).place = place;
    }

    /// Moves entries together where many are free, and gives back what they leave; `moved` is told who has another number
    /// now, and which. Whether something was given back.
    pub(super) fn tighten(&mut self, mut moved: impl FnMut(&Entry, u32, u32)) -> bool {
        let (all, used) = (self.chunks.len() * CHUNK, self.used());
        if (all - used) * LOOSE <= all || all - used < CHUNK {
            return false;
        }
        let mut hole = 0;
        for from in (used as u32..all as u32).rev() {
            if self.entry(from).list == List::Free {
                continue;
            }
            while self.entry(hole).list != List::Free {
                hole += 1;
            }
            let entry = *self.entry(from);
            *self.entry_mut(hole) = entry;
            self.entry_mut(from).list = List::Free;
            if entry.list != List::Making {
                if entry.older == NONE {
                    self.ends(entry.list).oldest = hole;
                } else {
                    self.entry_mut(entry.older).newer = hole;
                }
                if entry.newer == NONE {
                    self.ends(entry.list).newest = hole;
                } else {
                    self.entry_mut(entry.newer).older = hole;
                }
            }
            moved(&entry, from, hole);
        }
        self.chunks.truncate(used.div_ceil(CHUNK));
        self.chunks.shrink_to_fit();
        self.free = NONE;
        for number in (used..self.chunks.len() * CHUNK).rev() {
            let free = self.free;
            self.entry_mut(number as u32).next = free;
            self.free = number as u32;
        }
        self.rebuild(buckets(used));
        true
    }

    /// Makes the table anew, with so many buckets. The old one goes first.
    fn rebuild(&mut self, count: usize) {
        self.buckets = Box::default();
        self.buckets = vec![NONE; count].into();
        for number in 0..(self.chunks.len() * CHUNK) as u32 {
            if matches!(self.entry(number).list, List::Once | List::Often) {
                let bucket = self.bucket(&self.entry(number).key);
                let next = std::mem::replace(&mut self.buckets[bucket], number);
                self.entry_mut(number).next = next;
            }
        }
    }

    fn ends(&mut self, list: List) -> &mut Ends {
        if list == List::Often { &mut self.often } else { &mut self.once }
    }

    fn link(&mut self, number: u32, list: List) {
        let charge = self.entry(number).charge();
        let ends = self.ends(list);
        let older = std::mem::replace(&mut ends.newest, number);
        ends.len += 1;
        ends.charged += charge;
        if older == NONE {
            ends.oldest = number;
        } else {
            self.entry_mut(older).newer = number;
        }
        let entry = self.entry_mut(number);
        (entry.older, entry.newer, entry.list) = (older, NONE, list);
    }

    fn unlink(&mut self, number: u32) {
        let Entry { older, newer, list, .. } = *self.entry(number);
        let charge = self.entry(number).charge();
        let ends = self.ends(list);
        ends.len -= 1;
        ends.charged -= charge;
        if older == NONE {
            ends.oldest = newer;
        }
        if newer == NONE {
            ends.newest = older;
        }
        if older != NONE {
            self.entry_mut(older).newer = newer;
        }
        if newer != NONE {
            self.entry_mut(newer).older = older;
        }
    }
}

/// Buckets for so many entries.
fn buckets(entries: usize) -> usize {
    if entries == 0 { 0 } else { entries.next_power_of_two().max(CHUNK) }
}

//! [`Store`]: the bytes of a shard's masks, in segments that are allocated once.
//!
//! A log-structured store (after Rosenblum and Ousterhout, "The Design and Implementation of a Log-Structured File System",
//! 1992): records are put one behind the other into the active segment. Where that is full, the segment with the fewest live
//! bytes is compacted in place and becomes the active one. Nobody holds a record but under the shard's lock, so records may
//! move; the allocator of the process is not asked for masks, and does not fragment.

/// Bytes before a record that tell its slot and its length.
const HEAD: usize = 8;
/// Records begin at multiples of it, so that 16 bits tell a place in a segment.
const ALIGN: usize = 8;
/// Most bytes of a segment.
const MOST: usize = 64 << 10;
/// Least bytes of one, where there is room for any.
const LEAST: usize = 512;
/// Segments that a share is divided into at least. Their size is a power of two, so that it stays what it is when near caches
/// take a part of the share, and with it what is held.
const SEGMENTS: usize = 4;
/// A segment is compacted where that frees one part in so many of it.
const WORTH: usize = 32;

/// Where a record lies: its number stays, it may move.
pub(super) type Slot = u32;

/// A slot's segment and place, in [`ALIGN`]; of a free slot the next free one.
#[derive(Clone, Copy, Debug)]
struct Place(u32);

impl Place {
    fn new(segment: usize, at: usize) -> Self {
        Self(((segment << 16) | (at / ALIGN)) as u32)
    }
}

#[derive(Debug)]
struct Segment {
    data: Box<[u8]>,
    /// Bytes from the beginning on that hold records, dead or alive.
    used: usize,
    /// Bytes of those alive.
    live: usize,
}

/// Records and their slots.
#[derive(Debug)]
pub(super) struct Store {
    segments: Vec<Segment>,
    /// Bytes of each segment.
    size: usize,
    active: usize,
    slots: Vec<Place>,
    /// The first free slot, or as many as there are.
    free: u32,
}

/// Bytes that a record of so many takes.
pub(super) fn record_bytes(len: usize) -> usize {
    (HEAD + len).next_multiple_of(ALIGN)
}

impl Store {
    /// An empty one for so many bytes.
    pub(super) fn new(share: usize) -> Self {
        let size = (share / SEGMENTS).min(MOST);
        let size = if size < LEAST { 0 } else { 1 << size.ilog2() };
        Self { segments: Vec::new(), size, active: 0, slots: Vec::new(), free: 0 }
    }

    /// Bytes of its segments.
    pub(super) fn bytes(&self) -> usize {
        self.segments.len() * self.size
    }

    /// Bytes that its segments have of the allocator.
    #[cfg(test)]
    pub(super) fn allocated(&self) -> usize {
        self.segments.iter().map(|segment| segment.data.len()).sum()
    }

    pub(super) fn segment_bytes(&self) -> usize {
        self.size
    }

    /// Whether a record of so many bytes has room in a segment.
    pub(super) fn fits(&self, len: usize) -> bool {
        len < MOST && record_bytes(len) <= self.size
    }

    /// Makes room for a record of so many bytes in the active segment. With `grow` a segment may be added. `false` where
    /// others have to be removed first.
    pub(super) fn make_room(&mut self, len: usize, grow: bool) -> bool {
        let needed = record_bytes(len);
        if self.segments.get(self.active).is_some_and(|active| active.used + needed <= self.size) {
            return true;
        }
        let least = (0..self.segments.len()).min_by_key(|&i| self.segments[i].live);
        if let Some(empty) = least.filter(|&i| self.segments[i].live == 0) {
            self.segments[empty].used = 0;
            self.active = empty;
            return true;
        }
        // Compacted where that frees enough, before more is taken.
        if let Some(least) = least
            && self.size - self.segments[least].live >= needed.max(self.size / WORTH)
        {
            self.compact(least);
            self.active = least;
            return true;
        }
        if grow {
            self.active = self.segments.len();
            self.segments.push(Segment { data: vec![0; self.size].into(), used: 0, live: 0 });
        }
        grow
    }

    /// Whether a segment could be given back with room to spare.
    pub(super) fn is_loose(&self) -> bool {
        let live: usize = self.segments.iter().map(|segment| segment.live).sum();
        self.bytes() - live > self.size + self.bytes() / WORTH
    }

    /// Begins a record of so many bytes in the active segment, in which there is room for it.
    pub(super) fn put(&mut self, len: usize) -> Slot {
        let (index, needed) = (self.active, record_bytes(len));
        let segment = &mut self.segments[index];
        let at = segment.used;
        let place = Place::new(index, at);
        let slot = self.free;
        match self.slots.get_mut(slot as usize) {
            Some(free) => self.free = std::mem::replace(free, place).0,
            None => {
                // A quarter more, not twice as many: slots are a part of what an entry costs.
                if self.slots.len() == self.slots.capacity() {
                    self.slots.reserve_exact(self.slots.len() / 4 + 16);
                }
                self.slots.push(place);
                self.free = slot + 1;
            }
        }
        segment.data[at..at + 4].copy_from_slice(&slot.to_le_bytes());
        segment.data[at + 4..at + HEAD].copy_from_slice(&(len as u32).to_le_bytes());
        segment.used += needed;
        segment.live += needed;
        slot
    }

    /// The record of a slot, which has so many bytes.
    #[inline]
    pub(super) fn get(&self, slot: Slot, len: usize) -> &[u8] {
        let (segment, at) = self.place(slot);
        &self.segments[segment].data[at + HEAD..][..len]
    }

    pub(super) fn get_mut(&mut self, slot: Slot) -> &mut [u8] {
        let (segment, at) = self.place(slot);
        let data = &mut self.segments[segment].data;
        let len = record(data, at).1;
        &mut data[at + HEAD..][..len]
    }

    pub(super) fn remove(&mut self, slot: Slot) {
        let (index, at) = self.place(slot);
        let segment = &mut self.segments[index];
        segment.live -= record_bytes(record(&segment.data, at).1);
        // No slot's number: this record is dead.
        segment.data[at..at + 4].fill(255);
        self.slots[slot as usize] = Place(std::mem::replace(&mut self.free, slot));
    }

    /// Gives back a segment that is empty, or the one with the fewest live bytes where the others have room for them.
    /// `false` where records have to be removed first.
    pub(super) fn shrink(&mut self) -> bool {
        let Some(least) = (0..self.segments.len()).min_by_key(|&i| self.segments[i].live) else { return false };
        // Moved one by one: where there is no room for one, those that were moved lie well where they are.
        self.compact(least);
        let (data, used) = {
            let segment = &mut self.segments[least];
            (std::mem::take(&mut segment.data), segment.used)
        };
        let mut at = 0;
        while at < used {
            let (slot, len) = record(&data, at);
            let Some(to) = self.other_with_room(least, record_bytes(len)) else { break };
            self.move_to(to, slot, &data[at..at + record_bytes(len)]);
            self.segments[least].live -= record_bytes(len);
            at += record_bytes(len);
        }
        if at < used {
            let segment = &mut self.segments[least];
            segment.data = data;
            // What was moved from here is dead.
            let mut dead = 0;
            while dead < at {
                let len = record(&segment.data, dead).1;
                segment.data[dead..dead + 4].fill(255);
                dead += record_bytes(len);
            }
            return false;
        }
        let last = self.segments.len() - 1;
        self.segments.swap_remove(least);
        if least < last {
            self.renumber(least);
        }
        self.active = if self.active == least {
            self.segments.len()
        } else if self.active == last {
            least
        } else {
            self.active
        };
        true
    }

    fn other_with_room(&mut self, not: usize, needed: usize) -> Option<usize> {
        let room = |segment: &Segment| self.size - segment.used >= needed;
        if let Some(other) = (0..self.segments.len()).find(|&i| i != not && room(&self.segments[i])) {
            return Some(other);
        }
        let spare = |segment: &Segment| self.size - segment.live >= needed;
        let other = (0..self.segments.len()).find(|&i| i != not && spare(&self.segments[i]))?;
        self.compact(other);
        Some(other)
    }

    fn move_to(&mut self, index: usize, slot: Slot, record: &[u8]) {
        let segment = &mut self.segments[index];
        segment.data[segment.used..][..record.len()].copy_from_slice(record);
        self.slots[slot as usize] = Place::new(index, segment.used);
        segment.used += record.len();
        segment.live += record.len();
    }

    /// Tells the records of a segment its number.
    fn renumber(&mut self, index: usize) {
        let segment = &self.segments[index];
        let mut at = 0;
        while at < segment.used {
            let (slot, len) = record(&segment.data, at);
            if slot != Slot::MAX {
                self.slots[slot as usize] = Place::new(index, at);
            }
            at += record_bytes(len);
        }
    }

    /// Moves the live records of a segment to its beginning.
    fn compact(&mut self, index: usize) {
        let segment = &mut self.segments[index];
        let (mut from, mut to) = (0, 0);
        while from < segment.used {
            let (slot, len) = record(&segment.data, from);
            let whole = record_bytes(len);
            if slot != Slot::MAX {
                if from != to {
                    segment.data.copy_within(from..from + whole, to);
                    self.slots[slot as usize] = Place::new(index, to);
                }
                to += whole;
            }
            from += whole;
        }
        segment.used = to;
    }

    #[inline]
    fn place(&self, slot: Slot) -> (usize, usize) {
        let Place(place) = self.slots[slot as usize];
        ((place >> 16) as usize, (place & 0xffff) as usize * ALIGN)
    }
}

/// The slot of the record here, and its length.
#[inline]
fn record(data: &[u8], at: usize) -> (Slot, usize) {
    let word = |at: usize| u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]]);
    (word(at), word(at + 4) as usize)
}

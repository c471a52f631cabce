//! [`Shard`]: a part of the glyph cache behind one lock, least recently used first out.

use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lru::LruCache;

use super::GlyphKey;

/// Bytes an entry takes besides its key's and its value's own: list node, table slot, reference counts, the value's
/// header, and the rounding of the allocator (three allocations).
const ENTRY_OVERHEAD: usize = 160;

/// What a cache holds: something that knows the bytes it has allocated.
pub(crate) trait Weight {
    /// Bytes of the value's own allocations.
    fn weight(&self) -> usize;
}

/// A key with its hash, so that a lookup hashes once for the shard and the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct HashedKey {
    pub(super) hash: u64,
    pub(super) key: GlyphKey,
}

impl Hash for HashedKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// Hands on the hash that a [`HashedKey`] brings.
#[derive(Clone, Copy, Default)]
pub(super) struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only hashed keys come here; anything else is still hashed, if badly.
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
}

/// An entry's bytes: what the budget is charged for it.
pub(super) fn entry_bytes<V: Weight>(value: &V) -> usize {
    size_of::<HashedKey>() + ENTRY_OVERHEAD + value.weight()
}

pub(super) struct Shard<V> {
    list: LruCache<HashedKey, Arc<V>, BuildHasherDefault<Ready>>,
    /// Bytes of the entries.
    bytes: usize,
    /// Bytes they may be.
    share: usize,
    /// The cache's shard mask when this shard was last resized. A caller that chose the shard by another one is late.
    pub(super) mask: usize,
    pub(super) hits: u64,
    pub(super) misses: u64,
    pub(super) inserts: u64,
    pub(super) evictions: u64,
    pub(super) oversize: u64,
}

impl<V: Weight> Shard<V> {
    pub(super) fn new(share: usize, mask: usize) -> Self {
        Self {
            list: LruCache::unbounded_with_hasher(BuildHasherDefault::default()),
            bytes: 0,
            share,
            mask,
            hits: 0,
            misses: 0,
            inserts: 0,
            evictions: 0,
            oversize: 0,
        }
    }

    pub(super) fn get(&mut self, key: &HashedKey) -> Option<Arc<V>> {
        let found = self.list.get(key).cloned();
        match found {
            Some(_) => self.hits += 1,
            None => self.misses += 1,
        }
        found
    }

    /// Takes a value in. What has to go for it goes first: at no moment do the entries, or `gauge`, which counts those
    /// of all shards, exceed their share. What went is returned, to be dropped after the lock.
    #[must_use]
    pub(super) fn insert(&mut self, key: HashedKey, value: Arc<V>, gauge: &AtomicUsize) -> Vec<Arc<V>> {
        let weight = entry_bytes(&*value);
        let mut gone = Vec::new();
        // The old value of this key is out of date whether or not the new one is taken in.
        if let Some(old) = self.list.pop(&key) {
            self.release(old, &mut gone, gauge);
        }
        if weight > self.share {
            self.oversize += 1;
            gone.push(value);
            return gone;
        }
        self.evict_down_to(self.share - weight, &mut gone, gauge);
        self.bytes += weight;
        gauge.fetch_add(weight, Ordering::Relaxed);
        self.inserts += 1;
        self.list.put(key, value);
        gone
    }

    /// Sets the share and the mask. Entries above the share go, and all of them where the mask changes: they belong to
    /// other shards now.
    #[must_use]
    pub(super) fn resize(&mut self, share: usize, mask: usize, gauge: &AtomicUsize) -> Vec<Arc<V>> {
        let mut gone = Vec::new();
        let allowed = if self.mask == mask { share } else { 0 };
        self.evict_down_to(allowed, &mut gone, gauge);
        self.share = share;
        self.mask = mask;
        gone
    }

    pub(super) fn share(&self) -> usize {
        self.share
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    fn evict_down_to(&mut self, allowed: usize, gone: &mut Vec<Arc<V>>, gauge: &AtomicUsize) {
        while self.bytes > allowed {
            // The list cannot be empty here: every entry was charged once.
            let Some((_, value)) = self.list.pop_lru() else { return };
            self.evictions += 1;
            self.release(value, gone, gauge);
        }
    }

    fn release(&mut self, value: Arc<V>, gone: &mut Vec<Arc<V>>, gauge: &AtomicUsize) {
        let weight = entry_bytes(&*value);
        self.bytes -= weight;
        gauge.fetch_sub(weight, Ordering::Relaxed);
        gone.push(value);
    }
}

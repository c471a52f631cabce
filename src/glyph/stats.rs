//! [`CacheStats`]: what the glyph cache did and holds.

/// Counters of a part of an engine's glyph cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShardStats {
    /// Look-ups that found their mask here.
    pub hits: u64,
    /// Look-ups that did not.
    pub misses: u64,
    /// Masks taken in.
    pub inserts: u64,
    /// Masks that made room for others or for a smaller budget.
    pub evictions: u64,
    /// Masks that were not taken in because there was no room for one so large, or because all room was taken by masks that
    /// other threads were making.
    pub oversize: u64,
    /// Masks that were not taken in because those held are asked for more often.
    pub declined: u64,
    /// Look-ups that waited for a mask that another thread was making.
    pub waits: u64,
    /// Bytes held now, bookkeeping included.
    pub bytes: u64,
    /// Masks held now.
    pub entries: u64,
}

/// Counters of an engine's glyph cache. They tell how fast drawing was, never what was drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheStats {
    /// Look-ups that found their mask.
    pub hits: u64,
    /// Those of them that found it in a canvas' own small cache, without a look at what is shared.
    pub near_hits: u64,
    /// Look-ups that did not find their mask.
    pub misses: u64,
    /// Masks taken in.
    pub inserts: u64,
    /// Masks that made room for others or for a smaller budget.
    pub evictions: u64,
    /// Masks that were not taken in because there was no room for one so large, or because all room was taken by masks that
    /// other threads were making.
    pub oversize: u64,
    /// Masks that were not taken in because those held are asked for more often.
    pub declined: u64,
    /// Look-ups that waited for a mask that another thread was making.
    pub waits: u64,
    /// Bytes held now, bookkeeping and the canvases' own caches included.
    pub bytes: u64,
    /// Those of them that the canvases' own caches have, and the one that is kept for the next canvas.
    pub near_bytes: u64,
    /// Masks held now, but for the copies in the canvases' own caches.
    pub entries: u64,
    /// Bytes that may be held.
    pub budget: u64,
    /// Bytes that the engine's faces hold for hinting, besides the budget and for as long as the fonts live, shared by all
    /// canvases. Of each face that text was drawn with: up to three for each of its glyphs, and up to 1 MiB for the sizes
    /// and variations of it that were drawn last, 32 at most: what the programs of a TrueType face store (1 to 10 KB a
    /// size), the dictionaries of a PostScript face (1 to 11 KB, also of no size, for outlines that are not hinted), and
    /// what the automatic hinter measured (6 to 34 KB, of which it takes a part; the others are counted as they are). A
    /// face whose programs or dictionaries would take more than some 200 KB a size is not hinted.
    pub hinting_bytes: u64,
    /// The shared part, shard by shard.
    pub shards: Vec<ShardStats>,
}

impl CacheStats {
    /// Adds a shard.
    pub(super) fn add(&mut self, shard: ShardStats) {
        self.hits += shard.hits;
        self.misses += shard.misses;
        self.inserts += shard.inserts;
        self.evictions += shard.evictions;
        self.oversize += shard.oversize;
        self.declined += shard.declined;
        self.waits += shard.waits;
        self.entries += shard.entries;
        self.shards.push(shard);
    }
}

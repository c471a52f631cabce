//! [`CacheStats`]: what the glyph cache did and holds.

/// Counters of an engine's glyph cache. They tell how fast drawing was, never what was drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheStats {
    /// Lookups that found their mask.
    pub hits: u64,
    /// Lookups that did not.
    pub misses: u64,
    /// Masks taken in, those that replaced one of the same key included.
    pub inserts: u64,
    /// Masks that made room for others or for a smaller budget.
    pub evictions: u64,
    /// Masks that were not taken in because they are larger than what one entry may take.
    pub oversize: u64,
    /// Bytes held now, bookkeeping included.
    pub bytes: u64,
    /// Masks held now.
    pub entries: u64,
    /// Bytes that may be held.
    pub budget: u64,
}

//! Figures of the cache, for `benches/README.md`; not asserted.

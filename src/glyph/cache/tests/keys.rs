//! What changes a mask changes the packed key and its hash; what does not is not in it.

use std::collections::HashSet;

use super::*;

#[test]
fn every_field_is_packed_and_none_overlaps_another() {
    let base = glyph_key(9);
    let mut keys = vec![base];
    keys.extend((0..128).map(|bit| GlyphKey { font: FontId { file: base.font.file ^ 1 << bit, ..base.font }, ..base }));
    keys.extend((0..32).map(|bit| GlyphKey { font: FontId { index: 1 << bit, ..base.font }, ..base }));
    keys.extend((0..64).map(|bit| GlyphKey { variation: 1 << bit, ..base }));
    keys.extend((0..24).map(|bit| GlyphKey { glyph: base.glyph ^ 1 << bit, ..base }));
    keys.extend((0..16).map(|bit| GlyphKey { size: base.size ^ 1 << bit, ..base }));
    keys.extend((1..4).map(|bin| GlyphKey { bin, ..base }));
    keys.extend([HintMode::Vertical, HintMode::VerticalAuto].map(|hint| GlyphKey { hint, ..base }));
    keys.push(GlyphKey { slanted: true, ..base });
    keys.push(GlyphKey { emboldened: true, ..base });
    let hashed: Vec<_> = keys.iter().map(|key| Hashed::new(key).unwrap()).collect();
    for (i, one) in hashed.iter().enumerate() {
        assert!(hashed[..i].iter().all(|other| other.packed != one.packed), "{:?}", keys[i]);
    }
    // Nor do any of them meet in the 32 bits of the hash that a table sees: 272 keys in 2^32.
    let hashes: HashSet<u32> = hashed.iter().map(|key| key.hash as u32).collect();
    assert_eq!(hashes.len(), keys.len());
}

#[test]
fn what_does_not_fit_is_not_cached() {
    assert!(Hashed::new(&GlyphKey { glyph: 1 << 24, ..glyph_key(0) }).is_none());
    assert!(Hashed::new(&GlyphKey { size: 1 << 16, ..glyph_key(0) }).is_none());
    assert!(Hashed::new(&GlyphKey { glyph: (1 << 24) - 1, size: (1 << 16) - 1, ..glyph_key(0) }).is_some());
}

#[test]
fn hashes_do_not_depend_on_the_run() {
    assert_eq!(key(7).hash, key(7).hash);
    let shards: HashSet<usize> = (0..2_000).map(|glyph| key(glyph).shard(255)).collect();
    assert_eq!(shards.len(), 256, "glyphs next to each other are spread over all shards");
}

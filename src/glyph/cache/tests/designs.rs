//! Designs that were compared with the one that is in use, by what they would hit:
//! `cargo test --release --lib glyph::cache::tests::designs -- --ignored --nocapture`.

use std::collections::{HashSet, VecDeque};

use lru::LruCache;

use super::super::lists::ENTRY;
use super::figures::{look, texts};
use super::*;

/// Entries and their bytes, the least recently used first to go.
struct List(LruCache<GlyphKey, usize>, usize);

impl List {
    fn new() -> Self {
        Self(LruCache::unbounded(), 0)
    }

    fn put(&mut self, key: GlyphKey, bytes: usize) {
        self.0.put(key, bytes);
        self.1 += bytes;
    }

    fn take(&mut self, key: &GlyphKey) -> Option<usize> {
        let bytes = self.0.pop(key)?;
        self.1 -= bytes;
        Some(bytes)
    }

    fn last(&mut self) -> Option<(GlyphKey, usize)> {
        let (key, bytes) = self.0.pop_lru()?;
        self.1 -= bytes;
        Some((key, bytes))
    }
}

/// Hits of two lists; `protected` tenths of the bytes are for what was used often, and as many keys as `history` times the
/// entries are remembered when they go: who comes back while it is, begins among those.
fn two_lists(
    keys: &[GlyphKey],
    bytes: impl Fn(&GlyphKey) -> usize,
    budget: usize,
    protected: usize,
    history: f64,
) -> usize {
    let (mut once, mut often, mut hits) = (List::new(), List::new(), 0);
    let (mut known, mut order) = (HashSet::new(), VecDeque::new());
    for key in keys {
        if often.0.get(key).is_some() {
            hits += 1;
            continue;
        }
        if let Some(bytes) = once.take(key) {
            hits += 1;
            often.put(*key, bytes);
        } else {
            let bytes = bytes(key);
            let is_known = known.remove(key);
            while once.1 + often.1 + bytes > budget {
                let Some((gone, _)) = once.last().or_else(|| often.last()) else { break };
                if history > 0.0 && known.insert(gone) {
                    order.push_back(gone);
                    while order.len() as f64 > (once.0.len() + often.0.len()) as f64 * history {
                        order.pop_front().iter().for_each(|key| _ = known.remove(key));
                    }
                }
            }
            if is_known { &mut often } else { &mut once }.put(*key, bytes);
        }
        while often.1 > budget / 10 * protected {
            often.last().into_iter().for_each(|(key, bytes)| once.put(key, bytes));
        }
    }
    hits
}

#[test]
#[ignore = "prints figures"]
fn rates() {
    let texts = texts(2_000_000);
    // The second half is of other characters: what was learned of the first is of no use.
    let turned: Vec<_> =
        (0..).zip(&texts).map(|(i, key)| GlyphKey { glyph: key.glyph + i / 1_000_000 * 6_000, ..*key }).collect();
    let side = |key: &GlyphKey| (key.size / 64 * 15 / 16) as u16;
    let bytes = |key: &GlyphKey| usize::from(side(key)).pow(2) + ENTRY;
    println!(
        "| MB | text | plain | 80 % | 90 % | 80 %, history 1 | 80 %, history 2 | in use |\n|---:|---|---:|---:|---:|---:|---:|---:|"
    );
    for megabytes in [4, 16, 32] {
        let budget = megabytes << 20;
        for (name, keys) in [("the same", &texts), ("turned", &turned)] {
            let cache = GlyphCache::new(budget);
            let in_use = keys.iter().filter(|key| look(&cache, None, key, side(key))).count();
            let designs = [(0, 0.0), (8, 0.0), (9, 0.0), (8, 1.0), (8, 2.0)];
            let hits = designs.map(|(protected, history)| two_lists(keys, bytes, budget, protected, history));
            let rates = hits
                .into_iter()
                .chain([in_use])
                .map(|hits| format!("{:.1} %", 100.0 * hits as f64 / keys.len() as f64));
            println!("| {megabytes} | {name} | {} |", rates.collect::<Vec<_>>().join(" | "));
        }
    }
}

//! One shard against lists that are obviously right.

use super::super::shard::{ENTRY, Shard};
use super::super::store::record_bytes;
use super::super::sync::AtomicUsize;
use super::*;

/// Keys, the most recently used last.
#[derive(Default)]
struct Model {
    once: Vec<(u32, usize)>,
    often: Vec<(u32, usize)>,
    share: usize,
}

impl Model {
    fn get(&mut self, glyph: u32) -> Option<usize> {
        let found = [&mut self.often, &mut self.once].into_iter().find_map(|list| {
            let at = list.iter().position(|entry| entry.0 == glyph)?;
            Some(list.remove(at))
        })?;
        self.often.push(found);
        self.demote();
        Some(found.1)
    }

    fn demote(&mut self) {
        while self.often.iter().map(|entry| ENTRY + record_bytes(entry.1)).sum::<usize>() > self.share / 5 * 4 {
            self.once.push(self.often.remove(0));
        }
    }

    fn evict(&mut self, count: u64) {
        for _ in 0..count {
            let list = if self.once.is_empty() { &mut self.often } else { &mut self.once };
            list.remove(0);
        }
    }

    fn live(&self) -> usize {
        self.once.iter().chain(&self.often).map(|entry| ENTRY + record_bytes(entry.1)).sum()
    }
}

#[test]
fn a_shard_does_what_two_lists_do() {
    for seed in 0..20 {
        let mut numbers = Numbers(seed);
        let gauge = AtomicUsize::new(0);
        let mut share = 40_000;
        let (mut shard, mut model) = (Shard::new(share, 0), Model { share, ..Model::default() });
        let mut evicted = 0;
        for step in 0..6_000 {
            let glyph = numbers.below(120) as u32;
            match numbers.below(200) {
                0 => {
                    share = 30_000 + numbers.below(20_000);
                    let segment = shard.stats.evictions;
                    let all = shard.entries();
                    shard.divide(share, 0, &gauge);
                    model.share = share;
                    if shard.stats.evictions == segment + all && shard.entries() == 0 {
                        model = Model { share, ..Model::default() };
                        evicted = shard.stats.evictions;
                    } else {
                        model.demote();
                    }
                }
                1..=120 => {
                    let found = shard.get(&key(glyph).packed).map(|(extent, bytes)| {
                        assert!(is_mask_of(glyph, extent, bytes));
                        bytes.len()
                    });
                    assert_eq!(found, model.get(glyph), "seed {seed}, step {step}");
                }
                _ if model.once.iter().chain(&model.often).any(|entry| entry.0 == glyph) => {}
                _ => {
                    let (extent, bytes) = mask(glyph, 1 + numbers.below(if glyph == 0 { 9_000 } else { 900 }));
                    let packed = key(glyph).packed;
                    shard.begin(packed);
                    let live = model.live();
                    let has_room = shard.reserve(&packed, bytes.len(), &gauge);
                    if shard.stats.evictions > evicted {
                        let full = live + ENTRY + record_bytes(bytes.len()) + share / 5;
                        assert!(full > share, "evicted with {live} of {share} in use");
                    }
                    shard.end(&packed, Some((extent, &bytes)), &gauge);
                    model.evict(shard.stats.evictions - evicted);
                    evicted = shard.stats.evictions;
                    if has_room {
                        model.once.push((glyph, bytes.len()));
                    }
                }
            }
            model.evict(shard.stats.evictions - evicted);
            evicted = shard.stats.evictions;
            assert!(shard.bytes() <= share, "seed {seed}, step {step}");
            assert_eq!(shard.entries() as usize, model.once.len() + model.often.len());
            assert_eq!(gauge.load(super::super::Ordering::Relaxed), shard.bytes());
        }
        assert!(shard.stats.oversize > 0 && shard.stats.evictions > 100);
    }
}

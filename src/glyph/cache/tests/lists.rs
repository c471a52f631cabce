//! One shard against lists that are obviously right.

use super::super::shard::{ENTRY, Room, Shard};
use super::super::sketch::Sketch;
use super::super::store::record_bytes;
use super::super::sync::AtomicUsize;
use super::*;

/// Keys, the most recently used last, and how often they were asked for.
#[derive(Default)]
struct Model {
    once: Vec<(u32, usize)>,
    often: Vec<(u32, usize)>,
    asked: Sketch,
    share: usize,
}

fn charge(bytes: usize) -> usize {
    ENTRY + record_bytes(bytes)
}

fn bytes(list: &[(u32, usize)]) -> usize {
    list.iter().map(|entry| charge(entry.1)).sum()
}

impl Model {
    fn new(share: usize) -> Self {
        Self { asked: Sketch::new(share), share, ..Self::default() }
    }

    fn get(&mut self, glyph: u32) -> Option<usize> {
        if self.once.iter().any(|entry| entry.0 == glyph) {
            self.asked.add(&key(glyph).packed);
        }
        let found = [&mut self.often, &mut self.once].into_iter().find_map(|list| {
            let at = list.iter().position(|entry| entry.0 == glyph)?;
            Some(list.remove(at))
        })?;
        self.often.push(found);
        self.demote();
        Some(found.1)
    }

    fn demote(&mut self) {
        while bytes(&self.often) > self.share / 10 * 7 {
            self.once.push(self.often.remove(0));
        }
    }

    /// What a byte of a mask is worth.
    fn worth(&self, (glyph, bytes): (u32, usize)) -> f64 {
        self.asked.count(&key(glyph).packed) as f64 / charge(bytes) as f64
    }

    /// Evicts a number of entries, each of which is worth no more than `than`. If asked to, looks at others next time.
    fn evict(&mut self, count: u64, than: Option<(u32, usize)>, turn: bool) {
        let most = than.map_or(f64::MAX, |mask| self.worth(mask)) * (1.0 + 1e-9);
        for _ in 0..count {
            self.make_way();
            let worths = self.once.iter().take(8).map(|entry| self.worth(*entry));
            let (at, worth) = worths.enumerate().reduce(|a, b| if b.1 < a.1 * (1.0 - 1e-9) { b } else { a }).unwrap();
            assert!(worth <= most, "evicted what is worth more: {worth} and {most}");
            self.once.remove(at);
        }
        if turn {
            self.make_way();
            self.once.rotate_left(1);
        }
    }

    /// Three tenths of what is held may be evicted.
    fn make_way(&mut self) {
        while (bytes(&self.once) + bytes(&self.often)) / 10 * 7 < bytes(&self.often) {
            self.once.push(self.often.remove(0));
        }
    }

    fn live(&self) -> usize {
        bytes(&self.once) + bytes(&self.often) + self.asked.bytes()
    }
}

#[test]
fn a_shard_does_what_two_lists_do() {
    for seed in 0..20 {
        let mut numbers = Numbers(seed);
        let mut share = 40_000;
        let (mut shard, mut model) = (Shard::new(share, 0), Model::new(share));
        let gauge = AtomicUsize::new(shard.bytes());
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
                    model.asked.fit(share);
                    if shard.stats.evictions == segment + all && shard.entries() == 0 {
                        (model.once, model.often) = (Vec::new(), Vec::new());
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
                    let (extent, bytes) = mask(glyph, 1 + numbers.below(if glyph < 3 { 16_000 } else { 900 }));
                    let packed = key(glyph).packed;
                    shard.begin(packed);
                    model.asked.add(&packed);
                    let (live, insist) = (model.live(), numbers.below(4) == 0);
                    let room = shard.reserve(&packed, bytes.len(), insist, &gauge);
                    if shard.stats.evictions > evicted || room == Room::Declined {
                        let full = live + charge(bytes.len()) + share / 2;
                        assert!(full > share, "evicted with {live} of {share} in use");
                    }
                    assert!(!(insist && room == Room::Declined));
                    shard.end(&packed, Some((extent, &bytes)), &gauge);
                    let than = (!insist).then_some((glyph, bytes.len()));
                    model.evict(shard.stats.evictions - evicted, than, room == Room::Declined);
                    evicted = shard.stats.evictions;
                    if room == Room::Made {
                        model.once.push((glyph, bytes.len()));
                    }
                }
            }
            model.evict(shard.stats.evictions - evicted, None, false);
            evicted = shard.stats.evictions;
            assert!(shard.bytes() <= share, "seed {seed}, step {step}");
            assert_eq!(shard.entries() as usize, model.once.len() + model.often.len());
            assert_eq!(gauge.load(super::super::Ordering::Relaxed), shard.bytes());
        }
        assert!(shard.stats.oversize > 0 && shard.stats.evictions > 100 && shard.stats.declined > 100);
    }
}

//! One shard against lists that are obviously right.

use super::super::lists::{ENTRY, List};
use super::super::shard::{Held, Room, Shard};
use super::super::sketch::Sketch;
use super::super::store::{ALIGN, HEAD, record_bytes};
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

    /// What a mask is worth: how often it is asked for, by so many bytes.
    fn worth(&self, (glyph, bytes): (u32, usize)) -> (u64, u64) {
        (self.asked.count(&key(glyph).packed), charge(bytes) as u64)
    }

    /// Evicts a number of entries, each of which is worth no more than `than`. If asked to, looks at others next time.
    fn evict(&mut self, count: u64, than: Option<(u32, usize)>, turn: bool) {
        let is_less = |a: (u64, u64), b: (u64, u64)| a.0 * b.1 < b.0 * a.1;
        for _ in 0..count {
            self.make_way();
            let worths: Vec<_> = self.once.iter().take(8).map(|entry| self.worth(*entry)).collect();
            // The oldest of those that are worth least.
            let is_least = |at: &usize| !worths.iter().any(|other| is_less(*other, worths[*at]));
            let at = (0..worths.len()).find(is_least).unwrap();
            let most = than.map(|mask| self.worth(mask));
            assert!(most.is_none_or(|most| !is_less(most, worths[at])), "evicted what is worth more");
            self.once.remove(at);
        }
        if turn {
            self.make_way();
            let worths = self.once.iter().take(8).map(|entry| self.worth(*entry));
            let most = than.map(|mask| self.worth(mask));
            assert!(most.is_some_and(|most| worths.into_iter().all(|worth| is_less(most, worth))), "declined for less");
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
    for seed in 0..16 {
        let mut numbers = Numbers(seed);
        // Small shares and large ones, that store segments of another size.
        let (least, keys) = if seed % 2 == 0 { (30_000, 120) } else { (340_000, 1_400) };
        let mut share = least + 10_000;
        let (mut shard, mut model) = (Shard::new(share, 0), Model::new(share));
        let gauge = AtomicUsize::new(shard.bytes());
        let mut evicted = 0;
        for step in 0..8_000 {
            let glyph = numbers.below(keys) as u32;
            match numbers.below(200) {
                0 => {
                    share = least + numbers.below(20_000);
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
                    let found = match shard.get(&key(glyph).packed, any()) {
                        Held::Mask(extent, _, bytes) => {
                            assert!(is_mask_of(glyph, extent, bytes));
                            Some(bytes.len())
                        }
                        _ => None,
                    };
                    assert_eq!(found, model.get(glyph), "seed {seed}, step {step}");
                }
                _ if model.once.iter().chain(&model.often).any(|entry| entry.0 == glyph) => {}
                _ => {
                    let (extent, bytes) =
                        mask(glyph, if numbers.below(40) == 0 { 66_000 } else { 1 + numbers.below(900) });
                    let packed = key(glyph).packed;
                    shard.begin(packed);
                    model.asked.add(&packed);
                    let (live, insist) = (model.live(), numbers.below(4) == 0);
                    let room = shard.reserve(&packed, bytes.len(), insist, &gauge);
                    if shard.stats.evictions > evicted || room == Room::Declined {
                        // What there is no use for: one segment, room for less than a mask in each other, and entries.
                        let segment = shard.segment_bytes();
                        let slack = segment + share / segment * record_bytes(900) + share / 32;
                        let full = live + charge(bytes.len()) + slack;
                        assert!(full > share, "evicted with {live} of {share} in use");
                    }
                    assert!(!(insist && room == Room::Declined));
                    shard.end(&packed, Some((extent, Effort::default(), &bytes)), &gauge);
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
            // The same entries, in the same order.
            for (list, entries) in [(List::Once, &model.once), (List::Often, &model.often)] {
                let keys: Vec<_> = entries.iter().map(|entry| key(entry.0).packed).collect();
                assert!(shard.keys(list).eq(keys), "seed {seed}, step {step}: {list:?}");
            }
            assert_eq!(shard.entries() as usize, model.once.len() + model.often.len());
            assert_eq!(gauge.load(super::super::Ordering::Relaxed), shard.bytes());
        }
        assert!(shard.stats.oversize > 0 && shard.stats.evictions > 100 && shard.stats.declined > 100);
    }
}

/// What entries take besides their masks, at most: the bytes of the lists, which are counted as they are allocated, and those
/// of a record that are no mask's. Counted whenever it could be worst: as entries come, as masks grow and entries go, and as
/// they become smaller and more of them come.
#[test]
fn entries_take_no_more_than_128_bytes_besides_their_masks() {
    const AT_LEAST: u64 = 64;
    let gauge = AtomicUsize::new(0);
    let (mut worst, mut sum, mut steps) = (0.0_f64, 0.0, 0.0);
    for share in [64 << 10, 1 << 20, 4 << 20] {
        let mut shard = Shard::new(share, 0);
        gauge.fetch_add(shard.bytes(), super::super::Ordering::Relaxed);
        let (mut numbers, mut glyph) = (Numbers(share as u64), 0);
        for most in [200, 3_000, 40, 900, 12_000, 300] {
            for _ in 0..2 * share / most {
                let (extent, bytes) = mask(glyph, 1 + numbers.below(most));
                let packed = key(glyph).packed;
                shard.begin(packed);
                shard.reserve(&packed, bytes.len(), true, &gauge);
                shard.end(&packed, Some((extent, Effort::default(), &bytes)), &gauge);
                _ = shard.get(&key(glyph - numbers.below(20).min(glyph as usize) as u32).packed, any());
                glyph += 1;
                if shard.entries() >= AT_LEAST {
                    let each = shard.list_bytes() as f64 / shard.entries() as f64 + (HEAD + ALIGN - 1) as f64;
                    worst = worst.max(each);
                    (sum, steps) = (sum + each, steps + 1.0);
                }
            }
        }
    }
    println!("an entry takes {:.1} bytes besides its mask, {worst:.1} at worst", sum / steps);
    assert!(worst <= 128.0, "{worst}");
    // What lists are divided by is near that.
    assert!((ENTRY + HEAD) as f64 <= worst && (ENTRY + HEAD + 32) as f64 > sum / steps);
}

#[test]
fn what_is_given_up_is_kept_for_those_that_wait_and_for_nobody_else() {
    let (mut shard, gauge) = (Shard::new(1 << 20, 0), AtomicUsize::new(1 << 20));
    let packed = key(1).packed;
    let before = shard.bytes();
    shard.begin(packed);
    assert_eq!(shard.reserve(&packed, 100, false, &gauge), Room::Made);
    assert!(matches!(shard.get(&packed, any()), Held::Pending) && !shard.take_over(&packed));
    shard.give_up(&packed, &gauge);
    assert!(matches!(shard.get(&packed, any()), Held::Nowhere), "nobody waits");
    shard.begin(packed);
    shard.waiting = 1;
    shard.give_up(&packed, &gauge);
    assert!(matches!(shard.get(&packed, any()), Held::Pending));
    // Those that wait make it, or give it up as well; and the last one goes.
    assert!(shard.take_over(&packed) && !shard.take_over(&packed));
    shard.give_up(&packed, &gauge);
    // Where others waited for longer, with the next mask that is made.
    shard.waiting = 0;
    assert!(matches!(shard.get(&packed, any()), Held::Pending));
    shard.begin(key(2).packed);
    assert!(matches!(shard.get(&packed, any()), Held::Nowhere));
    shard.give_up(&key(2).packed, &gauge);
    shard.begin(packed);
    shard.waiting = 1;
    shard.give_up(&packed, &gauge);
    shard.waiting = 0;
    shard.forget_given_up();
    assert!(matches!(shard.get(&packed, any()), Held::Nowhere) && shard.entries() == 0);
    shard.divide(0, 0, &gauge);
    assert!(before > 0 && shard.bytes() == 0);
}

//! Storms, and a comparison with a list that is obviously right.

use std::sync::Barrier;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::super::shard::entry_bytes;
use super::super::{HintMode, placement};
use super::*;
use crate::font::FontId;

/// A value of any weight that counts the bytes alive.
struct Token {
    weight: usize,
    live: Arc<AtomicUsize>,
}

impl Token {
    fn new(weight: usize, live: &Arc<AtomicUsize>) -> Arc<Self> {
        let token = Self { weight, live: Arc::clone(live) };
        live.fetch_add(entry_bytes(&token), Ordering::SeqCst);
        Arc::new(token)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.live.fetch_sub(entry_bytes(self), Ordering::SeqCst);
    }
}

impl Weight for Token {
    fn weight(&self) -> usize {
        self.weight
    }
}

fn key(glyph: u32) -> GlyphKey {
    GlyphKey::new(FontId { file: 1, index: 0 }, 0, glyph, &placement(16.0, 0.0, 0.0), HintMode::None, false)
}

/// A generator of the same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[derive(Clone, Copy)]
enum Keys {
    Unique,
    /// Few keys whose values change their weight.
    Reused,
}

/// Four threads write and read while this one samples what is held; `budgets` are set one after the other meanwhile.
fn storm(keys: Keys, shards: usize, budgets: &[usize]) {
    const THREADS: usize = 4;
    const SAMPLES: usize = 30_000;
    const LARGEST: usize = 40_000;

    let largest_budget = budgets.iter().copied().max().unwrap();
    let cache = GlyphCache::<Token>::with_shards(budgets[0], shards);
    let live = Arc::new(AtomicUsize::new(0));
    let (done, start) = (AtomicBool::new(false), Barrier::new(THREADS + 1));
    let (mut largest_sample, mut largest_live, mut over) = (0, 0, None);
    std::thread::scope(|scope| {
        for thread in 0..THREADS as u64 {
            let (cache, live, done, start) = (&cache, &live, &done, &start);
            scope.spawn(move || {
                let mut numbers = Numbers(thread);
                let mut next = thread as u32;
                start.wait();
                while !done.load(Ordering::Relaxed) {
                    let glyph = match keys {
                        Keys::Unique => next,
                        Keys::Reused => numbers.below(300) as u32,
                    };
                    next += THREADS as u32;
                    if cache.get(&key(glyph)).is_none() || matches!(keys, Keys::Reused) {
                        let weight = 100 + numbers.below(LARGEST as u64 - 100) as usize;
                        cache.insert(key(glyph), Token::new(weight, live));
                    }
                }
            });
        }
        start.wait();
        let mut sample = 0;
        // On a busy machine the samples may be taken before the cache is full: then more are taken.
        let filled = |largest: usize| largest > largest_budget / 2 && cache.stats().evictions > 1_000;
        let give_up = Instant::now() + Duration::from_secs(20);
        while sample < SAMPLES || (sample % 64 != 0 || !filled(largest_sample)) && Instant::now() < give_up {
            sample += 1;
            if sample % 64 == 0 {
                if sample > SAMPLES {
                    std::thread::sleep(Duration::from_millis(3));
                }
                let budget = budgets[sample / 64 % budgets.len()];
                if budget != cache.budget() {
                    cache.set_budget(budget);
                    // Time to fill it.
                    std::thread::sleep(Duration::from_micros(500));
                }
            }
            // This thread alone changes the budget: it stands still while a sample is taken.
            let held = cache.bytes.load(Ordering::SeqCst);
            let budget = cache.budget();
            if held > budget {
                // To be reported once the threads have ended.
                over = Some((held, budget));
                break;
            }
            largest_sample = largest_sample.max(held);
            largest_live = largest_live.max(live.load(Ordering::SeqCst));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(over, None, "bytes held and the budget they exceed");
    // Besides what is kept, each thread holds the value it brings; once that is in, the old one of its key and those
    // that made room, which are less than the value and one more.
    let hand = THREADS * (LARGEST + 1_000);
    println!("largest sample {largest_sample}, largest live {largest_live} of {largest_budget}");
    let settled = live.load(Ordering::SeqCst);
    let stats = cache.stats();
    assert_eq!(settled as u64, stats.bytes, "live bytes are those accounted for once the threads are done");
    assert!(largest_live <= largest_budget + 3 * hand, "{largest_live} live bytes of {largest_budget}");
    assert!(largest_sample > largest_budget / 2, "the storm filled the cache: {largest_sample} of {largest_budget}");
    assert!(stats.evictions > 100);
    cache.set_budget(0);
    assert_eq!((live.load(Ordering::SeqCst), cache.stats().bytes, cache.stats().entries), (0, 0, 0));
}

#[test]
fn unique_keys_never_exceed_the_budget() {
    // One shard is full to the brim, where an insertion before its evictions shows.
    storm(Keys::Unique, 1, &[2 << 20]);
    storm(Keys::Unique, 16, &[2 << 20]);
}

#[test]
fn reused_keys_of_changing_weight_never_exceed_the_budget() {
    storm(Keys::Reused, 1, &[2 << 20]);
    storm(Keys::Reused, 16, &[2 << 20]);
}

#[test]
fn changing_budgets_hold_at_once() {
    storm(Keys::Unique, 16, &[1 << 20, 300_000, 2 << 20, 0, 64 << 10, 700_001]);
    storm(Keys::Reused, 16, &[1 << 20, 300_000, 2 << 20, 0, 64 << 10, 700_001]);
}

/// What one shard should do, as a list: the most recently used last.
#[derive(Default)]
struct Model {
    entries: Vec<(u32, usize)>,
    share: usize,
    oversize: u64,
    evictions: u64,
}

impl Model {
    fn bytes(&self) -> usize {
        self.entries.iter().map(|(_, bytes)| bytes).sum()
    }

    fn get(&mut self, key: u32) -> Option<usize> {
        let at = self.entries.iter().position(|(other, _)| *other == key)?;
        let entry = self.entries.remove(at);
        self.entries.push(entry);
        Some(entry.1)
    }

    fn insert(&mut self, key: u32, bytes: usize) {
        self.entries.retain(|(other, _)| *other != key);
        if bytes > self.share {
            self.oversize += 1;
            return;
        }
        self.evict(self.share - bytes);
        self.entries.push((key, bytes));
    }

    fn evict(&mut self, allowed: usize) {
        while self.bytes() > allowed {
            self.entries.remove(0);
            self.evictions += 1;
        }
    }
}

#[test]
fn a_shard_does_what_a_list_does() {
    for seed in 0..20 {
        let mut numbers = Numbers(seed);
        let live = Arc::new(AtomicUsize::new(0));
        let cache = GlyphCache::<Token>::with_shards(20_000, 1);
        let mut model = Model { share: 20_000, ..Model::default() };
        for step in 0..5_000 {
            let glyph = numbers.below(40) as u32;
            match numbers.below(20) {
                0..=9 => {
                    let found = cache.get(&key(glyph)).map(|token| entry_bytes(&*token));
                    assert_eq!(found, model.get(glyph), "seed {seed}, step {step}");
                }
                10..=18 => {
                    let token = Token::new(numbers.below(if glyph == 0 { 60_000 } else { 3_000 }) as usize, &live);
                    model.insert(glyph, entry_bytes(&*token));
                    cache.insert(key(glyph), token);
                }
                _ => {
                    model.share = numbers.below(30_000) as usize;
                    model.evict(model.share);
                    cache.set_budget(model.share);
                }
            }
            let stats = cache.stats();
            assert_eq!(stats.bytes as usize, model.bytes(), "seed {seed}, step {step}");
            assert_eq!((stats.oversize, stats.evictions), (model.oversize, model.evictions));
            assert_eq!((stats.entries as usize, live.load(Ordering::SeqCst)), (model.entries.len(), model.bytes()));
        }
        assert!(model.oversize > 0 && model.evictions > 100);
    }
}

#[test]
fn shares_sum_to_no_more_than_the_budget() {
    for budget in [0, 1, 1_000, 65_535, 65_536, 131_071, 131_072, 1 << 20, 32 << 20, usize::MAX] {
        for shards in [1, 8, 256] {
            let (mask, share) = division(budget, shards);
            assert!((mask + 1).is_power_of_two() && mask < shards);
            assert!(share.checked_mul(mask + 1).is_some_and(|sum| sum <= budget));
            assert!(mask == 0 || share >= MIN_SHARE);
        }
    }
}

#[test]
fn a_budget_of_nothing_keeps_nothing() {
    let live = Arc::new(AtomicUsize::new(0));
    let cache = GlyphCache::<Token>::new(0);
    for glyph in 0..100 {
        cache.insert(key(glyph), Token::new(0, &live));
        assert!(cache.get(&key(glyph)).is_none());
    }
    let stats = cache.stats();
    assert_eq!((stats.misses, stats.oversize, stats.entries, stats.bytes, stats.budget), (100, 100, 0, 0, 0));
    assert_eq!(live.load(Ordering::SeqCst), 0);
}

#[test]
fn counters_count() {
    let live = Arc::new(AtomicUsize::new(0));
    let cache = GlyphCache::<Token>::new(1 << 20);
    assert!(cache.get(&key(1)).is_none());
    cache.insert(key(1), Token::new(10, &live));
    cache.insert(key(1), Token::new(20, &live));
    assert_eq!(cache.get(&key(1)).map(|token| token.weight), Some(20));
    cache.insert(key(2), Token::new(2 << 20, &live));
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.misses, stats.inserts, stats.oversize, stats.entries), (1, 1, 2, 1, 1));
    assert_eq!(stats.bytes as usize, live.load(Ordering::SeqCst));
    // An oversize value does not leave the old one of its key behind.
    cache.insert(key(1), Token::new(2 << 20, &live));
    assert!(cache.get(&key(1)).is_none());
}

#[test]
fn a_thread_that_panics_spoils_nothing() {
    let cache = GlyphCache::<Token>::with_shards(1 << 20, 1);
    let live = Arc::new(AtomicUsize::new(0));
    cache.insert(key(1), Token::new(10, &live));
    let poisoned = std::thread::scope(|scope| {
        let holder = scope.spawn(|| {
            let _held = cache.shards[0].lock();
            std::panic::resume_unwind(Box::new("while the lock is held"));
        });
        holder.join().is_err()
    });
    assert!(poisoned && cache.shards[0].is_poisoned());
    assert!(cache.get(&key(1)).is_some());
}

//! Masks are made once, whoever asks for them at the same time.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::error::Error;
use crate::watch::CancelToken;

/// Asks for a glyph; making it takes `time`. Counts who makes it.
fn slowly(cache: &GlyphCache, glyph: u32, bytes: usize, time: Duration, made: &AtomicUsize) {
    let watch = Watch::default();
    let found =
        cache.find(&key(glyph), any(), |extent, _, mask| assert!(is_mask_of(glyph, extent, mask)), &watch).unwrap();
    if let Found::Missing(mut making) = found {
        made.fetch_add(1, Ordering::Relaxed);
        let (extent, mask) = mask(glyph, bytes);
        making.reserve(mask.len(), false);
        std::thread::sleep(time);
        making.fill(extent, Effort::default(), &mask);
    }
}

#[test]
fn sixty_four_threads_make_each_of_two_hundred_masks_once() {
    let (cache, made, start) = (cache(8 << 20, 8), AtomicUsize::new(0), Barrier::new(64));
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                start.wait();
                (0..200).for_each(|glyph| slowly(&cache, glyph, 300, Duration::from_micros(200), &made));
            });
        }
    });
    assert_eq!(made.into_inner(), 200);
    let stats = cache.stats();
    assert_eq!((stats.misses, stats.inserts, stats.hits), (200, 200, 64 * 200 - 200));
    assert!(stats.waits > 0);
}

#[test]
fn those_that_wait_go_on_when_the_maker_gives_up_or_panics() {
    for panics in [false, true] {
        let cache = cache(1 << 20, 1);
        let (made, asked) = (AtomicUsize::new(0), Barrier::new(2));
        std::thread::scope(|scope| {
            let maker = scope.spawn(|| {
                let found = cache.find(&key(1), any(), |_, _, _| {}, &Watch::default()).unwrap();
                assert!(matches!(found, Found::Missing(_)));
                asked.wait();
                std::thread::sleep(Duration::from_millis(20));
                if panics {
                    std::panic::resume_unwind(Box::new("in the middle of a glyph"));
                }
            });
            asked.wait();
            slowly(&cache, 1, 50, Duration::ZERO, &made);
            assert_eq!(maker.join().is_err(), panics);
        });
        assert_eq!(made.into_inner(), 1);
        assert!(fetch(&cache, None, 1, 50), "one that waited made it for all");
    }
}

#[test]
fn one_of_those_that_wait_makes_what_was_given_up() {
    const THREADS: usize = 16;
    const GIVE_UP: usize = 3;
    let (cache, asked, given_up) = (cache(1 << 20, 1), AtomicUsize::new(0), AtomicUsize::new(0));
    let (made, making) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                asked.fetch_add(1, Ordering::SeqCst);
                let found = cache.find(&key(1), any(), |_, _, _| {}, &Watch::default()).unwrap();
                let Found::Missing(mut making_it) = found else { return };
                assert_eq!(making.fetch_add(1, Ordering::SeqCst), 0, "two make it at once");
                let (extent, mask) = mask(1, 50);
                making_it.reserve(mask.len(), false);
                while asked.load(Ordering::SeqCst) < THREADS {
                    std::thread::yield_now();
                }
                std::thread::sleep(Duration::from_millis(5));
                making.fetch_sub(1, Ordering::SeqCst);
                // Those that make it first give it up, one after the other.
                if given_up.fetch_add(1, Ordering::SeqCst) >= GIVE_UP {
                    made.fetch_add(1, Ordering::SeqCst);
                    making_it.fill(extent, Effort::default(), &mask);
                }
            });
        }
    });
    assert_eq!((made.into_inner(), given_up.into_inner()), (1, GIVE_UP + 1));
    let stats = cache.stats();
    assert_eq!((stats.misses, stats.inserts, stats.entries), (GIVE_UP as u64 + 1, 1, 1));
}

#[test]
fn what_took_too_much_is_made_again() {
    let cache = cache(1 << 20, 1);
    let Found::Missing(making) = cache.find(&key(1), any(), |_, _, _| {}, &Watch::default()).unwrap() else { panic!() };
    let (extent, bytes) = mask(1, 50);
    drop(making);
    let near = cache.near();
    let make = |allowed: Effort| {
        let mut near = near.open(allowed);
        let found = near.find(&key(1), |at, mask, _| assert!(is_mask_of(1, at, mask)), &Watch::default()).unwrap();
        let Found::Missing(mut making) = found else { return false };
        making.reserve(50, false);
        making.fill(extent, Effort::taken(100, 2, 100), &bytes);
        true
    };
    let enough = Effort::allowed(300, 2, 300);
    assert!(make(enough));
    // Held by the shard, and then by the near cache.
    for _ in 0..4 {
        assert!(!make(enough));
        for less in [(90, 2, 300), (300, 1, 300), (300, 2, 90), (0, 0, 0)] {
            assert!(make(Effort::allowed(less.0, less.1, less.2)), "{less:?}");
        }
    }
    let stats = cache.stats();
    assert_eq!((stats.inserts, stats.entries, stats.hits, stats.near_hits), (1, 1, 4, 2));
}

#[test]
fn those_that_wait_look_at_their_watch() {
    let cache = cache(1 << 20, 1);
    let Found::Missing(making) = cache.find(&key(1), any(), |_, _, _| {}, &Watch::default()).unwrap() else {
        panic!("nobody has it")
    };
    let late = Watch { deadline: Some(Instant::now() + Duration::from_millis(5)), ..Watch::default() };
    assert!(matches!(cache.find(&key(1), any(), |_, _, _| {}, &late), Err(Error::DeadlineExceeded)));
    let token = CancelToken::new();
    let watch = Watch { cancel: Some(token.clone()), ..Watch::default() };
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| matches!(cache.find(&key(1), any(), |_, _, _| {}, &watch), Err(Error::Cancelled)));
        std::thread::sleep(Duration::from_millis(3));
        token.cancel();
        assert!(waits.join().unwrap());
    });
    let (extent, bytes) = mask(1, 40);
    making.fill(extent, Effort::default(), &bytes);
    assert!(!fetch(&cache, None, 1, 40), "without room taken for it, it is not kept");
    assert!(fetch(&cache, None, 1, 40));
}

#[test]
fn nobody_waits_for_what_is_too_large_to_be_kept() {
    let (cache, made, start) = (cache(64 << 10, 1), AtomicUsize::new(0), Barrier::new(8));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                slowly(&cache, 1, 60_000, Duration::from_millis(5), &made);
            });
        }
    });
    assert_eq!(made.into_inner(), 8);
    assert_eq!(cache.stats().entries, 0);
}

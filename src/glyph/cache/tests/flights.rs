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
    let found = cache.find(key(glyph), |extent, mask| assert!(is_mask_of(glyph, extent, mask)), &watch).unwrap();
    if let Found::Missing(mut making) = found {
        made.fetch_add(1, Ordering::Relaxed);
        let (extent, mask) = mask(glyph, bytes);
        making.reserve(mask.len(), false);
        std::thread::sleep(time);
        making.fill(extent, &mask);
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
                let found = cache.find(key(1), |_, _| {}, &Watch::default()).unwrap();
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
        // One that waited makes it for itself; the next one is kept.
        fetch(&cache, None, 1, 50);
        assert!(fetch(&cache, None, 1, 50));
    }
}

#[test]
fn those_that_wait_look_at_their_watch() {
    let cache = cache(1 << 20, 1);
    let Found::Missing(making) = cache.find(key(1), |_, _| {}, &Watch::default()).unwrap() else {
        panic!("nobody has it")
    };
    let late = Watch { deadline: Some(Instant::now() + Duration::from_millis(5)), ..Watch::default() };
    assert!(matches!(cache.find(key(1), |_, _| {}, &late), Err(Error::DeadlineExceeded)));
    let token = CancelToken::new();
    let watch = Watch { cancel: Some(token.clone()), ..Watch::default() };
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| matches!(cache.find(key(1), |_, _| {}, &watch), Err(Error::Cancelled)));
        std::thread::sleep(Duration::from_millis(3));
        token.cancel();
        assert!(waits.join().unwrap());
    });
    let (extent, bytes) = mask(1, 40);
    making.fill(extent, &bytes);
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

//! What threads do to a cache, and what must hold whatever their order.

macro_rules! models {
    () => {
        use shuttle::sync::Arc;
        use shuttle::sync::atomic::{AtomicUsize, Ordering};
        use shuttle::thread;

        use self::cache::{Extent, Found, GlyphCache, Hashed, NearCache, with};
        use crate::effort::Effort;
        use crate::font::FontId;
        use crate::glyph::{GlyphKey, HintMode};
        use crate::watch::Watch;

        /// What is modelled.
        pub(crate) const MODELS: [(&str, fn()); 6] = [
            ("insert and evict", insert_and_evict),
            ("promote", promote),
            ("made once", made_once),
            ("given up", given_up),
            ("resize", resize),
            ("come and go", come_and_go),
        ];

        const BUDGET: usize = 16 << 10;

        /// Whatever a mask took.
        fn any() -> Effort {
            Effort::allowed(u64::MAX, u64::MAX, u64::MAX)
        }

        fn key(glyph: u32) -> Hashed {
            let font = FontId { file: 1, index: 0 };
            let key = GlyphKey {
                font,
                variation: 0,
                glyph,
                size: 64,
                bin: 0,
                hint: HintMode::None,
                slanted: false,
                emboldened: false,
            };
            Hashed::new(&key).unwrap()
        }

        /// Asks for a glyph of so many bytes and makes it if it must. Whether it did.
        fn fetch(cache: &GlyphCache, near: Option<&NearCache>, glyph: u32, bytes: u16) -> bool {
            fetch_or(cache, near, glyph, bytes, false)
        }

        /// The same; with `insist` it takes the room of others.
        fn fetch_or(cache: &GlyphCache, near: Option<&NearCache>, glyph: u32, bytes: u16, insist: bool) -> bool {
            let take = |extent: Extent, mask: &[u8]| {
                assert!(mask.len() == extent.bytes() && mask.iter().all(|&byte| byte == glyph as u8), "a wrong mask");
            };
            let watch = Watch::default();
            let make = |found: Found<'_>| match found {
                Found::Mask => false,
                Found::Missing(mut making) => {
                    making.reserve(usize::from(bytes), insist);
                    thread::yield_now();
                    let mask = vec![glyph as u8; usize::from(bytes)];
                    making.fill(Extent { left: 0, top: 0, width: bytes, height: 1 }, Effort::default(), &mask);
                    true
                }
            };
            match near {
                Some(near) => {
                    make(near.open(any()).find(&key(glyph), |extent, mask, _| take(extent, mask), &watch).unwrap())
                }
                None => make(cache.find(&key(glyph), any(), |extent, _, bytes| take(extent, bytes), &watch).unwrap()),
            }
        }

        fn sample(cache: &GlyphCache) {
            let stats = cache.stats();
            assert!(stats.bytes <= stats.budget, "{} of {}", stats.bytes, stats.budget);
        }

        fn run(threads: Vec<Box<dyn FnOnce() + Send>>) {
            let threads: Vec<_> = threads.into_iter().map(thread::spawn).collect();
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        }

        fn insert_and_evict() {
            let cache = Arc::new(with(BUDGET, 1));
            run((0..3_u32)
                .map(|thread| -> Box<dyn FnOnce() + Send> {
                    let cache = cache.clone();
                    Box::new(move || {
                        for n in 0..12 {
                            fetch(&cache, None, n * 3 + thread, 1_200);
                            sample(&cache);
                        }
                    })
                })
                .collect());
        }

        fn promote() {
            let cache = Arc::new(with(BUDGET, 1));
            run((0..2_u32)
                .map(|thread| -> Box<dyn FnOnce() + Send> {
                    let cache = cache.clone();
                    Box::new(move || {
                        for n in 0..14 {
                            let glyph = n % 5 + thread * 3;
                            (0..2).for_each(|_| _ = fetch(&cache, None, glyph, 1_000 + 90 * glyph as u16));
                            fetch(&cache, None, 40 + n, 1_500);
                            sample(&cache);
                        }
                    })
                })
                .collect());
            // However many were promoted, they make room.
            (60..80).for_each(|glyph| (0..2).for_each(|_| _ = fetch_or(&cache, None, glyph, 1_000, true)));
            fetch_or(&cache, None, 90, 1_000, true);
            assert!(!fetch(&cache, None, 90, 1_000), "what was promoted does not go");
        }

        fn made_once() {
            let (cache, made) = (Arc::new(with(BUDGET, 1)), Arc::new(AtomicUsize::new(0)));
            run((0..3_u32)
                .map(|thread| -> Box<dyn FnOnce() + Send> {
                    let (cache, made) = (cache.clone(), made.clone());
                    Box::new(move || {
                        for n in 0..3 {
                            let glyph = if thread == 2 { 2 - n } else { n };
                            made.fetch_add(usize::from(fetch(&cache, None, glyph, 100)), Ordering::SeqCst);
                        }
                    })
                })
                .collect());
            assert_eq!(made.load(Ordering::SeqCst), 3);
        }

        /// Who makes it first gives up; of those that wait one makes it, for all.
        fn given_up() {
            let (cache, made) = (Arc::new(with(BUDGET, 1)), Arc::new(AtomicUsize::new(0)));
            let one = cache.clone();
            let mut threads: Vec<Box<dyn FnOnce() + Send>> = vec![Box::new(move || {
                let found = one.find(&key(1), any(), |_, _, _| {}, &Watch::default()).unwrap();
                thread::yield_now();
                drop(found);
            })];
            for _ in 0..2 {
                let (cache, made) = (cache.clone(), made.clone());
                threads.push(Box::new(move || {
                    made.fetch_add(usize::from(fetch(&cache, None, 1, 100)), Ordering::SeqCst);
                }));
            }
            run(threads);
            assert_eq!(made.load(Ordering::SeqCst), 1, "made by more than one");
            assert!(!fetch(&cache, None, 1, 100));
        }

        fn come_and_go() {
            // So full that a near cache has no room.
            let cache = Arc::new(with(1 << 20, 1));
            (0..64).for_each(|glyph| _ = fetch(&cache, None, glyph, 15_000));
            run((0..2_u32)
                .map(|thread| -> Box<dyn FnOnce() + Send> {
                    let cache = cache.clone();
                    Box::new(move || {
                        for n in 0..3 {
                            let near = cache.near();
                            sample(&cache);
                            (0..5)
                                .for_each(|glyph| _ = fetch(&cache, Some(&near), 64 + glyph * 2 + thread + n, 15_000));
                            sample(&cache);
                        }
                    })
                })
                .collect());
        }

        fn resize() {
            // Near caches of 16 KiB and more, and two shards, have room from here on.
            let cache = Arc::new(with(2 << 20, 2));
            let mut threads: Vec<Box<dyn FnOnce() + Send>> = Vec::new();
            for thread in 0..2_u32 {
                let cache = cache.clone();
                threads.push(Box::new(move || {
                    let near = cache.near();
                    sample(&cache);
                    for n in 0..10 {
                        fetch(&cache, (n % 2 == 0).then_some(&near), n % 4 + thread, 30_000);
                        sample(&cache);
                    }
                    drop(near);
                    sample(&cache);
                }));
            }
            let resized = cache.clone();
            threads.push(Box::new(move || {
                for budget in [600_000, 1 << 20, 0, 300_000, 2 << 20] {
                    resized.set_budget(budget);
                    sample(&resized);
                    fetch(&resized, None, 1, 30_000);
                }
            }));
            run(threads);
            cache.set_budget(0);
            assert_eq!(cache.stats().bytes, 0);
        }
    };
}

pub(crate) use models;

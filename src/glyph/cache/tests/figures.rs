//! Figures of the cache, not asserted but for what an entry takes:
//! `cargo test --release --lib glyph::cache::tests::figures -- --ignored --nocapture --test-threads 1`.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Barrier;
use std::time::Instant;

use foldhash::fast::FixedState;
use lru::LruCache;

use super::*;

/// Characters by how often they are used, after Zipf.
pub(super) struct Zipf(Vec<f64>);

impl Zipf {
    pub(super) fn new(count: usize) -> Self {
        let mut sum = 0.0;
        let sums = (1..=count).map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        });
        Self(sums.collect())
    }

    pub(super) fn draw(&self, numbers: &mut Numbers) -> u32 {
        let at = numbers.below(1 << 30) as f64 / f64::from(1 << 30) * self.0[self.0.len() - 1];
        self.0.partition_point(|&sum| sum < at) as u32
    }
}

/// A key of 16 px, or of another size and bin.
fn sized(glyph: u32, size: u32, bin: u8) -> GlyphKey {
    GlyphKey { size: size * 64, bin, ..glyph_key(glyph) }
}

/// Looks for a key, and makes a mask of so many bytes if there is none. Whether there was one.
pub(super) fn look(cache: &GlyphCache, near: Option<&NearCache>, key: &GlyphKey, side: u16) -> bool {
    let (hashed, watch) = (Hashed::new(key).unwrap(), Watch::default());
    let make = |found: Found<'_>| match found {
        Found::Mask => true,
        Found::Missing(mut making) => {
            let extent = Extent { left: 0, top: 0, width: side, height: side };
            making.reserve(extent.bytes(), false);
            making.fill(extent, &vec![7; extent.bytes()]);
            false
        }
    };
    match near {
        Some(near) => make(near.open().find(&hashed, |_, mask, _| _ = black_box(mask.len()), &watch).unwrap()),
        None => make(cache.find(hashed, |_, mask| _ = black_box(mask.len()), &watch).unwrap()),
    }
}

/// Texts of one size each, of characters as frequent as Zipf says, at any quarter of a pixel.
pub(super) fn texts(count: usize) -> Vec<GlyphKey> {
    const SIZES: [u32; 12] = [12, 13, 14, 15, 16, 18, 20, 24, 28, 32, 36, 48];
    let (zipf, numbers, mut out) = (Zipf::new(6_000), &mut Numbers(7), Vec::new());
    while out.len() < count {
        let size = SIZES[numbers.below(SIZES.len())];
        let length = 20 + numbers.below(400);
        out.extend((0..length).map(|_| sized(zipf.draw(numbers), size, numbers.below(4) as u8)));
    }
    out
}

#[test]
#[ignore = "prints figures"]
fn hit_rates() {
    let texts = texts(2_000_000);
    let side = |key: &GlyphKey| (key.size / 64 * 15 / 16) as u16;
    println!("| MB | plain LRU | two lists | with a near cache | bytes an entry |\n|---:|---:|---:|---:|---:|");
    for megabytes in [4, 16, 32] {
        let budget = megabytes << 20;
        let (mut plain, mut held, mut hits) = (LruCache::<GlyphKey, usize>::unbounded(), 0, 0_u32);
        for key in &texts {
            if plain.get(key).is_some() {
                hits += 1;
                continue;
            }
            let bytes = usize::from(side(key)).pow(2) + super::super::shard::ENTRY;
            while held + bytes > budget {
                held -= plain.pop_lru().map_or(0, |entry| entry.1);
            }
            plain.put(*key, bytes);
            held += bytes;
        }
        let rate = |hits: f64| 100.0 * hits / texts.len() as f64;
        let mut row = format!("| {megabytes} | {:.1} %", rate(hits.into()));
        let mut each = 0;
        for with_near in [false, true] {
            let cache = Arc::new(GlyphCache::new(budget));
            let near = with_near.then(|| cache.near());
            let hits = texts.iter().filter(|key| look(&cache, near.as_ref(), key, side(key))).count();
            row += &format!(" | {:.1} %", rate(hits as f64));
            let stats = cache.stats();
            each = (stats.bytes - stats.near_bytes) / stats.entries;
        }
        println!("{row} | {each} |");
    }
}

/// Nanoseconds of each of some look-ups, the least of several rounds.
fn nanoseconds(keys: &[GlyphKey], mut look: impl FnMut(&GlyphKey)) -> f64 {
    (0..9).fold(f64::MAX, |least, _| {
        let start = Instant::now();
        keys.iter().for_each(&mut look);
        least.min(start.elapsed().as_secs_f64() * 1e9 / keys.len() as f64)
    })
}

#[test]
#[ignore = "prints figures"]
fn hits() {
    println!("| | bare map | near | shared | 2 threads, near | shared |\n|---|---:|---:|---:|---:|---:|");
    let (zipf, numbers) = (Zipf::new(6_000), &mut Numbers(3));
    for (name, count) in [("500 of 16 px", 500), ("3,000 of 16 px", 3_000), ("Zipf of 6,000", 0)] {
        let glyph = |numbers: &mut Numbers| if count > 0 { numbers.below(count) as u32 } else { zipf.draw(numbers) };
        let keys: Vec<_> = (0..200_000).map(|_| sized(glyph(numbers), 16, 0)).collect();
        let cache = Arc::new(GlyphCache::new(32 << 20));
        let near = cache.near();
        let bare: HashMap<GlyphKey, Box<[u8]>, FixedState> =
            keys.iter().map(|key| (*key, vec![7; 225].into())).collect();
        let of_bare = nanoseconds(&keys, |key| _ = black_box(bare.get(key).map(|mask| mask[9])));
        let watch = Watch::default();
        (0..3).for_each(|_| keys.iter().for_each(|key| _ = look(&cache, Some(&near), key, 15)));
        let of_near = {
            let mut open = near.open();
            nanoseconds(&keys, |key| {
                let hashed = Hashed::new(key).unwrap();
                assert!(open.find(&hashed, |_, mask, _| _ = black_box(mask[9]), &watch).is_ok());
            })
        };
        let of_shared = nanoseconds(&keys, |key| {
            let hashed = Hashed::new(key).unwrap();
            assert!(cache.find(hashed, |_, mask| _ = black_box(mask[9]), &watch).is_ok());
        });
        let two = [true, false].map(|with_near| {
            let start = Barrier::new(2);
            let threads = std::thread::scope(|scope| {
                let threads = [0, 1].map(|_| {
                    scope.spawn(|| {
                        let near = cache.near();
                        (0..3).for_each(|_| keys.iter().for_each(|key| _ = look(&cache, Some(&near), key, 15)));
                        start.wait();
                        if !with_near {
                            return nanoseconds(&keys, |key| {
                                let hashed = Hashed::new(key).unwrap();
                                assert!(cache.find(hashed, |_, mask| _ = black_box(mask[9]), &watch).is_ok());
                            });
                        }
                        let mut open = near.open();
                        nanoseconds(&keys, |key| {
                            let hashed = Hashed::new(key).unwrap();
                            assert!(open.find(&hashed, |_, mask, _| _ = black_box(mask[9]), &watch).is_ok());
                        })
                    })
                });
                threads.map(|thread| thread.join().unwrap())
            });
            // So much more is done by two.
            let of_one = if with_near { of_near } else { of_shared };
            threads.iter().map(|of_each| of_one / of_each).sum::<f64>()
        });
        println!(
            "| {name} | {of_bare:.1} ns | {of_near:.1} ({:.2}) | {of_shared:.1} ({:.2}) | {:.2} x | {:.2} x |",
            of_near / of_bare,
            of_shared / of_bare,
            two[0],
            two[1],
        );
    }
}

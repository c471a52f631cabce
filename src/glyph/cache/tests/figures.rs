//! Figures of the cache, not asserted but for what an entry takes:
//! `cargo test --release --lib glyph::cache::tests::figures -- --ignored --nocapture --test-threads 1`.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// What an entry of the `lru` crate takes besides its mask: a node and its allocation (96), a place in a table (20 to 78), and
/// the mask's allocation (8).
const PLAIN_ENTRY: usize = 128;

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
            making.fill(extent, Effort::default(), &vec![7; extent.bytes()]);
            false
        }
    };
    match near {
        Some(near) => make(near.open(any()).find(&hashed, |_, mask, _| _ = black_box(mask.len()), &watch).unwrap()),
        None => make(cache.find(&hashed, any(), |_, _, mask| _ = black_box(mask.len()), &watch).unwrap()),
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
            let bytes = usize::from(side(key)).pow(2) + PLAIN_ENTRY;
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

/// Look-ups of a round: so few that most rounds are not interrupted on a busy machine.
const ROUND: usize = 4_000;
const ROUNDS: usize = 400;

/// Nanoseconds of each look-up of the quickest rounds of some contenders, which take turns.
fn nanoseconds<const N: usize>(keys: &[GlyphKey], mut contenders: [&mut dyn FnMut(&GlyphKey); N]) -> [f64; N] {
    let mut least = [f64::MAX; N];
    for (round, keys) in keys.chunks_exact(ROUND).cycle().take(ROUNDS).enumerate() {
        for i in 0..N {
            let i = (i + round) % N;
            let start = Instant::now();
            keys.iter().for_each(&mut contenders[i]);
            least[i] = least[i].min(start.elapsed().as_secs_f64() * 1e9 / keys.len() as f64);
        }
    }
    least
}

fn key_sets() -> [(&'static str, Vec<GlyphKey>); 3] {
    let (zipf, numbers) = (Zipf::new(6_000), &mut Numbers(3));
    [("500 of 16 px", 500), ("3,000 of 16 px", 3_000), ("Zipf of 6,000", 0)].map(|(name, count)| {
        let glyph = |numbers: &mut Numbers| if count > 0 { numbers.below(count) as u32 } else { zipf.draw(numbers) };
        (name, (0..200_000).map(|_| sized(glyph(numbers), 16, 0)).collect())
    })
}

#[test]
#[ignore = "prints figures"]
fn hits() {
    println!("| ns a hit | bare map | near | shared |\n|---|---:|---:|---:|");
    for (name, keys) in key_sets() {
        let cache = Arc::new(GlyphCache::new(32 << 20));
        let near = cache.near();
        let bare: HashMap<GlyphKey, Box<[u8]>, FixedState> =
            keys.iter().map(|key| (*key, vec![7; 225].into())).collect();
        let watch = Watch::default();
        (0..3).for_each(|_| keys.iter().for_each(|key| _ = look(&cache, Some(&near), key, 15)));
        let mut open = near.open(any());
        let [of_bare, of_near, of_shared] = nanoseconds(
            &keys,
            [
                &mut |key| _ = black_box(bare.get(key).map(|mask| mask[9])),
                &mut |key| {
                    let hashed = Hashed::new(key).unwrap();
                    assert!(open.find(&hashed, |_, mask, _| _ = black_box(mask[9]), &watch).is_ok());
                },
                &mut |key| {
                    let hashed = Hashed::new(key).unwrap();
                    assert!(cache.find(&hashed, any(), |_, _, mask| _ = black_box(mask[9]), &watch).is_ok());
                },
            ],
        );
        println!(
            "| {name} | {of_bare:.1} | {of_near:.1} ({:.2}) | {of_shared:.1} ({:.2}) |",
            of_near / of_bare,
            of_shared / of_bare,
        );
    }
}

/// Seconds between the moment that the first of some threads begins a round and the one that the last ends it. Each thread
/// does `look` for a text of its own of the same kind.
fn round(threads: usize, keys: &[GlyphKey], from: usize, look: &(dyn Fn(usize, &GlyphKey) + Sync)) -> f64 {
    let (start, ready) = (Instant::now(), AtomicUsize::new(0));
    let each = |thread: usize| {
        let keys = keys.iter().cycle().skip((from + thread * keys.len() / 2) % keys.len()).take(TWO_ROUND);
        ready.fetch_add(1, Ordering::SeqCst);
        while ready.load(Ordering::SeqCst) < threads {
            std::hint::spin_loop();
        }
        let begins = start.elapsed();
        keys.for_each(|key| look(thread, key));
        (begins, start.elapsed())
    };
    let ends = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|thread| scope.spawn(move || each(thread))).collect();
        let mut ends = vec![each(0)];
        ends.extend(others.into_iter().map(|other| other.join().unwrap()));
        ends
    });
    let first = ends.iter().map(|end| end.0).min().unwrap();
    (ends.iter().map(|end| end.1).max().unwrap() - first).as_secs_f64()
}

/// Rounds of [`two_threads`], and look-ups of each thread in one: so many that a busy machine has time to share itself out.
const TWO_ROUNDS: usize = 25;
const TWO_ROUND: usize = 400_000;

/// What two threads do beside one: look-ups in all by the time from the first that begins to the last that ends, medians of
/// rounds that take turns. The first row shares nothing, and tells what the machine has left for a second thread; the last one
/// asks for more than there is room for, and makes what is not there.
#[test]
#[ignore = "prints figures"]
fn two_threads() {
    println!("| look-ups a us | near hits | all hits | 1 thread | 2 threads | 2 threads / 1 |");
    println!("|---|---:|---:|---:|---:|---:|");
    let [small, large, zipf] = key_sets();
    let nothing = ("hashing, which shares nothing", small.1.clone());
    for (name, keys) in [nothing, small, large, zipf, ("mixed: texts of 12 sizes", texts(1_000_000))] {
        let cache = Arc::new(GlyphCache::new(32 << 20));
        let nears = [cache.near(), cache.near()];
        let in_cache = |thread: usize, key: &GlyphKey| {
            look(&cache, Some(&nears[thread]), key, (key.size / 64 * 15 / 16) as u16);
        };
        let hash = |_: usize, key: &GlyphKey| {
            black_box(
                (0..6).fold(key.glyph, |glyph, _| Hashed::new(&GlyphKey { glyph, ..*key }).unwrap().hash as u32 >> 9),
            );
        };
        let is_control = name.starts_with("hashing");
        let work: &(dyn Fn(usize, &GlyphKey) + Sync) = if is_control { &hash } else { &in_cache };
        (0..2).for_each(|thread| keys.iter().for_each(|key| work(thread, key)));
        let before = cache.stats();
        let (mut ones, mut twos) = (Vec::new(), Vec::new());
        for n in 0..TWO_ROUNDS {
            let run = |threads| round(threads, &keys, n * 7_919 % keys.len(), work);
            let (one, two) = if n % 2 == 0 {
                (run(1), run(2))
            } else {
                let two = run(2);
                (run(1), two)
            };
            ones.push(TWO_ROUND as f64 / one / 1e6);
            twos.push(2.0 * TWO_ROUND as f64 / two / 1e6);
        }
        let stats = cache.stats();
        let (near, hits) = (stats.near_hits - before.near_hits, stats.hits - before.hits);
        let all = hits + stats.misses - before.misses;
        let part = |of: u64| if all == 0 { String::new() } else { format!("{:.1} %", 100.0 * of as f64 / all as f64) };
        let middle = |mut of: Vec<f64>| {
            of.sort_by(f64::total_cmp);
            of[of.len() / 2]
        };
        let ratio = middle(ones.iter().zip(&twos).map(|(one, two)| two / one).collect());
        let (one, two) = (middle(ones), middle(twos));
        println!("| {name} | {} | {} | {one:.1} | {two:.1} | {ratio:.2} x |", part(near), part(hits));
    }
}

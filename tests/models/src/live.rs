//! The storms of the glyph cache's tests, with every byte counted that is taken of the allocator and not given back.
//!
//! A cache's masks are no values that could be counted when they are dropped: they lie in segments, which stay. So all that
//! lives is counted, the lists and tables of the masks too.

mod around;
#[allow(dead_code)]
#[path = "../../../src/glyph/effort.rs"]
mod effort;
#[path = "../../../src/glyph/stats.rs"]
mod stats;

use std::sync::atomic::{AtomicUsize, Ordering};

use peak_alloc::PeakAlloc;

use self::around::{error, font, glyph, watch};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

#[allow(dead_code)]
mod counted {
    pub(crate) mod cache {
        include!(concat!(env!("OUT_DIR"), "/counted.rs"));
    }
}

mod locks {
    pub(crate) use std::thread::scope;
}

/// Of a storm: those that write, and the glyphs that each of them holds a mask of while it makes it.
const THREADS: usize = 4;
const LARGEST_UNIQUE: usize = 40_128;
const LARGEST_REUSED: usize = 9_024;
/// What the storm itself has: its threads' handles, and the counters that it looks at.
const STORM: usize = 8 << 10;
/// What a shard keeps where the budget is 0: itself.
const EMPTY_SHARD: usize = 1 << 10;

static BEFORE: AtomicUsize = AtomicUsize::new(0);
static LARGEST: AtomicUsize = AtomicUsize::new(0);
static SHARDS: AtomicUsize = AtomicUsize::new(0);
static SAMPLES: AtomicUsize = AtomicUsize::new(0);
/// The most that lived beyond the budget of the moment.
static BEYOND: AtomicUsize = AtomicUsize::new(0);

fn live() -> usize {
    ALLOCATOR.current_usage().saturating_sub(get(&BEFORE))
}

fn get(of: &AtomicUsize) -> usize {
    of.load(Ordering::SeqCst)
}

/// A storm begins; there is no cache yet.
fn begin(is_unique: bool, shards: usize) {
    BEFORE.store(ALLOCATOR.current_usage(), Ordering::SeqCst);
    LARGEST.store(if is_unique { LARGEST_UNIQUE } else { LARGEST_REUSED }, Ordering::SeqCst);
    SHARDS.store(shards, Ordering::SeqCst);
    SAMPLES.store(0, Ordering::SeqCst);
    BEYOND.store(0, Ordering::SeqCst);
    ALLOCATOR.reset_peak_usage();
}

/// In the midst of it, by the thread that sets the budget.
fn sample(budget: u64) {
    SAMPLES.fetch_add(1, Ordering::SeqCst);
    BEYOND.fetch_max(live().saturating_sub(budget as usize), Ordering::SeqCst);
}

/// The threads are gone, and the budget is 0.
fn end(largest_budget: usize) {
    let peak = ALLOCATOR.peak_usage() - get(&BEFORE);
    let (left, making, samples, beyond) = (live(), THREADS * get(&LARGEST), get(&SAMPLES), get(&BEYOND));
    println!(
        "{samples} samples: at most {beyond} beyond the budget, {making} may be in the making; peak {peak} at budgets up to \
         {largest_budget}; {left} are kept at budget 0"
    );
    assert!(samples >= 24_000);
    assert!(left <= get(&SHARDS) * EMPTY_SHARD + STORM, "the shards keep too much");
    assert!(beyond <= making + left + STORM, "more lives than may");
    assert!(peak <= largest_budget + making + left + STORM, "more lived than may");
}

fn main() {
    use counted::cache::tests::storms;
    storms::unique_keys_never_exceed_the_budget();
    storms::reused_keys_of_changing_size_never_exceed_the_budget();
    storms::changing_budgets_hold_at_once();
}

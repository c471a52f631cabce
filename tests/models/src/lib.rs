//! Models of the glyph cache's threads. See `build.rs` for what is modelled, and for the faults that must be found.

#![cfg(test)]

mod around;
#[allow(dead_code)]
#[path = "../../../src/glyph/effort.rs"]
mod effort;
#[path = "../../../src/glyph/stats.rs"]
mod stats;

use self::around::{error, font, glyph, watch};

mod model;

macro_rules! caches {
    ($($name:ident)*) => {
        $(mod $name {
            #![allow(dead_code)]
            pub mod cache {
                include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));

                pub(crate) fn with(budget: usize, shards: usize) -> GlyphCache {
                    GlyphCache::with_shards(budget, shards)
                }
            }
            crate::model::models!();
        })*
    };
}

caches!(sound inserts_without_evicting promotes_without_counting lets_two_make_one forgets_who_waits gives_without_taking
    keeps_slots_that_are_gone gives_up_for_all does_not_wait);

/// Interleavings of each model, by each of two schedulers: `MODEL_TRIES`, or enough for a thorough look.
fn tries() -> usize {
    std::env::var("MODEL_TRIES").map_or(3_000, |tries| tries.parse().expect("MODEL_TRIES is a number"))
}

type Model = fn();

/// Whether a model fails in some interleaving. On a thread of its own: after a failure the scheduler's is of no more use.
fn fails(model: Model) -> bool {
    let check = move || {
        let mut quiet = shuttle::Config::new();
        quiet.failure_persistence = shuttle::FailurePersistence::None;
        shuttle::Runner::new(shuttle::scheduler::RandomScheduler::new(tries()), quiet).run(model);
    };
    std::thread::spawn(check).join().is_err()
}

#[test]
fn the_cache_is_sound() {
    for (name, model) in sound::MODELS {
        assert!(!fails(model), "{name}");
        shuttle::check_pct(model, tries(), 3);
        println!("{name}: sound in {} interleavings", 2 * tries());
    }
}

#[test]
fn each_fault_is_found() {
    let faults = [
        ("inserts_without_evicting", inserts_without_evicting::MODELS),
        ("promotes_without_counting", promotes_without_counting::MODELS),
        ("lets_two_make_one", lets_two_make_one::MODELS),
        ("forgets_who_waits", forgets_who_waits::MODELS),
        ("gives_without_taking", gives_without_taking::MODELS),
        ("keeps_slots_that_are_gone", keeps_slots_that_are_gone::MODELS),
        ("gives_up_for_all", gives_up_for_all::MODELS),
        ("does_not_wait", does_not_wait::MODELS),
    ];
    for (fault, models) in faults {
        let found: Vec<_> = models.iter().filter(|(_, model)| fails(*model)).map(|(name, _)| *name).collect();
        println!("{fault}: found by {found:?}");
        assert!(!found.is_empty(), "{fault} is found by no model");
    }
}

//! Takes the sources of the glyph cache, puts the scheduler's locks in the place of the library's, and makes one copy as it is
//! and others with a fault each, which the models must find. More keep the storms of the cache's tests: one has locks that
//! `ThreadSanitizer` sees, another those of the standard library, which it does not, and one looks at the allocator.

use std::fs;
use std::path::{Path, PathBuf};

const FROM: &str = "../../src/glyph/cache";

/// A fault: its module, the file, what is replaced and what by.
const FAULTS: [(&str, &str, &str, &str); 8] = [
    // Takes in what there is no room for.
    ("inserts_without_evicting", "shard.rs", "after + self.store.growth() <= self.share", "true"),
    // Counts what it promotes only when that is demoted.
    (
        "promotes_without_counting",
        "lists.rs",
        "ends.charged += charge;",
        "ends.charged += if list == List::Often { 0 } else { charge };",
    ),
    // Two threads make one mask.
    ("lets_two_make_one", "shard.rs", "if is_pending { Held::Pending } else { Held::Nowhere }", "Held::Nowhere"),
    // Who waits is not told.
    ("forgets_who_waits", "mod.rs", "if shard.waiting > 0 {", "if false {"),
    // A near cache comes, and the shards keep their shares.
    (
        "gives_without_taking",
        "budget.rs",
        "self.divide(ledger);\n            *near = Near::new(bytes);",
        "*near = Near::new(bytes);",
    ),
    // What is being made while shards are divided anew still has its slot.
    ("keeps_slots_that_are_gone", "shard.rs", "self.pending.clear();", ""),
    // What was given up is made by all that waited.
    ("gives_up_for_all", "shard.rs", "self.pending[at].is_given_up = true;", "self.pending.swap_remove(at);"),
    // A smaller budget does not wait for near caches that are looked into.
    (
        "does_not_wait",
        "budget.rs",
        "self.fit(*number, &mut lock(near));\n        }\n        let mut ledger",
        "_ = (number, near);\n        }\n        let mut ledger",
    ),
];

/// The scheduler's.
const SHUTTLE: &str = "\
    pub(super) use shuttle::sync::atomic::{AtomicU64, AtomicUsize, Ordering};\n\
    pub(super) use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard, Weak};\n";
/// Those of `parking_lot`.
const SEEN: &str = "pub(super) use crate::locks::*;";
/// The tests that many threads are in.
const STORMS: [&str; 2] = ["flights", "storms"];

fn main() {
    println!("cargo::rerun-if-changed={FROM}");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo says where"));
    let write = |name: &str, text: String| {
        fs::write(out.join(format!("{name}.rs")), text).expect("the folder is there");
    };
    write("seen", cache(SEEN, &storms(), None));
    write("counted", cache(&read("sync.rs", None), &counted_storms(), None));
    write("unseen", cache(&read("sync.rs", None), &storms(), None));
    write("sound", cache(SHUTTLE, "", None));
    for fault in FAULTS {
        write(fault.0, cache(SHUTTLE, "", Some(fault)));
    }
}

/// The cache in one file, with these locks and tests.
fn cache(sync: &str, tests: &str, fault: Option<(&str, &str, &str, &str)>) -> String {
    let mut text = read("mod.rs", fault);
    for module in ["budget", "lists", "near", "packed", "shard", "sketch", "store"] {
        text = with_module(&text, module, &read(&format!("{module}.rs"), fault));
    }
    text = with_module(&text, "sync", sync);
    text = replaced(&text, "#[cfg(test)]\nmod tests;", tests);
    replaced(
        &text,
        "use super::{CacheStats, Effort, ShardStats};",
        "use crate::glyph::{CacheStats, Effort, ShardStats};",
    )
}

/// Of the cache's tests those with many threads, which are to be called, and may join threads where the sanitizer sees it.
fn storms() -> String {
    let mut text = read("tests/mod.rs", None);
    for module in STORMS {
        let body = read(&format!("tests/{module}.rs"), None);
        text = replaced(&text, &format!("mod {module};"), &format!("pub(crate) mod {module} {{\n{body}\n}}"));
    }
    let is_other = |line: &&str| line.starts_with("mod ") && line.ends_with(';');
    let text: String = text.lines().filter(|line| !is_other(line)).flat_map(|line| [line, "\n"]).collect();
    let text = replaced(&text, "std::thread::scope(", "crate::locks::scope(");
    format!("pub(crate) mod tests {{\n{}\n}}", replaced(&text, "#[test]\nfn", "pub(crate) fn"))
}

/// The storms, and where the allocator is looked at in them.
fn counted_storms() -> String {
    let hooks = [
        ("let cache = cache(budgets[0], shards);", "crate::begin(matches!(keys, Keys::Unique), shards);", true),
        ("if stats.bytes > stats.budget {", "crate::sample(stats.budget);", true),
        ("assert_eq!((cache.stats().bytes, cache.stats().entries), (0, 0));", "crate::end(largest_budget);", false),
    ];
    hooks.into_iter().fold(storms(), |text, (at, hook, is_before)| {
        replaced(&text, at, &if is_before { format!("{hook}\n{at}") } else { format!("{at}\n{hook}") })
    })
}

fn with_module(text: &str, module: &str, body: &str) -> String {
    replaced(text, &format!("mod {module};"), &format!("mod {module} {{\n{body}\n}}"))
}

/// A source without the comments that speak of a whole file.
fn read(file: &str, fault: Option<(&str, &str, &str, &str)>) -> String {
    let text = fs::read_to_string(Path::new(FROM).join(file)).expect("the cache's source");
    let text: String = text.lines().filter(|line| !line.starts_with("//!")).flat_map(|line| [line, "\n"]).collect();
    match fault {
        Some((_, of, what, by)) if of == file => replaced(&text, what, by),
        _ => text,
    }
}

fn replaced(text: &str, what: &str, by: &str) -> String {
    assert!(text.contains(what), "the cache's source no longer has {what:?}");
    text.replace(what, by)
}

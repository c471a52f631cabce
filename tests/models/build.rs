//! Takes the sources of the glyph cache, puts the scheduler's locks in the place of the library's, and makes one copy as it is
//! and others with a fault each, which the models must find. More keep the storms of the cache's tests: one has locks that
//! `ThreadSanitizer` sees, another those of the standard library, which it does not, and one looks at the allocator.

use std::fs;
use std::path::{Path, PathBuf};

const FROM: &str = "../../src/glyph/cache";

/// A fault: its module, the file, what is replaced and what by.
const FAULTS: [(&str, &str, &str, &str); 6] = [
    // Takes in what there is no room for.
    ("inserts_without_evicting", "shard.rs", "after + self.store.segment_bytes() <= self.share", "true"),
    // Counts what it promotes only when that is demoted.
    ("promotes_without_counting", "shard.rs", "self.often_bytes += charge(entry);", ""),
    // Two threads make one mask.
    ("lets_two_make_one", "mod.rs", "is_kept && !waited && shard.is_pending(&key.packed)", "false"),
    // Who waits is not told.
    ("forgets_who_waits", "mod.rs", "if shard.waiting > 0 {", "if false {"),
    // A near cache comes, and the shards keep their shares.
    (
        "gives_without_taking",
        "mod.rs",
        "if bytes > 0 {\n            self.divide",
        "if false {\n            self.divide",
    ),
    // What is being made while shards are divided anew still has its slot.
    ("keeps_slots_that_are_gone", "shard.rs", "self.pending.clear();", ""),
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
    for module in ["near", "packed", "shard", "sketch", "store"] {
        text = with_module(&text, module, &read(&format!("{module}.rs"), fault));
    }
    text = with_module(&text, "sync", sync);
    text = replaced(&text, "#[cfg(test)]\nmod tests;", tests);
    replaced(&text, "use super::{CacheStats, ShardStats};", "use crate::glyph::{CacheStats, ShardStats};")
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

//! The storms of the glyph cache's tests, to be run under `ThreadSanitizer`: `README.md` tells how.
//!
//! A program and not tests, whose harness speaks with its threads where the sanitizer does not see it.

mod around;
#[allow(dead_code)]
#[path = "../../../src/glyph/effort.rs"]
mod effort;
mod locks;
#[path = "../../../src/glyph/stats.rs"]
mod stats;

use std::process::{Command, ExitCode};

use self::around::{error, font, glyph, watch};

macro_rules! caches {
    ($($name:ident)*) => {
        $(mod $name {
            #![allow(dead_code)]
            pub(crate) mod cache {
                include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
            }

            pub(crate) fn storms() {
                use self::cache::tests::storms;
                storms::unique_keys_never_exceed_the_budget();
                storms::reused_keys_of_changing_size_never_exceed_the_budget();
                storms::changing_budgets_hold_at_once();
            }

            pub(crate) fn flights() {
                use self::cache::tests::flights;
                flights::sixty_four_threads_make_each_of_two_hundred_masks_once();
                flights::those_that_wait_go_on_when_the_maker_gives_up_or_panics();
                flights::one_of_those_that_wait_makes_what_was_given_up();
                flights::what_took_too_much_is_made_again();
                flights::those_that_wait_look_at_their_watch();
                flights::nobody_waits_for_what_is_too_large_to_be_kept();
            }
        })*
    };
}

caches!(seen unseen);

const REPORT: &str = "WARNING: ThreadSanitizer: data race";

/// Runs the storms twice, and says what the sanitizer reports of each. Safe code cannot leave a lock out, but a lock that
/// the sanitizer does not see is left out for it: with the standard library's it must report something, or its silence
/// about the others says nothing.
fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("seen") => {
            seen::storms();
            seen::flights();
            return ExitCode::SUCCESS;
        }
        Some("unseen") => {
            unseen::storms();
            unseen::flights();
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let (seen, unseen) = (reports("seen"), reports("unseen"));
    println!("reports: {seen} where it sees the locks, {unseen} where it does not");
    if seen == 0 && unseen > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reports about the storms with these locks. Their words are shown where there should be none.
fn reports(locks: &str) -> usize {
    let program = std::env::current_exe().expect("this program");
    let ran = Command::new(program).arg(locks).output().expect("this program runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    let reports = said.matches(REPORT).count();
    assert!(ran.status.success() || reports > 0, "{locks} failed:\n{said}");
    if locks == "seen" {
        eprint!("{said}");
    }
    reports
}

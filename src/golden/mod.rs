//! Golden tests: pictures compared exactly with files, alpha included.
//!
//! A [`Suite`] is pointed at a folder, checks pictures by name, and at the end tells of all that differ at once.

mod compare;
mod report;
mod small_png;
mod suite;

pub use compare::{Difference, compare};
pub use report::side_by_side;
pub use small_png::encode_small;
pub use suite::{MAX_BYTES, Outcome, Suite};

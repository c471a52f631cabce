//! What threads meet through. The models in `tests/models` put a scheduler of their own in place of it.

pub(super) use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
pub(super) use std::sync::{Arc, Condvar, Mutex, MutexGuard, Weak};

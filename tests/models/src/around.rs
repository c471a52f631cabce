//! What the cache's sources take of the library, made small.

#![allow(dead_code)]

pub mod error {
    #[derive(Debug)]
    pub enum Error {
        Cancelled,
        DeadlineExceeded,
    }
}

pub mod watch {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    use super::error::Error;

    #[derive(Clone, Default)]
    pub struct CancelToken(Arc<AtomicBool>);

    impl CancelToken {
        pub fn new() -> Self {
            Self::default()
        }

        pub fn cancel(&self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    #[derive(Default)]
    pub struct Watch {
        pub deadline: Option<Instant>,
        pub cancel: Option<CancelToken>,
    }

    impl Watch {
        pub fn check(&self) -> Result<(), Error> {
            if self.cancel.as_ref().is_some_and(|cancel| cancel.0.load(Ordering::Relaxed)) {
                return Err(Error::Cancelled);
            }
            let is_late = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
            if is_late { Err(Error::DeadlineExceeded) } else { Ok(()) }
        }
    }
}

pub mod font {
    #[derive(Clone, Copy)]
    pub struct FontId {
        pub file: u128,
        pub index: u32,
    }
}

pub mod glyph {
    pub(crate) use crate::effort::Effort;
    pub use crate::stats::{CacheStats, ShardStats};

    #[derive(Clone, Copy)]
    pub enum HintMode {
        None,
        Vertical,
        VerticalAuto,
    }

    #[derive(Clone, Copy)]
    pub struct GlyphKey {
        pub font: super::font::FontId,
        pub variation: u64,
        pub glyph: u32,
        pub size: u32,
        pub bin: u8,
        pub hint: HintMode,
        pub slanted: bool,
        pub emboldened: bool,
    }
}

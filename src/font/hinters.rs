//! [`Hinters`]: what fits a face's glyphs to the pixel grid at a size, made once and shared by all that draw with the face.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{Engine, HintingInstance, HintingOptions, OutlineGlyphFormat, SmoothMode, Target};

use super::expansion::Expansion;
use super::source::{FontSource, OpenFont};

/// Instances that a face keeps, of its own hints and of the automatic hinter's: sizes and variations of it that are drawn at
/// a time.
const MOST: usize = 32;
/// Their bytes. The largest that is made has some 200 KiB, those of real fonts have 1 to 20.
const MOST_BYTES: usize = 1 << 20;
/// What one takes beside its tables, its place among the others included.
const HINTER_BYTES: usize = 640;

/// The size of what is not scaled.
const UNSCALED: u32 = 0;

/// A variation of a face, a size in 26.6 or [`UNSCALED`], and whether it is the automatic hinter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HinterKey {
    pub(crate) variation: u64,
    pub(crate) size: u32,
    pub(crate) auto: bool,
}

/// `None` of what cannot be hinted, which is not tried again.
pub(super) type Hinter = Option<Arc<HintingInstance>>;

/// Instances by use, within a number and within bytes.
pub(super) struct Hinters(Mutex<Kept>);

struct Kept {
    /// And the bytes of each.
    hinters: LruCache<HinterKey, (Hinter, usize)>,
    bytes: usize,
}

impl Default for Hinters {
    fn default() -> Self {
        // Of no capacity of its own: most faces are never hinted.
        Self(Mutex::new(Kept { hinters: LruCache::unbounded(), bytes: 0 }))
    }
}

impl Hinters {
    /// The one of a key, or what `make` makes, with the bytes of its tables. That may run a program of the font: nobody waits
    /// for it. Two that make the same come to the same, and the first is kept.
    fn get(&self, key: HinterKey, make: impl FnOnce() -> (Hinter, usize)) -> Hinter {
        if let Some((hinter, _)) = self.lock().hinters.get(&key) {
            return hinter.clone();
        }
        let (made, tables) = make();
        let bytes = HINTER_BYTES + tables;
        let mut gone = Vec::new();
        let mut kept = self.lock();
        if let Some((hinter, _)) = kept.hinters.get(&key) {
            return hinter.clone();
        }
        while kept.hinters.len() >= MOST || kept.bytes + bytes > MOST_BYTES {
            let Some((_, old)) = kept.hinters.pop_lru() else { break };
            kept.bytes -= old.1;
            gone.push(old);
        }
        kept.bytes += bytes;
        kept.hinters.put(key, (made.clone(), bytes));
        drop(kept);
        made
    }

    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FontSource<'_> {
    /// What hints the face's glyphs at a size in 26.6, by the face's own hints or by the automatic hinter. `None` where there
    /// is nothing to hint by, or where it would cost more than it can be worth.
    pub(crate) fn hinter(&self, opened: &OpenFont<'_>, size: u32, auto: bool) -> Hinter {
        let key = HinterKey { variation: self.variation, size, auto };
        self.hints.hinters.get(key, || self.make_hinter(opened, key).unwrap_or_default())
    }

    /// What reads the face's PostScript outlines as they are: an instance that is not scaled does not hint, and has read the
    /// private dictionaries, which skrifa otherwise reads again for each glyph. `None` of other faces, and of dictionaries of a
    /// size that real fonts do not have or that cannot be read.
    pub(crate) fn unscaled<'o>(&self, opened: &'o OpenFont<'_>) -> Option<&'o HintingInstance> {
        let make = || match opened.glyphs.format() {
            Some(OutlineGlyphFormat::Cff | OutlineGlyphFormat::Cff2) => self.hinter(opened, UNSCALED, false),
            Some(OutlineGlyphFormat::Glyf) | None => None,
        };
        opened.unscaled.get_or_init(make).as_deref()
    }

    fn make_hinter(&self, OpenFont { face, glyphs, .. }: &OpenFont<'_>, key: HinterKey) -> Option<(Hinter, usize)> {
        let (engine, tables) = if key.auto {
            // Nothing is measured when it is made: that is done when a script's first letter is drawn.
            let (styles, tables) = self.hints.styles(face)?;
            (Engine::Auto(Some(styles.clone())), tables)
        } else {
            let format = glyphs.format()?;
            if format == OutlineGlyphFormat::Glyf && !glyphs.prefer_interpreter() {
                return None;
            }
            (Engine::Interpreter, Expansion::hinter_bytes(face, format)?)
        };
        // Linear metrics keep TrueType programs from moving points in x (PostScript hints never do), the LCD mode keeps old
        // programs from trying, and without symmetric rendering stems get no wider. With both the automatic hinter moves no
        // stems of letters in x, nor makes them wider to fill whole pixels.
        let target =
            Target::Smooth { mode: SmoothMode::Lcd, symmetric_rendering: false, preserve_linear_metrics: true };
        let size = if key.size == UNSCALED { Size::unscaled() } else { Size::new(key.size as f32 / 64.0) };
        let location = LocationRef::new(self.coords);
        // A font program that fails leaves the face unhinted.
        let hinter = HintingInstance::new(glyphs, size, location, HintingOptions { engine, target }).ok()?;
        Some((Some(Arc::new(hinter)), tables + size_of_val(self.coords)))
    }
}

#[cfg(test)]
#[path = "hinters_tests.rs"]
mod tests;

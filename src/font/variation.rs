//! [`Variation`]: where the axes of a variable face stand, and how a style chooses it.

use std::fmt;
use std::sync::Arc;

use skrifa::instance::NormalizedCoord;
use skrifa::{FontRef, MetadataProvider, Tag};

use super::Face;
use super::hash::content_hash;
use super::setting::{FontVariation, tag_bytes};

/// Axes that a face may have; one with more is drawn as it is by default. Real fonts have up to some thirty.
const MAX_AXES: usize = 64;
/// The slant of CSS's `oblique`, in degrees of the axis `slnt`, which counts against the clock
/// (<https://www.w3.org/TR/css-fonts-4/#valdef-font-style-oblique>).
const OBLIQUE: f64 = -14.0;
/// From this weight on a style is bold, and a face that is lighter may be emboldened.
const BOLD_FROM: u16 = 600;

/// An axis of a variable face (<https://learn.microsoft.com/typography/opentype/spec/fvar>).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FontAxis {
    /// `wght`, `wdth`, `opsz`, `slnt`, `ital` or the font's own.
    pub tag: [u8; 4],
    /// Least value.
    pub least: f64,
    /// The value of the face as it is by default.
    pub default: f64,
    /// Greatest value.
    pub greatest: f64,
}

/// Where the axes of a variable face stand; of a face without axes, nothing. Cheap to clone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Variation(Option<Arc<[NormalizedCoord]>>);

/// What a style asks of a face.
#[derive(Clone, Copy)]
pub(crate) struct Wishes<'a> {
    pub(crate) weight: u16,
    /// Per cent.
    pub(crate) stretch: f64,
    pub(crate) italic: bool,
    /// Logical px; `None` where the face's default is wanted.
    pub(crate) optical_size: Option<f64>,
    pub(crate) settings: &'a [FontVariation],
    pub(crate) embolden: bool,
    pub(crate) slant: bool,
}

/// How a face meets a style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Instance {
    pub(crate) variation: Variation,
    /// Outlines are made bolder, for want of a bold face.
    pub(crate) emboldened: bool,
    /// Outlines are slanted, for want of an italic face.
    pub(crate) slanted: bool,
}

impl Variation {
    /// The axes' normalized coordinates, from -1 to 1, in the order of the face's axes; none where all are at their
    /// default.
    pub fn coordinates(&self) -> impl Iterator<Item = f32> {
        self.coords().iter().map(|coord| coord.to_f32())
    }

    pub(crate) fn coords(&self) -> &[NormalizedCoord] {
        self.0.as_deref().unwrap_or_default()
    }

    /// A number for the variation among those of its face: 0 for the default. Exact for up to four axes, a hash of 64 bits
    /// for more.
    pub(crate) fn key(&self) -> u64 {
        let coords = self.coords();
        if coords.len() <= 4 {
            return coords.iter().fold(0, |key, coord| key << 16 | u64::from(coord.to_bits() as u16));
        }
        let bytes: Vec<u8> = coords.iter().flat_map(|coord| coord.to_bits().to_be_bytes()).collect();
        content_hash(&bytes) as u64
    }

    pub(crate) fn new(font: &FontRef<'_>, settings: impl IntoIterator<Item = ([u8; 4], f64)>) -> Self {
        let settings = settings.into_iter().map(|(tag, value)| (Tag::new(&tag), value as f32));
        let location = font.axes().location(settings);
        let coords = location.coords();
        if coords.iter().all(|coord| coord.to_bits() == 0) { Self::default() } else { Self(Some(coords.into())) }
    }
}

impl fmt::Debug for Variation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.coordinates()).finish()
    }
}

/// The axes of a face, in its order; none where there are too many.
pub(super) fn axes(font: &FontRef<'_>) -> Box<[FontAxis]> {
    let axes = font.axes();
    if axes.len() > MAX_AXES {
        return Box::default();
    }
    axes.iter()
        .map(|axis| {
            let (least, default) = (f64::from(axis.min_value()), f64::from(axis.default_value()));
            let greatest = f64::from(axis.max_value()).max(least);
            FontAxis { tag: axis.tag().to_be_bytes(), least, default, greatest }
        })
        .collect()
}

impl Face {
    /// Its axes: none unless it is variable.
    #[must_use]
    pub fn axes(&self) -> &[FontAxis] {
        &self.0.axes
    }

    fn axis(&self, tag: &[u8; 4]) -> Option<&FontAxis> {
        self.axes().iter().find(|axis| axis.tag == *tag)
    }

    /// How the face meets a style: its axes take what the style says, and what neither axes nor the face itself give is
    /// made from its outlines, where that is allowed (<https://www.w3.org/TR/css-fonts-4/#font-synthesis-intro>).
    pub(crate) fn instance(&self, wishes: &Wishes<'_>) -> Instance {
        let heaviest = self.axis(b"wght").map_or(f64::from(self.weight()), |axis| axis.greatest);
        let leans = self.italic() || self.axis(b"ital").is_some_and(|axis| axis.greatest >= 1.0);
        let leans = leans || self.axis(b"slnt").is_some_and(|axis| axis.least < 0.0);
        Instance {
            variation: self.variation(wishes),
            emboldened: wishes.embolden && wishes.weight >= BOLD_FROM && heaviest < f64::from(BOLD_FROM),
            slanted: wishes.slant && wishes.italic && !leans,
        }
    }

    fn variation(&self, wishes: &Wishes<'_>) -> Variation {
        if self.axes().is_empty() {
            return Variation::default();
        }
        let Some(font) = self.font() else { return Variation::default() };
        let italics = if self.axis(b"ital").is_some_and(|axis| axis.greatest >= 1.0) {
            (*b"ital", 1.0)
        } else {
            (*b"slnt", OBLIQUE)
        };
        let style = [
            Some((*b"wght", f64::from(wishes.weight))),
            Some((*b"wdth", wishes.stretch)),
            wishes.optical_size.map(|size| (*b"opsz", size)),
            wishes.italic.then_some(italics),
        ];
        let asked = wishes.settings.iter().filter_map(|setting| Some((tag_bytes(&setting.tag)?, setting.value)));
        // The last one of an axis counts.
        Variation::new(&font, style.into_iter().flatten().chain(asked))
    }
}

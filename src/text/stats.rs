//! [`TextStats`]: what a canvas keeps for its next layout.

use super::TextContext;

/// What a [`Canvas`](crate::Canvas) keeps from one layout of text to the next. None of it shows in a layout, and none of it
/// grows without end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextStats {
    /// Clusters of the text that was shaped last and is kept, so that at another width it is only broken again: at most
    /// 131,072; 0 where none is kept.
    pub shaped_clusters: usize,
    /// Bytes of its clusters, glyphs and lines and of the text, and of the room that the next text's will take.
    pub shaped_bytes: usize,
    /// Bytes of look-ups from characters to faces and glyphs: some 200 KB, and at most 400 KB for each of eight faces.
    pub lookup_bytes: usize,
    /// Bytes of the boxes around glyphs that lines under or over the text leave out: at most 1.6 MB.
    pub box_bytes: usize,
    /// Shaping plans: features resolved for a face, script and language; at most 48.
    pub plans: usize,
    /// Faces loaded with their shapers: at most 64, and those of the last text.
    pub faces: usize,
}

impl TextContext {
    pub(crate) fn stats(&self) -> TextStats {
        let kept = self.shaped.as_ref();
        TextStats {
            shaped_clusters: kept.map_or(0, |_| self.flow.blocks.last().map_or(0, |last| last.clusters as usize)),
            shaped_bytes: self.flow.bytes() + kept.map_or(0, |shaped| shaped.bytes()),
            lookup_bytes: self.fonts.bytes() + self.shaper.plain.bytes(),
            box_bytes: self.ink.bytes(),
            plans: self.shaper.plans(),
            faces: self.fonts.loaded(),
        }
    }
}

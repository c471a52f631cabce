//! [`Limits`]: what a render, a scene, a font or a picture may ask for.

use std::time::Duration;

use crate::error::Error;

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $default:expr;)*) => {
        /// Upper bounds on everything an input can make the engine allocate or do.
        ///
        /// Set once on the [`Engine`](crate::Engine); [`RenderOptions::with_limits`](crate::RenderOptions::with_limits)
        /// may lower them for a render, never raise them. Each is checked before the memory it bounds is allocated; what
        /// exceeds one is refused with [`Error::LimitExceeded`].
        ///
        /// ```
        /// let mut limits = inkstone::Limits::default();
        /// limits.canvas_side = 4096;
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Limits {
            $($(#[$doc])* pub $name: u64,)*
            /// Time a render may take, from its start to its last encoded row; `None` for any.
            pub render_time: Option<Duration>,
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* render_time: None }
            }
        }

        impl Limits {
            /// The lower of both, limit by limit.
            #[must_use]
            pub fn lowered_by(&self, other: &Self) -> Self {
                Self {
                    $($name: self.$name.min(other.$name),)*
                    render_time: match (self.render_time, other.render_time) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    },
                }
            }
        }
    };
}

limits! {
    /// Width or height of a canvas, in device pixels. A layer, with what its shadow and filters look at, has at most a million.
    canvas_side = 32_768;
    /// Pixels of a canvas that is held in memory.
    canvas_pixels = 1 << 28;
    /// Pixels of a canvas that is written as it is drawn, strip by strip.
    streamed_pixels = 1 << 30;
    /// Bytes a render may hold at once: canvas, layers, clip masks, decoded pictures, items, outlines; also those in the
    /// making, where a buffer that grows counts as its old and its new place. What the caller's scene holds does not
    /// count. Besides these each thread that draws has 4 MiB of room for glyph masks at most, kept from render to render, and
    /// scratch for the edges of the rows at hand: a few hundred KB for most scenes, and no more than 200 MiB.
    render_bytes = 2 << 30;
    /// Threads that draw one picture.
    threads = 256;
    /// Items of a scene.
    scene_items = 10_000_000;
    /// Depth of transforms, clips and layers pushed inside each other.
    nesting = 1_000;
    /// Layers open at once; a mask and what it masks are layers too.
    layers = 64;
    /// Filters of one layer.
    filters = 64;
    /// Tiles of patterns that a render draws before it draws what they are on; one that is seen at the same size again is not
    /// drawn again.
    pattern_tiles = 4_096;
    /// Segments of one path, and of the lines that its curves and its stroke become.
    path_segments = 10_000_000;
    /// Steps that the `TinySkia` rasterizer may take for one path, as estimated before it is drawn: one for each row of
    /// pixels that each segment crosses, and one for each two segments that cross each other. 2^29 take up to some four
    /// seconds, in which nothing interrupts it.
    path_work = 1 << 29;
    /// Lines of both shapes of an operation of `PathOps`.
    boolean_segments = 1_000_000;
    /// Pairs of lines of these shapes whose boxes overlap, four to each line left out: so many may cross. 2^17 take up to
    /// some seconds, in which nothing interrupts them.
    boolean_pairs = 1 << 18;
    /// Colour stops of one gradient.
    gradient_stops = 1_024;
    /// Dashes that one stroke may produce.
    dashes = 1_000_000;
    /// Bytes of a scene as JSON.
    json_bytes = 32 << 20;
    /// Arrays, objects and values in them of a scene as JSON; what one becomes takes some hundred bytes. Path data is one.
    json_values = 4_000_000;
    /// Depth of arrays and objects inside each other in a scene as JSON. More than 120 has no effect.
    json_depth = 120;
    /// Bytes of text in one paragraph.
    text_bytes = 1 << 20;
    /// Pixels of a decoded picture, or of a pattern's tile; of an SVG document's pictures, those of all of them.
    image_pixels = 1 << 26;
    /// Bytes of an encoded picture.
    image_bytes = 256 << 20;
    /// Bytes of an SVG document that is drawn as a picture.
    svg_bytes = 16 << 20;
    /// Elements and characters of an SVG document, counted as often as its references would have them made: what a
    /// `<use>` repeats, the marker on each vertex, the pattern of each shape.
    svg_nodes = 250_000;
    /// Depth of an SVG document's elements and references inside each other. More than 100 has no effect.
    svg_nesting = 100;
    /// Steps that a scene's SVG documents may take in sum, once to be read and once more in each render, where a document
    /// counts as often as it is drawn. They are estimated before they are taken, a nanosecond or two each: nodes, rules of
    /// style and decoded pixels; layers, pattern tiles and filters weighed by their pixels. 2^31 take up to some four
    /// seconds, in which a deadline is looked at between documents and not inside one.
    svg_work = 1 << 31;
    /// Size of text in device pixels per em.
    glyph_ppem = 32_768;
    /// Points of a glyph's outline.
    glyph_points = 100_000;
    /// Depth of composite glyphs inside each other.
    glyph_depth = 16;
    /// Bytes of one font file.
    font_bytes = 128 << 20;
    /// Bytes of all font files of a library.
    library_bytes = 1 << 30;
    /// Faces of one font collection.
    collection_faces = 256;
    /// Faces of a font library.
    library_faces = 16_384;
}

/// `Ok` if `asked` is within `allowed`; the error names the limit.
pub(crate) fn within(limit: &'static str, asked: u64, allowed: u64) -> Result<(), Error> {
    if asked <= allowed { Ok(()) } else { Err(Error::LimitExceeded { limit, asked, allowed }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_lower_and_never_raise() {
        let engine = Limits { canvas_side: 100, render_time: Some(Duration::from_secs(5)), ..Limits::default() };
        let wish = Limits { canvas_side: 1_000, layers: 2, ..Limits::default() };
        let both = engine.lowered_by(&wish);
        assert_eq!((both.canvas_side, both.layers, both.render_time), (100, 2, Some(Duration::from_secs(5))));
    }
}

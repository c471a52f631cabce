//! [`HintingPolicy`]: which glyphs are fitted to the pixel grid, and how.

use std::ops::RangeInclusive;

use super::MAX_MASK_PPEM;
use crate::font::{Face, FontHints, GlyphScript};

/// How an outline is fitted to the pixel grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HintMode {
    /// Not at all.
    #[default]
    None,
    /// Vertically, by the font's own hints: horizontal stems snap to rows, advances and vertical stems do not move.
    Vertical,
    /// Vertically, by an automatic hinter (skrifa's, after `FreeType`'s) that finds the stems itself. Advances and vertical
    /// stems do not move.
    VerticalAuto,
}

/// A glyph and where it is drawn, as far as a [`HintingPolicy`] looks at it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HintingCase {
    /// Device pixels per em.
    pub ppem: f64,
    /// Device pixels per inch of the output.
    pub dpi: f64,
    /// Whether the baseline runs along a row of pixels and the em square stands upright. It does by default.
    pub upright: bool,
    /// Whose letter it is.
    pub script: GlyphScript,
    /// The hints that its face brings along.
    pub hints: FontHints,
}

impl HintingCase {
    /// Upright text.
    #[must_use]
    pub fn new(ppem: f64, dpi: f64, script: GlyphScript, hints: FontHints) -> Self {
        Self { ppem, dpi, upright: true, script, hints }
    }

    /// Whether the text is upright.
    #[must_use]
    pub fn with_upright(mut self, upright: bool) -> Self {
        self.upright = upright;
        self
    }
}

/// Which glyphs are hinted, and how: a pure function of the size in device pixels, the DPI, the orientation, the script and
/// what hints the face has. In device px per em:
///
/// | the face has | letters | `Auto` | `Always`, `FullFromDpi(d)` from `d` DPI on |
/// |---|---|---|---|
/// | PostScript hints | Han, Kana, Hangul | its own, up to 32 | its own, up to 256 |
/// | PostScript hints | all others | its own, up to 24 | its own, up to 256 |
/// | TrueType hints | all | its own, up to 20 | its own, up to 256 |
/// | none | Latin, Greek, Cyrillic | automatic, up to 24 | automatic, up to 256 |
/// | none | Han, Kana, Hangul | automatic, from 12 to 20 | automatic, up to 256 |
/// | none | all others | - | - |
///
/// `None`, and `FullFromDpi(d)` below `d` DPI, hint nothing. So 12 px of Chinese in the bundled fonts are hinted by `Auto` at
/// 72, 96, 120, 144 and 192 DPI (9 to 24 device px) and not at 300 (37.5).
///
/// Whatever the policy, hinting is vertical only: horizontal stems snap to rows of pixels, while vertical stems and advances
/// stay where they are, so that glyphs keep their quarter of a pixel and lines break at the same places at every DPI. Rotated
/// and skewed text is not hinted: there are no rows for its stems to snap to. Neither is text above 256 device px per em, which
/// is drawn as paths. By `Auto` nothing jumps there, since hints ended long before.
///
/// # Why these sizes
///
/// The pictures `golden/hinting/presets.png` (each preset at each DPI), `golden/hinting/sizes.png` and
/// `golden/hinting/sizes-korean.png` (each size) of the source show it. A hint is worth having where a stem is about a pixel: then it decides whether that is one black row or two grey
/// ones. An ideograph such as 量 has eight stems above each other, and up to 32 px per em some of the white rows between them
/// are grey without hints; letters have three, and theirs are sharp from 24 on. Korean syllables stand with the ideographs: 한 has
/// few stems, but 률 and 를 have six and seven, which run into one grey patch at 16 without hints, are soft at 24 and 28, and
/// about as sharp as with hints from 32 on; of a face without hints the automatic hinter parts them from 14 to 20 best. PostScript hints keep a stem's weight. TrueType
/// programs round it to whole pixels: one up to 20, then suddenly two, which is bolder than the face; what is not hinted
/// is nearer to it there. The automatic hinter does well by letters, whose heights it finds; of ideographs it leaves out stems
/// that are too close, which makes the lowest one of 量 too heavy below 12 px and at 22 and above; joined letters (Arabic,
/// Devanagari) it would part.
///
/// The DPI decides by the size in device pixels alone. "No hinting below 120 DPI, full hinting from 120" is a rule that
/// is published; it hints where it matters least, and is there for those who ask for it.
///
/// ```
/// use inkstone::{FontHints, GlyphScript, HintMode, HintingCase, HintingPolicy};
///
/// // 12 px of text on a screen of 96 DPI is 12 device px per em, at 300 DPI it is 37.5.
/// let screen = HintingCase::new(12.0, 96.0, GlyphScript::Han, FontHints::PostScript);
/// let print = HintingCase::new(37.5, 300.0, GlyphScript::Han, FontHints::PostScript);
/// assert_eq!(HintingPolicy::Auto.mode(&screen), HintMode::Vertical);
/// assert_eq!(HintingPolicy::Auto.mode(&print), HintMode::None);
/// assert_eq!(HintingPolicy::FullFromDpi(120.0).mode(&screen), HintMode::None);
/// assert_eq!(HintingPolicy::FullFromDpi(120.0).mode(&print), HintMode::Vertical);
/// assert_eq!(HintingPolicy::Always.mode(&screen.with_upright(false)), HintMode::None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum HintingPolicy {
    /// Where it shows, as the table says.
    #[default]
    Auto,
    /// Never.
    None,
    /// Always, where there is something to hint by. Hints end at 256 device px per em: text that grows past it jumps there, by
    /// up to half a pixel.
    Always,
    /// Never below this DPI, as [`Always`](Self::Always) from it on. The rule "no hinting below 120 DPI, full hinting from 120" is
    /// `FullFromDpi(120.0)`.
    FullFromDpi(f64),
}

impl HintingPolicy {
    /// The mode for a glyph.
    #[must_use]
    pub fn mode(self, case: &HintingCase) -> HintMode {
        let HintingCase { ppem, dpi, upright, script, hints } = *case;
        let mode = match (hints, script) {
            (FontHints::PostScript | FontHints::TrueType, _) => HintMode::Vertical,
            (FontHints::None, GlyphScript::Other) => HintMode::None,
            (FontHints::None, _) => HintMode::VerticalAuto,
        };
        let wanted = match self {
            Self::Auto => auto_sizes(script, hints).contains(&ppem),
            Self::None => false,
            Self::Always => true,
            Self::FullFromDpi(from) => dpi >= from,
        };
        if wanted && upright && ppem <= MAX_MASK_PPEM { mode } else { HintMode::None }
    }
}

/// The sizes that [`HintingPolicy::Auto`] hints.
fn auto_sizes(script: GlyphScript, hints: FontHints) -> RangeInclusive<f64> {
    let is_cjk = matches!(script, GlyphScript::Han | GlyphScript::Kana | GlyphScript::Hangul);
    match hints {
        FontHints::PostScript if is_cjk => 0.0..=32.0,
        FontHints::TrueType => 0.0..=20.0,
        FontHints::None if is_cjk => 12.0..=20.0,
        FontHints::PostScript | FontHints::None => 0.0..=24.0,
    }
}

/// The modes of one run's glyphs: of its face, at its size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunHints {
    modes: [HintMode; GlyphScript::ALL.len()],
    /// Whether it matters whose letter a glyph is.
    by_script: bool,
}

impl RunHints {
    /// Of upright text.
    pub(crate) fn new(policy: HintingPolicy, (ppem, dpi): (f64, f64), face: &Face) -> Self {
        let modes_of = |hints| GlyphScript::ALL.map(|script| policy.mode(&HintingCase::new(ppem, dpi, script, hints)));
        // A face whose glyphs are not hinted in any case is not looked through.
        let kinds = [FontHints::None, FontHints::PostScript, FontHints::TrueType];
        let is_hinted = kinds.into_iter().flat_map(modes_of).any(|mode| mode != HintMode::None);
        let modes = if is_hinted { modes_of(face.hints()) } else { [HintMode::None; GlyphScript::ALL.len()] };
        Self { modes, by_script: modes.iter().any(|&mode| mode != modes[0]) }
    }

    pub(crate) fn mode(&self, face: &Face, glyph: u32) -> HintMode {
        let script = if self.by_script { face.glyph_script(glyph) } else { GlyphScript::ALL[0] };
        self.modes[script as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DPIS: [f64; 6] = [72.0, 96.0, 120.0, 144.0, 192.0, 300.0];
    const FULL: HintingPolicy = HintingPolicy::FullFromDpi(120.0);

    /// Of each preset, face and script: from which to which text size, in CSS px from 9 to 32, text is hinted at each DPI; 0
    /// for none.
    type Row = (HintingPolicy, FontHints, GlyphScript, [(u32, u32); 6]);
    const TABLE: [Row; 17] = {
        use FontHints::{None, PostScript, TrueType};
        use GlyphScript::{Han, Hangul, Kana, Latin, Other};
        use HintingPolicy::{Always, Auto};
        let (all, none) = ((9, 32), (0, 0));
        [
            (Auto, PostScript, Han, [all, all, (9, 25), (9, 21), (9, 16), (9, 10)]),
            (Auto, PostScript, Hangul, [all, all, (9, 25), (9, 21), (9, 16), (9, 10)]),
            (Auto, PostScript, Latin, [all, (9, 24), (9, 19), (9, 16), (9, 12), none]),
            (Auto, TrueType, Other, [(9, 26), (9, 20), (9, 16), (9, 13), (9, 10), none]),
            (Auto, TrueType, Hangul, [(9, 26), (9, 20), (9, 16), (9, 13), (9, 10), none]),
            (Auto, None, Hangul, [(16, 26), (12, 20), (10, 16), (9, 13), (9, 10), none]),
            (Auto, None, Kana, [(16, 26), (12, 20), (10, 16), (9, 13), (9, 10), none]),
            (Auto, None, Latin, [all, (9, 24), (9, 19), (9, 16), (9, 12), none]),
            (Auto, None, Other, [none; 6]),
            (HintingPolicy::None, PostScript, Han, [none; 6]),
            (HintingPolicy::None, PostScript, Hangul, [none; 6]),
            (Always, PostScript, Han, [all; 6]),
            (Always, PostScript, Hangul, [all; 6]),
            (Always, None, Han, [all; 6]),
            (FULL, PostScript, Han, [none, none, all, all, all, all]),
            (FULL, None, Hangul, [none, none, all, all, all, all]),
            (FULL, None, Other, [none; 6]),
        ]
    };

    #[test]
    fn presets_are_as_tabled() {
        for (policy, hints, script, row) in TABLE {
            let own = if hints == FontHints::None { HintMode::VerticalAuto } else { HintMode::Vertical };
            for (dpi, (least, largest)) in DPIS.into_iter().zip(row) {
                for px in 9..=32 {
                    let case = HintingCase::new(f64::from(px) * dpi / 96.0, dpi, script, hints);
                    let expected = if (least..=largest).contains(&px) { own } else { HintMode::None };
                    assert_eq!(policy.mode(&case), expected, "{policy:?}, {px} px at {dpi} DPI, {script:?}, {hints:?}");
                    assert_eq!(policy.mode(&case.with_upright(false)), HintMode::None, "rotated: {policy:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_above_what_masks_are_made_for_is_hinted() {
        let case = |ppem| HintingCase::new(ppem, 96.0, GlyphScript::Latin, FontHints::TrueType);
        assert_eq!(HintingPolicy::Always.mode(&case(256.0)), HintMode::Vertical);
        assert_eq!(HintingPolicy::Always.mode(&case(256.1)), HintMode::None);
        assert_eq!(FULL.mode(&HintingCase { dpi: 119.9, ..case(12.0) }), HintMode::None);
        assert_eq!(HintingPolicy::Auto.mode(&case(f64::NAN)), HintMode::None);
        assert_eq!(HintingPolicy::Always.mode(&case(f64::NAN)), HintMode::None);
    }

    #[cfg(feature = "bundled-fonts")]
    #[test]
    fn runs_take_the_modes_of_their_glyphs() {
        let fonts = crate::font::FontLibrary::bundled();
        let face = |family: &str| fonts.faces().find(|face| face.family() == family).cloned();
        let glyph =
            |face: &Face, c| skrifa::MetadataProvider::charmap(&face.font()?).map(c).map(|glyph| glyph.to_u32());
        let (chinese, latin) = (face("Inkstone Sans SC").unwrap(), face("Inkstone Sans").unwrap());
        for (face, character, ppem, expected) in [
            (&chinese, '量', 28.0, HintMode::Vertical),
            (&chinese, 'g', 28.0, HintMode::None),
            (&chinese, 'g', 24.0, HintMode::Vertical),
            (&latin, 'g', 24.0, HintMode::VerticalAuto),
            (&latin, 'g', 24.1, HintMode::None),
        ] {
            let hints = RunHints::new(HintingPolicy::Auto, (ppem, 96.0), face);
            assert_eq!(hints.mode(face, glyph(face, character).unwrap()), expected, "{character} at {ppem}");
        }
    }
}

//! What layout asks of single characters.

use icu_properties::props::{DefaultIgnorableCodePoint, EastAsianWidth, Script};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesShort};
use unicode_bidi::BidiClass;

/// A character at both sides of which a grapheme cluster may end, whatever stands there
/// (<https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries>): printable ASCII, ideographs, kana, the usual
/// CJK punctuation and full-width forms, and the line feed.
pub(super) fn is_simple(character: char) -> bool {
    matches!(
        character,
        '\n' | ' '..='~'
            | '‐'..='‧'
            | '\u{3000}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a0}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff5e}'
    )
}

/// A character that is a cluster by itself and that shapers take as it is where the face has it: neither taken apart, nor
/// joined, nor a space that may have to be made up.
pub(super) fn is_plain(character: char) -> bool {
    is_simple(character) && !matches!(character, '\n' | '\u{2011}' | '\u{2024}'..='\u{2027}' | '\u{3000}')
}

/// An ideograph of the block that nearly all are of.
pub(super) fn is_common_ideograph(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// Chinese and Japanese punctuation that comes after every few words, opens and closes nothing, and has the script of what
/// stands before it.
pub(super) fn is_common_stop(character: char) -> bool {
    matches!(character, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？')
}

/// Whether a text may need the bidirectional algorithm: whether it holds a right-to-left letter, an Arabic digit or one of
/// the algorithm's controls (by block: <https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types>).
pub(super) fn may_be_right_to_left(text: &str) -> bool {
    // All of them start with a byte from 0xD6 on, so that Latin text is passed over by bytes.
    text.bytes().any(|byte| byte >= 0xd6)
        && text.chars().any(|character| {
            matches!(
                u32::from(character),
                0x590..=0x8ff
                    | 0x200e..=0x200f
                    | 0x202a..=0x202e
                    | 0x2066..=0x2069
                    | 0xfb1d..=0xfdff
                    | 0xfe70..=0xfeff
                    | 0x1_0800..=0x1_0fff
                    | 0x1_e800..=0x1_efff
            )
        })
}

/// Whether it begins or ends an isolate, which parts what stands around it though it shows nothing.
pub(super) fn is_isolate(character: char) -> bool {
    matches!(character, '\u{2066}'..='\u{2069}')
}

/// Whether the bidirectional algorithm does as if it were not there.
pub(super) fn is_removed(class: BidiClass) -> bool {
    use BidiClass::{BN, LRE, LRO, PDF, RLE, RLO};
    matches!(class, BN | LRE | LRO | RLE | RLO | PDF)
}

/// Whether it is a mark of direction: seen by nobody, but by the bidirectional algorithm.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// White space that hangs over the end of a line.
pub(super) fn hangs(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}')
}

/// Whether a line ends behind it, whatever the width (BK, CR, LF and NL of
/// <https://www.unicode.org/reports/tr14/#Properties>).
pub(super) fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A space that shapers make of the plain one where the font has none.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Word separators, which spacing between words is added to (<https://www.w3.org/TR/css-text-3/#word-separator>).
pub(super) fn parts_words(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{1361}' | '\u{10100}' | '\u{10101}' | '\u{1039f}' | '\u{1091f}')
}

/// Whether a character shows something or takes space, so that a face has to have a glyph for it.
pub(super) fn needs_glyph(character: char) -> bool {
    match character {
        '\t' | ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' => true,
        '\u{2028}' | '\u{2029}' => false,
        // Variation selectors, joiners, bidi controls, soft hyphens, tags, ...
        // Other control characters are shown as missing, not swallowed
        // (https://www.w3.org/TR/css-text-3/#white-space-processing).
        _ if character.is_control() => !matches!(character, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}'),
        _ => !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character),
    }
}

/// The letters of a Hangul syllable (<https://www.unicode.org/versions/latest/core-spec/chapter-3/#G56669>).
pub(super) fn jamo(syllable: char) -> Option<Vec<char>> {
    let index = u32::from(syllable).checked_sub(0xac00).filter(|index| *index < 11_172)?;
    let (lead, vowel, tail) = (0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11a7 + index % 28);
    [Some(lead), Some(vowel), (tail > 0x11a7).then_some(tail)].into_iter().flatten().map(char::from_u32).collect()
}

/// Whether it may be drawn as an emoji by itself (by block, which may hold others).
pub(super) fn may_be_emoji(character: char) -> bool {
    matches!(u32::from(character), 0x231a..=0x2b55 | 0x1_f000..=0x1_faff)
}

/// Whether it joins or parts letters though it shows nothing, and so is the shaper's business.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// The character's script; `None` for what takes the script of its neighbours.
pub(super) fn script(character: char) -> Option<Script> {
    match character {
        'a'..='z' | 'A'..='Z' => Some(Script::Latin),
        ' '..='~' => None,
        '\u{4e00}'..='\u{9fff}' => Some(Script::Han),
        _ => {
            let script = CodePointMapData::<Script>::new().get(character);
            let neighbours = script == Script::Common || script == Script::Inherited || script == Script::Unknown;
            (!neighbours).then_some(script)
        }
    }
}

/// The script as shapers know it.
pub(super) fn shaper_script(script: Script) -> harfrust::Script {
    let name = PropertyNamesShort::<Script>::new().get(script).unwrap_or("Zyyy");
    name.parse().unwrap_or(harfrust::script::COMMON)
}

/// Scripts whose letters are joined: space between them would tear words apart.
pub(super) fn is_cursive(script: Script) -> bool {
    [
        Script::Arabic,
        Script::Syriac,
        Script::Mongolian,
        Script::Nko,
        Script::Mandaic,
        Script::PhagsPa,
        Script::Adlam,
        Script::HanifiRohingya,
        Script::Sogdian,
        Script::Chorasmian,
        Script::Manichaean,
        Script::PsalterPahlavi,
    ]
    .contains(&script)
}

/// Whether an em wide, as ideographs are (<https://www.unicode.org/reports/tr11/>).
pub(super) fn is_wide(character: char) -> bool {
    let width = CodePointMapData::<EastAsianWidth>::new().get(character);
    width == EastAsianWidth::Wide || width == EastAsianWidth::Fullwidth
}

/// Ideographs, kana and the punctuation among them: what justification may move apart without a space.
pub(super) fn is_ideographic(character: char) -> bool {
    matches!(
        u32::from(character),
        0x2e80..=0x2fff
            | 0x3001..=0x30ff
            | 0x3105..=0x312f
            | 0x31a0..=0x33ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe4f
            | 0xff00..=0xff60
            | 0xffe0..=0xffe6
            | 0x2_0000..=0x3_ffff
    )
}

#[cfg(test)]
mod tests {
    use icu_segmenter::GraphemeClusterSegmenter;

    use super::*;

    #[test]
    fn simple_characters_are_clusters_among_themselves() {
        let simple: Vec<char> = (' '..='\u{ffff}').filter(|&c| is_simple(c)).collect();
        let text: String = simple.iter().collect();
        let breaks = GraphemeClusterSegmenter::new().segment_str(&text).count();
        assert_eq!(breaks, simple.len() + 1);
        assert!(!may_be_right_to_left(&text));
    }

    #[test]
    fn what_is_not_right_to_left_has_level_zero() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            if !may_be_right_to_left(&text) {
                let bidi = unicode_bidi::BidiInfo::new(&text, None);
                assert!(bidi.levels.iter().all(|level| level.number() == 0), "U+{:04X}", u32::from(character));
            }
        }
    }
}

//! How a cluster of characters is presented: as an emoji or as text (<https://www.unicode.org/reports/tr51/>).

use icu_properties::CodePointSetData;
use icu_properties::props::{Emoji, EmojiModifier, EmojiPresentation, ExtendedPictographic, RegionalIndicator};

/// Characters of a cluster that are looked at.
const LOOKED_AT: usize = 32;
const KEYCAP: char = '\u{20e3}';
const AS_TEXT: char = '\u{fe0e}';
const AS_EMOJI: char = '\u{fe0f}';
const JOINER: char = '\u{200d}';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presentation {
    Emoji,
    /// Said to be none by a selector.
    Text,
}

/// How a cluster is presented; `None` for what is no emoji, and for what may be one and is text without a selector.
pub(super) fn presentation(cluster: &str) -> Option<Presentation> {
    let mut characters = cluster.chars().take(LOOKED_AT);
    let first = characters.next()?;
    // Letters, ideographs and kana, which nearly everything is.
    if first < '#' || matches!(first, ':'..='\u{a8}' | '\u{3400}'..='\u{d7ff}') {
        return None;
    }
    let second = characters.next();
    match second {
        Some(AS_TEXT) => return is::<Emoji>(first).then_some(Presentation::Text),
        Some(AS_EMOJI) => return is::<Emoji>(first).then_some(Presentation::Emoji),
        _ => {}
    }
    if first.is_ascii() {
        // Digits without the selector are text, with a keycap too.
        return None;
    }
    let sequence = match second {
        Some(JOINER) => is::<ExtendedPictographic>(first),
        Some(second) if is::<EmojiModifier>(second) => is::<Emoji>(first),
        Some(second) => is::<RegionalIndicator>(first) && is::<RegionalIndicator>(second),
        None => false,
    };
    let by_default = second != Some(KEYCAP) && is::<EmojiPresentation>(first) && !is::<RegionalIndicator>(first);
    (sequence || by_default).then_some(Presentation::Emoji)
}

fn is<P: icu_properties::props::BinaryProperty>(character: char) -> bool {
    CodePointSetData::new::<P>().contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_presented_as_the_standard_says() {
        for emoji in [
            "😀",
            "⌚",
            "☺\u{fe0f}",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "#\u{fe0f}\u{20e3}",
            "🇨🇳",
            "👍🏽",
            "☝🏽",
            "👨\u{200d}👩\u{200d}👧",
            "🏳\u{fe0f}\u{200d}🌈",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
            "❤\u{fe0f}\u{200d}🔥",
        ] {
            assert_eq!(presentation(emoji), Some(Presentation::Emoji), "{emoji}");
        }
        for text in ["⌚\u{fe0e}", "☺\u{fe0e}", "1\u{fe0e}"] {
            assert_eq!(presentation(text), Some(Presentation::Text), "{text}");
        }
        for other in ["a", "字", "☺", "❤", "1", "#", "1\u{20e3}", "©", "🇨", "한", "é", "字\u{fe00}", "字\u{fe0f}"]
        {
            assert_eq!(presentation(other), None, "{other}");
        }
    }
}

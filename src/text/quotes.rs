//! [`Quotes`]: lines that end beside quotation marks among East Asian characters.

use icu_properties::CodePointMapData;
use icu_properties::props::{EastAsianWidth, LineBreak as Class};

use super::wrapping::{LineBreak, Wrapping};

/// The rules LB19 and `LB19a` as they are since Unicode 16 (<https://www.unicode.org/reports/tr14/#LB19a>), where the
/// segmenter has those of 15.1, in which a quotation mark holds on to both sides: between two East Asian characters an
/// opening mark may begin a line, and a closing one end it.
#[derive(Clone, Copy)]
pub(super) struct Quotes {
    strict: bool,
}

impl Quotes {
    pub(super) fn new(wrapping: &Wrapping) -> Self {
        Self { strict: wrapping.line_break == LineBreak::Strict }
    }

    /// The place beside a character of a text where a line may end for that; `None` if it is no such quotation mark.
    pub(super) fn place(self, text: &str, at: usize, character: char) -> Option<usize> {
        let opens = match character {
            '«' | '‘' | '‛' | '“' | '‟' | '‹' => true,
            '»' | '’' | '”' | '›' => false,
            _ => return None,
        };
        let end = at + character.len_utf8();
        let before = text.get(..at)?.chars().next_back()?;
        let after = text.get(end..)?.chars().next()?;
        if !is_east_asian(before) || !is_east_asian(after) {
            return None;
        }
        if opens { may_end_line(before).then_some(at) } else { self.may_begin_line(after).then_some(end) }
    }

    fn may_begin_line(self, character: char) -> bool {
        match class(character) {
            Class::ConditionalJapaneseStarter => !self.strict,
            class => ![
                Class::ClosePunctuation,
                Class::CloseParenthesis,
                Class::Exclamation,
                Class::Nonstarter,
                Class::BreakAfter,
                Class::Inseparable,
                Class::Glue,
                Class::CombiningMark,
            ]
            .contains(&class),
        }
    }
}

fn may_end_line(character: char) -> bool {
    ![Class::OpenPunctuation, Class::BreakBefore, Class::Glue, Class::CombiningMark].contains(&class(character))
}

fn class(character: char) -> Class {
    CodePointMapData::<Class>::new().get(character)
}

/// `$EastAsian` of the standard.
fn is_east_asian(character: char) -> bool {
    let width = CodePointMapData::<EastAsianWidth>::new().get(character);
    [EastAsianWidth::Fullwidth, EastAsianWidth::Wide, EastAsianWidth::Halfwidth].contains(&width)
}

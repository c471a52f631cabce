//! Where lines may end (UAX 14).

use std::ops::Range;

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::flow::{BREAK, Flow, LIGATED, SpanInfo};
use super::quotes::Quotes;
use super::unicode;
use super::wrapping::{LineBreak, WordBreak, Wrapping};
use crate::error::Error;
use crate::watch::Watch;

/// Opportunities, or characters, between two looks at the watch.
const WATCH_EVERY: usize = 4096;

/// Finds the opportunities of one paragraph's text.
pub(super) struct Opportunities {
    /// For text of any language, and for Chinese and Japanese.
    segmenters: [LineSegmenterBorrowed<'static>; 2],
    /// Whether what ideographs and common stops do to each other is known without a segmenter.
    known: bool,
    quotes: Option<Quotes>,
}

impl Opportunities {
    /// Thai, Lao, Khmer and Burmese by dictionary: the neural models take five microseconds a character and do not stop
    /// when told to.
    pub(super) fn new(wrapping: &Wrapping) -> Self {
        let mut options = LineBreakOptions::default();
        options.strictness = Some(match wrapping.line_break {
            LineBreak::Loose => LineBreakStrictness::Loose,
            LineBreak::Normal => LineBreakStrictness::Normal,
            LineBreak::Strict => LineBreakStrictness::Strict,
            LineBreak::Anywhere => LineBreakStrictness::Anywhere,
        });
        options.word_option = Some(match wrapping.word_break {
            WordBreak::Normal => LineBreakWordOption::Normal,
            WordBreak::BreakAll => LineBreakWordOption::BreakAll,
            WordBreak::KeepAll => LineBreakWordOption::KeepAll,
        });
        let any = LineSegmenter::new_dictionary(options);
        // One stands for both: the segmenter asks no more than whether it is one of them.
        let japanese = "ja".parse().ok();
        options.content_locale = japanese.as_ref();
        let everywhere = wrapping.line_break == LineBreak::Anywhere;
        Self {
            segmenters: [any, LineSegmenter::new_dictionary(options)],
            known: !everywhere && wrapping.word_break != WordBreak::KeepAll,
            quotes: (!everywhere).then(|| Quotes::new(wrapping)),
        }
    }

    /// Finds where the lines of a text may end, in order, its own end included, whatever its grapheme clusters are:
    /// <https://www.unicode.org/reports/tr14/>, in Chinese and Japanese or in other text.
    pub(super) fn find(
        &self,
        text: &str,
        chinese_or_japanese: bool,
        watch: &Watch,
        mut found: impl FnMut(usize),
    ) -> Result<(), Error> {
        let segmenter = &self.segmenters[usize::from(chinese_or_japanese)];
        // An ideograph parts what is before it from what is behind: the segmenter is asked about what lies between two.
        let (mut ideograph, mut open, mut quoted) = (0, Some(0), Vec::new());
        for (count, (at, character)) in text.char_indices().enumerate() {
            if count % WATCH_EVERY == 0 {
                watch.check()?;
            }
            let is_ideograph = self.known && unicode::is_common_ideograph(character);
            match open {
                Some(from) if is_ideograph => {
                    if at > 0 {
                        self.segment(segmenter, text, from..at + character.len_utf8(), &mut quoted, watch, &mut found)?;
                    }
                    open = None;
                }
                None if is_ideograph => found(at),
                Some(_) => quoted.extend(self.quotes.and_then(|quotes| quotes.place(text, at, character))),
                None if is_closing(character) => {}
                None => {
                    open = Some(ideograph);
                    quoted.extend(self.quotes.and_then(|quotes| quotes.place(text, at, character)));
                }
            }
            if is_ideograph {
                ideograph = at;
            }
        }
        if let Some(from) = open {
            self.segment(segmenter, text, from..text.len(), &mut quoted, watch, &mut found)?;
        }
        found(text.len());
        Ok(())
    }

    /// Finds the places within a piece of a text, and those that are known beside its quotation marks.
    fn segment(
        &self,
        segmenter: &LineSegmenterBorrowed<'static>,
        text: &str,
        piece: Range<usize>,
        quoted: &mut Vec<usize>,
        watch: &Watch,
        found: &mut impl FnMut(usize),
    ) -> Result<(), Error> {
        let mut quotes = quoted.drain(..).peekable();
        for (count, place) in segmenter.segment_str(text.get(piece.clone()).unwrap_or_default()).enumerate() {
            if count % WATCH_EVERY == 0 {
                watch.check()?;
            }
            let place = piece.start + place;
            while let Some(quote) = quotes.next_if(|quote| *quote <= place) {
                if quote < place {
                    found(quote);
                }
            }
            if place > piece.start && place < piece.end {
                found(place);
            }
        }
        Ok(())
    }

    /// Marks the clusters of a block before which a line may end. The clusters from `first` on are the block's, whose text
    /// ends where `text` does.
    pub(super) fn mark(
        &self,
        text: &str,
        spans: &[SpanInfo<'_>],
        flow: &mut Flow,
        first: usize,
        watch: &Watch,
    ) -> Result<(), Error> {
        let Some(begin) = flow.clusters.get(first) else { return Ok(()) };
        let span = |item: usize| flow.items.get(item).and_then(|item| spans.get(item.span as usize));
        let start = begin.start as usize;
        let mut needed = [false; 2];
        for item in begin.item as usize..flow.items.len() {
            let Some(span) = span(item) else { continue };
            if let Some(needed) = needed.get_mut(usize::from(span.chinese_or_japanese)) {
                *needed = true;
            }
        }
        let mixed = needed == [true; 2];
        for cjk in [false, true] {
            if needed.get(usize::from(cjk)) != Some(&true) {
                continue;
            }
            let Flow { clusters, items, .. } = &mut *flow;
            let mut clusters = clusters.get_mut(first..).unwrap_or_default().iter_mut().skip(1).peekable();
            self.find(text.get(start..).unwrap_or_default(), cjk, watch, |place| {
                let place = start + place;
                while clusters.next_if(|cluster| (cluster.start as usize) < place).is_some() {}
                // Nothing within a cluster or a ligature is an opportunity.
                let Some(cluster) = clusters.next_if(|cluster| cluster.start as usize == place && !cluster.is(LIGATED))
                else {
                    return;
                };
                let own = || {
                    let span = items.get(cluster.item as usize).and_then(|item| spans.get(item.span as usize));
                    span.is_some_and(|span| span.chinese_or_japanese == cjk)
                };
                if !mixed || own() {
                    cluster.set(BREAK, true);
                }
            })?;
        }
        Ok(())
    }
}

/// Punctuation that no line begins with and that a line may end behind, where an ideograph or more of it stands on both
/// sides (class CL).
fn is_closing(character: char) -> bool {
    matches!(character, '、' | '。' | '，' | '．')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::text::wrapping::{LineBreak::*, WordBreak};

    /// What is known of ideographs and stops is what the segmenter says.
    #[test]
    fn pieces_break_as_the_whole_does() {
        const CHARACTERS: [&str; 26] = [
            "字",
            "墨",
            "石",
            "，",
            "。",
            "、",
            "a",
            "1",
            " ",
            "-",
            "（",
            "）",
            "：",
            "！",
            "%",
            "$",
            "—",
            "…",
            "ー",
            "っ",
            "\u{300}",
            "\u{a0}",
            "ไทย",
            "가",
            "😀",
            "々",
        ];
        let random = &mut Random(7);
        let mut next = |n: usize| random.below(n);
        for number in 0..20_000 {
            let length = 1 + next(12);
            let text: String = (0..length).map(|_| CHARACTERS[next(CHARACTERS.len())]).collect();
            let line_break = [Loose, Normal, Strict, Anywhere][number % 4];
            let word_break = [WordBreak::Normal, WordBreak::BreakAll, WordBreak::KeepAll][number / 4 % 3];
            let breaks = Opportunities::new(&Wrapping { line_break, word_break, ..Wrapping::default() });
            for (segmenter, cjk) in breaks.segmenters.iter().zip([false, true]) {
                let mut found = Vec::new();
                breaks.find(&text, cjk, &Watch::default(), |place| found.push(place)).unwrap();
                let whole: Vec<usize> = segmenter.segment_str(&text).filter(|place| *place > 0).collect();
                assert_eq!(found, whole, "{text:?} {line_break:?} {word_break:?}");
            }
        }
    }
}

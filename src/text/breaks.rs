//! Where lines may end (UAX 14).

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::flow::{BREAK, Flow, LIGATED, SpanInfo};
use super::wrapping::{LineBreak, WordBreak, Wrapping};
use crate::error::Error;
use crate::watch::Watch;

/// Opportunities between two looks at the watch.
const WATCH_EVERY: usize = 4096;

/// Finds the opportunities of one paragraph's text.
pub(super) struct Opportunities {
    /// For text of any language, and for Chinese and Japanese.
    segmenters: [LineSegmenterBorrowed<'static>; 2],
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
        Self { segmenters: [any, LineSegmenter::new_dictionary(options)] }
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
        for (segmenter, cjk) in self.segmenters.iter().zip([false, true]) {
            if needed.get(usize::from(cjk)) != Some(&true) {
                continue;
            }
            let Flow { clusters, items, .. } = &mut *flow;
            let mut clusters = clusters.get_mut(first..).unwrap_or_default().iter_mut().skip(1).peekable();
            for (count, place) in segmenter.segment_str(text.get(start..).unwrap_or_default()).enumerate() {
                if count % WATCH_EVERY == 0 {
                    watch.check()?;
                }
                let place = start + place;
                while clusters.next_if(|cluster| (cluster.start as usize) < place).is_some() {}
                // Nothing within a cluster or a ligature is an opportunity.
                let Some(cluster) = clusters.next_if(|cluster| cluster.start as usize == place && !cluster.is(LIGATED))
                else {
                    continue;
                };
                let own = || {
                    let span = items.get(cluster.item as usize).and_then(|item| spans.get(item.span as usize));
                    span.is_some_and(|span| span.chinese_or_japanese == cjk)
                };
                if !mixed || own() {
                    cluster.set(BREAK, true);
                }
            }
        }
        Ok(())
    }
}

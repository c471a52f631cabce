//! Where lines may end (UAX 14).

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::flow::{BREAK, Flow, LIGATED};
use crate::error::Error;
use crate::watch::Watch;

/// Opportunities between two looks at the watch.
const WATCH_EVERY: usize = 4096;

/// `line-break: normal` of CSS (<https://www.w3.org/TR/css-text-3/#line-break-property>); Thai, Lao, Khmer and Burmese by
/// dictionary: the neural models take five microseconds a character and do not stop when told to.
pub(super) fn segmenter() -> LineSegmenterBorrowed<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Normal);
    LineSegmenter::new_dictionary(options)
}

/// Marks the clusters of a block before which a line may end. The clusters from `first` on are the block's, whose text ends
/// where `text` does.
pub(super) fn mark_breaks(
    segmenter: LineSegmenterBorrowed<'static>,
    text: &str,
    flow: &mut Flow,
    first: usize,
    watch: &Watch,
) -> Result<(), Error> {
    let Some(clusters) = flow.clusters.get_mut(first..) else { return Ok(()) };
    let Some(start) = clusters.first().map(|cluster| cluster.start as usize) else { return Ok(()) };
    let mut clusters = clusters.iter_mut().skip(1).peekable();
    for (count, place) in segmenter.segment_str(text.get(start..).unwrap_or_default()).enumerate() {
        if count % WATCH_EVERY == 0 {
            watch.check()?;
        }
        let place = start + place;
        while clusters.next_if(|cluster| (cluster.start as usize) < place).is_some() {}
        // Nothing within a cluster or a ligature is an opportunity.
        if let Some(cluster) = clusters.next_if(|cluster| cluster.start as usize == place && !cluster.is(LIGATED)) {
            cluster.set(BREAK, true);
        }
    }
    Ok(())
}

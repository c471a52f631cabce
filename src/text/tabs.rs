//! [`TabStops`]: how far a tab goes.

use super::flow::{Flow, SpanInfo, TAB};
use super::wrapping::{TabSize, Wrapping};
use crate::font::FaceLookup;

/// Tab stops of a paragraph, at multiples of a length from the side where lines begin
/// (<https://www.w3.org/TR/css-text-3/#tab-size-property>).
#[derive(Clone, Copy)]
pub(super) struct TabStops {
    /// 0 for tabs that take no space.
    distance: f64,
    /// A stop nearer than that is passed over.
    least: f64,
}

impl TabStops {
    pub(super) fn new(wrapping: &Wrapping, spans: &[SpanInfo<'_>], fonts: &FaceLookup) -> Self {
        let Some(span) = spans.first() else { return Self { distance: 0.0, least: 0.0 } };
        let face = fonts.first(span.chain).and_then(|index| fonts.face(index));
        let advance = |character| {
            let em = face.and_then(|face| face.advance(character, &face.instance(&span.wishes()).variation));
            em.unwrap_or(0.5) * span.size
        };
        let distance = match wrapping.tab_size {
            TabSize::Spaces(spaces) => spaces * (advance(' ') + span.style.letter_spacing).max(0.0),
            TabSize::Px(px) => px,
        };
        Self { distance, least: advance('0') / 2.0 }
    }

    /// Width of a tab that begins `x` px from where lines begin.
    pub(super) fn advance(&self, x: f64) -> f64 {
        if self.distance <= 0.0 {
            return 0.0;
        }
        let to_next = ((x / self.distance).floor() + 1.0) * self.distance - x;
        if to_next < self.least { to_next + self.distance } else { to_next }
    }

    /// Sets the tabs of a line.
    pub(super) fn set(&self, flow: &mut Flow, start: usize, end: usize, indent: f64) {
        let mut x = indent;
        for cluster in flow.clusters.get_mut(start..end).unwrap_or_default() {
            if cluster.is(TAB) {
                cluster.advance = self.advance(x);
            }
            x += cluster.advance;
        }
    }
}

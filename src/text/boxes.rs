//! Line boxes by CSS's inline model (<https://www.w3.org/TR/CSS22/visudet.html#line-height>).

use super::flow::SpanInfo;
use super::{BaselineShift, InlineAlign, LineHeight, TextStyle};
use crate::font::{FaceMetrics, Wishes};

/// Em of a span in logical px, and by how much its baseline is raised.
pub(super) fn size_and_shift(style: &TextStyle, metrics: &FaceMetrics) -> (f64, f64) {
    let size = style.size;
    match style.baseline_shift {
        BaselineShift::None => (size, 0.0),
        BaselineShift::Sub => (metrics.subscript_size * size, metrics.subscript_offset * size),
        BaselineShift::Super => (metrics.superscript_size * size, metrics.superscript_offset * size),
        BaselineShift::Px(px) => (size, px),
    }
}

/// Height of a line of a face above and below the baseline, in logical px: the leading is halved between both sides.
pub(super) fn inline_box(size: f64, metrics: &FaceMetrics, line_height: LineHeight) -> (f64, f64) {
    let (above, below) = (metrics.ascent * size, -metrics.descent * size);
    let height = match line_height {
        LineHeight::Normal => above + below + metrics.line_gap * size,
        LineHeight::Relative(factor) => factor * size,
        LineHeight::Px(height) => height,
    };
    let leading = (height - (above + below)) / 2.0;
    (above + leading, below + leading)
}

impl SpanInfo<'_> {
    /// Finds out how much room the span takes above and below the line's baseline.
    ///
    /// Only the family asked for first counts, not the faces that stand in for it: lines of mixed scripts keep their
    /// distance. Sub- and superscripts take the room that their style takes on the line's own baseline, and so do not move
    /// lines apart.
    pub(super) fn measure(&mut self, line_height: LineHeight) {
        let shift = if let BaselineShift::Px(px) = self.style.baseline_shift { px } else { 0.0 };
        let (above, below) = inline_box(self.style.size, &self.metrics, line_height);
        (self.above, self.below) = (above + shift, below - shift);
        if let Some((_, inline)) = self.inline {
            let top = self.inline_top() + self.shift;
            self.above = self.above.max(top);
            self.below = self.below.max(inline.height - top);
        }
    }

    /// How far the top of its box lies above its baseline.
    pub(super) fn inline_top(&self) -> f64 {
        let Some((_, inline)) = self.inline else { return 0.0 };
        let (metrics, size, height) = (&self.metrics, self.size, inline.height);
        match inline.align {
            InlineAlign::Baseline => height,
            InlineAlign::Middle => metrics.x_height * size / 2.0 + height / 2.0,
            InlineAlign::Center => (metrics.em_ascent + metrics.em_descent) * size / 2.0 + height / 2.0,
            InlineAlign::TextTop => metrics.ascent * size,
            InlineAlign::TextBottom => metrics.descent * size + height,
            InlineAlign::Px(px) => px + height,
        }
    }

    /// What is asked of a face.
    pub(super) fn wishes(&self) -> Wishes<'_> {
        let wishes = self.style.wishes();
        Wishes { optical_size: wishes.optical_size.map(|_| self.size), ..wishes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_is_halved() {
        let metrics = FaceMetrics {
            ascent: 0.75,
            descent: -0.25,
            line_gap: 0.5,
            em_ascent: 0.8,
            em_descent: -0.2,
            ideographic_baseline: -0.2,
            hanging_baseline: 0.64,
            underline_position: -0.1,
            underline_thickness: 0.05,
            strikethrough_position: 0.3,
            strikethrough_thickness: 0.05,
            x_height: 0.5,
            cap_height: 0.7,
            subscript_size: 0.5,
            subscript_offset: -0.25,
            superscript_size: 0.75,
            superscript_offset: 0.5,
        };
        let style = TextStyle::new(16.0);
        assert_eq!(size_and_shift(&style, &metrics), (16.0, 0.0));
        assert_eq!(size_and_shift(&style.clone().with_baseline_shift(BaselineShift::Sub), &metrics), (8.0, -4.0));
        assert_eq!(size_and_shift(&style.clone().with_baseline_shift(BaselineShift::Super), &metrics), (12.0, 8.0));
        assert_eq!(size_and_shift(&style.with_baseline_shift(BaselineShift::Px(-3.0)), &metrics), (16.0, -3.0));
        assert_eq!(inline_box(16.0, &metrics, LineHeight::Normal), (16.0, 8.0));
        assert_eq!(inline_box(16.0, &metrics, LineHeight::Relative(1.0)), (12.0, 4.0));
        assert_eq!(inline_box(16.0, &metrics, LineHeight::Px(8.0)), (8.0, 0.0));
    }
}

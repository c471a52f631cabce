//! Line boxes by CSS's inline model (<https://www.w3.org/TR/CSS22/visudet.html#line-height>).

use super::LineHeight;
use super::TextStyle;
use crate::font::FaceMetrics;

/// Height of a span's box above and below the baseline, in logical px: the leading is halved between both sides.
///
/// Only the family asked for first counts, not the faces that stand in for it: lines of mixed scripts keep their distance.
pub(super) fn inline_box(style: &TextStyle, metrics: &FaceMetrics, line_height: LineHeight) -> (f64, f64) {
    let (above, below) = (metrics.ascent * style.size, -metrics.descent * style.size);
    let height = match line_height {
        LineHeight::Normal => above + below + metrics.line_gap * style.size,
        LineHeight::Relative(factor) => factor * style.size,
        LineHeight::Px(height) => height,
    };
    let leading = (height - (above + below)) / 2.0;
    (above + leading, below + leading)
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
            underline_position: -0.1,
            underline_thickness: 0.05,
            strikethrough_position: 0.3,
            strikethrough_thickness: 0.05,
        };
        let style = TextStyle::new(16.0);
        assert_eq!(inline_box(&style, &metrics, LineHeight::Normal), (16.0, 8.0));
        assert_eq!(inline_box(&style, &metrics, LineHeight::Relative(1.0)), (12.0, 4.0));
        assert_eq!(inline_box(&style, &metrics, LineHeight::Px(8.0)), (8.0, 0.0));
    }
}

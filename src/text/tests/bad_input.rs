use std::time::{Duration, Instant};

use super::*;

use crate::watch::CancelToken;

#[test]
fn options_out_of_range_are_refused_by_name() {
    let text = |style: TextStyle| Paragraph::new("a", style);
    let plain = || text(style());
    for (paragraph, option, value) in [
        (text(style().with_size(0.0)), "size", "0"),
        (text(style().with_size(f64::NAN)), "size", "NaN"),
        (text(style().with_size(f64::INFINITY)), "size", "inf"),
        (text(style().with_size(2.0e6)), "size", "2000000"),
        (text(style().with_weight(0)), "weight", "0"),
        (text(style().with_weight(1001)), "weight", "1001"),
        (text(style().with_letter_spacing(f64::NAN)), "letter_spacing", "NaN"),
        (text(style().with_language("")), "language", ""),
        (text(style().with_language("zh_CN")), "language", "zh_CN"),
        (plain().with_width(-1.0), "width", "-1"),
        (plain().with_width(f64::NAN), "width", "NaN"),
        (plain().with_max_lines(0), "max_lines", "0"),
        (plain().with_line_height(LineHeight::Px(-2.0)), "line_height", "-2"),
        (plain().with_line_height(LineHeight::Relative(f64::INFINITY)), "line_height", "inf"),
        (text(style().with_word_spacing(f64::INFINITY)), "word_spacing", "inf"),
        (text(style().with_stretch(49.0)), "stretch", "49"),
        (text(style().with_stretch(f64::NAN)), "stretch", "NaN"),
        (text(style().with_baseline_shift(BaselineShift::Px(2.0e6))), "baseline_shift", "2000000"),
        (text(style().with_decoration(DecorationStyle::new().with_thickness(0.0))), "decoration.thickness", "0"),
        (text(style().with_decoration(DecorationStyle::new().with_thickness(-1.0))), "decoration.thickness", "-1"),
        (
            text(style().with_decoration(DecorationStyle::new().with_underline_offset(f64::NAN))),
            "decoration.underline_offset",
            "NaN",
        ),
        (text(style().with_features([FontFeature::new("kern ", 0)])), "features", "kern "),
        (text(style().with_features([FontFeature::new("喔", 1)])), "features", "喔"),
        (text(style().with_features(vec![FontFeature::new("kern", 0); 65])), "features", "65"),
        (text(style().with_variations([FontVariation::new("", 0.0)])), "variations", ""),
        (text(style().with_variations([FontVariation::new("wght", f64::NAN)])), "variations", "NaN"),
        (text(style().with_variations([FontVariation::new("wght", 4.0e4)])), "variations", "40000"),
        (plain().with_height(-3.0), "height", "-3"),
        (plain().with_height(f64::NAN), "height", "NaN"),
        (plain().with_fit(Fit::new(0.0, 9.0)), "fit.least", "0"),
        (plain().with_fit(Fit::new(10.0, 9.0)), "fit.greatest", "9"),
        (plain().with_fit(Fit::new(1.0, f64::INFINITY)), "fit.greatest", "inf"),
        // What grows with the size stays in range too.
        (plain().with_span("b", style().with_size(1.0e5)).with_fit(Fit::new(300.0, 400.0)), "size", "1875000"),
        (plain().with_ellipsis(Ellipsis::default().with_text("a\nb")), "ellipsis", "a\\nb"),
        (plain().with_inline_box(InlineBox::new(-1.0, 2.0), style()), "box.width", "-1"),
        (plain().with_inline_box(InlineBox::new(1.0, f64::NAN), style()), "box.height", "NaN"),
        (
            plain().with_inline_box(InlineBox::new(1.0, 1.0).with_align(InlineAlign::Px(f64::INFINITY)), style()),
            "box.align",
            "inf",
        ),
    ] {
        match try_layout(&paragraph) {
            Err(Error::InvalidOption { option: name, value: shown, .. }) => {
                assert_eq!((name, shown.as_str()), (option, value));
            }
            other => panic!("{option}: {other:?}"),
        }
    }
}

#[test]
fn text_needs_a_font_and_a_limit() {
    let none = FontLibrary::new();
    let mut context = TextContext::new(&none);
    let watch = Watch::default();
    let paragraph = Paragraph::new("text", style());
    let refused = context.layout(&none, &paragraph, &Limits::default(), &watch);
    assert!(matches!(refused, Err(Error::NoFont)));
    assert!(context.layout(&none, &Paragraph::new("", style()), &Limits::default(), &watch).is_ok());
    let limits = Limits { text_bytes: 3, ..Limits::default() };
    let refused = context.layout(&none, &paragraph, &limits, &watch);
    assert!(matches!(refused, Err(Error::LimitExceeded { limit: "text_bytes", asked: 4, allowed: 3 })));
    let cancel = CancelToken::new();
    cancel.cancel();
    let fonts = FontLibrary::bundled();
    let watch = Watch { cancel: Some(cancel), ..Watch::default() };
    assert!(matches!(context.layout(&fonts, &paragraph, &Limits::default(), &watch), Err(Error::Cancelled)));
}

/// Texts that make careless layouts take time or memory beyond measure.
fn hostile() -> Vec<(&'static str, String)> {
    vec![
        ("no break", "a".repeat(1 << 20)),
        ("no break in Arabic", "ك".repeat(1 << 18)),
        ("marks on one base", format!("a{}", "\u{301}".repeat(100_000))),
        ("Thai marks on one base", format!("ก{}", "\u{e35}".repeat(100_000))),
        ("joiners", "\u{200d}".repeat(100_000)),
        ("soft hyphens", "\u{ad}".repeat(300_000)),
        ("embeddings", format!("{}a{}", "\u{202b}".repeat(10_000), "\u{202c}".repeat(10_000))),
        ("isolates", format!("{}a{}", "\u{2067}".repeat(10_000), "\u{2069}".repeat(10_000))),
        ("brackets in Hebrew", "א([{".repeat(10_000)),
        ("alternating directions", "אa".repeat(50_000)),
        ("line breaks", "\n".repeat(200_000)),
        ("unassigned", "\u{e0fff}\u{378}\u{f0000}\u{10ffff}".repeat(10_000)),
        ("spaces", " ".repeat(1 << 20)),
        ("Hangul jamo", "\u{1100}\u{1161}".repeat(50_000)),
        ("Thai without a space", "ภาษาไทย".repeat(5_000)),
        ("regional indicators", "\u{1f1e6}".repeat(100_000)),
        ("Devanagari viramas", "क्".repeat(50_000)),
    ]
}

#[test]
fn hostile_texts_take_time_in_proportion() {
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    for (name, text) in hostile() {
        for width in [None, Some(0.0), Some(100.0)] {
            let mut paragraph = Paragraph::new(text.clone(), style()).with_align(Align::Justify);
            paragraph.width = width;
            let start = Instant::now();
            let watch = Watch { deadline: Some(start + Duration::from_secs(20)), ..Watch::default() };
            let result = context.layout(&fonts, &paragraph, &Limits::default(), &watch);
            let time = start.elapsed();
            println!("{name}, {width:?}: {time:?}, {:?} lines", result.as_ref().map(|layout| layout.lines.len()));
            assert!(result.is_ok(), "{name}, {width:?}: {:?}", result.err());
            assert!(time < Duration::from_secs(10), "{name}, {width:?}: {time:?}");
        }
    }
}

#[test]
fn spans_that_do_not_cover_the_text_are_refused() {
    for spans in [vec![], vec![(2, style())], vec![(3, style()), (1, style())], vec![(9, style())]] {
        let mut paragraph = Paragraph::new("墨ab", style());
        paragraph.spans = spans;
        assert!(matches!(try_layout(&paragraph), Err(Error::InvalidOption { option: "span", .. })));
    }
}

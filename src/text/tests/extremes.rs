//! Options out of range, and those just within it, on texts that make the most of them.

use std::time::{Duration, Instant};

use super::*;

#[test]
fn lengths_and_counts_out_of_range_are_refused_by_name() {
    let plain = || Paragraph::new("a\tb\nc", style());
    let wide = vec![FontVariation::new("wght", 400.0); 65];
    for (paragraph, option, value) in [
        (plain().with_tab_size(TabSize::Spaces(f64::NAN)), "tab_size", "NaN"),
        (plain().with_tab_size(TabSize::Spaces(-1.0)), "tab_size", "-1"),
        (plain().with_tab_size(TabSize::Spaces(1001.0)), "tab_size", "1001"),
        (plain().with_tab_size(TabSize::Px(f64::INFINITY)), "tab_size", "inf"),
        (plain().with_tab_size(TabSize::Px(2.0e6)), "tab_size", "2000000"),
        (plain().with_indent(f64::NAN), "indent", "NaN"),
        (plain().with_indent(-2.0e6), "indent", "-2000000"),
        (plain().with_hanging_indent(f64::INFINITY), "indent", "inf"),
        (plain().with_paragraph_spacing(-1.0), "paragraph_spacing", "-1"),
        (plain().with_paragraph_spacing(f64::NAN), "paragraph_spacing", "NaN"),
        (Paragraph::new("a", style().with_letter_spacing(-2.0e6)), "letter_spacing", "-2000000"),
        (Paragraph::new("a", style().with_word_spacing(f64::NAN)), "word_spacing", "NaN"),
        (Paragraph::new("a", style().with_baseline_shift(BaselineShift::Px(f64::NAN))), "baseline_shift", "NaN"),
        (Paragraph::new("a", style().with_variations(wide)), "variations", "65"),
        (Paragraph::new("a", style().with_variations([FontVariation::new("wght", -4.0e4)])), "variations", "-40000"),
        (plain().with_fit(Fit::new(f64::NAN, 9.0)), "fit.least", "NaN"),
        (plain().with_language(&"a".repeat(65)), "language", &"a".repeat(64)),
    ] {
        match try_layout(&paragraph) {
            Err(Error::InvalidOption { option: name, value: shown, .. }) => {
                assert_eq!((name, shown.as_str()), (option, value));
            }
            other => panic!("{option}: {other:?}"),
        }
    }
}

/// Options at the ends of their ranges, each alone, on a text of 200,000 characters of all kinds, and on tabs alone.
#[test]
fn options_at_the_ends_of_their_ranges_take_bounded_time() {
    let piece = "墨石 ink\tשלום\u{ad}word。“引”e\u{301}\u{e000}\u{7}\n";
    let (mixed, tabs) = (piece.repeat(200_000 / piece.chars().count()), "\t".repeat(100_000));
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let all = |text: &str, style: TextStyle| Paragraph::new(text, style).with_width(300.0);
    let features = (0..64).map(|i| FontFeature::new(&format!("ss{i:02}"), u32::MAX));
    let variations = (0..64).map(|i| FontVariation::new(&format!("ax{i:02}"), 32_767.0));
    let styles = [
        style().with_letter_spacing(1.0e6),
        style().with_letter_spacing(-1.0e6),
        style().with_word_spacing(1.0e6),
        style().with_word_spacing(-1.0e6),
        style().with_baseline_shift(BaselineShift::Px(-1.0e6)),
        style().with_features(features),
        style().with_features([FontFeature::new("kern", u32::MAX), FontFeature::new("aalt", u32::MAX)]),
        style().with_variations(variations),
        style().with_size(f64::MIN_POSITIVE),
        style().with_size(1.0e6),
    ];
    type Change = fn(Paragraph) -> Paragraph;
    let changes: [Change; 12] = [
        |p| p.with_tab_size(TabSize::Spaces(0.0)),
        |p| p.with_tab_size(TabSize::Px(1.0e-300)),
        |p| p.with_tab_size(TabSize::Px(1.0e6)),
        |p| p.with_indent(1.0e6),
        |p| p.with_indent(-1.0e6),
        |p| p.with_hanging_indent(1.0e6),
        |p| p.with_paragraph_spacing(1.0e6),
        |p| p.with_text_wrap(TextWrap::Balance).with_indent(-1.0e6),
        |p| p.with_text_wrap(TextWrap::Balance).with_tab_size(TabSize::Px(1.0e-300)),
        |p| p.with_height(0.0).with_ellipsis(Ellipsis::default().with_text("…")),
        |p| p.with_line_break(LineBreak::Anywhere).with_overflow_wrap(OverflowWrap::Normal),
        |p| p.with_height(100.0).with_fit(Fit::new(f64::MIN_POSITIVE, 1.0e6)),
    ];
    let styled = styles.into_iter().map(|style| all(&mixed, style));
    let changed = changes.iter().flat_map(|change| [&mixed, &tabs].map(|text| change(all(text, style()))));
    let mut slowest = Duration::ZERO;
    for (number, paragraph) in styled.chain(changed).enumerate() {
        let start = Instant::now();
        let watch = Watch { deadline: Some(start + Duration::from_secs(30)), ..Watch::default() };
        let layout = context.layout(&fonts, &paragraph, &Limits::default(), &watch);
        let time = start.elapsed();
        slowest = slowest.max(time);
        let layout = layout.unwrap_or_else(|error| panic!("{number}: {error} after {time:?}"));
        let numbers = layout.lines.iter().flat_map(|line| [line.x, line.width, line.top, line.height, line.baseline]);
        assert!(numbers.chain(layout.clusters.iter().map(|cluster| cluster.x)).all(f64::is_finite), "{number}");
    }
    println!("slowest of 34: {slowest:?}");
    assert!(slowest < Duration::from_secs(20), "{slowest:?}");
}

#[test]
fn places_that_are_nowhere_have_answers() {
    let layout = layout(&Paragraph::new("墨石 ink", style()));
    assert!(layout.caret(usize::MAX).is_none());
    for place in [(f64::NAN, f64::NAN), (f64::INFINITY, 0.0), (-1.0e300, f64::NEG_INFINITY)] {
        assert!(layout.hit(place).is_some_and(|hit| !hit.inside), "{place:?}");
    }
    #[expect(clippy::reversed_empty_ranges, reason = "what a caller may hand over")]
    let backwards = 9..2;
    assert!(layout.selection(backwards).is_empty());
    assert_eq!(layout.selection(0..usize::MAX).len(), 1);
}

/// What stands for a character that is no letter: unassigned, private, a control that no face has a glyph for.
#[test]
fn characters_that_are_none_are_boxes_or_refused_or_skipped() {
    for character in ['\u{378}', '\u{e000}', '\u{10fffd}', '\u{fffe}', '\u{1}', '\u{7}', '\u{7f}', '\u{9f}'] {
        let paragraph = Paragraph::new(format!("a{character}b"), style());
        let shown = layout(&paragraph);
        assert_eq!(shown.report.missing, [(1, character)]);
        assert!(!shown.tofu.is_empty() && shown.ink_box().is_finite(), "{character:?}");
        let refused = try_layout(&paragraph.clone().with_missing_glyph(MissingGlyph::Error));
        let is_named =
            |error: &Error| matches!(error, Error::MissingGlyph { character: c, position: 1 } if *c == character);
        assert!(refused.as_ref().is_err_and(is_named), "{character:?}: {refused:?}");
        let skipped = layout(&paragraph.with_missing_glyph(MissingGlyph::Skip));
        assert!(skipped.tofu.is_empty() && glyphs(&skipped).len() == 2, "{character:?}");
    }
}

/// What a canvas keeps does not grow with what it laid out.
#[test]
fn what_is_kept_is_bounded_and_told() {
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let lay = |context: &mut TextContext, text: &str| {
        let paragraph = Paragraph::new(text, chinese()).with_width(300.0);
        context.layout(&fonts, &paragraph, &Limits::default(), &Watch::default()).unwrap();
        context.stats()
    };
    assert_eq!(context.stats().shaped_clusters, 0);
    let page = lay(&mut context, &"墨石".repeat(1000));
    // No shaper was needed.
    assert_eq!((page.shaped_clusters, page.faces), (2000, 0));
    assert!(page.shaped_bytes > 2000 * 40 && page.shaped_bytes < 1 << 20, "{page:?}");
    // A chapter is not kept, nor is its room.
    let chapter = lay(&mut context, &"墨石ink\n".repeat(100_000));
    assert_eq!(chapter.shaped_clusters, 0);
    assert!(chapter.shaped_bytes < 32 << 20, "{chapter:?}");
    let every: String = ('\u{20}'..='\u{ffff}').filter(|c| !c.is_control()).collect();
    let all = lay(&mut context, &every);
    assert!(all.lookup_bytes < 4 << 20 && all.box_bytes < 2 << 20 && all.plans <= 48, "{all:?}");
}

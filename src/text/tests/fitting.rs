use super::*;
use crate::random::Random;

fn boxed(text: &str) -> Paragraph {
    Paragraph::new(text, chinese()).with_width(100.0).with_line_height(LineHeight::Relative(1.5))
}

#[test]
fn the_greatest_size_that_fits_is_found() {
    // One line of five: 20 px. Two lines of three and two: 33 px; three of two: 50 px, if there is room for 225 px.
    for (height, size, lines) in [(30.0, 20.0, 1), (60.0, 20.0, 1), (100.0, 33.34, 2), (225.0, 50.0, 3)] {
        let fitted = layout(&boxed("一二三四五").with_height(height).with_fit(Fit::new(8.0, 80.0)));
        let found = fitted.report.fitted_size.unwrap();
        assert!(found <= size && found > size - 0.1, "{height}: {found}");
        assert_eq!(fitted.lines.len(), lines);
        assert!(!fitted.report.truncated && fitted.report.overflow_width == 0.0);
        assert_eq!(fitted.runs[0].size, found);
        // What was measured is what is laid out at that size.
        let plain = layout(
            &Paragraph::new("一二三四五", chinese().with_size(found))
                .with_width(100.0)
                .with_height(height)
                .with_line_height(LineHeight::Relative(1.5)),
        );
        assert_eq!((plain.runs, plain.lines), (fitted.runs, fitted.lines));
    }
}

#[test]
fn bounds_hold_and_what_does_not_fit_is_cut() {
    let at = |least, greatest, text: &str| layout(&boxed(text).with_height(40.0).with_fit(Fit::new(least, greatest)));
    assert_eq!(at(8.0, 12.0, "一二三").report.fitted_size, Some(12.0));
    let small = at(20.0, 30.0, "一二三四五六七八九十");
    assert_eq!((small.report.fitted_size, small.report.truncated, small.lines.len()), (Some(20.0), true, 1));
    // Without a box nothing is in the way.
    let free = layout(&Paragraph::new("一二三", style()).with_fit(Fit::new(1.0, 400.0)));
    assert_eq!(free.report.fitted_size, Some(400.0));
    assert_eq!(at(8.0, 8.0, "一").report.fitted_size, Some(8.0));
    assert!(layout(&Paragraph::new("", style()).with_fit(Fit::new(1.0, 2.0))).lines.is_empty());
}

#[test]
fn words_are_not_broken_to_be_larger() {
    let one = Paragraph::new("incomprehensible", style()).with_width(100.0).with_height(200.0);
    let fitted = layout(&one.with_fit(Fit::new(4.0, 60.0)));
    assert_eq!(fitted.lines.len(), 1);
    assert!(fitted.lines[0].width > 95.0 && fitted.lines[0].width <= 100.0);
    let lines = Paragraph::new("one two three four five six", style()).with_width(100.0).with_max_lines(2);
    let fitted = layout(&lines.with_fit(Fit::new(4.0, 60.0)));
    assert_eq!((fitted.lines.len(), fitted.report.truncated), (2, false));
}

#[test]
fn all_lengths_of_the_text_grow_alike() {
    let large = style().with_size(32.0).with_letter_spacing(2.0).with_baseline_shift(BaselineShift::Px(4.0));
    let paragraph = Paragraph::new("一", style().with_word_spacing(3.0))
        .with_span("二", large)
        .with_inline_box(InlineBox::new(8.0, 8.0), style())
        .with_line_height(LineHeight::Px(40.0));
    let plain = layout(&paragraph);
    let fitted = layout(&paragraph.clone().with_fit(Fit::new(48.0, 48.0)));
    assert_eq!(fitted.lines[0].width, plain.lines[0].width * 3.0);
    assert_eq!(fitted.lines[0].height, plain.lines[0].height * 3.0);
    assert_eq!(fitted.boxes[0].rect.x0, plain.boxes[0].rect.x0 * 3.0);
    assert_eq!(fitted.runs[1].glyphs[0].y, plain.runs[1].glyphs[0].y * 3.0);
}

#[test]
fn lines_lie_at_the_top_in_the_middle_or_at_the_bottom() {
    let text = Paragraph::new("一\n二", style()).with_line_height(LineHeight::Px(20.0)).with_height(100.0);
    let top = |align, baseline| {
        let text = text.clone().with_vertical_align(align).with_anchor(TextAnchor::Start, baseline);
        layout(&text).lines[0].top
    };
    let aligns = [VerticalAlign::Top, VerticalAlign::Middle, VerticalAlign::Bottom];
    assert_eq!(aligns.map(|align| top(align, Baseline::Top)), [0.0, 30.0, 60.0]);
    assert_eq!(aligns.map(|align| top(align, Baseline::Bottom)), [-100.0, -70.0, -40.0]);
    assert_eq!(aligns.map(|align| top(align, Baseline::Middle)), [-50.0, -20.0, 10.0]);
    // The box stays where it is.
    let alphabetic = top(VerticalAlign::Top, Baseline::Alphabetic);
    assert_eq!(aligns.map(|align| top(align, Baseline::Alphabetic) - alphabetic), [0.0, 30.0, 60.0]);
}

#[test]
fn all_baselines_of_a_canvas_are_there() {
    let metrics = layout(&Paragraph::new("一", style())).runs[0].face.metrics();
    let at = |baseline| {
        layout(&Paragraph::new("一\n二", style()).with_anchor(TextAnchor::Start, baseline)).lines[0].baseline
    };
    assert!((at(Baseline::Hanging) - 16.0 * 0.8 * metrics.em_ascent).abs() < 1e-9);
    let second = layout(&Paragraph::new("一\n二", style())).lines[1].baseline;
    assert!((at(Baseline::Bottom) + second - 16.0 * metrics.em_descent).abs() < 1e-9);
}

/// Hyphens count, and what is shaped otherwise at the ends of lines.
#[test]
fn what_is_fitted_overflows_only_where_no_size_fits() {
    const PIECES: [&str; 14] = [
        "in\u{ad}com\u{ad}pre",
        "hen\u{ad}si\u{ad}ble",
        "AVAV\u{ad}AVA",
        "Ty\u{ad}pe",
        "fi\u{ad}ffi",
        "\u{ad}",
        "To",
        "a",
        "-",
        "墨",
        "石，",
        "סלום",
        " ",
        " ",
    ];
    let random = &mut Random(11);
    let mut next = |n: u32| random.below(n);
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let mut lay_out =
        |paragraph: &Paragraph| context.layout(&fonts, paragraph, &Limits::default(), &Watch::default()).unwrap();
    let overflows = |layout: &TextLayout| {
        let report = &layout.report;
        report.truncated || report.overflow_width > 0.0 || report.overflow_height > 0.0
    };
    let mut fitted = 0;
    for number in 0..6_000 {
        let text: String = (0..=next(9)).map(|_| PIECES[next(14) as usize]).collect();
        let families = [["Inkstone Sans"], ["Inkstone Sans SC"]][number % 2];
        let (least, range) = (f64::from(2 + next(8)), f64::from(next(50)));
        let boxed = |size: f64, next: [u32; 3]| {
            let mut paragraph = Paragraph::new(text.clone(), style().with_families(families).with_size(size))
                .with_width(f64::from(next[0]));
            if number % 3 != 0 {
                paragraph = paragraph.with_height(f64::from(next[1]));
            } else {
                paragraph = paragraph.with_max_lines(next[2] as usize);
            }
            paragraph.with_overflow_wrap(if number % 4 == 3 { OverflowWrap::Anywhere } else { OverflowWrap::Normal })
        };
        let bounds = [10 + next(150), 20 + next(150), 1 + next(4)];
        let found = lay_out(&boxed(16.0, bounds).with_fit(Fit::new(least, least + range)));
        if overflows(&found) {
            for i in 0..=16 {
                let size = least + range * f64::from(i) / 16.0;
                let plain = lay_out(&boxed(size, bounds));
                assert!(
                    overflows(&plain),
                    "{number}: {text:?} in {bounds:?} fits at {size}, not at {:?}",
                    found.report
                );
            }
        } else {
            fitted += 1;
        }
    }
    assert!(fitted > 4_000, "{fitted}");
}

/// A tall span that moves to another line leaves room on the one that it was on: what does not fit may fit when it is larger.
#[test]
fn a_larger_size_that_fits_again_is_found() {
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let mut lay_out =
        |paragraph: &Paragraph| context.layout(&fonts, paragraph, &Limits::default(), &Watch::default()).unwrap();
    let text = |fit| {
        let paragraph =
            Paragraph::new("mmmmmmmmmmmm ", style().with_size(10.0)).with_span("中中中", style().with_size(40.0));
        paragraph.with_width(160.0).with_height(85.0).with_fit(fit)
    };
    let fits = |layout: &TextLayout| {
        let report = &layout.report;
        !report.truncated && report.overflow_width <= 0.0 && report.overflow_height <= 0.0
    };
    // What fits, one size at a time.
    let sizes = || (8 * 16..=16 * 16).map(|step| f64::from(step) / 16.0);
    let alone: Vec<f64> = sizes().filter(|&size| fits(&lay_out(&text(Fit::new(size, size))))).collect();
    let greatest = *alone.last().unwrap();
    assert!(alone.len() > 8 && sizes().next() != Some(alone[0]), "{alone:?}");
    for (least, most) in [(8.0, 16.0), (4.0, 40.0), (8.0, greatest), (8.0, 12.0)] {
        let layout = lay_out(&text(Fit::new(least, most)));
        let expected = alone.iter().copied().filter(|size| *size <= most).fold(0.0, f64::max);
        assert!(fits(&layout), "{least} to {most}");
        assert_eq!(layout.report.fitted_size, Some(expected), "{least} to {most}");
    }
}

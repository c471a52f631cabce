use kurbo::{ParamCurve, ParamCurveDeriv, Rect};

use super::*;
use crate::paint::{Color, Paint};

fn latin() -> TextStyle {
    TextStyle::new(20.0).with_families(["Inkstone Sans"])
}

fn lines_of(layout: &TextLayout, kind: DecorationKind) -> Vec<Rect> {
    layout.decorations.iter().filter(|mark| mark.kind == kind).map(|mark| mark.rect).collect()
}

#[test]
fn underlines_leave_out_what_crosses_them() {
    let text = |skip| {
        let decoration = DecorationStyle::new().with_skip_ink(skip);
        layout(&Paragraph::new("sagas", latin().with_underline(true).with_decoration(decoration)))
    };
    let whole = text(SkipInk::None);
    let [line] = lines_of(&whole, DecorationKind::Underline)[..] else { panic!("{:?}", whole.decorations) };
    let skipped = text(SkipInk::Auto);
    let [left, right] = lines_of(&skipped, DecorationKind::Underline)[..] else { panic!("{:?}", skipped.decorations) };
    assert_eq!((left.x0, right.x1, left.y0, left.y1), (line.x0, line.x1, line.y0, line.y1));
    // The gap is around the g.
    let g = glyphs(&skipped)[2];
    assert!(left.x1 < g.x + 2.0 && right.x0 > g.x + g.advance - 3.0 && right.x0 - left.x1 > 5.0, "{left:?} {right:?}");
    // Chinese crosses the line all over, and is crossed.
    let chinese = |skip| {
        let decoration = DecorationStyle::new().with_skip_ink(skip);
        let style = TextStyle::new(20.0).with_underline(true).with_decoration(decoration);
        lines_of(&layout(&Paragraph::new("丁了可", style)), DecorationKind::Underline).len()
    };
    assert_eq!(chinese(SkipInk::Auto), 1);
    let none = layout(&Paragraph::new("a a", latin().with_strikethrough(true)));
    assert_eq!(lines_of(&none, DecorationKind::Strikethrough).len(), 1, "lines through text skip nothing");
}

#[test]
fn lines_lie_where_the_style_says() {
    let decoration = DecorationStyle::new().with_thickness(3.0).with_underline_offset(7.0).with_paint(Color::WHITE);
    let style = latin().with_underline(true).with_overline(true).with_strikethrough(true).with_decoration(decoration);
    let all = layout(&Paragraph::new("axe", style.clone()));
    let metrics = all.runs[0].face.metrics();
    let under = lines_of(&all, DecorationKind::Underline)[0];
    assert_eq!((under.y0, under.y1), (7.0, 10.0));
    let over = lines_of(&all, DecorationKind::Overline)[0];
    assert!((over.y1 + metrics.ascent * 20.0).abs() < 1e-9 && (over.height() - 3.0).abs() < 1e-9);
    let through = lines_of(&all, DecorationKind::Strikethrough)[0];
    assert!(((through.y0 + through.y1) / 2.0 + metrics.strikethrough_position * 20.0).abs() < 1e-9);
    assert!(all.decorations.iter().all(|mark| mark.paint == Paint::Solid(Color::WHITE)));
    assert!(all.decorations.iter().all(|mark| all.ink_box().union(mark.rect) == all.ink_box()));
    // Raised with its span.
    let raised = layout(&Paragraph::new("axe", style.with_baseline_shift(BaselineShift::Px(5.0))));
    assert_eq!(lines_of(&raised, DecorationKind::Underline)[0].y0, 2.0);
}

#[test]
fn every_line_style_stays_in_its_extent() {
    for line in [LineStyle::Solid, LineStyle::Double, LineStyle::Dotted, LineStyle::Dashed, LineStyle::Wavy] {
        for thickness in [1e-300, 1e-3, 1.0, 50.0, 1e6] {
            let decoration = DecorationStyle::new().with_line(line).with_thickness(thickness);
            let style = latin().with_underline(true).with_overline(true).with_decoration(decoration);
            let all = layout(&Paragraph::new("age and gauge", style));
            for mark in &all.decorations {
                let line = &all.lines[mark.line];
                assert!(mark.rect.x0 >= line.x - 1e-9 && mark.rect.x1 <= line.x + line.width + 1e-9, "{mark:?}");
                if let DecorationShape::Stroked(path, stroke) = &mark.shape {
                    assert!(path.elements().len() <= 10_001 && path.elements().iter().all(|e| e.is_finite()));
                    assert!(stroke.dashes.iter().all(|dash| dash.is_finite()), "{stroke:?}");
                    let length = mark.rect.width();
                    let period: f64 = stroke.dashes.iter().sum();
                    assert!(stroke.dashes.is_empty() || length / period < 10_001.0);
                }
            }
        }
    }
}

#[test]
fn backgrounds_lie_behind_their_span_alone() {
    let gold = style().with_background(Color::from_rgb8(236, 178, 46));
    let paragraph = Paragraph::new("一", style()).with_span("二三", gold).with_span("四", style());
    let layout = layout(&paragraph);
    let [ground] = lines_of(&layout, DecorationKind::Background)[..] else { panic!("{:?}", layout.decorations) };
    assert_eq!((ground.x0, ground.x1), (16.0, 48.0));
    let metrics = layout.runs[0].face.metrics();
    assert_eq!((ground.y0, ground.y1), (-metrics.ascent * 16.0, -metrics.descent * 16.0));
    let wrapped = Paragraph::new("一二三", style().with_background(Color::BLACK)).with_width(20.0);
    assert_eq!(lines_of(&super::layout(&wrapped), DecorationKind::Background).len(), 3);
}

#[test]
fn words_are_spaced_and_letters_are() {
    let width = |style: TextStyle| layout(&Paragraph::new("a b\u{a0}c", style)).lines[0].width;
    let plain = width(latin());
    assert!((width(latin().with_word_spacing(5.0)) - plain - 10.0).abs() < 1e-9);
    assert!((width(latin().with_word_spacing(-2.0)) - plain + 4.0).abs() < 1e-9);
    assert!((width(latin().with_word_spacing(5.0).with_letter_spacing(1.0)) - plain - 15.0).abs() < 1e-9);
}

#[test]
fn features_change_glyphs_by_name_and_by_tag() {
    let ids = |text: &str, style: TextStyle| -> Vec<u32> {
        glyphs(&layout(&Paragraph::new(text, style))).iter().map(|glyph| glyph.id).collect()
    };
    let advances = |style: TextStyle| -> Vec<f64> {
        glyphs(&layout(&Paragraph::new("10710", style))).iter().map(|glyph| glyph.advance).collect()
    };
    let proportional = advances(latin());
    assert!(proportional[0] < proportional[1]);
    let tabular = advances(latin().with_variants([FontVariant::TabularNums]));
    assert!(tabular.iter().all(|advance| *advance == tabular[0]), "{tabular:?}");
    let by_tag = latin().with_features([FontFeature::new("tnum", 1)]);
    assert_eq!(advances(by_tag), tabular);
    assert_ne!(ids("0", latin()), ids("0", latin().with_variants([FontVariant::SlashedZero])));
    assert_ne!(ids("1/2", latin()), ids("1/2", latin().with_variants([FontVariant::DiagonalFractions])));
    // A tag overrules a name, and the last of a tag counts.
    let off = [("zero", 1), ("zero", 0)].map(|(tag, value)| FontFeature::new(tag, value));
    assert_eq!(ids("0", latin()), ids("0", latin().with_variants([FontVariant::SlashedZero]).with_features(off)));
    // Spaced letters do not kern less; a feature that no face has changes nothing.
    assert_eq!(ids("AV", latin()), ids("AV", latin().with_variants([FontVariant::SmallCaps])));
    let kerned = layout(&Paragraph::new("AVAVAV", latin())).lines[0].width;
    let unkerned = latin().with_features([FontFeature::new("kern", 0)]);
    assert!(layout(&Paragraph::new("AVAVAV", unkerned)).lines[0].width > kerned + 3.0);
}

/// The box of a mark is around all that is drawn of it.
#[test]
fn boxes_hold_the_lines_that_are_drawn_in_them() {
    for line in [LineStyle::Solid, LineStyle::Double, LineStyle::Dotted, LineStyle::Dashed, LineStyle::Wavy] {
        for (thickness, text) in [(1.0, "age and gauge"), (4.0, "i"), (3.0, "ab"), (0.25, "gauge"), (9.0, "i i")] {
            let decoration = DecorationStyle::new().with_line(line).with_thickness(thickness);
            let style = latin().with_underline(true).with_overline(true).with_strikethrough(true);
            for mark in &layout(&Paragraph::new(text, style.with_decoration(decoration))).decorations {
                let DecorationShape::Stroked(path, stroke) = &mark.shape else { continue };
                for segment in path.segments().filter(|_| line == LineStyle::Wavy) {
                    let curve = segment.to_cubic();
                    for t in (0..=64).map(|i| f64::from(i) / 64.0) {
                        let (p, d) = (curve.eval(t), curve.deriv().eval(t).to_vec2());
                        let normal = kurbo::Vec2::new(-d.y, d.x) / d.hypot2().sqrt() * (stroke.width / 2.0);
                        for edge in [p + normal, p - normal] {
                            let box_ = mark.rect.inflate(1e-9, 1e-9);
                            assert!(box_.contains(edge), "{line:?} {thickness} {text}: {edge:?} {:?}", mark.rect);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn negative_spacing_turns_nothing_around() {
    for text in ["Abc de", "墨石，墨石。", "字\u{f8ff}\u{10fffd}b", "office", "אבג דה", "a\tb", "e\u{301}e\u{301}"]
    {
        for spacing in [-3.0, -12.0, -200.0] {
            let spaced = style().with_letter_spacing(spacing).with_word_spacing(spacing).with_underline(true);
            let boxed = Paragraph::new(text, spaced.clone()).with_inline_box(InlineBox::new(8.0, 8.0), spaced);
            for paragraph in [boxed.clone(), boxed.with_width(20.0).with_align(Align::End)] {
                let layout = layout(&paragraph);
                let advance = layout.advance_box;
                assert!(advance.x1 >= advance.x0 && advance.y1 >= advance.y0, "{text} {spacing}: {advance:?}");
                assert!(layout.lines.iter().all(|line| line.width >= 0.0), "{text} {spacing}: {:?}", layout.lines);
                let clusters = &layout.clusters;
                assert!(clusters.iter().all(|cluster| cluster.width >= 0.0), "{text} {spacing}: {clusters:?}");
                for pair in clusters.windows(2).filter(|pair| pair[0].line == pair[1].line) {
                    assert!(pair[1].x >= pair[0].x - 1e-9, "{text} {spacing}: {pair:?}");
                }
                assert!(layout.tofu.iter().all(|bar| bar.rect.x1 >= bar.rect.x0 && bar.rect.width() < 17.0));
            }
        }
    }
    // What leaves letters their order is added as it is.
    let width = |spacing: f64| layout(&Paragraph::new("墨石", style().with_letter_spacing(spacing))).lines[0].width;
    assert_eq!([width(-1.0), width(-16.0), width(-17.0)], [30.0, 0.0, 0.0]);
}

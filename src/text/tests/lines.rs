use super::*;

const MIXED: &str = "墨分五彩，指用墨的濃淡變化。「墨」在 inkstone 上研磨，加 water 後寫字（或畫畫）；\
    Rust 語言 1.89 版起可用、無需 unsafe 代碼，输出 PNG 图像！标点不得出现在行首，』也是如此。";

#[test]
fn lines_fit_and_begin_as_they_may() {
    for width in (20..400).step_by(7).map(f64::from) {
        let paragraph = Paragraph::new(MIXED, chinese()).with_width(width);
        let layout = layout(&paragraph);
        let lines = line_texts(&layout, &paragraph);
        assert_eq!(lines.concat(), MIXED);
        for (i, text) in lines.iter().enumerate() {
            // At 20 px even a pair of an ideograph and a comma is wider than the line.
            if width >= 60.0 {
                assert!(!text.starts_with(['，', '。', '」', '）', '；', '、', '！', '』']), "{width}: {lines:?}");
                assert!(!text.trim_end().ends_with(['「', '（']), "{width}: {lines:?}");
                assert!(!text.starts_with(' '), "{width}: {lines:?}");
            }
            assert!(layout.lines[i].width <= width + 1e-6, "{width}: {i} {text:?} {}", layout.lines[i].width);
            assert!(right_edge(&layout, i) <= width + 1e-6);
        }
    }
}

#[test]
fn words_stay_whole_where_they_fit() {
    let paragraph = Paragraph::new("the quick brown fox", style()).with_width(90.0);
    assert_eq!(line_texts(&layout(&paragraph), &paragraph), ["the quick ", "brown fox"]);
    let narrow = Paragraph::new("incomprehensibilities", style()).with_width(50.0);
    let layout = layout(&narrow);
    assert!(layout.lines.len() > 2);
    assert_eq!(line_texts(&layout, &narrow).concat(), narrow.text());
    assert!(layout.lines.iter().all(|line| line.width <= 50.0));
}

#[test]
fn a_width_that_is_met_exactly_does_not_break() {
    let paragraph = Paragraph::new("一二三四五", style()).with_width(80.0);
    assert_eq!(layout(&paragraph).lines.len(), 1);
    let spaces = Paragraph::new("一二三四五     六", style()).with_width(80.0);
    assert_eq!(line_texts(&layout(&spaces), &spaces), ["一二三四五     ", "六"]);
}

#[test]
fn every_kind_of_line_break_ends_a_line() {
    let text = "a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g\u{b}h\u{c}i\n\nj\n";
    let paragraph = Paragraph::new(text, style());
    let layout = layout(&paragraph);
    let lines = line_texts(&layout, &paragraph);
    let shown: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    assert_eq!(shown, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "", "j", ""]);
    assert!(layout.report.missing.is_empty() && layout.tofu.is_empty());
    assert!(layout.lines.iter().all(|line| line.height == layout.lines[0].height));
}

#[test]
fn an_empty_text_has_no_lines() {
    let empty = layout(&Paragraph::new("", style()).with_width(10.0));
    assert_eq!((empty.lines.len(), empty.advance_box.area()), (0, 0.0));
    let space = layout(&Paragraph::new("  ", style()));
    assert_eq!((space.lines.len(), space.lines[0].width, space.runs.len()), (1, 0.0, 0));
}

#[test]
fn justified_lines_are_as_wide_as_the_paragraph() {
    let paragraph = Paragraph::new(MIXED, chinese()).with_width(203.0).with_align(Align::Justify);
    let layout = layout(&paragraph);
    assert!(layout.lines.len() > 3);
    for (i, line) in layout.lines.iter().enumerate() {
        if i + 1 < layout.lines.len() {
            assert_eq!(line.width, 203.0);
            assert!((right_edge(&layout, i) - 203.0).abs() < 1e-9, "{} {}", i, right_edge(&layout, i));
        } else {
            assert!(line.width < 203.0);
        }
        assert_eq!(line.x, 0.0);
    }
    let forced = Paragraph::new("一二三\n四五", chinese()).with_width(100.0).with_align(Align::Justify);
    assert_eq!(super::layout(&forced).lines[0].width, 48.0);
}

#[test]
fn a_cut_text_ends_in_an_ellipsis_inside_the_box() {
    for width in (0..300).step_by(5).map(f64::from) {
        for lines in 1..4 {
            let paragraph = Paragraph::new(MIXED, chinese()).with_width(width).with_max_lines(lines);
            let layout = layout(&paragraph);
            assert_eq!((layout.lines.len(), layout.report.truncated), (lines, true));
            // A line of one cluster may be too wide by itself, save the last one.
            assert!(layout.lines[lines - 1].width <= width + 1e-6, "{width} {lines}");
            assert!(right_edge(&layout, lines - 1) <= width + 1e-6);
        }
    }
    let paragraph = Paragraph::new("一二三四五六七八九十", chinese()).with_width(80.0).with_max_lines(1);
    let layout = layout(&paragraph);
    assert_eq!(line_texts(&layout, &paragraph), ["一二三四"]);
    let glyphs = glyphs(&layout);
    assert_eq!((glyphs.len(), glyphs[4].x, glyphs[4].cluster), (5, 64.0, 12));
}

#[test]
fn a_text_that_fits_is_not_cut() {
    let paragraph = Paragraph::new("一二三四五", chinese()).with_width(80.0).with_max_lines(1);
    let whole = layout(&paragraph);
    assert_eq!((whole.report.truncated, glyphs(&whole).len()), (false, 5));
    let two = Paragraph::new("a\nb", style()).with_max_lines(1);
    let cut = layout(&two);
    // Behind a Latin letter three stops: the face has its ellipsis in the middle of the em square.
    assert_eq!((cut.report.truncated, cut.lines.len(), glyphs(&cut).len()), (true, 1, 4));
    let arabic = Paragraph::new("سلام عليكم ورحمة الله", style()).with_width(90.0).with_max_lines(1);
    let cut = layout(&arabic);
    let ellipsis = cut.runs.iter().flat_map(|run| &run.glyphs).min_by(|a, b| a.x.total_cmp(&b.x)).unwrap();
    assert_eq!(ellipsis.cluster, cut.lines[0].text.end);
    assert!(cut.lines[0].width <= 90.0 && (cut.lines[0].x + cut.lines[0].width).abs() < 1e-9);
}

#[test]
fn letter_spacing_follows_every_cluster_and_parts_ligatures() {
    let plain = layout(&Paragraph::new("office", style().with_families(["Inkstone Sans"])));
    let spaced = layout(&Paragraph::new("office", style().with_families(["Inkstone Sans"]).with_letter_spacing(3.0)));
    assert_eq!(glyphs(&spaced).len(), 6);
    assert!(spaced.lines[0].width >= plain.lines[0].width + 6.0 * 3.0 - 2.0);
    // The mark stays where it was above its base.
    let accent = |spacing| {
        let thai = Paragraph::new("กี่ก", style().with_letter_spacing(spacing));
        let glyphs = glyphs(&layout(&thai));
        glyphs[1].x - glyphs[0].x
    };
    assert_eq!(accent(0.0), accent(5.0));
    let cursive = layout(&Paragraph::new("سلام", style().with_letter_spacing(5.0)));
    assert_eq!(cursive.lines[0].width, layout(&Paragraph::new("سلام", style())).lines[0].width);
}

#[test]
fn a_break_between_joined_letters_shapes_both_sides_anew() {
    let word = "كتبكتبكتبكتبكتبكتب";
    let paragraph = Paragraph::new(word, style()).with_width(50.0);
    let layout = layout(&paragraph);
    assert!(layout.lines.len() > 1);
    assert!(layout.lines.iter().all(|line| line.width <= 50.0 && line.width > 20.0));
    assert_eq!(line_texts(&layout, &paragraph).concat(), word);
    // Kerned Latin, broken anywhere: as wide as the same letters set for themselves.
    let latin = style().with_families(["Inkstone Sans"]);
    let kerned = Paragraph::new("AVAVAVAVAVAV", latin.clone()).with_width(40.0);
    let broken = super::layout(&kerned);
    for (line, text) in broken.lines.iter().zip(line_texts(&broken, &kerned)) {
        let alone = super::layout(&Paragraph::new(text, latin.clone()));
        assert!((line.width - alone.lines[0].width).abs() < 1e-9, "{text}");
    }
}

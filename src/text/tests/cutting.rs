use super::*;

fn cut(text: &str, style: TextStyle, width: f64, place: EllipsisPlace) -> (String, TextLayout) {
    let paragraph = Paragraph::new(text, style).with_width(width).with_max_lines(1).with_ellipsis(Ellipsis::new(place));
    let layout = layout(&paragraph);
    let line = layout.lines[0].clone();
    let tail = line.tail.clone().map_or("", |tail| &text[tail]);
    (format!("{}~{tail}", &text[line.text]), layout)
}

#[test]
fn an_ellipsis_stands_at_the_end_in_the_middle_or_at_the_start() {
    let text = "一二三四五六七八九十";
    for (place, shown) in
        [(EllipsisPlace::End, "一二三四~"), (EllipsisPlace::Middle, "一二~九十"), (EllipsisPlace::Start, "~七八九十")]
    {
        let (line, layout) = cut(text, chinese(), 80.0, place);
        assert_eq!(line, shown);
        assert!(layout.report.truncated && layout.lines[0].width == 80.0);
        assert!((right_edge(&layout, 0) - 80.0).abs() < 1e-9);
        assert_eq!(glyphs(&layout).len(), 5);
    }
}

#[test]
fn nothing_leaves_the_box_wherever_the_ellipsis_stands() {
    let texts = [
        "office AVAVAV fi waffle",
        "سلام عليكم ورحمة الله",
        "中文 and English 混排，标点！",
        "ab\ncd\nef",
        "ภาษาไทย คำ",
    ];
    for text in texts {
        for place in [EllipsisPlace::End, EllipsisPlace::Middle, EllipsisPlace::Start] {
            for width in (0..120).step_by(7).map(f64::from) {
                for lines in 1..3 {
                    let ellipsis = Ellipsis::new(place);
                    let paragraph =
                        Paragraph::new(text, style()).with_width(width).with_max_lines(lines).with_ellipsis(ellipsis);
                    let layout = layout(&paragraph);
                    if !layout.report.truncated {
                        continue;
                    }
                    let line = &layout.lines[layout.lines.len() - 1];
                    assert!(line.width <= width + 1e-6, "{text} {place:?} {width}: {}", line.width);
                    let runs = layout.runs.iter().filter(|run| run.line == layout.lines.len() - 1);
                    let sum: f64 = runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.advance).sum();
                    assert!((sum - line.width).abs() < 1e-6, "{text} {place:?} {width}: {sum} {}", line.width);
                }
            }
        }
    }
}

#[test]
fn the_form_of_the_ellipsis_is_the_scripts() {
    let ink = |text: &str, style: TextStyle| {
        let (_, layout) = cut(text, style.with_size(100.0), 450.0, EllipsisPlace::End);
        let at = layout.lines[0].text.end;
        let of: Vec<_> = layout
            .runs
            .iter()
            .flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph)))
            .filter(|(_, glyph)| glyph.cluster == at)
            .collect();
        let boxes = of[0].0.face.glyph_boxes(Default::default()).unwrap();
        let bounds = boxes.bounds(of[0].1.id).unwrap();
        (of.len(), bounds.y0 / f64::from(of[0].0.face.units_per_em()))
    };
    let (count, bottom) = ink("一二三四五六七", chinese());
    assert!(count == 1 && bottom > 0.25, "{count} {bottom}");
    // The face for Chinese has its ellipsis in the middle: for Latin three stops of it do.
    let (count, bottom) = ink("incomprehensible", style());
    assert!(count == 3 && bottom < 0.05, "{count} {bottom}");
    let (count, bottom) = ink("incomprehensible", style().with_families(["Inkstone Sans"]));
    assert!(count == 1 && bottom < 0.05, "{count} {bottom}");
    // Behind Chinese, the face that draws it, though another is asked for first.
    let (count, bottom) = ink("一二三四五六七", chinese().with_families(["Inkstone Sans"]));
    assert!(count == 1 && bottom > 0.25, "{count} {bottom}");
}

#[test]
fn an_ellipsis_may_say_something_or_nothing() {
    let with = |text: &str| {
        let paragraph = Paragraph::new("一二三四五六七八九十", chinese())
            .with_width(80.0)
            .with_max_lines(1)
            .with_ellipsis(Ellipsis::default().with_text(text));
        layout(&paragraph)
    };
    let more = with("→更");
    assert_eq!((more.lines[0].text.clone(), glyphs(&more).len(), more.lines[0].width), (0..9, 5, 80.0));
    let none = with("");
    assert_eq!((none.lines[0].text.clone(), glyphs(&none).len()), (0..15, 5));
    assert!(none.report.truncated);
    let wide = with("这一句比整行还要长得多");
    assert_eq!((wide.lines[0].width, glyphs(&wide).len()), (0.0, 0));
}

#[test]
fn a_height_cuts_lines_and_a_line_break_shows_the_end() {
    let text = "一二三四五六七八九十";
    let high = |height: f64| {
        let text = Paragraph::new(text, chinese()).with_width(48.0).with_line_height(LineHeight::Px(20.0));
        layout(&text.with_height(height))
    };
    assert_eq!((high(80.0).lines.len(), high(80.0).report.truncated), (4, false));
    let cut = high(79.0);
    assert_eq!((cut.lines.len(), cut.report.truncated, cut.report.overflow_height), (3, true, 0.0));
    assert_eq!(cut.lines[2].text, 18..24);
    // One line always is there, and the report says that it is too high.
    let low = high(5.0);
    assert_eq!((low.lines.len(), low.report.overflow_height), (1, 15.0));
    // The end of the text is that of its last line.
    let path = Paragraph::new("begin\nmiddle\nend", style()).with_max_lines(1);
    let middle = layout(&path.clone().with_ellipsis(Ellipsis::new(EllipsisPlace::Middle)));
    assert_eq!((middle.lines[0].text.clone(), middle.lines[0].tail.clone()), (0..5, Some(13..16)));
    let start = layout(&path.with_ellipsis(Ellipsis::new(EllipsisPlace::Start)));
    assert_eq!((start.lines[0].text.clone(), start.lines[0].tail.clone()), (0..0, Some(13..16)));
    assert_eq!(start.report.faces[0].text, 13..16);
    assert!(start.caret(14).is_some() && start.caret(7).is_none());
}

#[test]
fn wide_words_are_told() {
    let text = Paragraph::new("字", style()).with_width(10.0);
    assert_eq!(layout(&text).report.overflow_width, 6.0);
    assert_eq!(layout(&text.with_width(16.0)).report.overflow_width, 0.0);
}

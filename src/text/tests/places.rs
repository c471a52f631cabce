use super::*;

/// Clusters' texts of a line, from the left.
fn shown(layout: &TextLayout, text: &str, line: usize) -> String {
    layout.clusters.iter().filter(|cluster| cluster.line == line).map(|cluster| &text[cluster.text.clone()]).collect()
}

#[test]
fn clusters_cover_the_text_once_and_lie_beside_each_other() {
    for text in [
        "墨石 ink e\u{301}fi",
        "ab אב 12 גד c",
        "سلام عليكم",
        "कि क्ष ภาษา",
        "one two\nthree  \n\nfour",
        "👨\u{200d}👩 a\u{200d}b",
        "office ffi",
        "in\u{ad}com\u{ad}pre\u{ad}hen\u{ad}si\u{ad}ble",
        "סלום in\u{ad}com\u{ad}pre\u{ad}hen",
    ] {
        for width in [1e6, 60.0] {
            let layout = layout(&Paragraph::new(text, style().with_families(["Inkstone Sans"])).with_width(width));
            let mut bytes: Vec<_> = layout.clusters.iter().map(|cluster| cluster.text.clone()).collect();
            bytes.sort_by_key(|range| range.start);
            assert_eq!(bytes.first().unwrap().start, 0, "{text}");
            assert_eq!(bytes.last().unwrap().end, text.len(), "{text}");
            assert!(bytes.windows(2).all(|pair| pair[0].end == pair[1].start), "{text}: {bytes:?}");
            for (number, line) in layout.lines.iter().enumerate() {
                let clusters: Vec<_> = layout.clusters.iter().filter(|cluster| cluster.line == number).collect();
                for pair in clusters.windows(2) {
                    assert!((pair[0].x + pair[0].width - pair[1].x).abs() < 1e-6, "{text}: {pair:?}");
                }
                let inside = clusters.iter().filter(|cluster| {
                    cluster.x >= line.x - 1e-6 && cluster.x + cluster.width <= line.x + line.width + 1e-6
                });
                let sum: f64 = inside.map(|cluster| cluster.width).sum();
                assert!((sum - line.width).abs() < 1e-6, "{text}: {sum} {}", line.width);
            }
        }
    }
}

/// Where a soft hyphen shows one, that is what lies there.
#[test]
fn a_hyphen_at_the_end_of_a_line_can_be_hit() {
    let text = "in\u{ad}com\u{ad}pre\u{ad}hen";
    let layout = layout(&Paragraph::new(text, style().with_families(["Inkstone Sans"])).with_width(70.0));
    let line = &layout.lines[0];
    let end = line.x + line.width;
    let hit = layout.hit((end - 2.0, line.baseline)).unwrap();
    assert_eq!((hit.text, hit.inside), (7..9, true));
    let selected = layout.selection(7..9);
    assert!(selected.len() == 1 && selected[0].x1 == end && selected[0].width() > 4.0, "{selected:?}");
    assert_eq!(layout.caret(7).unwrap().x, selected[0].x0);
}

#[test]
fn a_hit_finds_what_its_caret_was_put_before() {
    for text in ["墨石 ink", "ab אב 12 גד c", "سلام abc", "one two three four", "office"] {
        let layout = layout(&Paragraph::new(text, style().with_families(["Inkstone Sans"])).with_width(70.0));
        for cluster in layout.clusters.iter().filter(|cluster| cluster.width > 0.5) {
            let y = layout.lines[cluster.line].baseline;
            let (near_start, near_end) = if cluster.right_to_left { (0.9, 0.1) } else { (0.1, 0.9) };
            let start = layout.hit((cluster.x + cluster.width * near_start, y)).unwrap();
            assert_eq!(
                (start.text.clone(), start.byte, start.line),
                (cluster.text.clone(), cluster.text.start, cluster.line)
            );
            let end = layout.hit((cluster.x + cluster.width * near_end, y)).unwrap();
            assert_eq!((end.text, end.byte), (cluster.text.clone(), cluster.text.end), "{text}");
            let caret = layout.caret(cluster.text.start).unwrap();
            let edge = if cluster.right_to_left { cluster.x + cluster.width } else { cluster.x };
            assert!((caret.x - edge).abs() < 1e-6 && caret.line == cluster.line, "{text}: {caret:?} {cluster:?}");
        }
    }
}

#[test]
fn points_beside_the_text_hit_the_nearest_cluster() {
    let text = "一二\n三";
    let layout = layout(&Paragraph::new(text, style()));
    let hit = |x, y| layout.hit((x, y)).map(|hit| (hit.text, hit.byte, hit.line, hit.inside)).unwrap();
    assert_eq!(hit(-100.0, -100.0), (0..3, 0, 0, false));
    assert_eq!(hit(100.0, 0.0).0, 3..6);
    assert_eq!(hit(3.0, 1000.0), (7..10, 7, 1, false));
    assert_eq!(hit(13.0, 20.0), (7..10, 10, 1, true));
    assert!(super::layout(&Paragraph::new("", style())).hit((0.0, 0.0)).is_none());
    let empty = super::layout(&Paragraph::new("a\n\nb", style()));
    let middle = empty.hit((5.0, empty.lines[1].baseline)).unwrap();
    assert_eq!((middle.line, middle.text), (1, 2..3));
    assert_eq!(empty.caret(2).unwrap().line, 1);
}

#[test]
fn carets_stand_at_ends_and_between_directions() {
    let text = "ab אב";
    let layout = layout(&Paragraph::new(text, style()));
    let line = &layout.lines[0];
    let right = line.x + line.width;
    let caret = |byte| layout.caret(byte).unwrap();
    assert_eq!((caret(0).x, caret(0).split), (0.0, None));
    // Before the Hebrew a caret has two places: where the space ends, and where the first letter begins, on the right.
    assert!((caret(3).x - right).abs() < 1e-9 && caret(3).split.is_some_and(|x| x < right - 5.0));
    // Behind all text it stands on the left of its last letter.
    assert!((caret(text.len()).x - caret(3).split.unwrap()).abs() < 1e-9);
    assert_eq!(caret(4).byte, 3, "a letter is not entered");
    assert_eq!(layout.caret(text.len() + 1), None);
    assert_eq!(shown(&layout, text, 0), "ab בא");
    // Behind white space at the end as well.
    let spaced = super::layout(&Paragraph::new("a  ", style()));
    assert!(spaced.caret(3).unwrap().x > spaced.caret(2).unwrap().x);
    assert!(spaced.caret(2).unwrap().x > spaced.lines[0].width);
    let broken = super::layout(&Paragraph::new("a\n", style()));
    assert_eq!((broken.caret(2).unwrap().line, broken.caret(1).unwrap().line), (1, 0));
}

#[test]
fn selections_are_one_rectangle_a_stretch() {
    let text = "ab אב 12";
    let layout = layout(&Paragraph::new(text, style()));
    assert_eq!(layout.selection(0..text.len()).len(), 1);
    // From the first letter into the Hebrew: two stretches.
    let some = layout.selection(1..5);
    assert_eq!(some.len(), 2, "{some:?}");
    assert!(layout.selection(2..2).is_empty() && layout.selection(90..99).is_empty());
    let wrapped = super::layout(&Paragraph::new("一二三四", style()).with_width(32.0));
    let lines = wrapped.selection(3..9);
    assert_eq!(lines.iter().map(|rect| (rect.x0, rect.x1)).collect::<Vec<_>>(), [(16.0, 32.0), (0.0, 16.0)]);
    assert_eq!((lines[0].y0, lines[0].y1), (wrapped.lines[0].top, wrapped.lines[0].top + wrapped.lines[0].height));
}

#[test]
fn ligatures_are_shared_between_their_letters() {
    let mut fonts = FontLibrary::bundled();
    fonts.add_bytes("variable", variable_font()).unwrap();
    let paragraph = Paragraph::new("xIIx", style().with_size(10.0).with_families(["Inkstone Test Variable"]));
    let (limits, watch) = (Limits::default(), Watch::default());
    let layout = TextContext::new(&fonts).layout(&fonts, &paragraph, &limits, &watch).unwrap();
    assert_eq!(glyphs(&layout).len(), 3);
    let places: Vec<f64> = layout.clusters.iter().map(|cluster| cluster.x).collect();
    assert_eq!(places, [0.0, 6.0, 12.0, 18.0]);
}

#[test]
fn justified_lines_have_no_hole_behind_a_ligature() {
    let justified =
        |text: &str, width: f64| layout(&Paragraph::new(text, chinese()).with_width(width).with_align(Align::Justify));
    // Two dashes are one glyph, behind which there is a gap.
    for text in ["一二——三四五六七八", "——一二三四五六七八", "一二 ——三 四五六七八", "一——二——三四五六七八"]
    {
        let layout = justified(text, 101.0);
        let line = &layout.lines[0];
        assert_eq!(line.width, 101.0, "{text}");
        let mut x = line.x;
        for cluster in layout.clusters.iter().filter(|cluster| cluster.line == 0 && cluster.x < line.x + line.width) {
            assert!((cluster.x - x).abs() < 1e-9, "{text}: {cluster:?} {x}");
            x += cluster.width;
        }
        assert!((x - line.x - line.width).abs() < 1e-9, "{text}");
        let first: Vec<_> = layout.runs.iter().filter(|run| run.line == 0).flat_map(|run| &run.glyphs).collect();
        for pair in first.windows(2) {
            assert!((pair[0].x + pair[0].advance - pair[1].x).abs() < 1e-9, "{text}: {pair:?}");
        }
    }
}

#[test]
fn carets_in_ligatures_stand_where_the_font_says() {
    let arabic = style().with_families(["Inkstone Sans Arabic"]).with_size(1000.0);
    // At 291 of 582 units, in the middle.
    let lam_alef = layout(&Paragraph::new("لا", arabic.clone()));
    let [alef, lam] = &lam_alef.clusters[..] else { panic!("{:?}", lam_alef.clusters) };
    assert_eq!((glyphs(&lam_alef).len(), alef.width, lam.width), (1, 291.0, 291.0));
    // At 284 of 643 units.
    let hebrew = style().with_families(["Inkstone Sans Hebrew"]).with_size(1000.0);
    let hebrew = hebrew.with_features([FontFeature::new("dlig", 1)]);
    let alef_lamed = layout(&Paragraph::new("אל", hebrew.clone()));
    assert_eq!(glyphs(&alef_lamed).len(), 1);
    let [lamed, alef] = &alef_lamed.clusters[..] else { panic!("{:?}", alef_lamed.clusters) };
    assert_eq!((lamed.x, lamed.width, alef.width), (alef_lamed.lines[0].x, 284.0, 643.0 - 284.0));
    assert_eq!((lamed.text.clone(), alef.text.clone()), (2..4, 0..2));
    assert_eq!(alef_lamed.caret(2).unwrap().x, lamed.x + 284.0);
    // What is added to the advance stands behind the last letter.
    let spaced = layout(&Paragraph::new("אל", hebrew.with_letter_spacing(100.0)));
    let [lamed, alef] = &spaced.clusters[..] else { panic!("{:?}", spaced.clusters) };
    assert_eq!((lamed.width, alef.width), (384.0, 643.0 - 284.0));
}

/// White space at the end has no cluster where an ellipsis stands before: a caret there stands behind the last letter.
#[test]
fn carets_behind_an_ellipsis_stand_at_the_end() {
    for text in ["one two three four five", "one two three four five  ", "one two three\nfour five six seven\n"] {
        for place in [EllipsisPlace::Middle, EllipsisPlace::Start] {
            let paragraph = Paragraph::new(text, style()).with_width(100.0).with_max_lines(1);
            let layout = layout(&paragraph.with_ellipsis(Ellipsis::new(place)));
            assert!(layout.report.truncated && layout.lines[0].tail.is_some(), "{text:?}");
            let end = layout.lines[0].x + layout.lines[0].width;
            for byte in text.trim_end().len()..=text.len() {
                let caret = layout.caret(byte).unwrap();
                assert!(
                    (caret.x - end).abs() < 1e-6 && caret.split.is_none(),
                    "{text:?} {place:?} {byte}: {caret:?} {end}"
                );
            }
        }
    }
}

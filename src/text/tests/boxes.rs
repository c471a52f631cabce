use kurbo::Rect;

use super::*;

fn em() -> crate::FaceMetrics {
    FontLibrary::bundled().faces().next().unwrap().metrics()
}

#[test]
fn the_em_square_is_one_em() {
    for face in FontLibrary::bundled().faces() {
        let metrics = face.metrics();
        assert!((metrics.em_ascent - metrics.em_descent - 1.0).abs() < 1e-12, "{face:?}");
        assert!(metrics.ascent > 0.0 && metrics.descent < 0.0 && metrics.underline_thickness > 0.0, "{face:?}");
    }
    assert!((em().em_ascent - 0.88).abs() < 1e-9);
}

#[test]
fn anchors_put_their_point_onto_the_origin() {
    let at = |text, baseline| layout(&Paragraph::new("一二\n三", style()).with_anchor(text, baseline));
    let start = at(TextAnchor::Start, Baseline::Alphabetic);
    assert_eq!((start.lines[0].x, start.lines[0].baseline), (0.0, 0.0));
    assert_eq!(at(TextAnchor::Middle, Baseline::Alphabetic).lines[0].x, -16.0);
    assert_eq!(at(TextAnchor::End, Baseline::Alphabetic).lines[0].x, -32.0);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    close(at(TextAnchor::Start, Baseline::Top).lines[0].baseline, 16.0 * em().em_ascent);
    close(at(TextAnchor::Start, Baseline::Ideographic).lines[0].baseline, 16.0 * em().em_descent);
    let middle = at(TextAnchor::Start, Baseline::Middle);
    let (top, bottom) =
        (middle.lines[0].baseline - 16.0 * em().em_ascent, middle.lines[1].baseline - 16.0 * em().em_descent);
    close(top, -bottom);
    // The start of a right-to-left paragraph is its right side.
    let hebrew = layout(&Paragraph::new("שלום", style()).with_width(100.0));
    close(hebrew.lines[0].x + hebrew.lines[0].width, 0.0);
}

#[test]
fn alignment_stands_lines_in_the_width() {
    let x = |align| layout(&Paragraph::new("一二\n三", style()).with_width(100.0).with_align(align)).lines[1].x;
    assert_eq!([Align::Start, Align::Center, Align::End, Align::Justify].map(x), [0.0, 42.0, 84.0, 0.0]);
    let widest = layout(&Paragraph::new("一二\n三", style()).with_align(Align::End));
    assert_eq!(widest.lines[1].x, 16.0);
}

#[test]
fn fallback_faces_do_not_move_lines() {
    let heights = |text: &str| {
        let layout = layout(&Paragraph::new(text, style()));
        layout.lines.iter().map(|line| (line.top, line.baseline, line.height)).collect::<Vec<_>>()
    };
    assert_eq!(heights("a\nb\nc"), heights("a\nकिภาษา\nسلام"));
    let relative = layout(&Paragraph::new("a\nb", style()).with_line_height(LineHeight::Relative(1.5)));
    assert_eq!(relative.lines[1].baseline - relative.lines[0].baseline, 24.0);
    let tall =
        Paragraph::new("a", style()).with_span("b", style().with_size(32.0)).with_line_height(LineHeight::Px(40.0));
    let tall = layout(&tall);
    assert!(tall.lines[0].height >= 40.0 && tall.runs.len() == 2);
}

#[test]
fn decorations_are_one_bar_a_span_and_line() {
    let line = style().with_underline(true).with_strikethrough(true);
    let paragraph = Paragraph::new("下 line 線 ", line).with_span("plain", style()).with_width(60.0);
    let layout = layout(&paragraph);
    let under: Vec<Rect> =
        layout.decorations.iter().filter(|bar| bar.kind == DecorationKind::Underline).map(|bar| bar.rect).collect();
    assert_eq!(under.len() * 2, layout.decorations.len());
    assert!(under.iter().all(|rect| rect.height() >= 0.5 && rect.width() > 10.0), "{under:?}");
    assert!(under[0].y0 > layout.lines[0].baseline && (under[0].x1 - right_edge(&layout, 0)).abs() < 1e-9);
}

#[test]
fn the_ink_box_is_around_what_is_painted() {
    let dot = layout(&Paragraph::new("。", style().with_size(100.0))).ink_box();
    assert!(dot.width() > 5.0 && dot.width() < 50.0 && dot.y1 > 0.0 && dot.y0 > -50.0, "{dot:?}");
    let upright = layout(&Paragraph::new("I", style().with_size(100.0))).ink_box();
    let slanted = layout(&Paragraph::new("I", style().with_size(100.0).with_italic(true))).ink_box();
    assert!(slanted.x1 > upright.x1 + 10.0 && slanted.y0 == upright.y0);
}

#[test]
fn layouts_are_equal_however_they_came_about() {
    let fonts = FontLibrary::bundled();
    let texts = ["墨分五彩 inkstone ภาษาไทย", "سلام abc", "office ffi AVAV", "骨 \u{f8ff} कि"];
    let paragraphs: Vec<Paragraph> = (0..40)
        .map(|i| Paragraph::new(texts[i % 4].repeat(1 + i), chinese()).with_width(30.0 * (1 + i % 7) as f64))
        .collect();
    let mut used = TextContext::new(&fonts);
    for paragraph in paragraphs.iter().chain(paragraphs.iter().rev()) {
        let (limits, watch) = (Limits::default(), Watch::default());
        let again = used.layout(&fonts, paragraph, &limits, &watch).unwrap();
        let fresh = TextContext::new(&fonts).layout(&fonts, paragraph, &limits, &watch).unwrap();
        assert_eq!(again, fresh);
    }
    // Another library takes the place of the last one.
    let mut thai = FontLibrary::new();
    let bytes = fonts.faces().last().unwrap().data().to_vec();
    thai.add_bytes("thai", bytes).unwrap();
    let paragraph = Paragraph::new("ก", style());
    let (limits, watch) = (Limits::default(), Watch::default());
    let layout = used.layout(&thai, &paragraph, &limits, &watch).unwrap();
    assert_eq!(layout.runs[0].face.family(), "Inkstone Sans Thai");
    assert_eq!(layout.runs[0].face, *fonts.faces().last().unwrap());
}

/// A font's `BASE` table says where they lie; others have what browsers take.
#[test]
fn baselines_lie_where_the_font_says() {
    let file = format!("{}/fonts/InkstoneSansSC-Regular.otf", env!("CARGO_MANIFEST_DIR"));
    let mut font = std::fs::read(file).unwrap();
    let at = |font: &[u8], baseline| {
        let mut fonts = FontLibrary::new();
        fonts.add_bytes("base.otf", font.to_vec()).unwrap();
        let paragraph = Paragraph::new("一", style().with_size(100.0)).with_anchor(TextAnchor::Start, baseline);
        let layout = TextContext::new(&fonts).layout(&fonts, &paragraph, &Limits::default(), &Watch::default());
        layout.unwrap().lines[0].baseline
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    close(at(&font, Baseline::Ideographic), -12.0);
    close(at(&font, Baseline::Hanging), 0.8 * 88.0);
    // The ideographic baseline lower down, and a hanging one in the place of the bottom of ideographs' faces.
    let directory = font[12..].chunks_exact(16).find(|record| record.starts_with(b"BASE")).unwrap();
    let [start, length] = [8, 12].map(|at| u32::from_be_bytes(directory[at..at + 4].try_into().unwrap()) as usize);
    let base = &mut font[start..start + length];
    let mut replace = |from: [u8; 4], to: [u8; 4]| {
        let places: Vec<usize> = base.windows(4).enumerate().filter(|(_, w)| *w == from).map(|(at, _)| at).collect();
        assert!(!places.is_empty(), "{from:?}");
        places.into_iter().for_each(|at| base[at..at + 4].copy_from_slice(&to));
    };
    let coordinate = |value: i16| [0, 1, value.to_be_bytes()[0], value.to_be_bytes()[1]];
    replace(coordinate(-120), coordinate(-200));
    replace(coordinate(-74), coordinate(700));
    replace(*b"icfb", *b"hang");
    close(at(&font, Baseline::Ideographic), -20.0);
    close(at(&font, Baseline::Hanging), 70.0);
}

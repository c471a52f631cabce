use super::*;
use crate::image::Image;
use crate::pixmap::Pixmap;

fn with(align: InlineAlign) -> TextLayout {
    let paragraph = Paragraph::new("一", style())
        .with_inline_box(InlineBox::new(30.0, 40.0).with_align(align), style())
        .with_span("二", style());
    layout(&paragraph)
}

#[test]
fn boxes_stand_where_their_alignment_says() {
    let metrics = layout(&Paragraph::new("一", style())).runs[0].face.metrics();
    let (em_middle, size) = ((metrics.em_ascent + metrics.em_descent) / 2.0, 16.0);
    for (align, bottom) in [
        (InlineAlign::Baseline, 0.0),
        (InlineAlign::Middle, 20.0 - metrics.x_height * size / 2.0),
        (InlineAlign::Center, 20.0 - em_middle * size),
        (InlineAlign::TextTop, 40.0 - metrics.ascent * size),
        (InlineAlign::TextBottom, -metrics.descent * size),
        (InlineAlign::Px(-7.0), 7.0),
    ] {
        let layout = with(align);
        let [placed] = &layout.boxes[..] else { panic!("{:?}", layout.boxes) };
        assert!((placed.rect.y1 - bottom).abs() < 1e-9 && (placed.rect.height() - 40.0).abs() < 1e-9, "{align:?}");
        assert_eq!((placed.rect.x0, placed.rect.x1, placed.text.clone(), placed.index), (16.0, 46.0, 3..6, 0));
        assert_eq!(layout.lines[0].width, 62.0);
        let line = &layout.lines[0];
        assert!(line.top <= placed.rect.y0 + 1e-9 && line.top + line.height >= placed.rect.y1 - 1e-9, "{line:?}");
        assert!(layout.report.missing.is_empty() && layout.tofu.is_empty());
        assert_eq!(layout.report.faces.iter().map(|range| range.text.clone()).collect::<Vec<_>>(), [0..3, 6..9]);
    }
}

#[test]
fn boxes_wrap_as_words_do_and_do_not_need_a_glyph() {
    let mut paragraph = Paragraph::new("", style()).with_width(50.0).with_missing_glyph(MissingGlyph::Error);
    for _ in 0..5 {
        paragraph = paragraph.with_inline_box(InlineBox::new(20.0, 10.0), style());
    }
    let layout = layout(&paragraph);
    assert_eq!(layout.lines.len(), 3);
    assert_eq!(layout.boxes.iter().map(|placed| placed.line).collect::<Vec<_>>(), [0, 0, 1, 1, 2]);
    // Among Hebrew they stand from the right.
    let hebrew =
        Paragraph::new("אב", style()).with_inline_box(InlineBox::new(20.0, 10.0), style()).with_span("גד", style());
    let hebrew = super::layout(&hebrew);
    let (first, last) = (&hebrew.runs[0].glyphs, &hebrew.runs[1].glyphs);
    assert!(first[0].x < hebrew.boxes[0].rect.x0 && hebrew.boxes[0].rect.x1 <= last[0].x + 1e-9);
    assert_eq!(hebrew.runs[0].glyphs[0].cluster, 9);
    // Said by a character of one's own it is one that the face lacks.
    let own = super::layout(&Paragraph::new("\u{fffc}", style()));
    assert!(own.boxes.is_empty() && own.report.missing == [(0, '\u{fffc}')]);
}

#[test]
fn pictures_are_part_of_the_ink() {
    let image = Image::from_pixmap(Pixmap::new(2, 2).unwrap());
    let bare = InlineBox::new(10.0, 10.0);
    assert_eq!(layout(&Paragraph::new("", style()).with_inline_box(bare.clone(), style())).ink_box().area(), 0.0);
    let seen = layout(&Paragraph::new("", style()).with_inline_box(bare.with_image(&image), style()));
    assert_eq!(seen.ink_box(), seen.boxes[0].rect);
    assert_eq!(seen.boxes[0].image, Some(image));
}

#[test]
fn sub_and_superscripts_follow_the_font_and_keep_lines_apart_as_they_were() {
    let plain = layout(&Paragraph::new("x", style()));
    let metrics = plain.runs[0].face.metrics();
    for (shift, size, up) in [
        (BaselineShift::Sub, metrics.subscript_size, metrics.subscript_offset),
        (BaselineShift::Super, metrics.superscript_size, metrics.superscript_offset),
    ] {
        let text = Paragraph::new("x", style()).with_span("2", style().with_baseline_shift(shift));
        let layout = layout(&text);
        assert_eq!(layout.runs[1].size, 16.0 * size);
        assert!((layout.runs[1].glyphs[0].y + 16.0 * up).abs() < 1e-9);
        assert_eq!(layout.lines[0].height, plain.lines[0].height);
    }
    let raised = Paragraph::new("x", style()).with_span("2", style().with_baseline_shift(BaselineShift::Px(6.0)));
    let raised = layout(&raised);
    assert_eq!((raised.runs[1].size, raised.runs[1].glyphs[0].y), (16.0, -6.0));
    assert!((raised.lines[0].height - plain.lines[0].height - 6.0).abs() < 1e-9);
}

#[test]
fn faces_that_stand_in_move_lines_when_asked() {
    let height = |all: bool| layout(&Paragraph::new("aกสلام", style()).with_fallback_heights(all)).lines[0].height;
    assert_eq!(height(false), layout(&Paragraph::new("a", style())).lines[0].height);
    assert!(height(true) > height(false) + 4.0);
}

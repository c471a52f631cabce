use super::*;

fn first_glyph(text: &str, language: &str) -> u32 {
    glyphs(&layout(&Paragraph::new(text, style().with_language(language))))[0].id
}

#[test]
fn han_takes_the_forms_of_its_language() {
    let [hans, hant, ja] = ["zh-Hans", "zh-Hant", "ja"].map(|language| first_glyph("骨", language));
    assert!(hans != ja && hans != hant && ja != hant, "{hans} {hant} {ja}");
    assert_eq!(hans, glyphs(&layout(&Paragraph::new("骨", style())))[0].id);
    assert_eq!(ja, first_glyph("骨", "ja-JP"));
    let both = Paragraph::new("骨", style().with_language("zh-Hans")).with_span("骨", style().with_language("ja"));
    let ids: Vec<u32> = glyphs(&layout(&both)).iter().map(|glyph| glyph.id).collect();
    assert_eq!(ids, [hans, ja]);
}

#[test]
fn bidirectional_text_stands_in_visual_order() {
    // Logical: a b, Hebrew, digits, Hebrew, c.
    let text = "ab אב 12 גד c";
    let layout = layout(&Paragraph::new(text, style()));
    let mut glyphs = glyphs(&layout);
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let shown: String = glyphs.iter().filter_map(|glyph| text[glyph.cluster..].chars().next()).collect();
    assert_eq!(shown, "ab דג 12 בא c");
    assert!((right_edge(&layout, 0) - layout.lines[0].width).abs() < 1e-9);
}

#[test]
fn a_right_to_left_paragraph_begins_on_the_right() {
    let arabic = Paragraph::new("سلم 123 abc", style()).with_width(200.0);
    let layout = layout(&arabic);
    let line = &layout.lines[0];
    // Anchored by its start, it lies to the left of the origin.
    assert!((line.x + line.width).abs() < 1e-9);
    let leftmost = glyphs(&layout).into_iter().min_by(|a, b| a.x.total_cmp(&b.x)).unwrap();
    assert_eq!(&arabic.text()[leftmost.cluster..], "abc");
    let joined = layout.runs.iter().find(|run| run.face.family().contains("Arabic")).unwrap();
    let alone = super::layout(&Paragraph::new("م", style())).runs[0].glyphs[0].id;
    assert!(joined.glyphs.iter().all(|glyph| glyph.id != alone), "the last letter is joined");
}

#[test]
fn complex_scripts_are_shaped_by_their_faces() {
    // The vowel sign i is drawn before its consonant, and kssa is one glyph.
    let hindi = layout(&Paragraph::new("कि क्ष", style()));
    assert!(hindi.runs.iter().any(|run| run.face.family().contains("Devanagari")));
    let ki = &hindi.runs[0].glyphs;
    assert!(ki[0].cluster == 0 && ki[1].cluster == 0);
    assert!(hindi.report.missing.is_empty());
    let thai = Paragraph::new("ภาษาไทยไม่มีช่องว่างระหว่างคำ", style()).with_width(80.0);
    let thai_layout = layout(&thai);
    assert!(thai_layout.lines.len() > 1 && thai_layout.report.missing.is_empty());
    let lines = line_texts(&thai_layout, &thai);
    assert!(lines[0].starts_with("ภาษาไทย"), "{lines:?}");
    assert!(lines.iter().all(|line| !line.starts_with(['ี', '่', '้', 'า'])), "{lines:?}");
    let hebrew = layout(&Paragraph::new("שָׁלוֹם", style()));
    assert!(hebrew.report.missing.is_empty() && hebrew.runs.len() == 1);
}

#[test]
fn a_bold_span_finds_what_only_the_regular_face_has() {
    let fonts = FontLibrary::bundled();
    let [regular, bold] = [TextStyle::REGULAR, TextStyle::BOLD].map(|weight| {
        fonts.faces().find(|face| face.family() == "Inkstone Sans SC" && face.weight() == weight).unwrap()
    });
    let only_regular = ('\u{4e00}'..='\u{9fff}').find(|&c| regular.covers(c) && !bold.covers(c)).unwrap();
    let text = format!("汉字{only_regular}");
    let layout = layout(&Paragraph::new(text, style().with_weight(TextStyle::BOLD)));
    let faces: Vec<_> = layout.report.faces.iter().map(|range| (range.text.clone(), range.face.weight())).collect();
    assert_eq!(faces, [(0..6, 700), (6..9, 400)]);
    assert!(layout.report.missing.is_empty() && layout.tofu.is_empty());
}

#[test]
fn families_are_tried_in_order_whatever_their_case() {
    let family = |families: &[&str]| {
        let paragraph = Paragraph::new("Ink", style().with_families(families.iter().copied()));
        layout(&paragraph).runs[0].face.family().to_owned()
    };
    assert_eq!(family(&[]), "Inkstone Sans SC");
    assert_eq!(family(&["inkstone sans"]), "Inkstone Sans");
    assert_eq!(family(&["Nowhere", "INKSTONE SANS", "Inkstone Sans SC"]), "Inkstone Sans");
    assert_eq!(family(&["sans-serif"]), "Inkstone Sans SC");
    assert_eq!(family(&["Inkstone Sans Thai", "Inkstone Sans"]), "Inkstone Sans");
    let mixed = Paragraph::new("Ink墨", style().with_families(["Inkstone Sans"]));
    let faces: Vec<String> = layout(&mixed).report.faces.iter().map(|range| range.face.family().to_owned()).collect();
    assert_eq!(faces, ["Inkstone Sans", "Inkstone Sans SC"]);
}

#[test]
fn italics_are_a_face_or_a_slant() {
    let italic = style().with_italic(true);
    let slanted = layout(&Paragraph::new("Ink", italic.clone()));
    assert!(slanted.runs[0].slanted && slanted.report.slanted.iter().eq([&(0..3)]));
    let real = layout(&Paragraph::new("Ink", italic.with_families(["Inkstone Sans"])));
    assert!(!real.runs[0].slanted && real.runs[0].face.italic() && real.report.slanted.is_empty());
}

#[test]
fn missing_characters_follow_the_mode() {
    let text = "a\u{f8ff}b\u{2ffff}";
    let tofu = layout(&Paragraph::new(text, style()));
    // Four bars and the digits, twice.
    assert_eq!(tofu.tofu.len(), 10);
    assert_eq!(tofu.report.missing, [(1, '\u{f8ff}'), (5, '\u{2ffff}')]);
    assert!(tofu.tofu.iter().all(|bar| bar.rect.area() > 0.0 && tofu.ink_box().union(bar.rect) == tofu.ink_box()));
    let skip = layout(&Paragraph::new(text, style()).with_missing_glyph(MissingGlyph::Skip));
    let ab = layout(&Paragraph::new("ab", style()));
    assert_eq!((skip.lines[0].width, skip.tofu.len(), skip.report.missing.len()), (ab.lines[0].width, 0, 2));
    let error = try_layout(&Paragraph::new(text, style()).with_missing_glyph(MissingGlyph::Error));
    assert!(matches!(error, Err(Error::MissingGlyph { character: '\u{f8ff}', position: 1 })), "{error:?}");
    // What shows nothing is not missing.
    let unseen = "a\u{200d}b\u{fe0f}c\u{200b}\u{ad}\u{202a}\u{202c}\u{feff}\t\u{2066}\u{2069}d\u{e0061}";
    let unseen = layout(&Paragraph::new(unseen, style()).with_missing_glyph(MissingGlyph::Error));
    assert!(unseen.tofu.is_empty() && unseen.report.missing.is_empty());
    let controls = layout(&Paragraph::new("a\u{7f}\u{1}b", style()));
    assert_eq!(controls.report.missing, [(1, '\u{7f}'), (2, '\u{1}')]);
}

#[test]
fn a_mark_without_a_glyph_is_told_and_seen() {
    let text = "x\u{1d165}y";
    let layout = layout(&Paragraph::new(text, style()));
    assert_eq!(layout.report.missing, [(1, '\u{1d165}')]);
    assert_eq!(layout.tofu.len(), 5);
}

use std::time::Instant;

use super::*;

/// 2,000 characters in ten paragraphs, of some 950 different ones, the frequent ones far more often than the others.
fn page(face: &crate::Face) -> String {
    let han: Vec<char> = ('\u{4e00}'..='\u{9fff}').filter(|&character| face.covers(character)).step_by(5).collect();
    let mut state = 12_345_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut text = String::new();
    let mut count = 0;
    while count < 2_000 {
        let before = text.len();
        match next(200) {
            0..20 => text.push(['，', '。', '、', '：'][next(4) as usize]),
            20..22 => text.push_str(["ink", "vector", "stone", "Rust"][next(4) as usize]),
            _ => text.push(han[(next(75) * next(75)) as usize % han.len()]),
        }
        let added = text[before..].chars().count();
        if count / 200 != (count + added) / 200 {
            text.push('\n');
        }
        count += added;
    }
    text
}

/// `cargo test --release speed -- --ignored --nocapture`
#[test]
#[ignore = "measures; nothing to fail"]
fn two_thousand_characters() {
    let start = Instant::now();
    let fonts = FontLibrary::bundled();
    println!("library: {:?}", start.elapsed());
    let paragraph = Paragraph::new(page(fonts.faces().next().unwrap()), chinese()).with_width(800.0);
    let different: std::collections::BTreeSet<char> = paragraph.text().chars().collect();
    println!("{} different characters", different.len());
    let (limits, watch) = (Limits::default(), Watch::default());
    let start = Instant::now();
    let mut context = TextContext::new(&fonts);
    let cold = context.layout(&fonts, &paragraph, &limits, &watch).unwrap();
    println!("first layout: {:?}, {} lines, {} glyphs", start.elapsed(), cold.lines.len(), glyphs(&cold).len());
    let mut times: Vec<_> = (0..200)
        .map(|_| {
            let start = Instant::now();
            let layout = context.layout(&fonts, &paragraph, &limits, &watch).unwrap();
            let time = start.elapsed();
            assert_eq!(layout.lines.len(), cold.lines.len());
            time
        })
        .collect();
    times.sort();
    let mut rival = Vec::new();
    let mut database = fontdb::Database::new();
    database.load_font_data(fonts.faces().next().unwrap().data().to_vec());
    let fallback = cosmic_text::PlatformFallback;
    let mut system = cosmic_text::FontSystem::new_with_locale_and_db_and_fallback("en".to_owned(), database, fallback);
    let attrs = cosmic_text::Attrs::new().family(cosmic_text::Family::Name("Inkstone Sans SC"));
    for _ in 0..40 {
        let start = Instant::now();
        let mut buffer = cosmic_text::Buffer::new(&mut system, cosmic_text::Metrics::new(16.0, 24.0));
        buffer.set_size(Some(800.0), None);
        buffer.set_text(paragraph.text(), &attrs, cosmic_text::Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut system, false);
        assert!(buffer.layout_runs().count() > 30);
        rival.push(start.elapsed());
    }
    rival.sort();
    println!("cosmic-text: median {:?}, least {:?}", rival[20], rival[0]);
    println!("warm: median {:?}, least {:?}", times[100], times[0]);
}

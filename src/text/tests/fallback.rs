//! Which face draws what: by family, language and presentation.

use super::*;
use crate::font::GenericFamily;
use crate::random::Random;

fn add(fonts: &mut FontLibrary, file: &str) {
    let bytes = std::fs::read(format!("{}/tests/fonts/{file}.ttf", env!("CARGO_MANIFEST_DIR"))).unwrap();
    fonts.add_bytes(file, bytes).unwrap();
}

fn layout_with(fonts: &FontLibrary, paragraph: &Paragraph) -> TextLayout {
    TextContext::new(fonts).layout(fonts, paragraph, &Limits::default(), &Watch::default()).unwrap()
}

fn families(fonts: &FontLibrary, paragraph: &Paragraph) -> Vec<String> {
    layout_with(fonts, paragraph).report.faces.iter().map(|range| range.face.family().to_owned()).collect()
}

/// The regions' faces, in no region's order.
fn regions(order: &[&str]) -> FontLibrary {
    let mut fonts = FontLibrary::new();
    order.iter().for_each(|region| add(&mut fonts, &format!("sans-{region}")));
    fonts
}

#[test]
fn languages_choose_among_faces_that_have_a_character() {
    let fonts = regions(&["kr", "jp", "tc", "sc", "hk"]);
    let families_of = |language: &str| families(&fonts, &Paragraph::new("骨", style().with_language(language)));
    for (language, region) in [
        ("zh-Hans", "SC"),
        ("zh", "SC"),
        ("zh-Hant-TW", "TC"),
        ("zh-Hant", "TC"),
        ("zh-HK", "HK"),
        ("yue-Hant", "HK"),
        ("ja", "JP"),
        ("ja-JP", "JP"),
        ("ko", "KR"),
        ("en", "KR"),
    ] {
        assert_eq!(families_of(language), [format!("Test Sans {region}")], "{language}");
    }
    // What the region lacks comes from the nearest one.
    let few = regions(&["kr", "sc", "tc"]);
    assert_eq!(families(&few, &Paragraph::new("骨", style().with_language("zh-HK"))), ["Test Sans TC"]);
    // A family that was asked for is taken, whatever the language is.
    let asked = style().with_families(["Test Sans SC"]).with_language("ja");
    assert_eq!(families(&fonts, &Paragraph::new("骨", asked)), ["Test Sans SC"]);
    // Behind a family without the character, and in one paragraph.
    let mut western = FontLibrary::bundled();
    ["kr", "jp", "tc", "sc", "hk"].iter().for_each(|region| add(&mut western, &format!("sans-{region}")));
    let latin = style().with_families(["Inkstone Sans"]);
    let text = Paragraph::new("骨", latin.clone().with_language("ja"))
        .with_span("骨", latin.clone().with_language("ko"))
        .with_span("骨", latin.with_language("zh-Hans"));
    // The bundled family has the forms of all regions, and comes first.
    assert_eq!(families(&western, &text), ["Inkstone Sans SC"]);
    let glyphs: std::collections::BTreeSet<u32> = glyphs(&layout_with(&western, &text)).iter().map(|g| g.id).collect();
    assert_eq!(glyphs.len(), 2, "骨 is one glyph in Japan and Korea, and another in China");
}

#[test]
fn generic_families_can_be_said() {
    let fonts = FontLibrary::bundled();
    let of =
        |fonts: &FontLibrary, family: &str| families(fonts, &Paragraph::new("ink", style().with_families([family])));
    for generic in ["sans-serif", "serif", "monospace", "system-ui", "ui-serif", "cursive"] {
        assert_eq!(of(&fonts, generic), ["Inkstone Sans SC"], "{generic}");
    }
    let fonts = fonts.with_generic(GenericFamily::SystemUi, ["Nowhere", "inkstone sans"]);
    assert_eq!(of(&fonts, "system-ui"), ["Inkstone Sans"]);
    assert_eq!(of(&fonts, "sans-serif"), ["Inkstone Sans SC"]);
    // A family of the name comes first, as it always did.
    let fonts = fonts.with_generic(GenericFamily::SansSerif, ["Inkstone Sans Thai", "Inkstone Sans"]);
    assert_eq!(of(&fonts, "SANS-SERIF"), ["Inkstone Sans"]);
}

#[test]
fn emoji_go_whole_to_the_family_of_emoji() {
    let mut fonts = FontLibrary::bundled();
    add(&mut fonts, "emoji");
    let faces = |text: &str| families(&fonts, &Paragraph::new(text, style()));
    let emoji = ["Test Emoji"];
    for text in ["😀", "⌚", "☺\u{fe0f}", "❤\u{fe0f}", "1\u{fe0f}\u{20e3}", "🇨🇳", "👍🏽", "👨\u{200d}👩\u{200d}👧"]
    {
        assert_eq!(faces(text), emoji, "{text}");
    }
    for text in ["1", "#", "1\u{fe0e}"] {
        assert_ne!(faces(text), emoji, "{text}");
    }
    assert_eq!(faces("a1\u{fe0f}\u{20e3}字"), ["Inkstone Sans SC", "Test Emoji", "Inkstone Sans SC"]);
    // One glyph each, and no break inside.
    for sequence in ["👨\u{200d}👩\u{200d}👧", "🏳\u{fe0f}\u{200d}🌈", "👍🏽", "1\u{fe0f}\u{20e3}", "🇨🇳"]
    {
        let layout = layout_with(&fonts, &Paragraph::new(sequence, style()).with_width(1.0));
        assert_eq!((glyphs(&layout).len(), layout.lines.len()), (1, 1), "{sequence}");
    }
    let flags = layout_with(&fonts, &Paragraph::new("🇨🇳🇨🇳", style()).with_width(20.0));
    assert_eq!((glyphs(&flags).len(), flags.lines.len()), (2, 2));
    // A family of the style's that is one of emoji comes before the library's.
    let said = FontLibrary::bundled().with_generic(GenericFamily::Emoji, ["Inkstone Sans"]);
    let heart = families(&said, &Paragraph::new("☺\u{fe0f}", style()));
    assert_eq!(heart, families(&said, &Paragraph::new("☺", style().with_families(["Inkstone Sans"]))));
}

/// What is shaped without a shaper is what the shaper makes of it.
#[test]
fn plain_runs_are_what_the_shaper_makes_of_them() {
    let fonts = FontLibrary::bundled();
    let (limits, watch) = (Limits::default(), Watch::default());
    let (mut plain, mut shaped) = (TextContext::new(&fonts), TextContext::new(&fonts));
    shaped.shaper.plain.off = true;
    let mut taken = 0;
    let every: Vec<char> = ('\u{20}'..='\u{ffff}').filter(|&c| unicode::is_plain(c)).collect();
    let random = &mut Random(1);
    for language in [None, Some("zh-Hans"), Some("zh-Hant"), Some("zh-HK"), Some("ja"), Some("ko"), Some("th")] {
        let texts = (0..60).map(|_| (0..40).map(|_| every[random.below(every.len())]).collect::<String>());
        let marks = "墨分五彩，指用墨的濃淡變化。「墨」——《石》……“好”2026年：100％！".chars();
        let single = every.iter().copied().step_by(97).chain(marks.clone()).map(|c| format!("字{c}字"));
        for text in texts.chain(single).chain([marks.collect()]) {
            for spacing in [0.0, 1.5] {
                let style = style().with_letter_spacing(spacing);
                let style = language.map_or(style.clone(), |language| style.with_language(language));
                let paragraph = Paragraph::new(text.clone(), style).with_width(200.0);
                let [a, b] = [&mut plain, &mut shaped].map(|c| c.layout(&fonts, &paragraph, &limits, &watch).unwrap());
                assert!(a == b, "{language:?} {text:?}");
            }
        }
        taken = plain.shaper.plain.taken;
    }
    assert!(taken > 1000, "{taken}");
}

#[test]
fn variation_sequences_choose_a_face_that_has_them() {
    let mut fonts = regions(&["jp"]);
    add(&mut fonts, "variants");
    let jp = style().with_families(["Test Sans JP"]);
    let both = style().with_families(["Test Sans JP", "Test Variants"]);
    let of = |text: &str, style: &TextStyle| {
        let layout = layout_with(&fonts, &Paragraph::new(text, style.clone()));
        let run = &layout.runs[0];
        assert_eq!((layout.runs.len(), run.glyphs.len()), (1, 1), "{text:?}");
        (run.face.family().to_owned(), run.glyphs[0].id)
    };
    let [jp_bone, jp_sea] = ["骨", "海"].map(|text| of(text, &jp));
    let [own_bone, own_sea] = ["骨", "海"].map(|text| of(text, &style().with_families(["Test Variants"])));
    // A glyph of its own for the one, the usual glyph for the other: named behind, or in no family that was asked for.
    for asked in [&jp, &both] {
        let bone = of("骨\u{e0100}", asked);
        assert!(bone.0 == "Test Variants" && bone.1 != own_bone.1, "{bone:?}");
        assert_eq!(of("海\u{fe00}", asked), own_sea);
        // Sequences that no face has are their first character.
        for (text, plain) in [("骨\u{e0101}", &jp_bone), ("海\u{fe01}", &jp_sea), ("骨\u{fe00}", &jp_bone)] {
            assert_eq!(of(text, asked), *plain, "{text:?}");
        }
        assert_eq!((of("骨", asked), of("海", asked)), (jp_bone.clone(), jp_sea.clone()));
        // Of several selectors the first counts.
        assert_eq!(of("海\u{fe00}\u{e0100}", asked), own_sea);
    }
    // Once found, the answer holds, and is not the answer for the character alone.
    let text = "骨骨\u{e0100}骨骨\u{e0100}骨\u{e0101}";
    let families = families(&fonts, &Paragraph::new(text, jp));
    assert_eq!(
        families,
        ["JP", "Variants", "JP", "Variants", "JP"].map(|name| match name {
            "JP" => "Test Sans JP",
            _ => "Test Variants",
        })
    );
}

//! What faces say of themselves, and faces that mean harm.

use super::*;

fn bundled(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn faces_have_the_hints_that_they_have() {
    for (name, expected) in [
        ("InkstoneSansSC-Regular.otf", FontHints::PostScript),
        ("InkstoneSansSC-Bold.otf", FontHints::PostScript),
        ("InkstoneSans-Regular.otf", FontHints::None),
        ("InkstoneSansHebrew-Regular.ttf", FontHints::TrueType),
        ("InkstoneSansThai-Regular.ttf", FontHints::TrueType),
    ] {
        let data = bundled(name);
        let face = FontRef::new(&data).unwrap();
        assert_eq!(FaceHints::default().kind(|| Some(face.clone())), expected, "{name}");
    }
}

#[test]
fn glyphs_are_of_the_script_of_their_characters() {
    let data = bundled("InkstoneSansSC-Regular.otf");
    let face = FontRef::new(&data).unwrap();
    let hints = FaceHints::default();
    let script = |character: char| hints.script(|| Some(face.clone()), face.charmap().map(character).unwrap().to_u32());
    for (character, expected) in [
        ('永', GlyphScript::Han),
        ('。', GlyphScript::Han),
        ('あ', GlyphScript::Kana),
        ('A', GlyphScript::Latin),
        ('7', GlyphScript::Latin),
        ('é', GlyphScript::Latin),
        ('─', GlyphScript::Other),
    ] {
        assert_eq!(script(character), expected, "{character}");
    }
    // Glyphs that no character has, such as the vertical forms, and those that there are not.
    let mapped: BTreeSet<_> = face.charmap().mappings().map(|(_, glyph)| glyph.to_u32()).collect();
    let alternate = (1..).find(|glyph| !mapped.contains(glyph)).unwrap();
    assert_eq!(hints.script(|| None, alternate), GlyphScript::Han);
    assert_eq!(hints.script(|| None, u32::MAX), GlyphScript::Han);
    assert_eq!(FaceHints::default().script(|| None, 3), GlyphScript::Other);
}

#[cfg(feature = "bundled-fonts")]
#[test]
fn styles_are_made_once_and_counted() {
    let library = crate::font::FontLibrary::bundled();
    for face in library.faces() {
        let font = face.font().unwrap();
        assert_eq!(face.hinting_bytes(), 0);
        let hints = FaceHints::default();
        let first = std::ptr::from_ref(hints.styles(&font).unwrap().0);
        assert_eq!(first, std::ptr::from_ref(hints.styles(&font).unwrap().0));
        hints.script(|| Some(font.clone()), 1);
        assert_eq!(hints.bytes(), 3 * face.glyph_count() as usize + STYLES_BYTES, "{face:?}");
    }
}

#[test]
fn no_face_has_more_scripts_than_are_counted() {
    // The hinter says how many it tells apart nowhere but here.
    let told_apart = |styles: &Styles| {
        let text = format!("{:?}", styles.map);
        let (_, count) = text.split_once("metrics_count: ").unwrap();
        count.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().unwrap()
    };
    let folder =
        std::env::var("INKSTONE_FONTS").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/fonts").into());
    let mut looked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let Ok(data) = std::fs::read(entry.unwrap().path()) else { continue };
        let Ok(face) = FontRef::from_index(&data, 0) else { continue };
        let Some(styles) = styles(&face) else { continue };
        let (counted, scripts) = (styles.hinter_bytes / SCRIPT_BYTES, told_apart(&styles));
        assert!((1..=counted).contains(&scripts) && counted <= SCRIPTS, "{scripts} of {counted}");
        looked += 1;
    }
    assert!(looked > 8);
}

#[test]
fn directories_without_a_table_are_those_of_the_rest() {
    let data = bundled("InkstoneSans-Regular.otf");
    let face = FontRef::new(&data).unwrap();
    let directory = directory_without(&face, Tag::new(b"GSUB"));
    let mut bare = face.clone();
    bare.table_directory = TableDirectory::read(FontData::new(&directory)).unwrap();
    assert!(face.gsub().is_ok() && bare.gsub().is_err());
    for record in face.table_directory.table_records().iter().filter(|record| record.tag() != Tag::new(b"GSUB")) {
        assert_eq!(
            bare.data_for_tag(record.tag()).unwrap().as_ref(),
            face.data_for_tag(record.tag()).unwrap().as_ref()
        );
    }
}

/// `cargo test --release --lib font::hints::tests::figures -- --ignored --nocapture`
#[test]
#[ignore = "prints figures"]
fn figures() {
    use std::time::Instant;
    let folder =
        std::env::var("INKSTONE_FONTS").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/fonts").into());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(data) = std::fs::read(&path) else { continue };
        let Ok(face) = FontRef::from_index(&data, 0) else { continue };
        let hints = FaceHints::default();
        let mut times = Vec::new();
        let mut lap = |work: &mut dyn FnMut()| {
            let start = Instant::now();
            work();
            times.push(start.elapsed());
        };
        lap(&mut || _ = hints.kind(|| Some(face.clone())));
        lap(&mut || _ = hints.script(|| Some(face.clone()), 1));
        lap(&mut || _ = hints.styles(&face));
        let name = path.file_name().unwrap();
        println!(
            "{name:?}: {} glyphs; kind, scripts, styles in {times:.0?}; {} bytes",
            glyph_count(&face),
            hints.bytes()
        );
    }
}

//! Libraries of the bundled fonts, and what becomes of damaged ones.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::error::Error;
use crate::limits::Limits;
use crate::text::{Paragraph, TextContext, TextStyle};
use crate::watch::Watch;

fn bytes_of(family: &str) -> Vec<u8> {
    FontLibrary::bundled().faces().find(|face| face.family() == family).unwrap().data().to_vec()
}

fn reason(result: Result<Vec<Face>, Error>) -> String {
    match result {
        Err(Error::InvalidFont { reason, .. }) => reason,
        other => format!("{other:?}"),
    }
}

/// Offset of a table's record in the directory of a font that is no collection.
fn record(bytes: &[u8], tag: &[u8; 4]) -> usize {
    (12..bytes.len()).step_by(16).find(|&at| bytes[at..at + 4] == *tag).unwrap()
}

fn table(bytes: &[u8], tag: &[u8; 4]) -> usize {
    let at = record(bytes, tag) + 8;
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

#[test]
fn bundled_fonts_come_in_the_order_of_fallback() {
    let fonts = FontLibrary::bundled();
    let faces: Vec<_> = fonts.faces().map(|face| (face.family(), face.weight(), face.italic())).collect();
    assert_eq!(
        faces,
        [
            ("Inkstone Sans SC", 400, false),
            ("Inkstone Sans SC", 700, false),
            ("Inkstone Sans", 400, false),
            ("Inkstone Sans", 700, false),
            ("Inkstone Sans", 400, true),
            ("Inkstone Sans Arabic", 400, false),
            ("Inkstone Sans Hebrew", 400, false),
            ("Inkstone Sans Devanagari", 400, false),
            ("Inkstone Sans Thai", 400, false),
        ]
    );
    assert!(fonts.faces().next().unwrap().covers('墨') && fonts.faces().next().unwrap().glyph_count() > 10_000);
}

#[test]
fn the_same_bytes_are_one_font() {
    let mut fonts = FontLibrary::bundled();
    let thai = bytes_of("Inkstone Sans Thai");
    let known = fonts.add_bytes("again", thai.clone()).unwrap();
    assert_eq!((known.len(), fonts.faces().len()), (1, 9));
    let mut other = FontLibrary::new();
    assert_eq!(other.add_bytes("other library", thai).unwrap()[0].id(), known[0].id());
    let ids: std::collections::BTreeSet<FontId> = fonts.faces().map(Face::id).collect();
    assert_eq!(ids.len(), 9);
}

#[test]
fn a_clone_is_left_as_it_was() {
    let mut fonts = FontLibrary::new();
    let before = fonts.clone();
    fonts.add_bytes("thai", bytes_of("Inkstone Sans Thai")).unwrap();
    assert!(before.is_empty() && !fonts.is_empty() && !before.is_same(&fonts));
}

#[test]
fn a_library_keeps_its_limits() {
    let thai = bytes_of("Inkstone Sans Thai");
    let limit = |limits: Limits| match FontLibrary::new().with_limits(&limits).add_bytes("thai", thai.clone()) {
        Err(Error::LimitExceeded { limit, .. }) => limit,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(Limits { font_bytes: 1_000, ..Limits::default() }), "font_bytes");
    assert_eq!(limit(Limits { library_bytes: 1_000, ..Limits::default() }), "library_bytes");
    assert_eq!(limit(Limits { library_faces: 0, ..Limits::default() }), "library_faces");
}

#[test]
fn damaged_tables_are_refused_by_name() {
    let good = bytes_of("Inkstone Sans Thai");
    let mut fonts = FontLibrary::new();
    let mut with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        reason(fonts.add_bytes("damaged", bytes))
    };
    let zero = |bytes: &mut Vec<u8>, at: usize| bytes[at..at + 2].fill(0);
    assert_eq!(with(&|b| zero(b, table(b, b"head") + 18)), "unitsPerEm is 0, expected 16 to 16384");
    assert_eq!(with(&|b| zero(b, table(b, b"maxp") + 4)), "numGlyphs is 0");
    assert_eq!(with(&|b| zero(b, table(b, b"hhea") + 34)), "numberOfHMetrics is 0");
    for tag in [b"head", b"maxp", b"cmap", b"hhea", b"hmtx", b"name"] {
        let gone = with(&|b| b[record(&good, tag)] = b'x');
        assert_eq!(gone, format!("no table {:?}", String::from_utf8_lossy(tag)));
    }
    assert!(with(&|b| b[record(&good, b"loca")] = b'x').starts_with("no table that draws glyphs"));
    assert!(with(&|b| b[record(&good, b"head") + 12..][..4].copy_from_slice(&[0, 0, 0, 9])).contains("has 9 bytes"));
    assert!(with(&|b| b[record(&good, b"hmtx") + 8..][..4].fill(0xff)).contains("leaves the file"));
    // Without a name that fontdb understands.
    let name = table(&good, b"name");
    assert!(with(&|b| zero(b, name + 2)).contains("PostScript name"));
    assert!(fonts.is_empty());
}

/// Every cut and every damage gives an error or a font that lays text out, never a panic.
#[test]
fn damaged_fonts_are_refused_or_drawn() {
    let texts = [("Inkstone Sans Thai", "ภาษาไทย"), ("Inkstone Sans Hebrew", "שָׁלוֹם")];
    let (mut refused, mut drawn) = (0, 0);
    for (family, text) in texts {
        let good = bytes_of(family);
        let mut try_font = |bytes: Vec<u8>| {
            let mut fonts = FontLibrary::new();
            match fonts.add_bytes("damaged", bytes) {
                Err(_) => refused += 1,
                Ok(_) => {
                    drawn += 1;
                    let paragraph = Paragraph::new(text, TextStyle::new(16.0)).with_width(30.0);
                    let mut context = TextContext::new(&fonts);
                    let layout = context.layout(&fonts, &paragraph, &Limits::default(), &Watch::default()).unwrap();
                    assert!(!layout.lines.is_empty());
                }
            }
        };
        for length in (0..good.len()).step_by(good.len() / 150) {
            try_font(good[..length].to_vec());
        }
        let mut state = 1_u64;
        for _ in 0..1_500 {
            let mut bytes = good.clone();
            for _ in 0..4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Half of the damage is done to the header and what is near it.
                let reach = if state >> 63 == 0 { bytes.len() } else { 2_000 };
                let at = (state >> 33) as usize % reach;
                bytes[at] = [0, 0xff, 0x7f, 0x80, (state >> 20) as u8][(state >> 28) as usize % 5];
            }
            try_font(bytes);
        }
    }
    assert!(refused > 500 && drawn > 500, "{refused} {drawn}");
}

#[test]
fn folders_give_their_fonts_in_order_and_tell_what_they_skip() {
    let folder = std::env::temp_dir().join(format!("inkstone-fonts-{}", std::process::id()));
    let inner = folder.join("b");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::write(inner.join("thai.TTF"), bytes_of("Inkstone Sans Thai")).unwrap();
    std::fs::write(folder.join("c.ttf"), bytes_of("Inkstone Sans Hebrew")).unwrap();
    std::fs::write(folder.join("a.otf"), b"not a font").unwrap();
    std::fs::write(folder.join("readme.txt"), b"not a font either").unwrap();
    let mut fonts = FontLibrary::new();
    let added = fonts.add_dir(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let families: Vec<&str> = added.faces.iter().map(Face::family).collect();
    assert_eq!(families, ["Inkstone Sans Thai", "Inkstone Sans Hebrew"]);
    assert!(matches!(&added.skipped[..], [(path, Error::InvalidFont { .. })] if path.ends_with("a.otf")));
    assert!(matches!(fonts.add_dir(&folder), Err(Error::Io { path: Some(_), .. })));
    assert!(matches!(fonts.add_file(folder.join("none.ttf")), Err(Error::Io { path: Some(_), .. })));
}

#[test]
fn libraries_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<FontLibrary>();
    shared::<Face>();
    sent::<TextContext>();
}

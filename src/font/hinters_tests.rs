//! How many there are, and for how long.

use std::cell::Cell;

use super::*;

fn key(variation: u64, size: u32) -> HinterKey {
    HinterKey { variation, size, auto: size.is_multiple_of(2) }
}

#[test]
fn hinters_are_shared_and_few() {
    let (hinters, made) = (Hinters::default(), Cell::new(0));
    let get = |variation, size| {
        hinters.get(key(variation, size), || {
            made.set(made.get() + 1);
            (None, 100)
        })
    };
    assert_eq!(hinters.bytes(), 0);
    // Whoever asks, for any of the sizes and variations at hand.
    for _ in 0..3 {
        for size in 0..MOST as u32 / 2 {
            assert!(get(0, size).is_none() && get(7, size).is_none());
        }
    }
    let all = MOST * (HINTER_BYTES + 100);
    assert_eq!((made.get(), hinters.bytes()), (MOST, all));
    // The one that was not asked for for longest goes.
    get(0, 1_000);
    get(7, 0);
    assert_eq!((made.get(), hinters.bytes()), (MOST + 1, all));
    get(0, 0);
    assert_eq!((made.get(), hinters.bytes()), (MOST + 2, all));
}

#[test]
fn what_is_held_is_within_its_bytes() {
    let hinters = Hinters::default();
    let mut sizes = (0_u32..200).map(|size| (size, (size as usize * 7_919) % (200 << 10)));
    assert!(sizes.all(|(size, bytes)| {
        hinters.get(key(0, size), || (None, bytes));
        hinters.bytes() <= MOST_BYTES
    }));
    let largest = 200 << 10;
    (0..20).for_each(|size| _ = hinters.get(key(1, size), || (None, largest)));
    assert_eq!(hinters.bytes(), 5 * (largest + HINTER_BYTES));
}

#[test]
fn nobody_waits_for_one_in_the_making() {
    let hinters = Hinters::default();
    hinters.get(key(0, 1), || {
        // Others make theirs meanwhile, and the same one: that is kept.
        hinters.get(key(0, 2), || (None, 0));
        hinters.get(key(0, 1), || (None, 10));
        (None, 20)
    });
    assert_eq!(hinters.bytes(), 2 * HINTER_BYTES + 10);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hinters.get(key(0, 3), || panic!("a font"))));
    assert!(result.is_err());
    hinters.get(key(0, 3), || (None, 0));
    assert_eq!(hinters.bytes(), 3 * HINTER_BYTES + 10);
}

#[cfg(feature = "bundled-fonts")]
#[test]
fn instances_are_counted_as_they_are() {
    use skrifa::MetadataProvider;

    use crate::font::FaceHints;
    // Bytes of the tables of each kind: as an allocator counted them, or, of the automatic hinter's, no fewer.
    let library = crate::font::FontLibrary::bundled();
    for (name, own, auto) in [
        ("InkstoneSansSC-Regular", 10_752, 2_840),
        ("InkstoneSans-Regular", 1_344, 4_544),
        ("InkstoneSansHebrew-Regular", 3_904, 1_704),
        ("InkstoneSansArabic-Regular", 7_446, 1_704),
    ] {
        let face = library.faces().find(|face| face.post_script_name() == name).unwrap();
        let font = face.font().unwrap();
        let format = font.outline_glyphs().format().unwrap();
        assert_eq!(Expansion::hinter_bytes(&font, format), Some(own), "{name}");
        let hints = FaceHints::default();
        let (_, bytes) = hints.styles(&font).unwrap();
        assert!((auto..=60 * 568).contains(&bytes), "{name}: {bytes}");
    }
}

/// `cargo test --release --lib font::hinters::tests::figures -- --ignored --nocapture`
#[cfg(feature = "bundled-fonts")]
#[test]
#[ignore = "prints figures"]
fn figures() {
    use std::time::{Duration, Instant};

    use crate::font::Variation;
    use crate::glyph::{HintMode, OutlineSpec, glyph_outline};
    use crate::limits::Limits;
    let library = crate::font::FontLibrary::bundled();
    for (name, character) in [("InkstoneSansSC-Regular", '量'), ("InkstoneSansHebrew-Regular", 'ש')] {
        let face = library.faces().find(|face| face.post_script_name() == name).unwrap();
        let variation = Variation::default();
        let source = FontSource::new(face, &variation);
        let opened = source.open().unwrap();
        let glyph = skrifa::MetadataProvider::charmap(&opened.face).map(character).unwrap().to_u32();
        let hint = HintMode::Vertical;
        let spec = |ppem| OutlineSpec { glyph, ppem, hint, slanted: false, emboldened: false };
        let (mut found, mut outlined, mut made) = (Duration::MAX, Duration::MAX, Duration::MAX);
        for round in 0..200 {
            let start = Instant::now();
            (0..100).for_each(|size| _ = source.hinter(opened, 640 + size % 16, false));
            found = found.min(start.elapsed() / 100);
            let start = Instant::now();
            (0..16).for_each(|size| {
                _ = glyph_outline(&source, &spec(10.0 + f64::from(size) / 64.0), &Limits::default()).unwrap();
            });
            outlined = outlined.min(start.elapsed() / 16);
            let start = Instant::now();
            _ = source.make_hinter(opened, HinterKey { variation: 0, size: 700 + round, auto: false });
            made = made.min(start.elapsed());
        }
        println!("{name}: {found:?} to find a hinter, {made:?} to make one, {outlined:?} for an outline");
    }
}

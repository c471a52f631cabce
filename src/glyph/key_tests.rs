//! What changes a mask changes its key, and what does not, does not: keys and the masks that are made of them.

use std::collections::HashSet;

use super::cache::Hashed;
use super::test_fonts::TestFont;
use super::{Extent, GlyphKey, HintMode, Rasterized, placement, rasterize};
use crate::coverage::Masker;
use crate::limits::Limits;
use crate::watch::Watch;

/// All that is said when a glyph is drawn.
#[derive(Clone, Copy)]
struct Said<'a> {
    font: &'a TestFont,
    /// Values of axes.
    axes: &'a [([u8; 4], f64)],
    glyph: u32,
    ppem: f64,
    x: f64,
    y: f64,
    hint: HintMode,
    slanted: bool,
    emboldened: bool,
}

impl Said<'_> {
    fn key(&self) -> GlyphKey {
        let place = placement(self.ppem, self.x, self.y);
        let made_up = (self.slanted, self.emboldened);
        let variation = self.font.variation(self.axes).key();
        GlyphKey::new((self.font.source().id, variation), self.glyph, &place, self.hint, made_up)
    }

    fn mask(&self) -> (Extent, Vec<u8>) {
        let (mut masker, mut mask) = (Masker::default(), Vec::new());
        let bounds = (&Limits::default(), &Watch::default());
        let variation = self.font.variation(self.axes);
        match rasterize(&mut masker, &self.font.varied(&variation), &self.key(), bounds, &mut mask, |_| {}).unwrap() {
            Rasterized::Mask(extent, _) => (extent, mask),
            Rasterized::Path(_) => panic!("a path"),
        }
    }
}

#[test]
fn whatever_changes_a_mask_changes_the_key() {
    let [regular, bold, chinese] =
        ["InkstoneSans-Regular.otf", "InkstoneSans-Bold.otf", "InkstoneSansSC-Regular.otf"].map(TestFont::bundled);
    let base = Said {
        font: &chinese,
        axes: &[],
        glyph: chinese.glyph('g'),
        ppem: 13.0,
        x: 4.0,
        y: 9.0,
        hint: HintMode::None,
        slanted: false,
        emboldened: false,
    };
    let mut all = vec![base];
    all.extend([&regular, &bold].map(|font| Said { font, glyph: font.glyph('g'), ..base }));
    all.extend("a量国0".chars().map(|character| Said { glyph: chinese.glyph(character), ..base }));
    all.extend([13.02, 13.5, 12.0, 26.0, 200.0].map(|ppem| Said { ppem, ..base }));
    all.extend([0.25, 0.5, 0.75].map(|x| Said { x, ..base }));
    all.extend([HintMode::Vertical, HintMode::VerticalAuto].map(|hint| Said { hint, ..base }));
    all.push(Said { slanted: true, ..base });
    all.push(Said { emboldened: true, ..base });
    // Each axis, alone and with another one, of a face that has some, and those settings that come to the same.
    let variable = TestFont::variable();
    let weights: [&[_]; 9] = [
        &[],
        &[(*b"wght", 400.0)],
        &[(*b"wght", 900.0)],
        &[(*b"wght", 650.0)],
        &[(*b"wdth", 160.0)],
        &[(*b"wght", 900.0), (*b"wdth", 160.0)],
        &[(*b"slnt", -15.0)],
        &[(*b"opsz", 8.0)],
        &[(*b"GRAD", 100.0)],
    ];
    all.extend(weights.map(|axes| Said { font: &variable, axes, glyph: variable.glyph('H'), ppem: 40.0, ..base }));
    // Each with each other change.
    let mut pairs = Vec::new();
    for said in &all {
        pairs.extend([HintMode::None, HintMode::Vertical, HintMode::VerticalAuto].map(|hint| Said {
            hint,
            x: 8.5,
            ..*said
        }));
    }
    all.extend(pairs);
    let mut masks = std::collections::HashMap::new();
    for said in &all {
        let (extent, bytes) = said.mask();
        let mask = (extent.left, extent.top, extent.width, extent.height, bytes);
        let known = masks.entry(said.key()).or_insert_with(|| mask.clone());
        assert_eq!(*known, mask, "one key, one mask");
    }
    let different: HashSet<_> = masks.values().collect();
    // Letters that hints leave as they are have one mask by several keys, and no more than those: TrueType and PostScript
    // hints of a face that has none, and digits without curves.
    assert!(different.len() * 10 >= masks.len() * 8, "{} masks of {} keys", different.len(), masks.len());
    let packed: HashSet<_> =
        masks.keys().map(|key| format!("{:?}", Hashed::new(key).unwrap().packed_words())).collect();
    assert_eq!(packed.len(), masks.len(), "keys are told apart where they are packed");
}

#[test]
fn each_field_alone_changes_the_mask() {
    let variable = TestFont::variable();
    let [bold, chinese] = ["InkstoneSansSC-Bold.otf", "InkstoneSansSC-Regular.otf"].map(TestFont::bundled);
    let base = Said {
        font: &chinese,
        axes: &[],
        glyph: chinese.glyph('量'),
        ppem: 13.0,
        x: 4.0,
        y: 9.0,
        hint: HintMode::None,
        slanted: false,
        emboldened: false,
    };
    let mask = base.mask();
    for (what, other) in [
        ("font", Said { font: &bold, glyph: bold.glyph('量'), ..base }),
        ("glyph", Said { glyph: chinese.glyph('重'), ..base }),
        ("size by 1/64 px", Said { ppem: 13.0 + 1.0 / 64.0, ..base }),
        ("bin", Said { x: 4.25, ..base }),
        ("own hints", Said { hint: HintMode::Vertical, ..base }),
        ("automatic hints", Said { hint: HintMode::VerticalAuto, ..base }),
        ("slant", Said { slanted: true, ..base }),
        ("emboldening", Said { emboldened: true, ..base }),
    ] {
        assert_ne!(other.key(), base.key(), "{what}");
        assert_ne!(other.mask(), mask, "{what}");
    }
    let base = Said { font: &variable, glyph: variable.glyph('H'), ppem: 40.0, ..base };
    let mut seen = vec![(base.key(), base.mask())];
    for (what, axes) in [
        ("weight", &[(*b"wght", 900.0)]),
        ("another weight", &[(*b"wght", 650.0)]),
        ("width", &[(*b"wdth", 160.0)]),
        ("optical size", &[(*b"opsz", 8.0)]),
        ("slant of the face", &[(*b"slnt", -15.0)]),
        ("italic of the face", &[(*b"ital", 1.0)]),
        ("grade", &[(*b"GRAD", 100.0)]),
    ] {
        let other = Said { axes, ..base };
        let (key, mask) = (other.key(), other.mask());
        assert!(seen.iter().all(|(seen, _)| *seen != key), "{what}");
        assert!(seen.iter().all(|(_, seen)| *seen != mask), "{what}");
        seen.push((key, mask));
    }
    let hinted = [HintMode::Vertical, HintMode::VerticalAuto].map(|hint| Said { hint, ..base }.mask());
    assert_ne!(hinted[0], hinted[1]);
}

#[test]
fn what_changes_no_mask_changes_no_key() {
    let font = TestFont::bundled("InkstoneSansSC-Regular.otf");
    for hint in [HintMode::None, HintMode::Vertical, HintMode::VerticalAuto] {
        let base = Said {
            font: &font,
            axes: &[],
            glyph: font.glyph('量'),
            ppem: 16.0,
            x: 3.25,
            y: 8.0,
            hint,
            slanted: false,
            emboldened: false,
        };
        for (what, other) in [
            ("x within a quarter", Said { x: 3.3, ..base }),
            ("x by whole pixels", Said { x: -96.75, ..base }),
            ("y", Said { y: 900.4, ..base }),
            ("size by less than 1/128 px", Said { ppem: 16.007, ..base }),
        ] {
            assert_eq!(other.key(), base.key(), "{what}");
            assert_eq!(other.mask(), base.mask(), "{what}");
        }
    }
    // Of settings what counts is where the axes stand.
    let variable = TestFont::variable();
    let base = Said {
        font: &variable,
        axes: &[],
        glyph: variable.glyph('H'),
        ppem: 40.0,
        x: 0.0,
        y: 0.0,
        hint: HintMode::None,
        slanted: false,
        emboldened: false,
    };
    type Axes<'a> = &'a [([u8; 4], f64)];
    let same: [(&str, Axes<'_>, Axes<'_>); 4] = [
        ("the default is said", &[], &[(*b"wght", 400.0), (*b"opsz", 16.0)]),
        ("beyond an axis", &[(*b"wght", 900.0)], &[(*b"wght", 1_000.0)]),
        ("another order", &[(*b"wght", 900.0), (*b"wdth", 160.0)], &[(*b"wdth", 160.0), (*b"wght", 900.0)]),
        ("an axis that there is not", &[(*b"wght", 650.0)], &[(*b"wght", 650.0), (*b"XXXX", 3.0)]),
    ];
    for (what, one, other) in same {
        let [one, other] = [one, other].map(|axes| Said { axes, ..base });
        assert_eq!(one.key(), other.key(), "{what}");
        assert_eq!(one.mask(), other.mask(), "{what}");
    }
}

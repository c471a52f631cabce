//! `inkstone fonts`: the faces, and what they cover.

use std::fmt::Write;
use std::ops::RangeInclusive;

use inkstone::Face;

use crate::args::FontArgs;
use crate::failure::Failure;
use crate::{input, print};

/// What is counted, by the blocks of Unicode.
const BLOCKS: [(&str, &[RangeInclusive<char>]); 15] = [
    ("Latin", &['\u{20}'..='\u{24f}', '\u{1e00}'..='\u{1eff}']),
    ("Greek", &['\u{370}'..='\u{3ff}', '\u{1f00}'..='\u{1fff}']),
    ("Cyrillic", &['\u{400}'..='\u{52f}']),
    ("Hebrew", &['\u{590}'..='\u{5ff}']),
    ("Arabic", &['\u{600}'..='\u{6ff}', '\u{750}'..='\u{77f}', '\u{8a0}'..='\u{8ff}']),
    ("Devanagari", &['\u{900}'..='\u{97f}']),
    ("Thai", &['\u{e00}'..='\u{e7f}']),
    ("symbols", &['\u{2000}'..='\u{2bff}']),
    ("CJK punctuation", &['\u{3000}'..='\u{303f}', '\u{ff00}'..='\u{ffef}']),
    ("kana", &['\u{3040}'..='\u{30ff}', '\u{31f0}'..='\u{31ff}']),
    ("Bopomofo", &['\u{3100}'..='\u{312f}', '\u{31a0}'..='\u{31bf}']),
    ("Hangul", &['\u{1100}'..='\u{11ff}', '\u{3130}'..='\u{318f}', '\u{ac00}'..='\u{d7a3}']),
    ("Han", &['\u{3400}'..='\u{9fff}', '\u{f900}'..='\u{faff}']),
    ("rare Han", &['\u{20000}'..='\u{323af}']),
    ("emoji", &['\u{1f300}'..='\u{1faff}']),
];

pub(crate) fn fonts(args: &FontArgs) -> Result<(), Failure> {
    let engine = input::engine(args)?;
    let mut out = String::new();
    for face in engine.fonts().faces() {
        line(&mut out, face);
    }
    print(out.as_bytes())
}

fn line(out: &mut String, face: &Face) {
    let weight = match face.weight_axis() {
        Some((least, greatest)) => format!("{least} to {greatest}"),
        None => face.weight().to_string(),
    };
    let italic = if face.italic() { " italic" } else { "" };
    // Writing into a string does not fail.
    let _ = writeln!(out, "{}, {weight}{italic} ({})", face.family(), face.post_script_name());
    let covered = BLOCKS.iter().filter_map(|(name, ranges)| {
        let count: usize = ranges.iter().map(|range| face.coverage(range.clone())).sum();
        (count > 0).then(|| format!("{name} {count}"))
    });
    let covered: Vec<String> = covered.collect();
    let _ = writeln!(out, "    {} glyphs: {}", face.glyph_count(), covered.join(", "));
}

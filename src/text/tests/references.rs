//! What Chromium and HarfBuzz make of the same strings with the same fonts. The folders hold the strings, the scripts that
//! made the references, and what is otherwise here, each with its reason.

use std::collections::BTreeMap;

use super::*;
use crate::text::{LineBreak, WordBreak};

fn lines_of(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(format!("{}/tests/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// Checks what is made of each string against a reference. A difference has to be listed as `text|ours|reason`, and what is
/// listed has to differ.
#[allow(clippy::print_stdout, reason = "a test tells what differs")]
fn compare(folder: &str, make: impl Fn(&str) -> (String, String)) {
    let (strings, expected) =
        (lines_of(&format!("{folder}/strings.txt")), lines_of(&format!("{folder}/reference.txt")));
    assert_eq!(strings.len(), expected.len());
    let known: BTreeMap<String, String> = lines_of(&format!("{folder}/differences.txt"))
        .iter()
        .map(|line| {
            let mut fields = line.rsplitn(3, '|');
            let reason = fields.next().unwrap();
            assert!(reason.len() > 20, "{line}");
            let ours = fields.next().unwrap().to_owned();
            (fields.next().unwrap().to_owned(), ours)
        })
        .collect();
    let (mut wrong, mut same) = (0, 0);
    for (string, expected) in strings.iter().zip(&expected) {
        let (ours, shown) = make(string);
        match known.get(string) {
            None if ours == *expected => same += 1,
            Some(known) if *known == ours && ours != *expected => {}
            _ => {
                wrong += 1;
                println!("{string}|{ours}|{expected}|{shown}");
            }
        }
    }
    println!("{folder}: {same} of {} are the same, {} differ for a reason", strings.len(), known.len());
    assert_eq!(wrong, 0);
}

#[test]
fn lines_break_as_in_chromium() {
    let mut fonts = FontLibrary::bundled();
    let emoji = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fonts/emoji.ttf")).unwrap();
    fonts.add_bytes("emoji.ttf", emoji).unwrap();
    let families: Vec<String> = fonts.faces().map(|face| face.family().to_owned()).collect();
    compare("chromium", |string| {
        let fields: Vec<&str> = string.splitn(6, '|').collect();
        let [language, line_break, word_break, overflow_wrap, width, text] = fields[..] else { panic!("{string}") };
        let style = TextStyle::new(16.0).with_families(families.clone()).with_language(language);
        let paragraph = Paragraph::new(text, style)
            .with_width(width.parse().unwrap())
            .with_line_break(match line_break {
                "loose" => LineBreak::Loose,
                "strict" => LineBreak::Strict,
                "anywhere" => LineBreak::Anywhere,
                _ => LineBreak::Normal,
            })
            .with_word_break(match word_break {
                "break-all" => WordBreak::BreakAll,
                "keep-all" => WordBreak::KeepAll,
                _ => WordBreak::Normal,
            })
            .with_overflow_wrap(match overflow_wrap {
                "normal" => OverflowWrap::Normal,
                "break-word" => OverflowWrap::BreakWord,
                _ => OverflowWrap::Anywhere,
            });
        let mut context = TextContext::new(&fonts);
        let layout = context.layout(&fonts, &paragraph, &Limits::default(), &Watch::default()).unwrap();
        let starts = layout.lines.iter().skip(1).map(|line| text[..line.text.start].chars().count().to_string());
        (starts.collect::<Vec<_>>().join(" "), line_texts(&layout, &paragraph).join("/"))
    });
}

#[test]
fn shaping_is_harfbuzzs() {
    let fonts = FontLibrary::bundled();
    compare("harfbuzz", |string| {
        let fields: Vec<&str> = string.splitn(3, '|').collect();
        let [file, language, text] = fields[..] else { panic!("{string}") };
        let (name, kind) = file.split_once('-').unwrap();
        let family = name.replace("InkstoneSans", "Inkstone Sans ");
        let mut style = TextStyle::new(1000.0).with_families([family.trim()]).with_language(language);
        style = style.with_italic(kind.starts_with("Italic"));
        if kind.starts_with("Bold") {
            style = style.with_weight(TextStyle::BOLD);
        }
        let face = fonts.faces().find(|face| face.post_script_name() == file.split('.').next().unwrap()).unwrap();
        let style = style.with_size(f64::from(face.units_per_em()));
        let mut context = TextContext::new(&fonts);
        let paragraph = Paragraph::new(text, style);
        let layout = context.layout(&fonts, &paragraph, &Limits::default(), &Watch::default()).unwrap();
        let start = layout.lines[0].x;
        let shown = glyphs(&layout);
        let shown =
            shown.iter().map(|glyph| format!("{},{},{}", glyph.id, (glyph.x - start).round(), glyph.y.round() + 0.0));
        (shown.collect::<Vec<_>>().join(" "), String::new())
    });
}

/// What is otherwise here than in HarfBuzz's reading of a whole string is HarfBuzz's own shaping of the runs that it is of.
#[test]
fn differences_from_harfbuzz_are_in_runs_and_not_in_their_shaping() {
    let runs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/harfbuzz/runs.txt")).unwrap();
    let strings: Vec<&str> = runs.lines().filter_map(|line| line.strip_prefix("= ")).collect();
    let shaped = lines_of("harfbuzz/runs-reference.txt");
    let ours: Vec<[String; 2]> = lines_of("harfbuzz/differences.txt")
        .iter()
        .map(|line| {
            let fields: Vec<&str> = line.rsplitn(3, '|').collect();
            [fields[2].to_owned(), fields[1].to_owned()]
        })
        .collect();
    assert_eq!((strings.len(), shaped.len()), (ours.len(), ours.len()));
    for ((string, shaped), [of, ours]) in strings.iter().zip(&shaped).zip(&ours) {
        assert_eq!((*string, shaped), (of.as_str(), ours));
    }
}

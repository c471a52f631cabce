//! Unicode's own tests, through our paragraphs. The data is made by `tests/unicode/compact.py`.

use super::super::breaks::Opportunities;
use super::super::compose::Composer;
use super::super::flow::{BREAK, FORCED, Flow};
use super::super::itemize::{bidi_levels, block_end};
use super::super::wrapping::Wrapping;
use super::*;

fn data(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/unicode/{name}.z", env!("CARGO_MANIFEST_DIR"));
    miniz_oxide::inflate::decompress_to_vec_zlib(&std::fs::read(path).unwrap()).unwrap()
}

/// Characters and where breaks are allowed, of a line of UAX 14's and UAX 29's tests.
fn broken(line: &str) -> (String, Vec<usize>) {
    let (mut text, mut breaks) = (String::new(), Vec::new());
    for word in line.split_whitespace() {
        match word {
            "÷" => breaks.push(text.len()),
            "×" => {}
            hex => text.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap()),
        }
    }
    (text, breaks)
}

/// What a paragraph's clusters are, each with whether a line may end before it.
fn clusters(context: &mut TextContext, fonts: &FontLibrary, text: &str) -> Vec<(usize, bool)> {
    let paragraph = Paragraph::new(text, style()).with_line_break(LineBreak::Strict);
    let watch = Watch::default();
    let spans = context.compose(fonts, &paragraph, &watch).unwrap();
    let library = fonts.clone();
    let (mut flow, fonts, shaper) = (Flow::default(), &mut context.fonts, &mut context.shaper);
    let mut composer =
        Composer { paragraph: &paragraph, spans: &spans, library: &library, fonts, shaper, watch: &watch };
    composer.compose(&mut flow).unwrap();
    let mut forced = false;
    let clusters = flow.clusters.iter().map(|cluster| {
        let allowed = cluster.is(BREAK) || forced;
        forced = cluster.is(FORCED);
        (cluster.start as usize, allowed)
    });
    clusters.collect()
}

#[test]
fn grapheme_clusters_are_unicodes() {
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let data = String::from_utf8(data("grapheme-break-test")).unwrap();
    let mut count = 0;
    for line in data.lines() {
        let (text, mut breaks) = broken(line);
        breaks.pop();
        if breaks.first() == Some(&0) {
            let starts: Vec<usize> = clusters(&mut context, &fonts, &text).iter().map(|(start, _)| *start).collect();
            assert_eq!(starts, breaks, "{line}");
            count += 1;
        }
    }
    println!("{count} of {count}");
    assert!(count > 500, "{count}");
}

/// The rules alone, then what paragraphs make of them: where a test wants a break inside a grapheme cluster, as between a
/// space and its mark, a paragraph has none (<https://www.w3.org/TR/css-text-3/#characters>).
#[test]
fn lines_break_where_unicode_lets_them() {
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let data = String::from_utf8(data("line-break-test")).unwrap();
    let rules = Opportunities::new(&Wrapping { line_break: LineBreak::Strict, ..Wrapping::default() });
    let (mut count, mut inside, mut failures, mut torn) = (0, 0, Vec::new(), Vec::new());
    for line in data.lines() {
        let (text, mut breaks) = broken(line);
        count += 1;
        let mut found = Vec::new();
        rules.find(&text, false, &Watch::default(), |place| found.push(place)).unwrap();
        if found != breaks {
            failures.push(format!("{line}: {found:?}"));
        }
        let clusters = clusters(&mut context, &fonts, &text);
        let is_cluster = |at: &usize| clusters.iter().any(|(start, _)| start == at);
        breaks.pop();
        found.pop();
        inside += usize::from(!breaks.iter().all(is_cluster));
        found.retain(is_cluster);
        let allowed = clusters.iter().filter(|(start, allowed)| *allowed && *start > 0).map(|(start, _)| *start);
        if !allowed.eq(found.iter().copied()) {
            torn.push(line);
        }
    }
    println!("{} of {count} by the rules", count - failures.len());
    println!("{inside} of {count} want a break inside a cluster, where paragraphs have none");
    failures.iter().for_each(|failure| println!("{failure}"));
    assert!(count > 10_000 && failures.len() <= 1, "{} of {count} fail", failures.len());
    // A joiner that joins nothing shows nothing: no line is begun for it.
    assert_eq!(torn, ["× 200B ÷ 200D ÷"]);
}

/// A character of each class of `compact.py`.
const CLASSES: [char; 23] = [
    'a', 'א', 'ب', '1', '+', '#', '٠', ':', '\u{2029}', '\t', ' ', '!', '\u{300}', '\u{200b}', '\u{202a}', '\u{202d}',
    '\u{202b}', '\u{202e}', '\u{202c}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// The level of each character of a text, paragraph by paragraph, and the first one's own.
fn levels(text: &str, direction: Direction) -> (Vec<u8>, u8) {
    let (mut all, mut start, mut first) = (Vec::new(), 0, None);
    while start < text.len() {
        let end = block_end(text, start);
        let block = &text[start..end];
        let (levels, base) = bidi_levels(block, direction);
        first.get_or_insert(base);
        all.extend(block.char_indices().map(|(at, _)| levels.get(at).map_or(base, |level| level.number())));
        start = end;
    }
    (all, first.unwrap_or(0))
}

const DIRECTIONS: [Direction; 3] = [Direction::Auto, Direction::LeftToRight, Direction::RightToLeft];

#[test]
fn levels_are_those_of_the_bidirectional_test() {
    let data = data("bidi-test");
    let line = data.iter().position(|byte| *byte == b'\n').unwrap();
    let count: usize = std::str::from_utf8(&data[..line]).unwrap().parse().unwrap();
    let (lengths, rest) = data[line + 1..].split_at(count);
    let total: usize = lengths.iter().map(|length| usize::from(*length)).sum();
    let (mut classes, mut rest) = rest.split_at(total);
    let rows: Vec<String> = lengths
        .iter()
        .map(|length| {
            let (row, after) = classes.split_at(usize::from(*length));
            classes = after;
            row.iter().map(|class| CLASSES[usize::from(class - b'A')]).collect()
        })
        .collect();
    let mut tested = 0;
    for direction in DIRECTIONS {
        for text in &rows {
            let length = if rest[0] == b'-' { 1 } else { text.chars().count() };
            let (expected, after) = rest.split_at(length);
            rest = after;
            if expected == b"-" {
                continue;
            }
            tested += 1;
            let (levels, _) = levels(text, direction);
            let fits =
                levels.iter().zip(expected).all(|(level, expected)| *expected == b'!' || level + b'0' == *expected);
            assert!(fits, "{direction:?} {text:?} {levels:?} {}", String::from_utf8_lossy(expected));
        }
    }
    println!("{tested} of {tested}");
    assert_eq!((rest.len(), tested), (0, 770_241));
}

/// Levels, and the order in which a layout's glyphs stand.
#[test]
fn order_is_that_of_the_bidirectional_character_test() {
    let fonts = FontLibrary::bundled();
    let mut context = TextContext::new(&fonts);
    let data = String::from_utf8(data("bidi-character-test")).unwrap();
    let mut count = 0;
    for line in data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let hex = |word: &str| char::from_u32(u32::from_str_radix(word, 16).unwrap()).unwrap();
        let text: String = fields[0].split(' ').map(hex).collect();
        let direction = match fields[1] {
            "0" => Direction::LeftToRight,
            "1" => Direction::RightToLeft,
            _ => Direction::Auto,
        };
        let (levels, base) = levels(&text, direction);
        let expected: Vec<&str> = fields[3].split(' ').collect();
        assert_eq!(base.to_string(), fields[2], "{line}");
        let fits =
            levels.iter().zip(&expected).all(|(level, expected)| *expected == "x" || level.to_string() == **expected);
        assert!(fits && levels.len() == expected.len(), "{line} {levels:?}");
        count += 1;
        if text.contains('\u{2029}') {
            continue;
        }
        // Of each cluster of glyphs its first character: marks stand where their base does.
        let paragraph = Paragraph::new(text.clone(), style()).with_direction(direction);
        let layout = context.layout(&fonts, &paragraph, &Limits::default(), &Watch::default()).unwrap();
        let mut places: Vec<(f64, usize)> = glyphs(&layout).iter().map(|glyph| (glyph.x, glyph.cluster)).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut shown: Vec<usize> = places.iter().map(|(_, cluster)| *cluster).collect();
        shown.dedup();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let order = fields[4].split(' ').filter_map(|index| index.parse::<usize>().ok()).map(|index| starts[index]);
        let order: Vec<usize> = order.filter(|start| shown.contains(start)).collect();
        assert_eq!(shown, order, "{line}");
    }
    println!("{count} of {count}");
    assert!(count > 91_000, "{count}");
}

//! Glyphs that mean harm: bitmap strikes of absurd sizes, outlines without end, components of themselves. What they would
//! take is found out before it is taken.

use std::collections::BTreeMap;

use inkstone::{Engine, Error, FontLibrary, HintingPolicy, Pixmap, RenderOptions, Scene, TextStyle};

use crate::Bench;
use crate::support::{chunk, ihdr};

/// Hebrew, with hints; its tables by name.
fn tables() -> BTreeMap<[u8; 4], Vec<u8>> {
    let font = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/InkstoneSansHebrew-Regular.ttf")).unwrap();
    let number = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().unwrap()) as usize;
    (0..usize::from(u16::from_be_bytes([font[4], font[5]])))
        .map(|i| {
            let record = 12 + 16 * i;
            let (offset, length) = (number(record + 8), number(record + 12));
            (font[record..record + 4].try_into().unwrap(), font[offset..offset + length].to_vec())
        })
        .collect()
}

fn assemble(tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Vec<u8> {
    let mut out = [&[0, 1, 0, 0, 0, tables.len() as u8], [0; 6].as_slice()].concat();
    let mut at = out.len() + 16 * tables.len();
    for (tag, table) in tables {
        out.extend(tag);
        out.extend([0; 4]);
        out.extend((at as u32).to_be_bytes());
        out.extend((table.len() as u32).to_be_bytes());
        at += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn glyph_count(tables: &BTreeMap<[u8; 4], Vec<u8>>) -> u16 {
    let maxp = &tables[b"maxp"];
    u16::from_be_bytes([maxp[4], maxp[5]])
}

/// The font with other outlines, one for each glyph, and its Hebrew and Latin letters among them.
fn outlined(glyph: impl Fn(u16, u16) -> Vec<u8>) -> Vec<u8> {
    let mut tables = tables();
    let count = glyph_count(&tables);
    let (mut glyf, mut loca) = (Vec::new(), Vec::new());
    for id in 0..count {
        loca.extend((glyf.len() as u32).to_be_bytes());
        glyf.extend(glyph(id, count));
        glyf.resize(glyf.len().next_multiple_of(4), 0);
    }
    loca.extend((glyf.len() as u32).to_be_bytes());
    tables.insert(*b"glyf", glyf);
    tables.insert(*b"loca", loca);
    // Long offsets.
    tables.get_mut(b"head").unwrap()[51] = 1;
    for name in [b"fpgm", b"prep", b"cvt "] {
        tables.remove(name);
    }
    // Format 12: from ' ' to '~', and from alef to tav.
    let mut cmap = [0_u16, 1, 3, 10].map(u16::to_be_bytes).concat();
    cmap.extend([12_u32, 12 << 16, 16 + 2 * 12, 0, 2, 0x20, 0x7e, 1, 0x5d0, 0x5ea, 100].map(u32::to_be_bytes).concat());
    tables.insert(*b"cmap", cmap);
    assemble(&tables)
}

/// One contour of as many points, all on one line, x as before and a step up each.
fn simple(points: u16) -> Vec<u8> {
    let mut glyph = [1_u16, 0, 0, 500, 700, points - 1, 0].map(u16::to_be_bytes).concat();
    // On the curve; x as before; y a byte, up and down in turns.
    for i in 0..points {
        glyph.push(if i % 2 == 0 { 0b0011_0101 } else { 0b0001_0101 });
    }
    glyph.extend((0..points).map(|_| 90));
    glyph
}

fn composite(components: impl Iterator<Item = u16>) -> Vec<u8> {
    let components: Vec<u16> = components.collect();
    let mut glyph = [0xffff_u16, 0, 0, 500, 700].map(u16::to_be_bytes).concat();
    for (i, component) in components.iter().enumerate() {
        let more = if i + 1 < components.len() { 0x20 } else { 0 };
        glyph.extend([more | 0x2, *component, 0].map(u16::to_be_bytes).concat());
    }
    glyph
}

fn render(font: Vec<u8>, text: &str, size: f64, hinting: HintingPolicy) -> Result<(Pixmap, u64), Error> {
    let mut library = FontLibrary::new();
    library.add_bytes("harm", font)?;
    let mut canvas = Engine::builder().with_fonts(library).build().canvas();
    let mut scene = Scene::builder(60.0, 40.0);
    scene.text((2.0, 30.0), (text, TextStyle::new(size)));
    let pixmap = canvas.render(&scene.finish()?, &RenderOptions::new().with_hinting(hinting))?;
    Ok((pixmap, canvas.report().peak_bytes))
}

/// A PNG that says how large it is, and has nothing in it.
fn absurd_png() -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &ihdr(65_535, 65_535, 8, 6, false)), chunk(b"IEND", &[])].concat()
}

/// Strikes of 65,535 px: `sbix`, and the tables of embedded bitmaps with counts and sizes as large as they go.
fn strikes(count: u16) -> Vec<([u8; 4], Vec<u8>)> {
    let png = absurd_png();
    let each = 8 + png.len() as u32;
    let header = 4 + 4 * (u32::from(count) + 1);
    let mut sbix = [0_u16, 1, 0, 1].map(u16::to_be_bytes)[1..].concat();
    sbix.splice(4.., 1_u32.to_be_bytes());
    sbix.extend(12_u32.to_be_bytes());
    sbix.extend([u16::MAX, 72].map(u16::to_be_bytes).concat());
    (0..=u32::from(count)).for_each(|glyph| sbix.extend((header + glyph * each).to_be_bytes()));
    for _ in 0..count {
        sbix.extend([&[0; 4], b"png ".as_slice(), &png].concat());
    }
    let size = [[0, 0, 0, 56].as_slice(), &[0xff; 12], &[0x7f; 24], &[0; 2], &[0xff; 6]].concat();
    let locations = [[0, 3, 0, 0].as_slice(), &1_u32.to_be_bytes(), &size, &[0xff; 64]].concat();
    let liar = [[0, 3, 0, 0].as_slice(), &u32::MAX.to_be_bytes(), &size].concat();
    let data = [[0, 3, 0, 0].as_slice(), &[0xff; 200], &png].concat();
    vec![
        (*b"sbix", sbix),
        (*b"CBLC", locations.clone()),
        (*b"CBDT", data.clone()),
        (*b"EBLC", liar.clone()),
        (*b"EBDT", data),
        (*b"EBSC", liar),
    ]
}

#[test]
fn strikes_of_absurd_sizes_take_no_room() {
    let mut bench = Bench::standard();
    let plain = assemble(&tables());
    let count = glyph_count(&tables());
    let (expected, usual) = render(plain, "שלום", 14.0, HintingPolicy::Auto).unwrap();
    for each in strikes(count).into_iter().map(|strike| vec![strike]).chain([strikes(count)]) {
        let names: Vec<_> = each.iter().map(|(tag, _)| String::from_utf8_lossy(tag).into_owned()).collect();
        for with_outlines in [true, false] {
            let mut tables = tables();
            tables.extend(each.clone());
            if !with_outlines {
                tables.remove(b"glyf");
            }
            let font = assemble(&tables);
            // A face of bitmaps alone has nothing that is drawn, and one of old bitmaps is none.
            let draws = with_outlines || each.iter().any(|(tag, _)| tag == b"sbix" || tag == b"CBDT");
            let name = format!("{names:?}, {}", if with_outlines { "with outlines" } else { "alone" });
            bench.row(&name, if draws { "accepted" } else { "font" }, |_| {
                for size in [14.0, 300.0] {
                    let (pixmap, peak) = render(font.clone(), "שלום", size, HintingPolicy::Auto)?;
                    assert!(peak < usual + (1 << 20), "{peak} bytes");
                    assert!(!with_outlines || size > 14.0 || pixmap == expected, "the strike shows");
                }
                Ok(())
            });
        }
    }
    bench.done(12);
}

#[test]
fn outlines_without_end_are_refused() {
    let mut bench = Bench::standard();
    type Glyph = fn(u16, u16) -> Vec<u8>;
    let cases: [(&str, &str, Glyph); 7] = [
        ("as many points as a glyph may have", "accepted", |_, _| simple(60_000)),
        ("a million points", "limit glyph_points", |id, count| {
            if id + 1 == count { simple(60_000) } else { composite((0..20).map(|_| count - 1)) }
        }),
        ("a component of itself", "limit glyph_depth", |id, _| composite([id].into_iter())),
        ("components of each other", "limit glyph_depth", |id, count| composite([(id + 1) % count].into_iter())),
        ("a hundred components each", "limit glyph_points", |id, _| {
            if id % 12 == 0 { simple(3) } else { composite((0..100).map(|_| id - 1)) }
        }),
        ("a hundred components of nothing", "limit glyph_points", |id, _| {
            if id % 12 == 0 { Vec::new() } else { composite((0..100).map(|_| id - 1)) }
        }),
        ("points that are not there", "font", |_, _| simple(60_000)[..40].to_vec()),
    ];
    for (name, expected, glyph) in cases {
        let font = outlined(glyph);
        // Latin letters are those that the automatic hinter measures a face by.
        for text in ["ש", "oH"] {
            for (size, hinting) in
                [(14.0, HintingPolicy::Auto), (14.0, HintingPolicy::Always), (300.0, HintingPolicy::None)]
            {
                let name = format!("{name}: {text}, {size} px, {hinting:?}");
                bench.row(&name, expected, |_| render(font.clone(), text, size, hinting));
            }
        }
    }
    bench.done(42);
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// Substitutions, all of them on for every script, each with one subtable of a type for all glyphs of the font.
fn substitutions(lookups: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let count = lookups.len() as u16;
    let scripts = [words(&[1]), b"DFLT".to_vec(), words(&[8, 4, 0, 0, 0xffff, 1, 0])].concat();
    let all: Vec<u16> = (0..count).collect();
    let features = [words(&[1]), b"ccmp".to_vec(), words(&[8, 0, count]), words(&all)].concat();
    let (mut list, mut tables) = (words(&[count]), Vec::new());
    for (kind, subtable) in lookups {
        list.extend((2 + 2 * count + tables.len() as u16).to_be_bytes());
        tables.extend([words(&[*kind, 0, 1, 8]), subtable.clone()].concat());
    }
    let second = 10 + scripts.len() as u16;
    let header = words(&[1, 0, 10, second, second + features.len() as u16]);
    [header, scripts, features, list, tables].concat()
}

/// Lookups that call themselves and each other, and lookups that make 64 glyphs of each: 64 to the power of eight.
#[test]
fn substitutions_without_end_take_bounded_time() {
    let mut tables = tables();
    let count = glyph_count(&tables);
    let coverage = words(&[2, 1, 0, count - 1, 0]);
    let calls = |callees: &[u16]| {
        let header = words(&[3, 1, callees.len() as u16, 8 + 4 * callees.len() as u16]);
        let records: Vec<u16> = callees.iter().flat_map(|callee| [0, *callee]).collect();
        (5, [header, words(&records), coverage.clone()].concat())
    };
    let many = || {
        let sequence = 6 + 2 * count;
        let offsets = vec![sequence; usize::from(count)];
        let header = words(&[1, sequence + 2 + 128, count]);
        (2, [header, words(&offsets), words(&[64]), words(&[5; 64]), coverage.clone()].concat())
    };
    let looping: Vec<_> = (0..12).map(|_| calls(&(0..12).collect::<Vec<u16>>())).collect();
    let growing: Vec<_> = (0..8).map(|_| many()).collect();
    let both: Vec<_> = (0..4).map(|_| calls(&[0, 1, 2, 3, 4, 5, 4, 5])).chain([many(), many()]).collect();
    for (name, lookups) in [("itself", vec![calls(&[0])]), ("looping", looping), ("growing", growing), ("both", both)] {
        tables.insert(*b"GSUB", substitutions(&lookups));
        let font = assemble(&tables);
        for text in ["ש".to_owned(), "שלום ".repeat(2_000), "ש".repeat(20_000)] {
            let start = std::time::Instant::now();
            let drawn = render(font.clone(), &text, 12.0, HintingPolicy::None);
            let time = start.elapsed();
            println!("{name}, {} letters: {time:?}", text.chars().count());
            assert!(drawn.is_ok(), "{name}: {:?}", drawn.err());
            assert!(time < std::time::Duration::from_secs(10), "{name}: {time:?}");
        }
    }
}

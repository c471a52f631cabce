//! Glyphs that mean harm: bitmap strikes of absurd sizes, outlines without end, components of themselves, variations in
//! thousands of regions, dictionaries without end. What they would take is found out before it is taken.

use std::collections::BTreeMap;

use inkstone::{Engine, Error, FontLibrary, HintingPolicy, Limits, Pixmap, RenderOptions, Scene, TextStyle};

use crate::Bench;
use crate::support::{self, chunk, ihdr};

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
    assemble(&outlined_tables(glyph))
}

fn outlined_tables(glyph: impl Fn(u16, u16) -> Vec<u8>) -> BTreeMap<[u8; 4], Vec<u8>> {
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
    without_programs(&mut tables);
    map_letters(&mut tables);
    tables
}

fn without_programs(tables: &mut BTreeMap<[u8; 4], Vec<u8>>) {
    for name in [b"fpgm", b"prep", b"cvt "] {
        tables.remove(name);
    }
}

/// Space to tilde are the glyphs from 1 on, alef to tav those from 100 on.
fn map_letters(tables: &mut BTreeMap<[u8; 4], Vec<u8>>) {
    // Format 12: from ' ' to '~', and from alef to tav.
    let mut cmap = [0_u16, 1, 3, 10].map(u16::to_be_bytes).concat();
    cmap.extend([12_u32, 12 << 16, 16 + 2 * 12, 0, 2, 0x20, 0x7e, 1, 0x5d0, 0x5ea, 100].map(u32::to_be_bytes).concat());
    tables.insert(*b"cmap", cmap);
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
    render_as(font, text, TextStyle::new(size), hinting)
}

fn render_as(font: Vec<u8>, text: &str, style: TextStyle, hinting: HintingPolicy) -> Result<(Pixmap, u64), Error> {
    let mut library = FontLibrary::new();
    library.add_bytes("harm", font)?;
    let mut canvas = Engine::builder().with_fonts(library).build().canvas();
    let mut scene = Scene::builder(60.0, 40.0);
    scene.text((2.0, 30.0), (text, style));
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

/// The font with one axis, and variations of two of its letters, each in so many regions that move as many points.
fn varied(glyph: impl Fn(u16, u16) -> Vec<u8>, regions: u16, moved: u16) -> Vec<u8> {
    let mut tables = outlined_tables(glyph);
    let count = glyph_count(&tables);
    let fixed = |value: u32| (value << 16).to_be_bytes();
    let mut fvar = [1_u16, 0, 16, 2, 1, 20, 0, 8].map(u16::to_be_bytes).concat();
    fvar.extend([*b"wght", fixed(100), fixed(400), fixed(900), [0, 0, 1, 0]].concat());
    tables.insert(*b"fvar", fvar);
    // All regions share a list of points; each has two lists of deltas, all of them 0.
    let lists = usize::from(moved).div_ceil(64);
    let deltas: Vec<u8> = (0..lists).map(|i| 0x80 | ((usize::from(moved) - 64 * i).min(64) as u8 - 1)).collect();
    let deltas = [deltas.clone(), deltas].concat();
    let mut data = [0x8000 | regions, 4 + 4 * regions].map(u16::to_be_bytes).concat();
    data.extend([deltas.len() as u16, 0].map(u16::to_be_bytes).concat().repeat(regions.into()));
    data.extend((0x8000 | moved).to_be_bytes());
    for i in 0..usize::from(moved).div_ceil(128) {
        let run = (usize::from(moved) - 128 * i).min(128);
        data.push(run as u8 - 1);
        data.extend(vec![0; run]);
    }
    data.extend(deltas.repeat(regions.into()));
    // Of one axis, with one region, at its end, and long offsets.
    let header = 20 + 4 * (u32::from(count) + 1);
    let mut gvar = [1_u16, 0, 1, 1].map(u16::to_be_bytes).concat();
    gvar.extend(header.to_be_bytes());
    gvar.extend([count, 1].map(u16::to_be_bytes).concat());
    gvar.extend((header + 2).to_be_bytes());
    let mut at = 0;
    for id in 0..count {
        gvar.extend((at as u32).to_be_bytes());
        at += if [80, 125].contains(&id) { data.len() } else { 0 };
    }
    gvar.extend((at as u32).to_be_bytes());
    gvar.extend([0x40, 0]);
    gvar.extend([data.clone(), data].concat());
    tables.insert(*b"gvar", gvar);
    assemble(&tables)
}

#[test]
fn variations_without_end_are_refused() {
    let mut bench = Bench::standard();
    type Glyph = fn(u16, u16) -> Vec<u8>;
    let parts: Glyph = |id, count| if id + 1 == count { simple(9) } else { composite((0..4_000).map(|_| count - 1)) };
    let cases: [(&str, &str, Glyph, u16, u16); 7] = [
        ("as many as fonts have", "accepted", |_, _| simple(500), 60, 100),
        ("large glyphs in a few regions", "accepted", |_, _| simple(20_000), 50, 1),
        ("large glyphs in all regions", "limit glyph_points", |_, _| simple(60_000), 4_000, 1),
        ("a few points, each moved often", "limit glyph_points", |_, _| simple(3), 2_000, 32_767),
        ("components in a few regions", "accepted", parts, 3, 1),
        ("components in all regions", "limit glyph_points", parts, 4_000, 1),
        (
            "a long list read often",
            "limit glyph_points",
            |id, _| {
                if id == 80 || id == 125 {
                    simple(3)
                } else {
                    composite((0..4_000).map(|i| if i % 2 == 0 { 80 } else { 125 }))
                }
            },
            1,
            32_767,
        ),
    ];
    for (name, expected, glyph, regions, moved) in cases {
        let font = varied(glyph, regions, moved);
        // Letters that vary, and where components are what does, letters that are made of those.
        for text in if name.ends_with("often") && moved > 1 && regions == 1 { ["ת", "p"] } else { ["ש", "o"] } {
            for (size, hinting) in
                [(14.0, HintingPolicy::Auto), (14.0, HintingPolicy::Always), (300.0, HintingPolicy::None)]
            {
                let style = TextStyle::new(size).with_weight(900);
                let name = format!("{name}: {text}, {size} px, {hinting:?}");
                bench.row(&name, expected, |_| render_as(font.clone(), text, style, hinting));
            }
        }
    }
    bench.done(42);
}

/// A list of what CFF calls an INDEX: with counts of two bytes, or of four in the second version.
fn index(items: &[Vec<u8>], is_second: bool) -> Vec<u8> {
    let count = items.len() as u32;
    let mut out = if is_second { count.to_be_bytes().to_vec() } else { (count as u16).to_be_bytes().to_vec() };
    if items.is_empty() {
        return out;
    }
    out.push(4);
    let mut at = 1;
    out.extend(1_u32.to_be_bytes());
    for item in items {
        at += item.len() as u32;
        out.extend(at.to_be_bytes());
    }
    out.extend(items.concat());
    out
}

/// A number of five bytes in a dictionary.
fn number(value: usize) -> Vec<u8> {
    [&[29], (value as u32).to_be_bytes().as_slice()].concat()
}

/// The font with PostScript outlines instead of its own: one charstring for all glyphs.
fn post_script(tag: [u8; 4], table: Vec<u8>) -> Vec<u8> {
    let mut tables = tables();
    for name in [b"glyf", b"loca"] {
        tables.remove(name);
    }
    without_programs(&mut tables);
    map_letters(&mut tables);
    tables.insert(tag, table);
    assemble(&tables)
}

/// A triangle.
const CHARSTRING: [u8; 13] = [139, 139, 21, 247, 0, 139, 5, 139, 247, 0, 5, 139, 139];

/// A `CFF ` table with a private dictionary of so many bytes, all of which say how wide glyphs are.
fn cff(private: usize) -> Vec<u8> {
    let charstring = [&CHARSTRING[..11], &[14]].concat();
    let charstrings = index(&vec![charstring; glyph_count(&tables()).into()], false);
    let before = [vec![1, 0, 4, 4], index(&[b"T".to_vec()], false)].concat();
    let after = [index(&[], false), index(&[], false)].concat();
    let at = before.len() + index(&[vec![0; 17]], false).len() + after.len();
    let top = [number(at), vec![17], number(private), number(at + charstrings.len()), vec![18]].concat();
    [before, index(&[top], false), after, charstrings, [139, 20].repeat(private / 2)].concat()
}

/// A `CFF2` table of so many axes and regions, whose glyphs and dictionary blend again and again.
fn cff2(axes: u16, regions: u16) -> Vec<u8> {
    cff2_of(axes, regions, 1, |blend| [blend.repeat(2), vec![10]].concat())
}

/// The same, of so many font dictionaries, all with one private dictionary: what `private` makes of a blend.
fn cff2_of(axes: u16, regions: u16, dicts: usize, private: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    // A default, and a delta for each region, as far as a stack reaches.
    let blend = [vec![139; usize::from(regions.min(400)) + 1], vec![140, 16]].concat();
    let charstring = [blend.repeat(20), vec![139, 21, 247, 0, 139, 5, 139, 247, 0, 5]].concat();
    let charstrings = index(&vec![charstring; glyph_count(&tables()).into()], true);
    let private = private(&blend);
    let subrs = index(&[], true);
    let mut lists = 1_u16.to_be_bytes().to_vec();
    let region_list = 8 + 4 + 10 * usize::from(regions > 0) + 2 * usize::from(regions);
    lists.extend((region_list as u32).to_be_bytes());
    lists.extend(1_u16.to_be_bytes());
    lists.extend(12_u32.to_be_bytes());
    // One list of all regions.
    lists.extend([0, 0, regions].map(u16::to_be_bytes).concat());
    lists.extend((0..regions).flat_map(u16::to_be_bytes));
    lists.resize(region_list, 0);
    lists.extend([axes, regions].map(u16::to_be_bytes).concat());
    lists.extend(
        [0_u16, 0x4000, 0x4000].map(u16::to_be_bytes).concat().repeat(usize::from(axes) * usize::from(regions)),
    );
    let store = [(lists.len().min(65_535) as u16).to_be_bytes().to_vec(), lists].concat();
    let fonts_bytes = index(&vec![vec![0; 11]; dicts], true).len();
    let top_bytes = 6 + 7 + 6;
    let at = 5 + top_bytes + subrs.len();
    let (fonts_at, private_at) = (at + charstrings.len(), at + charstrings.len() + fonts_bytes);
    let fonts = index(&vec![[number(private.len()), number(private_at), vec![18]].concat(); dicts], true);
    let store_at = private_at + private.len();
    let top = [number(at), vec![17], number(fonts_at), vec![12, 36], number(store_at), vec![24]].concat();
    let header = [vec![2, 0, 5], (top.len() as u16).to_be_bytes().to_vec()].concat();
    [header, top, subrs, charstrings, fonts, private, store].concat()
}

/// A `CFF2` table of dictionaries of which each alone is bearable; hints would have all of them read, for each size.
fn choosing(dicts: usize) -> Vec<u8> {
    cff2_of(64, 30, dicts, |_| [139, 22].repeat(7_900))
}

#[test]
fn dictionaries_that_together_cost_too_much_are_not_read() {
    for (dicts, are_read) in [(1, true), (64, false)] {
        let mut library = FontLibrary::new();
        library.add_bytes("harm", post_script(*b"CFF2", choosing(dicts))).unwrap();
        let engine = Engine::builder().with_fonts(library).build();
        let mut scene = Scene::builder(60.0, 40.0);
        scene.text((2.0, 30.0), ("oH", TextStyle::new(14.0)));
        let options = RenderOptions::new().with_hinting(HintingPolicy::Always);
        engine.canvas().render(&scene.finish().unwrap(), &options).unwrap();
        // What is kept of one is 336 bytes, in a list of four at least.
        let bytes = engine.cache_stats().hinting_bytes;
        assert_eq!(bytes >= 640 + 4 * 336, are_read, "{dicts}: {bytes}");
    }
}

#[test]
fn post_script_dictionaries_and_blends_without_end_are_refused() {
    let mut bench = Bench::standard();
    let fonts = [
        ("a dictionary of 8 KB", "accepted", post_script(*b"CFF ", cff(8 << 10))),
        ("a dictionary of 20 KB", "font", post_script(*b"CFF ", cff(20 << 10))),
        ("a dictionary of 1 MB", "font", post_script(*b"CFF ", cff(1 << 20))),
        ("two axes and three regions", "accepted", post_script(*b"CFF2", cff2(2, 3))),
        ("65,535 axes", "font", post_script(*b"CFF2", cff2(65_535, 1))),
        ("65,535 regions", "font", post_script(*b"CFF2", cff2(1, 65_535))),
        ("600 regions", "font", post_script(*b"CFF2", cff2(1, 600))),
        ("100 axes", "font", post_script(*b"CFF2", cff2(100, 4))),
        ("64 dictionaries that choose regions 7,900 times", "accepted", post_script(*b"CFF2", choosing(64))),
    ];
    for (name, expected, font) in fonts {
        for text in ["ש", "oH"] {
            for (size, hinting) in
                [(14.0, HintingPolicy::Auto), (14.0, HintingPolicy::Always), (300.0, HintingPolicy::None)]
            {
                let name = format!("{name}: {text}, {size} px, {hinting:?}");
                bench.row(&name, expected, |_| {
                    let (pixmap, _) = render(font.clone(), text, size, hinting)?;
                    // Hebrew runs to the left, off the canvas.
                    assert!(text != "oH" || pixmap.data().iter().any(|&byte| byte > 0), "nothing is drawn");
                    Ok(())
                });
            }
        }
    }
    bench.done(54);
}

#[test]
fn lowered_limits_refuse_glyphs_whether_or_not_they_are_cached() {
    let scene = |size: f64| {
        let mut scene = Scene::builder(80.0, 60.0);
        scene.text((2.0, 40.0), ("量墨g", TextStyle::new(size)));
        scene.finish().unwrap()
    };
    let options = |lower: fn(&mut Limits, u64), to: u64| {
        let mut limits = Limits::default();
        lower(&mut limits, to);
        RenderOptions::new().with_limits(limits)
    };
    type Lower = fn(&mut Limits, u64);
    let limits: [(&str, Lower); 4] = [
        ("glyph_points", |limits, to| limits.glyph_points = to),
        ("glyph_depth", |limits, to| limits.glyph_depth = to),
        ("path_segments", |limits, to| limits.path_segments = to),
        ("glyph_ppem", |limits, to| limits.glyph_ppem = to),
    ];
    let (mut refused, mut drawn) = (0, 0);
    for size in [16.0, 40.0] {
        let scene = scene(size);
        let engine = support::engine().build();
        let mut warm = engine.canvas();
        let expected = warm.render(&scene, &RenderOptions::new()).unwrap();
        for (name, lower) in limits {
            for to in [0, 1, 2, 8, 15, 16, 30, 39, 40, 60, 100, 150, 200, 300, 500, 900, 5_000] {
                let options = options(lower, to);
                let cold = support::engine().with_cache_bytes(0).build();
                let outcome =
                    |canvas: &mut inkstone::Canvas| canvas.render(&scene, &options).map_err(|error| error.to_string());
                let first = outcome(&mut cold.canvas());
                for _ in 0..2 {
                    assert_eq!(outcome(&mut warm), first, "{name} {to}");
                    // And what was drawn within the lower limits is what is drawn within the higher ones.
                    assert_eq!(warm.render(&scene, &RenderOptions::new()).unwrap(), expected);
                }
                match first {
                    Ok(pixmap) => {
                        drawn += 1;
                        assert_eq!(pixmap, expected, "{name} {to}");
                    }
                    Err(error) => {
                        refused += 1;
                        assert!(error.contains(name), "{name} {to}: {error}");
                    }
                }
            }
        }
    }
    assert!(refused > 30 && drawn > 50, "{refused} refused, {drawn} drawn");
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

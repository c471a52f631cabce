//! Mutated files whose checksums are right, so that what lies behind them is reached: chunks changed, moved, repeated,
//! left out and split; compressed streams changed, and streams that are whole around rows that are not.
//!
//! Everything follows from the seeds. `INKSTONE_FUZZ_PICTURES=1000000 cargo test --test png mutated` looks longer.

use std::time::{Duration, Instant};

use inkstone::kurbo::Rect;
use inkstone::{Error, FontLibrary, Image, Limits, Pixmap, PngInfo, RenderOptions, Scene};
use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::support::{Random, chunk, png_file, zlib_stored};
use crate::written::{every_kind, write};

const FILES: u64 = 12_000;

/// What one file may take, in debug, on a machine busy with other work.
const SLOW: Duration = Duration::from_secs(3);

/// A kind, of four letters, and what the chunk holds.
type Chunk = ([u8; 4], Vec<u8>);

fn split(chunk: &[u8]) -> Vec<Chunk> {
    let mut out = Vec::new();
    let mut rest = chunk;
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        out.push(([head[4], head[5], head[6], head[7]], after[..length].to_vec()));
        rest = &after[length + 4..];
    }
    out
}

/// Chunks that say something beside the pixels.
fn beside(random: &mut Random) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = vec![
        (*b"gAMA", 45_455_u32.to_be_bytes().to_vec()),
        (*b"pHYs", vec![0, 0, 11, 19, 0, 0, 11, 19, 1]),
        (*b"sRGB", vec![0]),
        (*b"cHRM", [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000].map(u32::to_be_bytes).concat()),
        (*b"cICP", vec![1, 13, 0, 1]),
        (*b"iCCP", [b"name\0\0".to_vec(), zlib_stored(&[7; 90])].concat()),
        (*b"tEXt", b"Title\0stone".to_vec()),
        (*b"zTXt", [b"Comment\0\0".to_vec(), zlib_stored(b"ink")].concat()),
        (*b"iTXt", b"k\0\0\0\0\0text".to_vec()),
        (*b"bKGD", vec![0, 1]),
        (*b"sBIT", vec![5]),
        (*b"eXIf", b"MM\0*".to_vec()),
        (*b"tIME", vec![7, 230, 1, 1, 0, 0, 0]),
        (*b"acTL", vec![0, 0, 0, 1, 0, 0, 0, 0]),
        (*b"fcTL", [[0_u32, 13, 9, 0, 0].map(u32::to_be_bytes).concat(), vec![0, 1, 0, 1, 0, 0]].concat()),
    ];
    out.retain(|_| random.chance(0.2));
    out
}

fn mutate_bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len().max(1));
    match random.below(7) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        1 if !bytes.is_empty() => bytes[at] = random.pick(&[0, 1, 2, 4, 8, 16, 0x7f, 0x80, 0xff]),
        2 if !bytes.is_empty() => bytes[at] = random.bits() as u8,
        3 => bytes.truncate(at),
        4 => bytes.insert(at.min(bytes.len()), random.bits() as u8),
        5 if !bytes.is_empty() => drop(bytes.remove(at)),
        _ => {
            let part = bytes[at.min(bytes.len())..(at + 40).min(bytes.len())].to_vec();
            bytes.extend(part);
        }
    }
}

fn mutate_chunks(chunks: &mut Vec<Chunk>, random: &mut Random) {
    if chunks.is_empty() {
        return;
    }
    let (at, to) = (random.below(chunks.len()), random.below(chunks.len()));
    match random.below(10) {
        0..=4 => mutate_bytes(&mut chunks[at].1, random),
        5 => chunks.swap(at, to),
        6 => drop(chunks.remove(at)),
        7 => {
            let twice = chunks[at].clone();
            chunks.insert(to, twice);
        }
        8 => {
            let byte = random.below(4);
            chunks[at].0[byte] ^= random.pick(&[1, 2, 0x20, 0x80]);
        }
        _ => {
            // One IDAT after the other, with nothing between them or with another chunk.
            let cut = random.below(chunks[at].1.len() + 1);
            let rest = (chunks[at].0, chunks[at].1.split_off(cut));
            chunks.insert(at + 1, rest);
            if random.chance(0.3) {
                chunks.insert(at + 1, (*b"tEXt", b"a\0b".to_vec()));
            }
        }
    }
}

/// A file that something is wrong with, or nothing that matters.
fn mutated(random: &mut Random) -> Vec<u8> {
    let kinds = every_kind();
    let mut written = write(kinds[random.below(kinds.len())], 13, 9, random);
    // Rows that are not what the header says, in a stream that is whole.
    if random.chance(0.25) {
        mutate_bytes(&mut written.rows, random);
    }
    let mut stream = match random.below(4) {
        0 => zlib_stored(&written.rows),
        level => compress_to_vec_zlib(&written.rows, [1, 6, 9][level - 1]),
    };
    if random.chance(0.3) {
        for _ in 0..1 + random.below(3) {
            mutate_bytes(&mut stream, random);
        }
    }
    let mut chunks = split(&written.header);
    chunks.extend(beside(random));
    chunks.extend(split(&written.before.concat()));
    chunks.push((*b"IDAT", stream));
    if random.chance(0.6) {
        for _ in 0..1 + random.below(3) {
            mutate_chunks(&mut chunks, random);
        }
    }
    png_file(&chunks.iter().map(|(kind, data)| chunk(kind, data)).collect::<Vec<_>>())
}

#[test]
fn mutated_files_are_pictures_or_errors() {
    let mut limits = Limits::default();
    limits.image_pixels = 1 << 16;
    limits.render_bytes = 8 << 20;
    let engine = inkstone::Engine::builder().with_fonts(FontLibrary::new()).with_limits(limits).build();
    let mut canvas = engine.canvas();
    let files = std::env::var("INKSTONE_FUZZ_PICTURES").ok().and_then(|n| n.parse().ok()).unwrap_or(FILES);
    let (mut drawn, mut refused, mut beyond, mut slowest) = (0, 0, 0, Duration::ZERO);
    for seed in 0..files {
        let file = mutated(&mut Random::new(seed));
        let start = Instant::now();
        let info = PngInfo::read(&file);
        assert!(matches!(info, Ok(_) | Err(Error::InvalidImage { .. })), "seed {seed}: {info:?}");
        let mut scene = Scene::builder(16.0, 16.0);
        scene.image(&Image::from_png(file.clone()), Rect::new(1.0, 1.0, 15.0, 15.0));
        match canvas.render(&scene.finish().unwrap(), &RenderOptions::new()) {
            Ok(_) => {
                let info = info.unwrap();
                let pixmap = Pixmap::from_png(&file).unwrap();
                assert_eq!((pixmap.width(), pixmap.height()), (info.width, info.height), "seed {seed}");
                let at = pixmap.data().as_chunks::<4>().0.iter().find(|[r, g, b, a]| r.max(g).max(b) > a);
                assert_eq!(at, None, "seed {seed}: colour exceeds alpha");
                drawn += 1;
            }
            Err(Error::SceneImage { source, .. }) => match *source {
                Error::InvalidImage { .. } => refused += 1,
                Error::LimitExceeded { .. } => beyond += 1,
                other => panic!("seed {seed}: {other}"),
            },
            Err(error) => panic!("seed {seed}: {error}"),
        }
        slowest = slowest.max(start.elapsed());
        assert!(slowest < SLOW, "seed {seed}: {slowest:.1?}");
    }
    println!("{drawn} drawn, {refused} refused, {beyond} beyond a limit, the slowest in {slowest:.1?}");
    assert!(drawn > files / 10 && refused > files / 10, "{drawn} drawn, {refused} refused");
}

//! What is written has the picture's pixels, whoever reads it, and the same bytes by any number of threads.

use std::io::Write;
use std::time::{Duration, Instant};

use inkstone::{CancelToken, Color, Error, Paragraph, Pixmap, PngLevel, PngOptions, RenderOptions, Scene, TextStyle};
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_COMPUTE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::{TINFLStatus, core};
use png::{BitDepth, ColorType, Decoder, Transformations};

use crate::pictures::Content;
use crate::support::{self, Random, crc32};

const LEVELS: [PngLevel; 3] = [PngLevel::Fast, PngLevel::Balanced, PngLevel::Small];

fn encode(pixmap: &Pixmap, level: PngLevel, threads: u16) -> Vec<u8> {
    let mut file = Vec::new();
    pixmap.write_png(&PngOptions::new().with_level(level).with_threads(threads), &mut file).unwrap();
    file
}

/// Chunks by kind, with right lengths and checksums.
fn chunks(file: &[u8]) -> Vec<([u8; 4], &[u8])> {
    let mut out = Vec::new();
    let mut rest = file.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let (kind, after_kind) = after.split_first_chunk::<4>().unwrap();
        let (data, behind) = after_kind.split_at(length);
        let (crc, behind) = behind.split_first_chunk::<4>().unwrap();
        assert_eq!(crc32(&after[..length + 4]), u32::from_be_bytes(*crc), "checksum of {kind:?}");
        out.push((*kind, data));
        rest = behind;
    }
    out
}

/// Pixels by the png crate, straight.
fn decoded(file: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(Transformations::EXPAND | Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    reader.finish().unwrap();
    match reader.output_color_type() {
        (ColorType::Rgba, BitDepth::Eight) => pixels,
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => {
            pixels.as_chunks::<2>().0.iter().flat_map(|&[g, a]| [g, g, g, a]).collect()
        }
        other => panic!("decoded as {other:?}"),
    }
}

/// That the chunks are those of a still picture, in the order of the standard, and that the zlib stream in all IDATs
/// is one stream, whole, with a right checksum, of as many bytes as the header says.
fn check_structure(file: &[u8], pixmap: &Pixmap) {
    let chunks = chunks(file);
    let place = |kind: &[u8; 4]| chunks.iter().position(|(k, _)| k == kind);
    let header = chunks[0].1;
    assert_eq!((&chunks[0].0, header.len()), (b"IHDR", 13));
    assert_eq!(header[..8], [pixmap.width().to_be_bytes(), pixmap.height().to_be_bytes()].concat());
    assert_eq!(header[10..], [0; 3]);
    let (depth, color) = (usize::from(header[8]), header[9]);
    let channels = match (color, depth) {
        (0, 1 | 2 | 4 | 8) | (3, 1 | 2 | 4 | 8) => 1,
        (2, 8) => 3,
        (4, 8) => 2,
        (6, 8) => 4,
        other => panic!("colour type and depth {other:?}"),
    };
    assert_eq!(chunks.last(), Some(&(*b"IEND", &[][..])));
    let first = place(b"IDAT").unwrap();
    let count = chunks.iter().filter(|(kind, _)| kind == b"IDAT").count();
    assert!(chunks[first..first + count].iter().all(|(kind, _)| kind == b"IDAT"), "one IDAT behind the other");
    assert!(place(b"sRGB").unwrap() < first && place(b"pHYs").unwrap() < first);
    match (color, place(b"PLTE"), place(b"tRNS")) {
        (3, Some(palette), alphas) => {
            let colors = chunks[palette].1.len() / 3;
            assert!(place(b"sRGB").unwrap() < palette && palette < first);
            assert!(colors * 3 == chunks[palette].1.len() && (1..=1 << depth).contains(&colors));
            assert!(alphas.is_none_or(|at| palette < at && at < first && chunks[at].1.len() <= colors));
        }
        (_, None, None) => {}
        other => panic!("colour type, palette, transparency: {other:?}"),
    }
    for kind in [b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"pHYs", b"IEND"] {
        assert!(chunks.iter().filter(|(k, _)| k == kind).count() <= 1, "{kind:?} twice");
    }
    let stream: Vec<u8> = chunks[first..first + count].iter().flat_map(|(_, data)| data.iter().copied()).collect();
    let row = 1 + (pixmap.width() as usize * channels * depth).div_ceil(8);
    let mut rows = vec![0; row * pixmap.height() as usize + 1];
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_COMPUTE_ADLER32 | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = core::decompress(&mut core::DecompressorOxide::new(), &stream, &mut rows, 0, flags);
    assert_eq!((status, read, written), (TINFLStatus::Done, stream.len(), rows.len() - 1));
    let filters = rows[..written].iter().step_by(row);
    assert!(filters.clone().all(|filter| *filter <= 4));
}

/// The whole proof for one picture: all levels, one to four threads.
fn check(pixmap: &Pixmap, name: &str) {
    let straight = pixmap.to_straight();
    for level in LEVELS {
        let file = encode(pixmap, level, 1);
        assert!(decoded(&file) == straight, "{name}, {level:?}: other pixels");
        check_structure(&file, pixmap);
        assert!(Pixmap::from_png(&file).unwrap() == *pixmap, "{name}, {level:?}: other pixels by our decoder");
        for threads in [2, 4] {
            assert!(encode(pixmap, level, threads) == file, "{name}, {level:?}: other bytes by {threads} threads");
        }
    }
    assert!(pixmap.encode_png().unwrap() == encode(pixmap, PngLevel::Fast, 1), "{name}: Fast is the default");
}

#[test]
fn small_pictures_of_every_kind() {
    let mut random = Random::new(21);
    for content in Content::ALL.into_iter().chain([Content::LastPixel]) {
        for (width, height) in [(1, 1), (1, 7), (7, 1), (2, 2), (3, 5), (17, 16), (31, 33), (64, 9), (257, 3), (1, 300)]
        {
            check(&content.pixmap(width, height, &mut random), &format!("{content:?}, {width} x {height}"));
        }
    }
}

/// Several strips, whose borders lie anywhere: in the middle of rows that are alike, between two halves.
#[test]
fn large_pictures_of_every_kind() {
    let mut random = Random::new(22);
    let sizes = [(300, 900), (1023, 260), (1025, 517), (65_537, 4), (3, 70_001)];
    for (i, content) in Content::ALL.into_iter().chain([Content::LastPixel]).enumerate() {
        let (width, height) = sizes[i % sizes.len()];
        check(&content.pixmap(width, height, &mut random), &format!("{content:?}, {width} x {height}"));
    }
}

#[test]
fn random_sizes_of_every_kind() {
    let mut random = Random::new(23);
    for i in 0..300 {
        let content = random.pick(&Content::ALL);
        let (width, height) = (1 + random.below(90), 1 + random.below(90));
        check(&content.pixmap(width, height, &mut random), &format!("{i}: {content:?}, {width} x {height}"));
    }
}

/// Each alpha with each colour that it can have.
#[test]
fn every_pair_of_colour_and_alpha() {
    let pairs = (0..=255_u8).flat_map(|a| (0..=a).map(move |c| [c, a / 2, a - c, a]));
    let mut data: Vec<u8> = pairs.flatten().collect();
    data.resize(256 * 129 * 4, 0);
    check(&Pixmap::from_premultiplied(data, 256, 129).unwrap(), "pairs");
}

#[test]
fn what_stands_beside_the_pixels() {
    let pixmap = Content::Noise.pixmap(5, 4, &mut Random::new(1));
    let options =
        PngOptions::new().with_text("Title", "stone").with_text("Author", "caf\u{e9}").with_text("Comment", "墨石");
    let mut file = Vec::new();
    pixmap.write_png(&options, &mut file).unwrap();
    check_structure(&file, &pixmap);
    let chunks = chunks(&file);
    let all = |kind: &[u8; 4]| chunks.iter().filter(|(k, _)| k == kind).map(|(_, data)| *data).collect::<Vec<_>>();
    assert_eq!(all(b"sRGB").concat(), [0]);
    // 96 / .0254 pixels per metre.
    assert_eq!(all(b"pHYs").concat(), [0, 0, 0x0e, 0xc4, 0, 0, 0x0e, 0xc4, 1]);
    assert_eq!(all(b"tEXt"), [&b"Title\0stone"[..], b"Author\0caf\xe9"]);
    assert_eq!(all(b"iTXt"), ["Comment\0\0\0\0\0墨石".as_bytes()]);
    for keyword in ["", " Title", "Title ", "Ti  tle", "墨", "a\0b", &"k".repeat(80)] {
        let refused = pixmap.write_png(&PngOptions::new().with_text(keyword, "x"), &mut Vec::new());
        assert!(matches!(refused, Err(Error::InvalidOption { .. })), "{keyword:?}: {refused:?}");
    }
    let none = pixmap.write_png(&PngOptions::new().with_threads(0), &mut Vec::new());
    assert!(matches!(none, Err(Error::InvalidOption { .. })), "{none:?}");
}

/// Takes so many bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = bytes.len().min(self.0);
        self.0 -= count;
        if count == 0 && !bytes.is_empty() { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(count) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.0 == 0 { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

#[test]
fn a_writer_that_fails_is_an_error_wherever_it_fails() {
    let mut random = Random::new(24);
    for (content, width, height) in [(Content::Noise, 40, 30), (Content::Halves, 400, 700)] {
        let pixmap = content.pixmap(width, height, &mut random);
        for level in LEVELS {
            let length = encode(&pixmap, level, 1).len();
            let step = (length / 60).max(1);
            for bytes in (0..length).step_by(step).chain(0..9).chain(length - 16..length) {
                for threads in [1, 2] {
                    let options = PngOptions::new().with_level(level).with_threads(threads);
                    let failed = pixmap.write_png(&options, Full(bytes));
                    assert!(matches!(failed, Err(Error::Io { .. })), "{level:?}, {bytes} of {length}: {failed:?}");
                }
            }
            let options = PngOptions::new().with_level(level);
            assert!(pixmap.write_png(&options, Full(length + 1)).is_ok());
        }
    }
}

#[test]
fn encoders_stop_when_they_are_told_to() {
    let pixmap = Content::Noise.pixmap(700, 700, &mut Random::new(25));
    let cancelled = CancelToken::new();
    cancelled.cancel();
    for level in LEVELS {
        for threads in [1, 2] {
            let options = PngOptions::new().with_level(level).with_threads(threads);
            let late = pixmap.write_png(&options.clone().with_deadline(Instant::now()), &mut Vec::new());
            assert!(matches!(late, Err(Error::DeadlineExceeded)), "{late:?}");
            let stopped = pixmap.write_png(&options.clone().with_cancel(cancelled.clone()), &mut Vec::new());
            assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
            let hour =
                options.with_deadline(Instant::now() + Duration::from_secs(3600)).with_cancel(CancelToken::new());
            assert!(pixmap.write_png(&hour, &mut Vec::new()).is_ok());
        }
    }
}

/// Written as it is drawn, a picture has the pixels of the one that is held, and the same bytes whatever the bands and
/// threads are.
#[test]
fn canvases_write_what_they_render() {
    let mut canvas = support::engine().build().canvas();
    let mut grey = Scene::builder(160.0, 120.0);
    grey.text((5.0, 60.0), Paragraph::new("灰 grey", TextStyle::new(40.0)));
    let empty = Scene::builder(33.0, 7.0);
    for (i, scene) in [support::varied_scene(), grey.finish().unwrap(), empty.finish().unwrap()].iter().enumerate() {
        for background in [Color::WHITE, Color::TRANSPARENT, Color::from_rgba8(9, 99, 199, 77)] {
            let options = RenderOptions::new().with_dpi(192.0).with_background(background);
            let pixmap = canvas.render(scene, &options).unwrap();
            for level in LEVELS {
                let options = options.clone().with_png(PngOptions::new().with_level(level).with_text("Title", "t"));
                let mut first = Vec::new();
                for (threads, height) in [(1, None), (2, None), (4, Some(7)), (1, Some(1)), (1, Some(10_000))] {
                    let mut options = options.clone().with_threads(threads);
                    if let Some(height) = height {
                        options = options.with_band_height(height);
                    }
                    let mut file = Vec::new();
                    canvas.write_png(scene, &options, &mut file).unwrap();
                    if first.is_empty() {
                        assert!(decoded(&file) == pixmap.to_straight(), "scene {i}, {level:?}: other pixels");
                        check_structure(&file, &pixmap);
                        first = file;
                    } else {
                        assert!(
                            file == first,
                            "scene {i}, {level:?}: other bytes by {threads} threads, {height:?} rows"
                        );
                    }
                }
            }
        }
    }
}

//! Every kind of file means what the standard says.

use inkstone::{Error, Pixmap};

use crate::support::{Random, chunk, ihdr, png_file, zlib_stored};
use crate::written::{every_kind, write};

#[test]
fn every_kind_of_file_has_the_pixels_that_the_standard_says() {
    let mut random = Random::new(11);
    let mut count = 0;
    for kind in every_kind() {
        for (width, height) in [(1, 1), (2, 1), (1, 9), (5, 3), (8, 8), (9, 5), (13, 10), (33, 17), (67, 4)] {
            for _ in 0..4 {
                let written = write(kind, width, height, &mut random);
                let decoded = Pixmap::from_png(&written.file()).unwrap();
                let expected = Pixmap::from_straight(written.straight.clone(), width as u32, height as u32).unwrap();
                assert!(decoded == expected, "{kind:?}, {width} x {height}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 52 * 9 * 4);
}

fn decode(chunks: &[Vec<u8>]) -> Result<Pixmap, Error> {
    Pixmap::from_png(&png_file(chunks))
}

/// Cut to their upper bytes, the second would be 0 and the sixth 255.
#[test]
fn sixteen_bits_are_rounded_and_not_cut() {
    let row = [0, 0x00, 0x7f, 0x00, 0x81, 0x7f, 0xff, 0x80, 0x80, 0xfe, 0xff, 0xff, 0x7e, 0xff, 0xff];
    let pixmap = decode(&[ihdr(7, 1, 16, 0, false), chunk(b"IDAT", &zlib_stored(&row))]).unwrap();
    let greys: Vec<u8> = (0..7).map(|x| pixmap.pixel(x, 0).unwrap()[0]).collect();
    assert_eq!(greys, [0, 1, 127, 128, 254, 254, 255]);
}

/// A key is 16 bits in the file whatever the picture's depth is, and is compared before samples are scaled.
#[test]
fn colour_keys_are_matched_at_the_files_depth() {
    let alphas = |depth: u8, color: u8, key: &[u8], row: &[u8], width| {
        let chunks = [
            ihdr(width, 1, depth, color, false),
            chunk(b"tRNS", key),
            chunk(b"IDAT", &zlib_stored(&[&[0], row].concat())),
        ];
        let pixmap = decode(&chunks).unwrap();
        (0..width).map(|x| pixmap.pixel(x, 0).unwrap()[3]).collect::<Vec<_>>()
    };
    assert_eq!(alphas(16, 0, &[0x80, 0x00], &[0x80, 0x00, 0x80, 0x01, 0x7f, 0xff], 3), [0, 255, 255]);
    let row = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7];
    assert_eq!(alphas(16, 2, &[1, 2, 3, 4, 5, 6], &row, 2), [0, 255]);
    assert_eq!(alphas(8, 2, &[0, 9, 0, 8, 0, 7], &[9, 8, 7, 9, 8, 6], 2), [0, 255]);
    assert_eq!(alphas(2, 0, &[0, 2], &[0b00_01_10_11], 4), [255, 255, 0, 255]);
    // Of more bits than the samples have, those of the samples count.
    assert_eq!(alphas(2, 0, &[0xff, 0xfe], &[0b00_01_10_11], 4), [255, 255, 0, 255]);
    assert_eq!(alphas(1, 0, &[0x00, 0x03], &[0b0100_0000], 2), [255, 0]);
}

#[test]
fn palettes_may_be_short_and_have_too_many_alphas() {
    let picture = |alphas: &[u8]| {
        let pixmap = decode(&[
            ihdr(4, 1, 2, 3, false),
            chunk(b"PLTE", &[10, 20, 30, 40, 50, 60]),
            chunk(b"tRNS", alphas),
            chunk(b"IDAT", &zlib_stored(&[0, 0b00_01_10_11])),
        ])
        .unwrap();
        (0..4).map(|x| pixmap.pixel(x, 0).unwrap()).collect::<Vec<_>>()
    };
    // An index without a colour is black.
    let [a, b, black] = [[10, 20, 30, 255], [40, 50, 60, 255], [0, 0, 0, 255]];
    assert_eq!(picture(&[255]), [a, b, black, black]);
    assert_eq!(picture(&[0, 255]), [[0; 4], b, black, black]);
    assert_eq!(picture(&[0, 0, 0]), [a, b, black, black]);
}

/// The rows of a picture are its own, however wide they are; what stands beside them is bounded.
#[test]
fn a_row_may_be_as_wide_as_the_picture() {
    let width = 5_000_000;
    let mut row = vec![0; 1 + width as usize * 4];
    row[1..5].copy_from_slice(&[1, 2, 3, 255]);
    for interlaced in [false, true] {
        let rows = match interlaced {
            false => row.clone(),
            // One line: passes 1, 2, 4 and 6, of an eighth, an eighth, a quarter and a half of it.
            true => [8, 8, 4, 2].iter().flat_map(|part| row[..1 + width as usize / part * 4].to_vec()).collect(),
        };
        let pixmap = decode(&[ihdr(width, 1, 8, 6, interlaced), chunk(b"IDAT", &zlib_stored(&rows))]).unwrap();
        assert_eq!((pixmap.width(), pixmap.pixel(0, 0)), (width, Some([1, 2, 3, 255])));
    }
    let eight = [ihdr(1, 1, 8, 0, false), chunk(b"eXIf", &vec![0; 20 << 20]), chunk(b"IDAT", &zlib_stored(&[0, 7]))];
    assert!(matches!(decode(&eight), Err(Error::InvalidImage { reason }) if reason.contains("chunks")));
}

/// The first frame of an animation is the picture, or the picture stands before the frames.
#[test]
fn a_picture_that_moves_is_its_first_whole_frame() {
    let frame = |width: u32, height: u32, number: u32| {
        let sides = [number, width, height, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[sides, vec![0, 1, 0, 1, 0, 0]].concat())
    };
    let moves = chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]);
    let data = |rows: &[u8]| chunk(b"IDAT", &zlib_stored(rows));
    let whole = [0, 1, 2, 0, 3, 4];
    for interlaced in [false, true] {
        let rows: &[u8] = if interlaced { &[0, 1, 0, 2, 0, 3, 4] } else { &whole };
        let header = ihdr(2, 2, 8, 0, interlaced);
        let good = decode(&[header.clone(), moves.clone(), frame(2, 2, 0), data(rows)]).unwrap();
        assert_eq!(good.pixel(1, 1), Some([4, 4, 4, 255]));
        let small = decode(&[header, moves.clone(), frame(1, 2, 0), data(&[0, 1, 0, 3])]);
        assert!(matches!(small, Err(Error::InvalidImage { .. })), "{small:?}");
    }
    let part = [0, 0, 0, 1, 0, 0, 0, 0x78];
    let still = decode(&[ihdr(2, 2, 8, 0, false), moves, data(&whole), frame(1, 1, 0), chunk(b"fdAT", &part)]).unwrap();
    assert_eq!(still.pixel(0, 1), Some([3, 3, 3, 255]));
}

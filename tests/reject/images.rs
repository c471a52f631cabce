//! Pictures: broken, huge, hostile files; pixmaps of wrong sizes.

use inkstone::{Image, Pixmap};

use crate::support::{self, chunk, ihdr, interlaced_rows, png_file, rows, zlib_bomb, zlib_stored};
use crate::{Bench, lowered, square};

pub(crate) fn good_png() -> Vec<u8> {
    png_file(&[ihdr(7, 5, 8, 6, false), chunk(b"IDAT", &zlib_stored(&rows(7, 5, 32, 1)))])
}

#[test]
fn images() {
    let good = good_png();
    let interlaced = png_file(&[ihdr(7, 5, 8, 2, true), chunk(b"IDAT", &zlib_stored(&interlaced_rows(7, 5, 24, 2)))]);
    assert!(Pixmap::from_png(&good).is_ok() && Pixmap::from_png(&interlaced).is_ok());
    let pixels = |width, height, color| {
        let data = chunk(b"IDAT", &zlib_stored(&rows(7, 5, 32, 1)));
        png_file(&[ihdr(width, height, 8, color, false), data])
    };
    let idat = |data: &[u8]| png_file(&[ihdr(7, 5, 8, 6, false), chunk(b"IDAT", data)]);
    let beside =
        |extra: Vec<u8>| png_file(&[ihdr(7, 5, 8, 6, false), extra, chunk(b"IDAT", &zlib_stored(&rows(7, 5, 32, 1)))]);
    let changed = |at: usize, by: u8| {
        let mut file = good.clone();
        file[at] ^= by;
        file
    };
    let mut table: Vec<(String, Vec<u8>, &str)> = vec![
        ("empty".into(), Vec::new(), "image"),
        ("text".into(), b"hello, world".to_vec(), "image"),
        ("jpeg".into(), b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "image"),
        ("signature alone".into(), support::SIGNATURE.to_vec(), "image"),
        ("line ends changed".into(), changed(5, b'\r' ^ b'\n'), "image"),
        ("no end chunk".into(), good[..good.len() - 12].to_vec(), "image"),
        ("60,000 x 60,000".into(), pixels(60_000, 60_000, 6), "limit image_pixels"),
        ("60,000 x 60,000 grey".into(), pixels(60_000, 60_000, 0), "limit image_pixels"),
        ("4,294,967,295 x 4,294,967,295".into(), pixels(u32::MAX, u32::MAX, 6), "limit image_pixels"),
        ("2,147,483,647 x 1".into(), pixels(i32::MAX as u32, 1, 6), "limit image_pixels"),
        ("0 x 5".into(), pixels(0, 5, 6), "image"),
        ("5 x 0".into(), pixels(5, 0, 6), "image"),
        ("more rows than there are".into(), pixels(7, 6, 6), "image"),
        ("8,000 x 8,000, and none of it".into(), pixels(8_000, 8_000, 6), "image"),
        ("palette missing".into(), pixels(7, 5, 3), "image"),
        ("colour type 5".into(), pixels(7, 5, 5), "image"),
        ("depth 3".into(), png_file(&[ihdr(7, 5, 3, 0, false)]), "image"),
        ("palette of 16 bits".into(), png_file(&[ihdr(7, 5, 16, 3, false)]), "image"),
        ("no chunks".into(), png_file(&[]), "image"),
        ("IDAT missing".into(), png_file(&[ihdr(7, 5, 8, 6, false)]), "image"),
        ("IDAT first".into(), png_file(&[chunk(b"IDAT", &zlib_stored(&[0; 99]))]), "image"),
        ("IDAT empty".into(), idat(&[]), "image"),
        ("IDAT is no zlib".into(), idat(b"this is not a zlib stream at all"), "image"),
        ("IDAT of zeros".into(), idat(&[0; 400]), "image"),
        ("filter 9".into(), idat(&zlib_stored(&[9; 145])), "image"),
        ("IDAT cut short".into(), idat(&zlib_stored(&rows(7, 5, 32, 1))[..60]), "image"),
        ("unknown critical chunk".into(), beside(chunk(b"ABCD", b"x")), "image"),
        ("two headers".into(), beside(ihdr(7, 5, 8, 6, false)), "image"),
        // A valid file: text beside the pixels is nothing we inflate.
        (
            "zTXt bomb".into(),
            beside(chunk(b"zTXt", &[b"Comment\0\0".to_vec(), zlib_bomb(200_000_000)].concat())),
            "accepted",
        ),
        (
            "iCCP bomb".into(),
            beside(chunk(b"iCCP", &[b"name\0\0".to_vec(), zlib_bomb(200_000_000)].concat())),
            "accepted",
        ),
        (
            "iTXt of 3 MB".into(),
            beside(chunk(b"iTXt", &[b"k\0\0\0\0\0".to_vec(), vec![b'a'; 3 << 20]].concat())),
            "accepted",
        ),
        // More than the rows need is neither kept nor inflated: as lenient as browsers are.
        ("IDAT bomb".into(), idat(&zlib_bomb(200_000_000)), "accepted"),
    ];
    for cut in 1..good.len() {
        table.push((format!("cut at {cut}"), good[..cut].to_vec(), "image"));
    }
    for cut in (1..interlaced.len()).step_by(3) {
        table.push((format!("interlaced, cut at {cut}"), interlaced[..cut].to_vec(), "image"));
    }
    // Every byte of the header and of the pixels stands under a checksum.
    for at in (8..good.len() - 12).step_by(5) {
        table.push((format!("byte {at} changed"), changed(at, 0x10), "image"));
    }
    let mut bench = Bench::standard();
    for (name, file, expected) in table {
        bench.row(&format!("{name}, decoded"), expected, |_| Pixmap::from_png(&file));
        bench.scene(&format!("{name}, in a scene"), expected, |scene| {
            scene.image(&Image::from_png(file), square());
        });
    }
    let bytes = good.len() as u64;
    for (name, lower, expected) in [
        ("34 pixels", lowered(|l| l.image_pixels = 34), "limit image_pixels"),
        ("35 pixels", lowered(|l| l.image_pixels = 35), "accepted"),
        ("a byte too few", lowered(|l| l.image_bytes = bytes - 1), "limit image_bytes"),
        ("enough bytes", lowered(|l| l.image_bytes = bytes), "accepted"),
        ("render bytes for the canvas alone", lowered(|l| l.render_bytes = 50 * 40 * 4 + 139), "limit render_bytes"),
        // Items, outlines and the plan of them take some thousand bytes besides.
        ("render bytes for both", lowered(|l| l.render_bytes = 50 * 40 * 4 + 140 + 8_000), "accepted"),
    ] {
        bench.scene_with(name, expected, &lower, |scene| {
            scene.image(&Image::from_png(good.clone()), square());
        });
    }
    bench.done(400);
}

#[test]
fn pixmaps() {
    let mut bench = Bench::standard();
    for (width, height, expected) in [
        (0, 1, "size"),
        (1, 0, "size"),
        (32_769, 1, "limit canvas_side"),
        (u32::MAX, u32::MAX, "limit canvas_side"),
        (32_768, 32_768, "limit canvas_pixels"),
        (1, 1, "accepted"),
    ] {
        bench.row(&format!("{width} x {height}"), expected, |_| Pixmap::new(width, height));
    }
    for (len, width, height, expected) in [
        (4, 0, 1, "size"),
        (0, 1, 1, "buffer: length"),
        (3, 1, 1, "buffer: length"),
        (5, 1, 1, "buffer: length"),
        (16, 2, 3, "buffer: length"),
        (16, u32::MAX, u32::MAX, "buffer: length"),
        (16, 2, 2, "accepted"),
    ] {
        let name = format!("{len} bytes as {width} x {height}");
        bench.row(&name, expected, |_| Pixmap::from_straight(vec![7; len], width, height));
        bench.row(&name, expected, |_| Pixmap::from_premultiplied(vec![7; len], width, height));
    }
    let bright = "buffer: colour of a premultiplied pixel, which may not exceed its alpha";
    bench.row("colour above alpha", bright, |_| Pixmap::from_premultiplied(vec![9, 9, 9, 9, 0, 4, 0, 3], 2, 1));
    bench.done(20);
}

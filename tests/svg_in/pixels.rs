//! PNG pictures in documents.

use inkstone::{Limits, Pixmap, RenderOptions};

use super::{Refused, document, draw, scene_with, support, try_draw};

/// Plain base64.
fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let word = chunk.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4)
                .map(move |i| if i <= chunk.len() { digits[(word >> (18 - 6 * i) & 63) as usize] as char } else { '=' })
        })
        .collect()
}

fn image(mime: &str, bytes: &[u8]) -> String {
    document(&format!("<image width=\"100\" height=\"100\" href=\"data:{mime};base64,{}\"/>", base64(bytes)))
}

fn png() -> Vec<u8> {
    let data = [[200, 44, 40, 255], [20, 140, 130, 255]].concat();
    Pixmap::from_straight(data, 2, 1).unwrap().encode_png().unwrap()
}

#[test]
fn png_data_is_drawn() {
    let pixmap = draw(image("image/png", &png()));
    // Between the two it overshoots somewhat.
    for (x, expected) in [(1, [200, 44, 40, 255]), (98, [20, 140, 130, 255])] {
        let pixel = pixmap.pixel(x, 50).unwrap();
        assert!(pixel.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 12), "{pixel:?}");
    }
}

#[test]
fn others_are_refused() {
    let mut table = Refused::new();
    let bomb = support::png_file(&[support::ihdr(65_535, 65_535, 8, 6, false), support::chunk(b"IDAT", &[])]);
    table.row("65,535 x 65,535", image("image/png", &bomb), "limit `image_pixels` exceeded: 4294836225");
    table.row("cut", image("image/png", &png()[..40]), "image is refused");
    table.row("no PNG", image("image/png", b"GIF89a"), "image is refused");
    for mime in ["image/jpeg", "image/gif", "image/webp", "image/svg+xml", "text/plain"] {
        table.row(
            mime,
            image(mime, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            &format!("a picture of type {mime:?}"),
        );
    }
    let many = "<use href=\"#i\"/>".repeat(260_000);
    let pixels = Pixmap::new(1_000, 1_000).unwrap().encode_png().unwrap();
    let many = document(&format!("<image id=\"i\" href=\"data:image/png;base64,{}\"/>{many}", base64(&pixels)));
    table.row("one often", many, "limit `svg_nodes` exceeded");
    let some = "<use href=\"#i\"/>".repeat(100);
    let some = document(&format!("<image id=\"i\" href=\"data:image/png;base64,{}\"/>{some}", base64(&pixels)));
    table.row("one less often", some, "limit `svg_work` exceeded");
    table.done();
    let mut limits = Limits::default();
    limits.image_pixels = 1;
    let options = RenderOptions::new().with_limits(limits);
    let error = support::engine().build().canvas().render(&scene_with(image("image/png", &png()), 9.0), &options);
    assert!(error.unwrap_err().to_string().contains("`image_pixels` exceeded: 2 asked for"));
}

/// A picture of many pixels and few bytes; each number makes another file.
fn large(side: u32, number: u32) -> Vec<u8> {
    let rows = (side as usize).div_ceil(8) + 1;
    // More than the rows take: the end is not come to, and its checksum is wrong.
    let inflated = rows * side as usize + (1 << 18);
    support::png_file(&[
        support::ihdr(side, side, 1, 0, false),
        support::chunk(b"tEXt", format!("Comment\0{number}").as_bytes()),
        support::chunk(b"IDAT", &support::zlib_bomb(inflated)),
    ])
}

fn images(side: u32, numbers: impl Iterator<Item = u32>) -> String {
    let image =
        |n| format!("<image width=\"1\" height=\"1\" href=\"data:image/png;base64,{}\"/>", base64(&large(side, n)));
    document(&numbers.map(image).collect::<String>())
}

#[test]
fn all_pixels_are_counted_before_any_is_decoded() {
    let mut table = Refused::new();
    table.row("200 x 8192 x 8192", images(8_192, 0..200), "limit `image_pixels` exceeded: 134217728 asked for");
    table.done();
    let mut limits = Limits::default();
    limits.image_pixels = 200;
    let mut canvas = support::engine().with_limits(limits).build().canvas();
    // The same file is decoded once, and counts once.
    assert!(try_draw(&mut canvas, images(10, [0, 0, 0, 1, 1].into_iter())).is_ok());
    let error = try_draw(&mut canvas, images(10, 0..3)).unwrap_err().to_string();
    assert!(error.contains("limit `image_pixels` exceeded: 300 asked for, 200 allowed"), "{error}");
}

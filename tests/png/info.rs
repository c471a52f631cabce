//! What a file says of itself.

use inkstone::kurbo::Rect;
use inkstone::{Engine, Error, FontLibrary, Image, PngColorType, PngInfo, RenderOptions, Scene};

use crate::support::{Random, chunk, ihdr, png_file, zlib_bomb, zlib_stored};
use crate::written::{every_kind, write};

fn grey(before: &[Vec<u8>]) -> Vec<u8> {
    png_file(&[ihdr(1, 1, 8, 0, false), before.concat(), chunk(b"IDAT", &zlib_stored(&[0, 7]))])
}

fn info(before: &[Vec<u8>]) -> PngInfo {
    PngInfo::read(&grey(before)).unwrap()
}

fn profile(name: &[u8]) -> Vec<u8> {
    chunk(b"iCCP", &[name, &[0, 0], &zlib_stored(&[0; 200])].concat())
}

fn gamma(value: u32) -> Vec<u8> {
    chunk(b"gAMA", &value.to_be_bytes())
}

fn chromaticities(blue: u32) -> Vec<u8> {
    chunk(b"cHRM", &[31_270, 32_900, 64_000, 33_000, 30_000, 60_000, blue, 6_000].map(u32::to_be_bytes).concat())
}

#[test]
fn headers_are_told_as_they_are() {
    let mut random = Random::new(5);
    for kind in every_kind() {
        let info = PngInfo::read(&write(kind, 13, 9, &mut random).file()).unwrap();
        assert_eq!((info.width, info.height, info.bit_depth), (13, 9, kind.depth));
        assert_eq!((info.interlaced, info.has_transparency_chunk), (kind.interlaced, kind.transparency));
        let names = ["grey", "", "RGB", "palette", "grey with alpha", "", "RGB with alpha"];
        assert_eq!(info.color_type.to_string(), names[usize::from(kind.color)]);
        assert!(info.is_srgb() && info.dpi.is_none());
    }
    let physical = |x: u32, y: u32, unit: u8| {
        info(&[chunk(b"pHYs", &[x.to_be_bytes().to_vec(), y.to_be_bytes().to_vec(), vec![unit]].concat())]).dpi
    };
    assert_eq!(physical(11_811, 11_811, 1), Some(300.0));
    assert_eq!((physical(11_811, 11_811, 0), physical(11_811, 5_905, 1)), (None, None));
    // A header alone says its size, if it is not too large for any machine.
    let large = png_file(&[ihdr(100_000, 90_000, 16, 6, false), chunk(b"IDAT", b"x")]);
    let large = PngInfo::read(&large).unwrap();
    assert_eq!((large.width, large.height, large.color_type), (100_000, 90_000, PngColorType::Rgba));
}

#[test]
fn colours_are_told_as_the_file_says() {
    let told = info(&[gamma(100_000), chromaticities(20_000), profile(b"Display P3")]);
    assert_eq!((told.gamma, told.icc_profile.as_deref()), (Some(1.0), Some("Display P3")));
    assert_eq!(told.chromaticities.unwrap()[3], (0.2, 0.06));
    assert_eq!(info(&[chunk(b"sRGB", &[3])]).srgb_intent, Some("absolute colorimetric"));
    assert_eq!(info(&[chunk(b"cICP", &[9, 16, 0, 1])]).cicp, Some([9, 16, 0, 1]));
    // Latin-1; of 79 characters, and of more, which is no name.
    assert_eq!(info(&[profile(b"caf\xe9")]).icc_profile.as_deref(), Some("café"));
    assert_eq!(info(&[profile(&[b'n'; 79])]).icc_profile.unwrap().len(), 79);
    assert_eq!(info(&[profile(&[b'n'; 80])]).icc_profile, None);
    assert_eq!(info(&[profile(b"")]).icc_profile, None);
    // Not inflated: what would be hundreds of megabytes has a name.
    let bomb = chunk(b"iCCP", &[b"bomb\0\0".to_vec(), zlib_bomb(300_000_000)].concat());
    assert_eq!(info(&[bomb]).icc_profile.as_deref(), Some("bomb"));
}

#[test]
fn what_counts_as_srgb() {
    for (srgb, before) in [
        (true, vec![]),
        (true, vec![gamma(45_455)]),
        (true, vec![gamma(45_000), chromaticities(15_000)]),
        (false, vec![gamma(100_000)]),
        (false, vec![gamma(55_556)]),
        (false, vec![gamma(45_455), chromaticities(20_000)]),
        // The first in the order of the standard counts, wherever it stands.
        (true, vec![gamma(100_000), chunk(b"sRGB", &[0])]),
        (true, vec![profile(b"sRGB IEC61966-2.1"), gamma(100_000)]),
        (false, vec![chunk(b"sRGB", &[0]), profile(b"Adobe RGB (1998)")]),
        (true, vec![chunk(b"cICP", &[1, 13, 0, 1]), profile(b"Adobe RGB (1998)")]),
        (false, vec![chunk(b"cICP", &[12, 13, 0, 1]), chunk(b"sRGB", &[0])]),
    ] {
        let info = info(&before);
        assert_eq!(info.is_srgb(), srgb, "{info:?}");
    }
}

#[test]
fn broken_files_are_refused() {
    let good = grey(&[profile(b"p")]);
    let idat = good.windows(4).position(|kind| kind == b"IDAT").unwrap();
    for cut in 0..idat + 4 {
        let told = PngInfo::read(&good[..cut]);
        assert!(matches!(told, Err(Error::InvalidImage { .. })), "cut at {cut}: {told:?}");
    }
    // What a checksum belies is not told; such chunks beside the pixels are skipped, by libpng as well.
    let mut changed = good.clone();
    changed[45] ^= 1;
    assert_eq!(PngInfo::read(&changed).unwrap().icc_profile, None);
    changed[20] ^= 1;
    assert!(matches!(PngInfo::read(&changed), Err(Error::InvalidImage { .. })), "the header's checksum");
    let endless = png_file(&[ihdr(u32::MAX, u32::MAX, 16, 6, false), chunk(b"IDAT", b"x")]);
    assert!(matches!(PngInfo::read(&endless), Err(Error::InvalidImage { .. })));
}

#[test]
fn a_render_counts_the_pictures_of_other_colours() {
    let mut canvas = Engine::builder().with_fonts(FontLibrary::new()).build().canvas();
    let mut scene = Scene::builder(9.0, 9.0);
    let other = Image::from_png(grey(&[gamma(100_000)]));
    for image in [&Image::from_png(grey(&[])), &other, &Image::from_png(grey(&[profile(b"CMYK")])), &other] {
        scene.image(image, Rect::new(1.0, 1.0, 8.0, 8.0));
    }
    let scene = scene.finish().unwrap();
    let options = RenderOptions::new();
    canvas.render(&scene, &options).unwrap();
    assert_eq!(canvas.report().images_not_srgb, 2);
    assert!(canvas.report().to_string().contains("not sRGB      2 pictures"));
    let list = canvas.prepare(&scene, &options).unwrap();
    canvas.write_png(&list, &options, &mut Vec::new()).unwrap();
    assert_eq!(canvas.report().images_not_srgb, 2);
    canvas.render(&Scene::builder(1.0, 1.0).finish().unwrap(), &options).unwrap();
    assert_eq!(canvas.report().images_not_srgb, 0);
}

//! [`PngInfo`]: what a PNG file says of itself before its pixels.

use std::fmt;

use png::{ColorType, Info, PixelDimensions, ScaledFloat, SrgbRenderingIntent, Unit};

use super::decode::read_info;
use crate::error::Error;

/// The gamma of sRGB's files; libpng takes what lies within a twentieth of it for the same.
const SRGB_GAMMA: f64 = 0.454_55;
const SAME_GAMMA: f64 = 0.05;
/// White, red, green and blue of sRGB, and how far off the same ones may be written.
const SRGB_CHROMATICITIES: [(f64, f64); 4] = [(0.3127, 0.3290), (0.64, 0.33), (0.30, 0.60), (0.15, 0.06)];
const SAME_CHROMATICITY: f64 = 0.01;
/// Primaries, transfer function, matrix and range of sRGB in cICP.
const SRGB_CICP: [u8; 4] = [1, 13, 0, 1];

/// Bytes of a profile that has a name for us: those of printers take a megabyte or two.
const MAX_PROFILE: usize = 16 << 20;

/// What a PNG file says of its picture and of the picture's colours, before the pixels.
///
/// Pictures are drawn as if their colours were sRGB. Where a file says otherwise, here is what it says, so that a caller
/// can convert it before or refuse it; [`RenderReport::images_not_srgb`](crate::RenderReport::images_not_srgb) counts
/// those that a render drew.
///
/// ```
/// use inkstone::{Pixmap, PngColorType, PngInfo};
///
/// let file = Pixmap::new(3, 2)?.encode_png()?;
/// let info = PngInfo::read(&file)?;
/// assert_eq!((info.width, info.height, info.dpi), (3, 2, Some(96.0)));
/// assert!(info.is_srgb() && info.gamma.is_none() && info.icc_profile.is_none());
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PngInfo {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bits of a sample, or of an index into the palette: 1, 2, 4, 8 or 16.
    pub bit_depth: u8,
    /// What the samples of a pixel are.
    pub color_type: PngColorType,
    /// Whether there are pixels or colours that are not opaque by a tRNS chunk.
    pub has_transparency_chunk: bool,
    /// Whether the pixels come in the seven passes of Adam7.
    pub interlaced: bool,
    /// Pixels per inch, where they are given and the same both ways (pHYs).
    pub dpi: Option<f64>,
    /// The exponent from light to samples (gAMA); 0.45455 is sRGB's.
    pub gamma: Option<f64>,
    /// x and y of white, red, green and blue in CIE 1931 (cHRM).
    pub chromaticities: Option<[(f64, f64); 4]>,
    /// The intent of rendering of a picture that says it is sRGB (sRGB): "perceptual", "relative colorimetric",
    /// "saturation" or "absolute colorimetric".
    pub srgb_intent: Option<&'static str>,
    /// The name of an embedded colour profile (iCCP), of up to 79 characters. The profile itself is not looked at.
    pub icc_profile: Option<String>,
    /// Primaries, transfer function, matrix and range by ITU-T H.273 (cICP).
    pub cicp: Option<[u8; 4]>,
}

/// What the samples of a PNG's pixel are. Shown as "grey", "RGB", "palette", "grey with alpha", "RGB with alpha".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PngColorType {
    /// One grey.
    Grayscale,
    /// Red, green, blue.
    Rgb,
    /// An index into a palette of up to 256 colours.
    Indexed,
    /// A grey, alpha.
    GrayscaleAlpha,
    /// Red, green, blue, alpha.
    Rgba,
}

impl fmt::Display for PngColorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Grayscale => "grey",
            Self::Rgb => "RGB",
            Self::Indexed => "palette",
            Self::GrayscaleAlpha => "grey with alpha",
            Self::Rgba => "RGB with alpha",
        })
    }
}

impl PngInfo {
    /// Reads what stands before the pixels, which are neither checked nor decoded: that the picture can be drawn is not
    /// said by it. Pictures of any size are told of, as long as a row of theirs takes 16 MiB at most.
    ///
    /// # Errors
    /// [`Error::InvalidImage`] for what is no PNG, or broken before its pixels.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        Ok(Self::new(read_info(bytes)?.info(), bytes))
    }

    /// Of a file whose chunks before the pixels were read, and found whole.
    pub(super) fn new(info: &Info<'_>, bytes: &[u8]) -> Self {
        let point = |(x, y): (ScaledFloat, ScaledFloat)| (scaled(x), scaled(y));
        Self {
            width: info.width,
            height: info.height,
            bit_depth: info.bit_depth as u8,
            color_type: match info.color_type {
                ColorType::Grayscale => PngColorType::Grayscale,
                ColorType::Rgb => PngColorType::Rgb,
                ColorType::Indexed => PngColorType::Indexed,
                ColorType::GrayscaleAlpha => PngColorType::GrayscaleAlpha,
                ColorType::Rgba => PngColorType::Rgba,
            },
            has_transparency_chunk: info.trns.is_some(),
            interlaced: info.interlaced,
            dpi: info.pixel_dims.and_then(dpi_of),
            gamma: info.gama_chunk.map(scaled),
            chromaticities: info.chrm_chunk.map(|c| [c.white, c.red, c.green, c.blue].map(point)),
            srgb_intent: info.srgb.map(|intent| match intent {
                SrgbRenderingIntent::Perceptual => "perceptual",
                SrgbRenderingIntent::RelativeColorimetric => "relative colorimetric",
                SrgbRenderingIntent::Saturation => "saturation",
                SrgbRenderingIntent::AbsoluteColorimetric => "absolute colorimetric",
            }),
            icc_profile: profile_name(bytes),
            cicp: info.coding_independent_code_points.map(|c| {
                [c.color_primaries, c.transfer_function, c.matrix_coefficients, u8::from(c.is_video_full_range_image)]
            }),
        }
    }

    /// Whether the colours are sRGB, or nothing is said of them. Of several statements the first in the order of the
    /// standard counts: cICP, iCCP, sRGB, then gAMA and cHRM. A profile counts as sRGB's if its name says so.
    #[must_use]
    pub fn is_srgb(&self) -> bool {
        if let Some(cicp) = self.cicp {
            return cicp == SRGB_CICP;
        }
        if let Some(name) = &self.icc_profile {
            return name.to_ascii_lowercase().contains("srgb");
        }
        if self.srgb_intent.is_some() {
            return true;
        }
        let same = |((x, y), (u, v)): ((f64, f64), (f64, f64))| {
            (x - u).abs() <= SAME_CHROMATICITY && (y - v).abs() <= SAME_CHROMATICITY
        };
        let gamma = self.gamma.is_none_or(|gamma| (gamma / SRGB_GAMMA - 1.0).abs() <= SAME_GAMMA);
        gamma && self.chromaticities.is_none_or(|points| points.into_iter().zip(SRGB_CHROMATICITIES).all(same))
    }
}

fn scaled(value: ScaledFloat) -> f64 {
    f64::from(value.into_scaled()) / 1e5
}

/// Pixels per inch from pixels per metre, where they are so given and the same both ways. A whole number of them was
/// rounded to pixels per metre, and is found again.
pub(super) fn dpi_of(pixels: PixelDimensions) -> Option<f64> {
    if pixels.unit != Unit::Meter || pixels.xppu != pixels.yppu || pixels.xppu == 0 {
        return None;
    }
    let dpi = f64::from(pixels.xppu) * 0.0254;
    let whole = dpi.round();
    Some(if (dpi - whole).abs() <= 0.0127 { whole } else { dpi })
}

/// The name in the first iCCP chunk before the pixels. The crate does not tell it, and would inflate the profile. As
/// any chunk beside the pixels, one with a wrong checksum says nothing.
fn profile_name(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes.get(8..)?;
    loop {
        let (head, after) = rest.split_first_chunk::<8>()?;
        let [a, b, c, d, kind @ ..] = *head;
        let (data, after) = after.split_at_checked(u32::from_be_bytes([a, b, c, d]) as usize)?;
        match &kind {
            b"IDAT" | b"IEND" => return None,
            b"iCCP" => {
                let name = data.iter().take(80).position(|&byte| byte == 0).filter(|&end| end > 0)?;
                let told = u32::from_be_bytes(*after.first_chunk()?);
                if data.len() > MAX_PROFILE || crc32(&rest[4..8 + data.len()]) != told {
                    return None;
                }
                // Latin-1, whose characters are the first of Unicode.
                return Some(data[..name].iter().map(|&byte| char::from(byte)).collect());
            }
            _ => rest = after.get(4..)?,
        }
    }
}

/// The checksum of a chunk's kind and data (<https://www.w3.org/TR/png-3/#D-CRCAppendix>).
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut i = 0;
        while i < 256 {
            let (mut crc, mut bit) = (i as u32, 0);
            while bit < 8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
                bit += 1;
            }
            table[i] = crc;
            i += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc: u32, &byte| TABLE[usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}

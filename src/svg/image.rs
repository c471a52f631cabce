//! Pictures: PNG files in data URIs, straight alpha.

#[cfg(feature = "svg-in")]
use std::io::Write;

use super::base64::Base64;
use super::out::Out;
use crate::budget::Budget;
use crate::encode::{PngOptions, StripEncoder, write_png};
use crate::error::Error;
#[cfg(feature = "svg-in")]
use crate::image::Svg;
use crate::pixmap::Pixmap;

/// Writes the picture `i<number>`, a px of it a unit.
pub(super) fn image(out: &mut Out<'_>, number: usize, pixels: &Pixmap) -> Result<(), Error> {
    out.push("<image").id(format_args!("i{number}"));
    out.number("width", f64::from(pixels.width())).number("height", f64::from(pixels.height()));
    out.push(" preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,");
    let watch = out.watch;
    let mut base64 = Base64::new(out);
    let budget = Budget::unlimited();
    if let Err(error) = write_png(pixels, &PngOptions::new(), &mut StripEncoder::some(1), (watch, &budget), &mut base64)
    {
        // A deadline that passed inside the encoder comes out of it as a failed write.
        watch.check()?;
        return Err(error);
    }
    base64.finish();
    out.push("\"/>\n");
    Ok(())
}

/// Writes the SVG document `v<number>` as it came, in its own size.
#[cfg(feature = "svg-in")]
pub(super) fn document(out: &mut Out<'_>, number: usize, svg: &Svg) -> Result<(), Error> {
    let size = svg.size();
    out.push("<image").id(format_args!("v{number}")).number("width", size.width).number("height", size.height);
    out.push(" preserveAspectRatio=\"none\" xlink:href=\"data:image/svg+xml;base64,");
    let mut base64 = Base64::new(out);
    base64.write_all(svg.bytes())?;
    base64.finish();
    out.push("\"/>\n");
    Ok(())
}

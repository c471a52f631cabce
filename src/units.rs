//! Units: logical CSS px, DPI and device pixels.

use crate::error::Error;
use crate::limits::{Limits, within};

/// CSS px in an inch: the DPI at which a logical unit is a device pixel
/// (<https://www.w3.org/TR/css-values-4/#absolute-lengths>).
pub(crate) const CSS_DPI: f64 = 96.0;

/// Largest magnitude of a coordinate, in logical px and, transformed, in device pixels.
///
/// A million px is 264 metres of paper at 96 DPI; beyond it the rasterizer's arithmetic would lose sub-pixel precision.
pub const MAX_COORDINATE: f64 = 1.0e6;

/// The highest DPI accepted.
pub(crate) const MAX_DPI: f64 = 100_000.0;

/// Device pixels per logical px at a DPI.
pub(crate) fn scale(dpi: f64) -> Result<f64, Error> {
    if dpi.is_finite() && dpi > 0.0 && dpi <= MAX_DPI {
        Ok(dpi / CSS_DPI)
    } else {
        Err(Error::InvalidOption { option: "dpi", value: dpi.to_string(), expected: "a number above 0, up to 100000" })
    }
}

/// Size in device pixels of a picture of a logical size that is held in memory: rounded, at least 1 a side, within the
/// limits.
pub(crate) fn device_size(width: f64, height: f64, scale: f64, limits: &Limits) -> Result<(u32, u32), Error> {
    let size = streamed_size(width, height, scale, limits)?;
    within("canvas_pixels", u64::from(size.0) * u64::from(size.1), limits.canvas_pixels)?;
    Ok(size)
}

/// The same for a picture that is written as it is drawn.
pub(crate) fn streamed_size(width: f64, height: f64, scale: f64, limits: &Limits) -> Result<(u32, u32), Error> {
    let side = |logical: f64| (logical * scale).round();
    let (w, h) = (side(width), side(height));
    if !(w >= 1.0 && h >= 1.0) {
        return Err(Error::InvalidSize {
            width: width * scale,
            height: height * scale,
            expected: "at least one device pixel a side",
        });
    }
    for asked in [w, h] {
        within("canvas_side", asked as u64, limits.canvas_side.min(u64::from(u32::MAX)))?;
    }
    within("streamed_pixels", w as u64 * h as u64, limits.streamed_pixels)?;
    Ok((w as u32, h as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_round_and_are_refused() {
        let limits = Limits::default();
        assert_eq!(device_size(10.4, 10.5, 1.0, &limits).unwrap(), (10, 11));
        assert_eq!(device_size(0.5, 1.0, 1.0, &limits).unwrap(), (1, 1));
        assert!(matches!(device_size(0.4, 1.0, 1.0, &limits), Err(Error::InvalidSize { .. })));
        assert!(matches!(device_size(f64::NAN, 1.0, 1.0, &limits), Err(Error::InvalidSize { .. })));
        assert!(matches!(
            device_size(1e300, 1.0, 1.0, &limits),
            Err(Error::LimitExceeded { limit: "canvas_side", .. })
        ));
        assert!(matches!(
            device_size(32_768.0, 32_768.0, 1.0, &limits),
            Err(Error::LimitExceeded { limit: "canvas_pixels", asked: 1_073_741_824, .. })
        ));
        assert!(scale(0.0).is_err() && scale(f64::NAN).is_err() && scale(1e9).is_err());
    }
}

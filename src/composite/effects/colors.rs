//! Colour matrices over premultiplied pixels, and the luminance of a mask.

/// A colour matrix, by rows.
pub(super) type Matrix = [f32; 20];

/// Pixels worked on at once.
const PIXELS: usize = 16;

/// Colour matrices one after the other: on straight colours, each result held between 0 and 1, rounded to 8 bits once, at the
/// end.
#[inline(always)]
pub(super) fn apply(matrices: &[Matrix], pixels: &mut [u8]) {
    for pixels in pixels.chunks_mut(4 * PIXELS) {
        let mut channels = [[0.0_f32; PIXELS]; 4];
        for (i, pixel) in pixels.chunks_exact(4).enumerate() {
            for (channel, &byte) in channels.iter_mut().zip(pixel) {
                channel[i] = f32::from(byte);
            }
        }
        let [r, g, b, a] = &mut channels;
        for i in 0..PIXELS {
            // What is transparent is black.
            let divisor = a[i].max(1.0);
            r[i] /= divisor;
            g[i] /= divisor;
            b[i] /= divisor;
            a[i] /= 255.0;
        }
        for matrix in matrices {
            let rows = matrix.as_chunks::<5>().0;
            let [red, green, blue, alpha] = channels;
            for (channel, [r, g, b, a, constant]) in channels.iter_mut().zip(rows) {
                for i in 0..PIXELS {
                    let sum = r * red[i] + g * green[i] + b * blue[i] + a * alpha[i] + constant;
                    channel[i] = sum.clamp(0.0, 1.0);
                }
            }
        }
        let [r, g, b, a] = &mut channels;
        for i in 0..PIXELS {
            // Alpha is rounded first, so that no colour exceeds it.
            a[i] = (a[i] * 255.0 + 0.5).floor();
            r[i] = r[i] * a[i] + 0.5;
            g[i] = g[i] * a[i] + 0.5;
            b[i] = b[i] * a[i] + 0.5;
        }
        for (i, pixel) in pixels.chunks_exact_mut(4).enumerate() {
            for (channel, byte) in channels.iter().zip(pixel) {
                *byte = channel[i] as u8;
            }
        }
    }
}

/// Alpha becomes luminance times alpha, colours nothing: what a luminance mask lets through
/// (<https://www.w3.org/TR/css-masking-1/#MaskValues>, with the coefficients of SVG's `luminanceToAlpha`).
#[inline(always)]
pub(super) fn luminance(pixels: &mut [u8]) {
    // .2125, .7154 and .0721 in 65536ths, which are all of one.
    const R: u32 = 13926;
    const G: u32 = 46885;
    const B: u32 = 4725;
    for pixel in pixels.as_chunks_mut::<4>().0 {
        let [r, g, b, _] = pixel.map(u32::from);
        *pixel = [0, 0, 0, ((R * r + G * g + B * b + (1 << 15)) >> 16) as u8];
    }
}

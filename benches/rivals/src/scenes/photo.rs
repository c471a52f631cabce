//! A picture like a photograph: slopes, edges and a little noise; opaque.

/// Width and height of the banner's.
pub const SIZE: (u32, u32) = (800, 600);

/// RGBA bytes of the banner's.
pub fn photo() -> Vec<u8> {
    sized(SIZE)
}

/// RGBA bytes, the same every time.
pub fn sized((width, height): (u32, u32)) -> Vec<u8> {
    let mut noise = 0x2545_f491_u32;
    let mut out = Vec::with_capacity((width * height * 4) as usize);
    for y in 0..height {
        for x in 0..width {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            let (u, v) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
            let ridge = 0.55 + 0.12 * (u * 9.0).sin() + 0.05 * (u * 31.0).sin();
            let sun = (1.0 - ((u - 0.7).powi(2) + (v - 0.25).powi(2)).sqrt() * 6.0).clamp(0.0, 1.0);
            let [r, g, b] = if v < ridge {
                [110.0 + 120.0 * v + 120.0 * sun, 150.0 + 60.0 * v + 80.0 * sun, 210.0 - 40.0 * v]
            } else {
                let depth = (v - ridge) * 160.0;
                [40.0 + depth + 20.0 * (u * 60.0 + v * 90.0).sin(), 80.0 + depth, 50.0 + depth * 0.4]
            };
            let grain = f64::from(noise >> 29) - 3.5;
            out.extend([r, g, b].map(|c| (c + grain).clamp(0.0, 255.0) as u8));
            out.push(255);
        }
    }
    out
}

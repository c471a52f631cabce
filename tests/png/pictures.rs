//! Random pictures of every kind that an encoder might tell from the others.

use inkstone::Pixmap;

use crate::support::Random;

/// What a picture's pixels are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Content {
    Flat,
    Bilevel,
    /// Opaque colours, as many as said.
    Colors(usize),
    /// Greys that 1, 2 or 4 bits can say, or any.
    Greys(usize),
    GreyAlpha,
    /// Colours, some of them translucent, as many as said.
    TranslucentColors(usize),
    /// Each row like the one above, but for a few.
    Rows,
    Gradient,
    TranslucentGradient,
    /// Shapes over nothing.
    Overlay,
    Noise,
    GreyNoise,
    TranslucentNoise,
    /// One half like this, the other like that: what is known of the first rows says nothing of the last.
    Halves,
    /// Opaque and grey, but for the last pixel.
    LastPixel,
}

impl Content {
    pub(crate) const ALL: [Self; 25] = [
        Self::Flat,
        Self::Bilevel,
        Self::Colors(2),
        Self::Colors(3),
        Self::Colors(4),
        Self::Colors(5),
        Self::Colors(16),
        Self::Colors(17),
        Self::Colors(200),
        Self::Colors(256),
        Self::Colors(257),
        Self::Greys(4),
        Self::Greys(16),
        Self::Greys(256),
        Self::GreyAlpha,
        Self::TranslucentColors(9),
        Self::TranslucentColors(256),
        Self::Rows,
        Self::Gradient,
        Self::TranslucentGradient,
        Self::Overlay,
        Self::Noise,
        Self::GreyNoise,
        Self::TranslucentNoise,
        Self::Halves,
    ];

    pub(crate) fn pixmap(self, width: usize, height: usize, random: &mut Random) -> Pixmap {
        let mut straight = Vec::with_capacity(width * height * 4);
        self.fill(&mut straight, width, height, random);
        Pixmap::from_straight(straight, width as u32, height as u32).unwrap()
    }

    /// Appends straight pixels.
    fn fill(self, out: &mut Vec<u8>, width: usize, height: usize, random: &mut Random) {
        let opaque = |random: &mut Random| {
            let [r, g, b, ..] = random.bits().to_le_bytes();
            [r, g, b, 255]
        };
        let any = |random: &mut Random| {
            let [r, g, b, a, ..] = random.bits().to_le_bytes();
            [r, g, b, a]
        };
        let grey = |v: u8| [v, v, v, 255];
        let mut each = |random: &mut Random, pixel: &mut dyn FnMut(&mut Random, usize, usize) -> [u8; 4]| {
            for y in 0..height {
                for x in 0..width {
                    out.extend(pixel(random, x, y));
                }
            }
        };
        match self {
            Self::Flat => {
                let color = opaque(random);
                out.extend(color.repeat(width * height));
            }
            Self::Bilevel => each(random, &mut |random, _, _| grey(if random.chance(0.5) { 255 } else { 0 })),
            Self::Colors(count) => {
                let colors: Vec<_> = (0..count).map(|_| opaque(random)).collect();
                // All of them, in picture after picture that is large enough; in runs and one by one.
                let mut at = 0;
                let step = 1 + random.below(3);
                for i in 0..width * height {
                    at = if i < count {
                        i
                    } else if i % step == 0 {
                        random.below(count)
                    } else {
                        at
                    };
                    out.extend(colors[at]);
                }
            }
            Self::Greys(count) => {
                each(random, &mut |random, _, _| grey((random.below(count) * 255 / (count - 1)) as u8));
            }
            Self::GreyAlpha => each(random, &mut |random, _, _| {
                let [v, a, ..] = random.bits().to_le_bytes();
                [v, v, v, a]
            }),
            Self::TranslucentColors(count) => {
                let colors: Vec<_> = (0..count).map(|_| any(random)).collect();
                each(random, &mut |random, _, _| colors[random.below(count)]);
            }
            Self::Rows => {
                let mut row: Vec<u8> = (0..width).flat_map(|_| any(random)).collect();
                for _ in 0..height {
                    if random.chance(0.1) {
                        let at = random.below(row.len());
                        row[at] = row[at].wrapping_add(1);
                    }
                    out.extend(&row);
                }
            }
            Self::Gradient => each(random, &mut |_, x, y| [(x + y) as u8, (x / 2) as u8, (y / 3) as u8, 255]),
            Self::TranslucentGradient => {
                each(random, &mut |_, x, y| [(x + y) as u8, (x * 2) as u8, 90, (y + x / 4) as u8]);
            }
            Self::Overlay => {
                let (color, radius) = (any(random), 1 + width.min(height) / 3);
                each(random, &mut |_, x, y| {
                    let far = x.abs_diff(width / 2).pow(2) + y.abs_diff(height / 2).pow(2);
                    if far < radius * radius { color } else { [0; 4] }
                });
            }
            Self::Noise => each(random, &mut |random, _, _| opaque(random)),
            Self::GreyNoise => each(random, &mut |random, _, _| grey(random.bits() as u8)),
            Self::TranslucentNoise => each(random, &mut |random, _, _| any(random)),
            Self::Halves => {
                let (above, below) = (random.below(17), random.below(17));
                let half = height / 2;
                Self::ALL[above].fill(out, width, half, random);
                Self::ALL[below].fill(out, width, height - half, random);
            }
            Self::LastPixel => {
                each(random, &mut |random, _, _| grey(random.bits() as u8));
                let end = out.len() - 4;
                out[end..].copy_from_slice(&[1, 2, 3, 4]);
            }
        }
    }
}

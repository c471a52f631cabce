//! [`Kernel`]: a Gaussian as weights, on a grid that grows coarser with it.

/// Least standard deviation, in cells, of a blur that is done on cells of more than a pixel. With it no picture whatsoever is
/// more than 1.5 levels from its Gaussian before it is rounded.
const COARSE: f64 = 1.5;
/// Widest cells. What would need wider ones is blurred to nothing anyway.
const WIDEST: u32 = 1 << 20;
/// Standard deviations that the weights reach to; beyond lies a thousandth of all.
const REACH: f64 = 3.25;

/// A Gaussian for a standard deviation in pixels.
///
/// A small one is sampled at every pixel. For a larger one the picture is first reduced to cells of 2, 4, 8 and so on pixels,
/// until the deviation is 1.5 to 3 cells; the Gaussian is sampled there, and the result is made smooth again by the quadratic
/// B-spline over three cells. Cells lie where the layer's columns and rows are multiples of their size, whichever part of it is
/// at hand.
///
/// A cell is the mean of three boxes of its size one upon the other (a spline too, over three cells less two pixels), so that
/// of what is too fine for the cells hardly anything is left to be mistaken for what is not. Both splines blur: a box of `f`
/// pixels has the variance `(f² - 1) / 12`, the spline over the cells, wherever a pixel lies, `f² / 4`. The Gaussian on the
/// cells has what is left, so that the variance of the whole is exact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kernel {
    /// Pixels of a cell's side: a power of two.
    pub(super) cell: u32,
    /// Weights of a cell and of those that follow it, and by symmetry of those before it, in 65536ths; all together, those
    /// before counted too, are 65536.
    pub(super) weights: Vec<u16>,
}

impl Kernel {
    /// `None` where it would change nothing.
    pub(crate) fn new(std_deviation: f64) -> Option<Self> {
        let mut cell = 1_u32;
        while std_deviation >= COARSE * 2.0 * f64::from(cell) && cell < WIDEST {
            cell *= 2;
        }
        let f = f64::from(cell);
        let others = if cell > 1 { variance_of_cells(f) } else { 0.0 };
        let sigma = ((std_deviation * std_deviation - others).max(0.0).sqrt() / f).min(2.0 * COARSE);
        let reach = libm::ceil(REACH * sigma);
        let gauss = |k: f64| libm::exp(-k * k / (2.0 * sigma * sigma));
        let mut total = 1.0;
        let mut k = 1.0;
        while k <= reach {
            total += 2.0 * gauss(k);
            k += 1.0;
        }
        let mut weights = vec![0];
        let (mut k, mut sides) = (1.0, 0_u32);
        while k <= reach {
            let weight = (gauss(k) / total * 65536.0 + 0.5) as u16;
            if weight == 0 {
                break;
            }
            weights.push(weight);
            sides += 2 * u32::from(weight);
            k += 1.0;
        }
        // Too narrow to be seen: no neighbour has a weight.
        let middle = u16::try_from(65536 - sides).ok()?;
        weights[0] = middle;
        Some(Self { cell, weights })
    }

    /// Cells to either side that have a weight.
    pub(super) fn radius(&self) -> usize {
        self.weights.len() - 1
    }

    /// Pixels to either side that a pixel's result depends on.
    pub(crate) fn reach(&self) -> u32 {
        // The spline looks at one cell to either side, each reaches so far, and is made of pixels of one more to either side.
        let cells = if self.cell > 1 { self.radius() as u32 + 3 } else { self.radius() as u32 };
        cells.saturating_mul(self.cell)
    }
}

/// The variance of cells, which are three boxes each, and of the spline over them.
fn variance_of_cells(f: f64) -> f64 {
    (f * f - 1.0) / 4.0 + f * f / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composite::effects::widen::Spline;

    #[test]
    fn weights_are_all_of_one() {
        for i in 0..4000 {
            let sigma = f64::from(i) * 0.05;
            let Some(kernel) = Kernel::new(sigma) else {
                assert!(sigma < 0.25, "{sigma}");
                continue;
            };
            let sides: u32 = kernel.weights[1..].iter().map(|w| u32::from(*w)).sum();
            assert_eq!(u32::from(kernel.weights[0]) + 2 * sides, 65536);
            assert!(kernel.weights.is_sorted_by(|a, b| a >= b), "{sigma}: {kernel:?}");
            assert!(kernel.radius() <= 18);
            // The variance, of the cells, the weights and the interpolation together, is the square of the deviation.
            let f = f64::from(kernel.cell);
            let moments =
                kernel.weights.iter().zip(0..).map(|(w, k)| 2.0 * f64::from(*w) * f64::from(k * k)).sum::<f64>();
            let others = if kernel.cell > 1 { variance_of_cells(f) } else { 0.0 };
            let variance = moments / 65536.0 * f * f + others;
            // Sampled at whole pixels, a Gaussian narrower than one has another.
            assert!(sigma < 0.8 || (variance.sqrt() / sigma - 1.0).abs() < 0.012, "{sigma}: {}", variance.sqrt());
        }
        assert_eq!(Kernel::new(0.0), None);
        assert_eq!(Kernel::new(f64::MAX).map(|kernel| kernel.cell), Some(WIDEST));
    }

    /// What a row's pixel `phase` of a cell is made of: the weights of the pixels from `reach` before it to as many after it.
    fn response(kernel: &Kernel, phase: usize, reach: i64) -> Vec<f64> {
        let cell = i64::from(kernel.cell);
        let mut boxes = vec![1.0];
        for _ in 0..3 {
            let longer = (0..boxes.len() as i64 + cell - 1).map(|at| {
                (0..cell).filter_map(|k| boxes.get(usize::try_from(at - k).ok()?)).sum::<f64>() / f64::from(kernel.cell)
            });
            boxes = longer.collect();
        }
        let mut all = vec![0.0; 2 * reach as usize + 1];
        let radius = kernel.radius() as i64;
        for (spline, at) in Spline::weights(phase, kernel.cell).into_iter().zip(-1..) {
            for k in -radius..=radius {
                let weight = f64::from(spline) * f64::from(kernel.weights[k.unsigned_abs() as usize]);
                // Three boxes are three cells less two pixels, around the cell.
                let first = (at + k) * cell - cell + 1 - phase as i64;
                for (part, x) in boxes.iter().zip(first..) {
                    all[(x + reach) as usize] += part * weight / 65536.0 / 65536.0;
                }
            }
        }
        all
    }

    /// The most by which any picture of levels from 0 to 255 can differ from its Gaussian: were it as bright as can be where
    /// too much is counted, and black where too little.
    #[test]
    fn no_picture_is_far_from_its_gaussian() {
        let mut worst = 0.0_f64;
        for std_deviation in [3.0, 3.3, 4.0, 5.0, 5.9, 6.0, 8.0, 10.0, 12.0, 13.5] {
            let kernel = Kernel::new(std_deviation).unwrap();
            let reach = i64::from(kernel.reach());
            let gauss = |x: i64| libm::exp(-((x * x) as f64) / (2.0 * std_deviation * std_deviation));
            let total: f64 = (-9 * reach..=9 * reach).map(gauss).sum();
            let exact: Vec<f64> = (-reach..=reach).map(|x| gauss(x) / total).collect();
            let rows: Vec<Vec<f64>> = (0..kernel.cell as usize).map(|phase| response(&kernel, phase, reach)).collect();
            for (i, across) in rows.iter().enumerate() {
                assert!((across.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                for down in &rows[..=i] {
                    let mut off = 0.0;
                    for (a, exact_a) in across.iter().zip(&exact) {
                        off +=
                            down.iter().zip(&exact).map(|(b, exact_b)| (a * b - exact_a * exact_b).abs()).sum::<f64>();
                    }
                    worst = worst.max(off * 255.0 / 2.0);
                }
            }
        }
        println!("at most {worst:.2} levels");
        assert!(worst < 1.5, "{worst}");
    }
}

//! [`Kernel`]: a Gaussian as weights, on a grid that grows coarser with it.

/// Least standard deviation, in cells, of a blur that is done on cells of more than a pixel.
const COARSE: f64 = 2.75;
/// Widest cells. What would need wider ones is blurred to nothing anyway.
const WIDEST: u32 = 1 << 20;
/// Standard deviations that the weights reach to; beyond lies a thousandth of all.
const REACH: f64 = 3.25;

/// A Gaussian for a standard deviation in pixels.
///
/// A small one is sampled at every pixel. For a larger one the picture is first reduced to the means of cells of 2, 4, 8 and
/// so on pixels, until the deviation is 2.75 to 5.5 cells; the Gaussian is sampled there, and the result is made smooth again by
/// the cubic B-spline over four cells. Cells lie where the layer's columns and rows are multiples of their size, whichever
/// part of it is at hand.
///
/// The mean over a cell and the spline blur as well: a box of `f` pixels has the variance `(f² - 1) / 12`, the spline, wherever
/// a pixel lies, `f² / 3`. The Gaussian on the cells has what is left, so that the variance of the whole is exact.
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
        // The spline looks at two cells to either side, each reaches so far, and cells are looked at whole.
        (self.radius() as u32 + 3).saturating_mul(self.cell)
    }
}

/// The variance of the mean over cells of a size and of the spline over them.
fn variance_of_cells(f: f64) -> f64 {
    (f * f - 1.0) / 12.0 + f * f / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

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
}

//! Areas to coverage: both fill rules.

use super::cells::WHOLE;

/// The coverage of a pixel in which the winding number, whose integral is `area`, takes no more than two neighbouring
/// values: rounded exactly, so that a whole pixel is 255, and two shapes that share an edge cover 255 together.
#[inline(always)]
pub(super) fn coverage<const EVEN_ODD: bool>(area: i64) -> u8 {
    let covered = if EVEN_ODD {
        // 0 at even winding numbers, whole at odd ones, straight between them.
        let within = area as u32 & (2 * WHOLE as u32 - 1);
        within.min(2 * WHOLE as u32 - within)
    } else {
        area.unsigned_abs().min(WHOLE as u64) as u32
    };
    ((covered * 255 + WHOLE as u32 / 2) / WHOLE as u32) as u8
}

/// Whether points with a winding number are inside.
#[inline(always)]
pub(super) fn inside<const EVEN_ODD: bool>(winding: i32) -> bool {
    if EVEN_ODD { winding & 1 != 0 } else { winding != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_round_to_the_nearest() {
        for area in -3 * WHOLE..=3 * WHOLE {
            let share = f64::from(area) / f64::from(WHOLE);
            let nonzero = (share.abs().min(1.0) * 255.0 + 0.5).floor() as u8;
            let odd = share.rem_euclid(2.0);
            let even_odd = (odd.min(2.0 - odd) * 255.0 + 0.5).floor() as u8;
            let area = i64::from(area);
            assert_eq!((coverage::<false>(area), coverage::<true>(area)), (nonzero, even_odd), "{area}");
        }
    }

    #[test]
    fn shapes_that_share_an_edge_cover_a_pixel() {
        for area in 0..=WHOLE {
            let cover = |area: i32| u32::from(coverage::<false>(area.into()));
            let both = cover(area) + cover(WHOLE - area);
            // Halves of a level are rounded up in both.
            assert!(both == 255 || both == 256 && area * 255 % WHOLE == WHOLE / 2);
        }
    }
}

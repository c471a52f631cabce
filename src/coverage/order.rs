//! The order of a pixel's pieces, where they do not cross.

use std::hint::select_unpredictable;

use super::piece::Piece;

/// More pieces are not put in order.
pub(super) const ORDERED: usize = 4;

/// Calls `pass` for each piece, from left to right; it says whether to go on. `None` where pieces cross, or it said no; then it
/// may have been called for pieces that come later.
///
/// Nothing of it is asked as it goes, as all of this is hard to foresee.
#[inline(always)]
pub(super) fn in_order<const N: usize>(pieces: &[Piece; N], mut pass: impl FnMut(Piece) -> bool) -> Option<()> {
    // For each piece, a bit for each that is left of it.
    let mut before = [0_u32; N];
    let mut cross = false;
    for i in 1..N {
        for j in 0..i {
            let (upper, lower) = sides(pieces[i], pieces[j]);
            cross |= upper * lower < 0;
            let beside = upper + lower;
            before[j] |= u32::from(beside < 0) << i;
            before[i] |= u32::from(beside > 0) << j;
        }
    }
    if cross {
        return None;
    }
    let mut left = (1_u32 << N) - 1;
    let mut passed = true;
    for _ in 0..N {
        let mut free = 0;
        for (i, &before) in before.iter().enumerate() {
            free |= u32::from(before & left == 0) << i;
        }
        let next = (free & left).trailing_zeros();
        // None, if they lie around each other.
        passed &= pass(*pieces.get(next as usize)?);
        left ^= 1 << next;
    }
    passed.then_some(())
}

/// On which side of `b` `a` is, where the upper of the two begins to have the other beside it, and where it ends: -1 on
/// its left, 1 on its right, 0 where they meet. 0 both where they pass no height together.
#[inline(always)]
fn sides(a: Piece, b: Piece) -> (i32, i32) {
    let ((a_upper, a_lower), (b_upper, b_lower)) = (a.ends(), b.ends());
    let together = i32::from(a_upper.1.max(b_upper.1) < a_lower.1.min(b_lower.1));
    let upper = select_unpredictable(a_upper.1 >= b_upper.1, side(a_upper, b), -side(b_upper, a));
    let lower = select_unpredictable(a_lower.1 <= b_lower.1, side(a_lower, b), -side(b_lower, a));
    (upper.signum() * together, lower.signum() * together)
}

/// Positive where a point is on the right of a piece, negative on its left.
#[inline(always)]
fn side((x, y): (i32, i32), piece: Piece) -> i32 {
    let ((xa, ya), (xb, yb)) = piece.ends();
    (x - xa) * (yb - ya) - (xb - xa) * (y - ya)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order<const N: usize>(pieces: &[Piece; N]) -> Option<Vec<Piece>> {
        let mut out = Vec::new();
        in_order(pieces, |piece| {
            out.push(piece);
            true
        })?;
        Some(out)
    }

    #[test]
    fn pieces_go_from_left_to_right() {
        let piece = |xa, ya, xb, yb| Piece::new((xa, ya), (xb, yb), 1);
        let (a, b, c) = (piece(0, 0, 100, 256), piece(50, 40, 110, 200), piece(200, 0, 101, 256));
        for pieces in [[a, b, c], [c, b, a], [b, c, a]] {
            assert_eq!(order(&pieces), Some(vec![a, b, c]));
        }
        // They begin or end together.
        let (d, e) = (piece(30, 10, 0, 256), piece(30, 10, 60, 90));
        assert_eq!(order(&[e, d]), Some(vec![d, e]));
        // One below the other, and two that cross.
        assert!(order(&[piece(0, 0, 9, 100), piece(0, 100, 200, 256)]).is_some());
        assert_eq!(order(&[a, piece(90, 0, 0, 256)]), None);
    }
}

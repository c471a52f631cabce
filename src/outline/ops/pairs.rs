//! How many lines may cross, before they are looked for.

use crate::outline::Polygons;

/// Pairs of lines whose boxes overlap, besides four to each line, which those have that follow each other or another
/// outline closely: no more of them can cross. Counted exactly,
/// in the time that sorting takes: along x lines come and go, and of those that are there all overlap in y but those that
/// end above and those that begin below.
pub(super) fn overlapping_boxes(all: &[&Polygons]) -> u64 {
    let mut boxes = Vec::new();
    for contour in all.iter().flat_map(|polygons| polygons.contours()) {
        let ends = contour.iter().skip(1).chain(contour.first());
        boxes.extend(
            contour
                .iter()
                .zip(ends)
                .map(|(p, q)| Box { x: (p.x.min(q.x), p.x.max(q.x)), y: (p.y.min(q.y), p.y.max(q.y)) }),
        );
    }
    let mut heights: Vec<i32> = boxes.iter().flat_map(|b| [b.y.0, b.y.1]).collect();
    heights.sort_unstable();
    heights.dedup();
    let rank = |y: i32| heights.partition_point(|&height| height < y);
    // At the same x lines come before others go: touching is overlapping.
    let mut events: Vec<(i32, bool, u32)> =
        (0..).zip(&boxes).flat_map(|(index, b)| [(b.x.0, false, index), (b.x.1, true, index)]).collect();
    events.sort_unstable();
    let (mut tops, mut bottoms) = (Sums::new(heights.len()), Sums::new(heights.len()));
    let (mut there, mut pairs) = (0_u64, 0_u64);
    for (_, goes, index) in events {
        let Box { y: (top, bottom), .. } = boxes[index as usize];
        let (top, bottom) = (rank(top), rank(bottom));
        if goes {
            there -= 1;
            tops.add(top, u32::MAX);
            bottoms.add(bottom, u32::MAX);
        } else {
            let above = u64::from(bottoms.below(top));
            let beneath = there - u64::from(tops.below(bottom + 1));
            pairs += there - above - beneath;
            there += 1;
            tops.add(top, 1);
            bottoms.add(bottom, 1);
        }
    }
    pairs.saturating_sub(4 * boxes.len() as u64)
}

struct Box {
    x: (i32, i32),
    y: (i32, i32),
}

/// Counts by rank, and their sums (P. Fenwick, 1994). They wrap, so that adding the greatest number takes one away.
struct Sums(Vec<u32>);

impl Sums {
    fn new(ranks: usize) -> Self {
        Self(vec![0; ranks + 1])
    }

    fn add(&mut self, rank: usize, count: u32) {
        let mut i = rank + 1;
        while let Some(sum) = self.0.get_mut(i) {
            *sum = sum.wrapping_add(count);
            i += i & i.wrapping_neg();
        }
    }

    /// How many have a lower rank.
    fn below(&self, rank: usize) -> u32 {
        let (mut i, mut sum) = (rank, 0_u32);
        while i > 0 {
            sum = sum.wrapping_add(self.0[i]);
            i -= i & i.wrapping_neg();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn pairs_are_counted_exactly() {
        let random = &mut Random(1);
        let mut below = |n: u64| random.below(n);
        for lines in [3, 4, 10, 60] {
            let mut polygons = Polygons::default();
            let points: Vec<(i32, i32)> = (0..lines).map(|_| (below(12) as i32, below(12) as i32)).collect();
            points.iter().for_each(|&(x, y)| polygons.push((f64::from(x), f64::from(y)).into()));
            polygons.close();
            let line = |i: usize| (points[i], points[(i + 1) % points.len()]);
            let apart = |a: (i32, i32), b: (i32, i32)| a.0.max(a.1) < b.0.min(b.1) || b.0.max(b.1) < a.0.min(a.1);
            let mut pairs = 0_u64;
            for i in 0..points.len() {
                for j in 0..i {
                    let ((p, q), (r, s)) = (line(i), line(j));
                    pairs += u64::from(!apart((p.0, q.0), (r.0, s.0)) && !apart((p.1, q.1), (r.1, s.1)));
                }
            }
            assert_eq!(overlapping_boxes(&[&polygons]), pairs.saturating_sub(4 * lines as u64), "{points:?}");
        }
    }
}

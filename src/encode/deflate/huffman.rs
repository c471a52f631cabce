//! Prefix codes of limited length (D. A. Huffman, 1952; RFC 1951, 3.2.2).

/// Longest code of literals, lengths and distances.
pub(super) const LONGEST: usize = 15;

/// The lengths of a code in bits for symbols that occur so often, 0 for those that do not, none longer than `longest`.
/// Optimal but where the limit bites. `counts` and `lengths` have as many entries, 288 at most; their sum is below 2^23.
pub(super) fn code_lengths(counts: &[u32], longest: usize, lengths: &mut [u8]) {
    lengths.fill(0);
    // Symbols by how often they occur, the symbol in the low bits: the order is one only.
    let mut sorted = [0_u32; 288];
    let mut n = 0;
    for (symbol, &count) in counts.iter().enumerate() {
        sorted[n] = count << 9 | symbol as u32;
        n += usize::from(count > 0);
    }
    let sorted = &mut sorted[..n];
    match sorted {
        [] => return,
        // A code of one symbol has one bit.
        [only] => {
            lengths[(*only & 511) as usize] = 1;
            return;
        }
        _ => sorted.sort_unstable(),
    }
    let mut with_length = numbers_with_length(sorted, longest);
    // The rarest first, with the longest codes.
    let mut length = longest;
    for &symbol in sorted.iter() {
        while with_length[length] == 0 {
            length -= 1;
        }
        with_length[length] -= 1;
        lengths[(symbol & 511) as usize] = length as u8;
    }
}

/// How many codes there are of each length, of two symbols or more.
fn numbers_with_length(sorted: &[u32], longest: usize) -> [u32; LONGEST + 1] {
    // Two queues, both in order: symbols, and the trees made of the two lightest so far.
    let n = sorted.len();
    let mut weights = [0_u32; 288];
    let mut parents = [0_u16; 2 * 288];
    let (mut leaf, mut tree) = (0, 0);
    for made in 0..n - 1 {
        let mut take = || {
            let is_leaf = leaf < n && (tree == made || sorted[leaf] >> 9 <= weights[tree]);
            if is_leaf {
                leaf += 1;
                parents[leaf - 1] = (n + made) as u16;
                sorted[leaf - 1] >> 9
            } else {
                tree += 1;
                parents[n + tree - 1] = (n + made) as u16;
                weights[tree - 1]
            }
        };
        weights[made] = take() + take();
    }
    // Depths from the root down; those beyond the longest are cut, which makes more codes than there are.
    let mut depths = [0_u16; 2 * 288];
    let mut numbers = [0_u32; LONGEST + 1];
    for node in (0..2 * n - 2).rev() {
        depths[node] = depths[usize::from(parents[node])] + 1;
        if node < n {
            numbers[usize::from(depths[node]).min(longest)] += 1;
        }
    }
    // A code that is not among the longest becomes two that are one longer, one of them for a symbol that had one of the
    // longest: each time one too many of these is gone.
    let used: u32 = (1..=longest).map(|length| numbers[length] << (longest - length)).sum();
    for _ in (1 << longest)..used {
        let mut length = longest - 1;
        while numbers[length] == 0 {
            length -= 1;
        }
        numbers[length] -= 1;
        numbers[length + 1] += 2;
        numbers[longest] -= 1;
    }
    numbers
}

/// The codes for lengths, as RFC 1951 orders them, their bits turned round: deflate writes codes from their first bit.
pub(super) fn codes(lengths: &[u8], codes: &mut [u16]) {
    let mut numbers = [0_u16; LONGEST + 2];
    for &length in lengths {
        numbers[usize::from(length) + 1] += 1;
    }
    numbers[1] = 0;
    let mut next = [0_u16; LONGEST + 2];
    for length in 1..=LONGEST {
        next[length] = (next[length - 1] + numbers[length]) << 1;
    }
    for (code, &length) in codes.iter_mut().zip(lengths) {
        let length = usize::from(length);
        if length > 0 {
            *code = next[length].reverse_bits() >> (16 - length);
            next[length] += 1;
        }
    }
}

/// `log2(n)` in 1/256 bits, less than 3 of them below it, for n > 0.
#[inline(always)]
pub(super) fn log2(n: u32) -> u32 {
    let exponent = n.ilog2();
    // The eight bits behind the first.
    let mantissa = (u64::from(n) << 8 >> exponent) as usize & 255;
    exponent << 8 | u32::from(LOG2[mantissa])
}

/// `256 * log2(1 + i / 256)`, each bit by squaring.
static LOG2: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut x = (256 + i as u64) << 23;
        let (mut bit, mut log) = (8, 0_u32);
        while bit > 0 {
            x = (x * x) >> 31;
            log <<= 1;
            if x >> 32 != 0 {
                x >>= 1;
                log |= 1;
            }
            bit -= 1;
        }
        table[i] = log as u8;
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn logarithms_are_near() {
        for n in (1..5000).chain([1 << 20, 12_345_678, u32::MAX]) {
            let exact = 256.0 * libm::log2(f64::from(n));
            let below = exact - f64::from(log2(n));
            assert!((-0.001..3.0).contains(&below), "{n}: {} {exact}", log2(n));
        }
    }

    /// The least sum of count times length, by making every merge in a heap.
    fn least(counts: &[u32]) -> u64 {
        let mut heap: Vec<u64> = counts.iter().filter(|&&c| c > 0).map(|&c| u64::from(c)).collect();
        let mut sum = 0;
        while heap.len() > 1 {
            heap.sort_unstable_by(|a, b| b.cmp(a));
            let both = heap.pop().unwrap_or(0) + heap.pop().unwrap_or(0);
            sum += both;
            heap.push(both);
        }
        sum
    }

    #[test]
    fn codes_are_whole_and_as_short_as_can_be() {
        let random = &mut Random(1);
        for n in [2, 3, 19, 30, 286] {
            for skew in [0, 3, 12, 22] {
                let counts: Vec<u32> = (0..n).map(|_| (random.next() >> 15) >> random.below(skew + 1)).collect();
                if counts.iter().filter(|&&c| c > 0).count() < 2 {
                    continue;
                }
                for longest in [7, LONGEST].into_iter().filter(|&longest| n <= 1 << longest) {
                    let mut lengths = vec![0; n];
                    code_lengths(&counts, longest, &mut lengths);
                    let kraft: u32 = lengths.iter().filter(|&&l| l > 0).map(|&l| 1 << (longest - usize::from(l))).sum();
                    assert_eq!(kraft, 1 << longest, "{n} symbols, {longest} bits");
                    assert!(counts.iter().zip(&lengths).all(|(&c, &l)| (c > 0) == (l > 0)));
                    let sum: u64 = counts.iter().zip(&lengths).map(|(&c, &l)| u64::from(c) * u64::from(l)).sum();
                    let best = least(&counts);
                    assert!(sum >= best && (longest < LONGEST || sum * 1000 <= best * 1001), "{sum} {best}");
                }
            }
        }
    }

    #[test]
    fn fibonacci_counts_reach_the_limit() {
        let mut counts = vec![1_u32, 1];
        while counts.len() < 30 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        let mut lengths = [0; 30];
        code_lengths(&counts, LONGEST, &mut lengths);
        assert_eq!(lengths.iter().max(), Some(&15));
        assert_eq!(lengths.iter().map(|&l| 1 << (15 - l)).sum::<u32>(), 1 << 15);
    }

    #[test]
    fn codes_as_in_the_standard() {
        // RFC 1951, 3.2.2: lengths 3, 3, 3, 3, 3, 2, 4, 4.
        let mut found = [0; 8];
        codes(&[3, 3, 3, 3, 3, 2, 4, 4], &mut found);
        let turned = |code: u16, length: u32| code.reverse_bits() >> (16 - length);
        let expected = [(2, 3), (3, 3), (4, 3), (5, 3), (6, 3), (0, 2), (14, 4), (15, 4)].map(|(c, l)| turned(c, l));
        assert_eq!(found, expected);
    }
}
